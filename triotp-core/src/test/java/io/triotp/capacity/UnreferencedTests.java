package io.triotp.capacity;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The JVM forgets a virtual thread that waits for something nobody refers to. A node
 * refers to its processes.
 */
@Tag("starts-jvm")
class UnreferencedTests {

	@ParameterizedTest
	@ValueSource(strings = { "-Djdk.trackAllThreads=true", "-Djdk.trackAllThreads=false" })
	void an_idle_process_that_nobody_refers_to_outlives_garbage_collections(String option) throws Exception {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		Process jvm = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), option,
				"-XX:+UseSerialGC", "-Xmx64m", "-cp", classPath, Unreferenced.class.getName())
			.redirectErrorStream(true)
			.start();
		String output = new String(jvm.getInputStream().readAllBytes());
		assertThat(jvm.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(output.lines()).contains("alive=" + 2 * Unreferenced.EACH, "answered=" + 2 * Unreferenced.EACH);
	}

}
