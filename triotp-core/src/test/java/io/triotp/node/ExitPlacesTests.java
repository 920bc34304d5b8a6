package io.triotp.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever calls {@code System.exit} never gets control back: the JVM waits for the
 * shutdown hook of the node, and the hook must not wait for the caller.
 */
@Tag("starts-jvm")
class ExitPlacesTests {

	/** Only a failure lets this time run out. */
	private static final int PATIENCE_SECONDS = 20;

	@ParameterizedTest
	@ValueSource(strings = { "init", "timer", "handler", "terminate", "unlimited", "task", "module", "start-function",
			"supplier", "dynamic", "listener", "listener-crash", "listener-started", "listener-stopped" })
	void the_jvm_ends_with_the_code_and_what_was_up_has_cleaned_up(String place) throws Exception {
		Process jvm = run(place);
		String output = outputOf(jvm);
		assertThat(jvm.exitValue()).as(output).isEqualTo(ExitPlaces.CODE);
		assertThat(output).contains(ExitPlaces.CLEANED_UP);
	}

	@ParameterizedTest
	@ValueSource(strings = { "signal", "start-hangs" })
	void a_signal_ends_it_although_something_is_still_being_started(String place) throws Exception {
		Process jvm = run(place);
		BufferedReader output = jvm.inputReader();
		List<String> before = output.lines().takeWhile((line) -> !line.equals(ExitPlaces.UP)).toList();
		// Not jvm.destroy(), which closes the streams.
		jvm.toHandle().destroy();
		String after = outputOf(jvm);
		assertThat(jvm.exitValue()).as(before + after).isEqualTo(128 + 15);
		assertThat(after).contains(ExitPlaces.CLEANED_UP).doesNotContain("Exception in thread");
	}

	@Test
	void in_a_shutdown_hook_nothing_is_run_and_the_error_says_why() throws Exception {
		Process jvm = run("hook");
		assertThat(outputOf(jvm)).contains("Node 'node' runs nothing: the JVM is shutting down");
	}

	private static Process run(String place) throws IOException {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classPath, ExitPlaces.class.getName(), place)
			.redirectErrorStream(true)
			.start();
	}

	/** What it prints until it ends; it is killed if it does not. */
	private static String outputOf(Process jvm) throws InterruptedException {
		Thread reaper = Thread.ofVirtual().start(() -> {
			try {
				if (!jvm.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
					jvm.destroyForcibly();
				}
			}
			catch (InterruptedException ex) {
				jvm.destroyForcibly();
			}
		});
		String output = String.join("\n", jvm.inputReader().lines().toList());
		jvm.waitFor();
		reaper.interrupt();
		return output;
	}

}
