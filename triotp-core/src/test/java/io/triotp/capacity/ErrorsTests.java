package io.triotp.capacity;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A heap that really runs out and a stack that really overflows.
 */
@Tag("starts-jvm")
@Tag("capacity")
class ErrorsTests {

	@Test
	void after_the_heap_has_run_out_each_server_answers_again_or_its_application_has_failed() throws Exception {
		assertThat(run("-Xmx64m", FullHeap.class, "3")).contains("wrong=0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "cast", "plain", "kill" })
	void a_stack_that_overflows_in_a_sender_leaves_no_receiver_deaf_and_no_end_untold(String use) throws Exception {
		assertThat(run("-Xmx512m", Overflows.class, use, "20")).contains("wrong=0");
	}

	/** Each thread takes half a gigabyte of address space, and there are thirteen. */
	@Test
	@EnabledOnOs(OS.LINUX)
	void without_any_more_threads_timers_kills_failures_and_a_close_still_work() throws Exception {
		assertThat(output(new ProcessBuilder("/bin/sh", "-c",
				"ulimit -v 13000000; exec " + java() + " -Xss512m -Xmx256m -XX:ReservedCodeCacheSize=64m "
						+ "-XX:CompressedClassSpaceSize=64m -cp " + classPath() + " " + NoMoreThreads.class.getName())))
			.contains("timer=true", "interrupted=true", "failed=true", "closed=true");
	}

	private static List<String> run(String heap, Class<?> program, String... arguments) throws Exception {
		return output(new ProcessBuilder(
				Stream.concat(Stream.of(java(), heap, "-cp", classPath(), program.getName()), Stream.of(arguments))
					.toList()));
	}

	private static List<String> output(ProcessBuilder program) throws Exception {
		Process jvm = program.redirectErrorStream(true).start();
		List<String> output = jvm.inputReader().lines().toList();
		assertThat(jvm.waitFor(5, TimeUnit.MINUTES)).isTrue();
		return output;
	}

	private static String java() {
		return Path.of(System.getProperty("java.home"), "bin", "java").toString();
	}

	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

}
