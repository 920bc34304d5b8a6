package io.triotp.fairness;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Code of users that never gives its carriers back, spinning or pinned, keeps nobody from
 * stopping the node from a platform thread. Each case has a JVM of its own, which decides
 * how many carriers there are.
 */
@Tag("starts-jvm")
class HeldCarriersTests {

	/** So long that only a failure lets it run out. */
	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@ParameterizedTest
	@CsvSource({ "spin, stop, 1", "spin, close, 2", "pin, stop, 2", "pin, close, 1", "spin, supervisor, 1",
			"spin, restart, 2", "pin, restart, 1" })
	void handlers_that_hold_all_carriers_are_killed_by_a_stop_and_named(String how, String what, int carriers)
			throws Exception {
		List<String> output = end(jvm(how, what, carriers));
		assertThat(output).contains("stopped");
		assertThat(output).filteredOn((line) -> line.contains("No virtual thread gets a carrier"))
			.singleElement()
			.satisfies((line) -> assertThat(line).contains("inner/hog0"));
	}

	@ParameterizedTest
	@CsvSource({ "spin, 2", "pin, 1" })
	void the_others_go_on_when_handlers_hold_all_carriers(String how, int carriers) throws Exception {
		assertThat(end(jvm(how, "call", carriers))).contains("answered");
	}

	@ParameterizedTest
	@CsvSource({ "spin, 2", "pin, 1" })
	void they_go_on_when_a_thousand_wait_for_a_carrier_already(String how, int carriers) throws Exception {
		assertThat(end(jvm(how, "call", carriers, "-Dcrowd=true"))).contains("answered");
	}

	@ParameterizedTest
	@CsvSource({ "spin, stop, 2", "pin, close, 1" })
	void a_stop_gets_through_when_a_thousand_wait_for_a_carrier_already(String how, String what, int carriers)
			throws Exception {
		assertThat(end(jvm(how, what, carriers, "-Dcrowd=true"))).contains("stopped");
	}

	@ParameterizedTest
	@CsvSource({ "spin, stop, 1", "pin, close, 2", "spin, restart, 1" })
	void a_jvm_that_can_lend_no_carriers_says_so_and_a_stop_kills(String how, String what, int carriers)
			throws Exception {
		List<String> output = end(jvm(how, what, carriers, "--limit-modules", "java.se"));
		assertThat(output).contains("stopped");
		assertThat(output).filteredOn((line) -> line.contains("This JVM can lend no spare one")).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "spin, 1", "pin, 2" })
	void so_are_those_that_hold_them_when_they_are_asked_to_end(String how, int carriers) throws Exception {
		assertThat(end(jvm(how, "terminate", carriers))).contains("stopped");
	}

	@ParameterizedTest
	@CsvSource({ "spin, 1", "pin, 1" })
	void an_init_that_holds_all_carriers_is_killed_when_its_time_is_over(String how, int carriers) throws Exception {
		assertThat(end(jvm(how, "start", carriers))).contains("did not start", "stopped");
	}

	@ParameterizedTest
	@CsvSource({ "spin, 1", "pin, 2" })
	void a_node_whose_carriers_are_held_ends_when_the_jvm_is_asked_to(String how, int carriers) throws Exception {
		Process jvm = jvm(how, "run", carriers);
		try (BufferedReader reader = jvm.inputReader()) {
			String line = reader.readLine();
			while (line != null && !line.equals("held")) {
				line = reader.readLine();
			}
			jvm.destroy();
			assertThat(jvm.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
		finally {
			jvm.destroyForcibly();
		}
	}

	private static List<String> end(Process jvm) throws InterruptedException, IOException {
		List<String> output = new ArrayList<>();
		Thread reading = Thread.ofPlatform().daemon().start(() -> jvm.inputReader().lines().forEach(output::add));
		try {
			assertThat(jvm.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
		finally {
			jvm.destroyForcibly();
		}
		reading.join();
		return output;
	}

	private static Process jvm(String how, String what, int carriers, String... options) throws IOException {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
						"-Xmx128m", "-Djdk.virtualThreadScheduler.parallelism=" + carriers,
						"-Djdk.virtualThreadScheduler.maxPoolSize=" + carriers, "-cp", classPath));
		command.addAll(List.of(options));
		command.addAll(List.of(HeldCarriers.class.getName(), how, what, Integer.toString(carriers)));
		return new ProcessBuilder(command).redirectErrorStream(true).start();
	}

}
