package io.triotp.performance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What messages and processes cost may fall, not rise. Bytes are counted, not timed, so a
 * busy machine changes nothing: with one carrier every call finds its server idle and
 * starts a thread for it, and with the simple compiler every {@code new} allocates, also
 * what the optimizing one might remove. So these numbers are higher than those of
 * docs/performance.md, and exact. Whoever lowers one lowers its limit.
 */
@Tag("starts-jvm")
class FootprintTests {

	/** One more field or one more object is at least this much. */
	private static final double SMALLEST_REGRESSION = 8;

	private static Map<String, Double> bytes;

	@BeforeAll
	static void count() throws Exception {
		bytes = run();
		System.out.println("Bytes: " + bytes);
	}

	@Test
	void a_cast_allocates_no_more_than_it_did() {
		assertThat(bytes.get("cast")).isLessThan(70 + SMALLEST_REGRESSION);
	}

	@Test
	void a_call_to_an_idle_server_allocates_no_more_than_it_did() {
		assertThat(bytes.get("call")).isLessThan(184 + SMALLEST_REGRESSION);
	}

	@Test
	void an_idle_supervised_server_takes_no_more_of_the_heap_than_it_did() {
		assertThat(bytes.get("idle")).isLessThan(294 + SMALLEST_REGRESSION);
	}

	@Test
	void a_timer_takes_no_more_of_the_heap_than_it_did() {
		assertThat(bytes.get("timer")).isLessThan(112 + SMALLEST_REGRESSION);
	}

	private static Map<String, Double> run() throws IOException, InterruptedException {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		Process jvm = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djdk.virtualThreadScheduler.parallelism=1",
				"-Djdk.virtualThreadScheduler.maxPoolSize=1", "-cp", classPath, Footprint.class.getName())
			.redirectErrorStream(true)
			.start();
		String output = new String(jvm.getInputStream().readAllBytes());
		assertThat(jvm.waitFor(5, TimeUnit.MINUTES)).isTrue();
		assertThat(jvm.exitValue()).as(output).isZero();
		return output.lines()
			.filter((line) -> line.matches("\\w+=[0-9.]+"))
			.map((line) -> line.split("="))
			.collect(Collectors.toMap((pair) -> pair[0], (pair) -> Double.valueOf(pair[1])));
	}

}
