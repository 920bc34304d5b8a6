package io.triotp.fairness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that are busy all the time, as many as there are carriers, do not keep
 * platform threads, timers and a stop from what they need. Each case has a JVM of its
 * own, which decides how many carriers there are.
 */
@Tag("starts-jvm")
class FairnessTests {

	@ParameterizedTest
	@CsvSource({ "1, flooded-servers", "2, flooded-servers", "1, flooded-slow-servers" })
	void flooded_servers_let_platform_threads_timers_and_a_stop_have_a_carrier(int carriers, String kind)
			throws Exception {
		assertThat(beside(carriers, kind)).containsExactly("answered", "ticked", "stopped");
	}

	@ParameterizedTest
	@CsvSource({ "1, callers", "2, callers", "1, callers-of-slow-servers", "2, callers-of-slow-servers" })
	void so_do_callers_and_the_servers_they_call_all_the_time(int carriers, String kind) throws Exception {
		assertThat(beside(carriers, kind)).containsExactly("answered", "ticked", "stopped");
	}

	@ParameterizedTest
	@CsvSource({ "1, servers-that-cast-to-each-other", "1, slow-servers-that-cast-to-each-other",
			"2, slow-servers-that-cast-to-each-other" })
	void so_do_servers_that_wake_each_other_all_the_time(int carriers, String kind) throws Exception {
		assertThat(beside(carriers, kind)).containsExactly("answered", "ticked", "stopped");
	}

	@ParameterizedTest
	@CsvSource({ "1, plain-processes", "2, plain-processes", "1, plain-processes-that-send-to-each-other" })
	void so_do_plain_processes_that_always_have_a_next_message(int carriers, String kind) throws Exception {
		assertThat(beside(carriers, kind)).containsExactly("answered", "ticked", "stopped");
	}

	private static List<String> beside(int carriers, String kind) throws IOException, InterruptedException {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		Process jvm = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:+UseSerialGC", "-Xmx128m", "-Djdk.virtualThreadScheduler.parallelism=" + carriers,
				"-Djdk.virtualThreadScheduler.maxPoolSize=" + carriers, "-cp", classPath, BusyCarriers.class.getName(),
				kind, Integer.toString(carriers))
			.redirectErrorStream(true)
			.start();
		String output = new String(jvm.getInputStream().readAllBytes());
		assertThat(jvm.waitFor(5, TimeUnit.MINUTES)).isTrue();
		return output.lines().toList();
	}

}
