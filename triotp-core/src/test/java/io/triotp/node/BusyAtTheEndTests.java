package io.triotp.node;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("starts-jvm")
class BusyAtTheEndTests {

	@Test
	void ten_thousand_busy_children_end_in_their_time_when_the_jvm_is_asked_to() throws Exception {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		Process jvm = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:+UseSerialGC", "-Xmx256m", "-cp", classPath, BusyAtTheEnd.class.getName())
			.redirectErrorStream(true)
			.start();
		try (BufferedReader output = jvm.inputReader()) {
			List<String> before = output.lines().takeWhile((line) -> !line.equals(BusyAtTheEnd.UP)).toList();
			// Not jvm.destroy(), which closes the streams.
			jvm.toHandle().destroy();
			List<String> after = output.lines().toList();
			assertThat(jvm.waitFor(1, TimeUnit.MINUTES)).isTrue();
			assertThat(jvm.exitValue()).as(before + "\n" + after).isEqualTo(128 + 15);
			// Nor is there a line for each.
			assertThat(after).contains(BusyAtTheEnd.CLEANED_UP).hasSizeLessThan(50);
		}
		finally {
			jvm.destroyForcibly();
		}
	}

}
