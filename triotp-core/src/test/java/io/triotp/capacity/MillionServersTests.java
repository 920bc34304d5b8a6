package io.triotp.capacity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("starts-jvm")
@Tag("capacity")
class MillionServersTests {

	private static final long HEAP = 512L * 1024 * 1024;

	@Test
	void a_million_idle_servers_fit_into_512_megabytes_own_no_thread_and_still_answer() throws Exception {
		Map<String, Long> seen = run();
		System.out.println("A million servers: " + seen);
		assertThat(seen.get("maxHeap")).isLessThanOrEqualTo(HEAP);
		assertThat(seen.get("processes")).isEqualTo(MillionServers.SERVERS + MillionServers.SUPERVISORS + 2L);
		assertThat(seen.get("answered")).isEqualTo(MillionServers.SERVERS);
		assertThat(seen.get("threads")).isLessThan(100);
		assertThat(seen.get("left")).isZero();
	}

	private static Map<String, Long> run() throws IOException, InterruptedException {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		Process jvm = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
				"-cp", classPath, MillionServers.class.getName())
			.redirectErrorStream(true)
			.start();
		String output = new String(jvm.getInputStream().readAllBytes());
		assertThat(jvm.waitFor(5, TimeUnit.MINUTES)).isTrue();
		assertThat(jvm.exitValue()).as(output).isZero();
		return output.lines()
			.filter((line) -> line.matches("\\w+=\\d+"))
			.map((line) -> line.split("="))
			.collect(Collectors.toMap((pair) -> pair[0], (pair) -> Long.valueOf(pair[1])));
	}

}
