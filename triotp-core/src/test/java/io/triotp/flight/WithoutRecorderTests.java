package io.triotp.flight;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who has no flight recorder misses nothing else.
 */
@Tag("starts-jvm")
class WithoutRecorderTests {

	/** Of the second the module is there, but the JVM refuses to record. */
	@ParameterizedTest
	@ValueSource(strings = { "--limit-modules=java.se,jdk.unsupported", "-XX:-FlightRecorder" })
	void a_node_runs_restarts_and_closes(String option) throws Exception {
		List<String> output = run(option);
		assertThat(output).contains("closed=true", "jfr=" + !option.contains("limit"));
		assertThat(output).noneMatch((line) -> line.contains("NoClassDefFoundError"));
	}

	private static List<String> run(String option) throws Exception {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		Process jvm = new ProcessBuilder(
				Stream.of(java, option, "-cp", classPath, WithoutRecorder.class.getName()).toList())
			.redirectErrorStream(true)
			.start();
		List<String> output = jvm.inputReader().lines().toList();
		assertThat(jvm.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(jvm.exitValue()).as(String.join("\n", output)).isZero();
		return output;
	}

}
