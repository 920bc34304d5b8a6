package io.triotp.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;

/**
 * How much time of all processors this JVM had used up at a moment.
 *
 * @param process as the JVM says, in nanoseconds, but in steps of 10 ms on Linux: too
 * coarse for a JVM that does next to nothing
 * @param byThread as Linux says of each thread, in nanoseconds: exact, but knows nothing
 * of threads that have ended
 */
record Processor(long process, Map<Path, Long> byThread) {

	private static final Path THREADS = Path.of("/proc/self/task");

	private static final long STEP_NANOS = 10_000_000;

	static Processor now() {
		return new Processor(ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime(),
				threads());
	}

	/**
	 * {@return the nanoseconds used up since then}
	 */
	long nanosSince() {
		Processor now = now();
		long process = now.process - this.process;
		if (now.byThread.isEmpty()) {
			return process;
		}
		long threads = now.byThread.entrySet()
			.stream()
			.mapToLong((thread) -> thread.getValue() - this.byThread.getOrDefault(thread.getKey(), 0L))
			.sum();
		return Math.max(threads, process - STEP_NANOS);
	}

	private static Map<Path, Long> threads() {
		Map<Path, Long> nanos = new HashMap<>();
		for (Path thread : list()) {
			try {
				String statistics = Files.readString(thread.resolve("schedstat"));
				nanos.put(thread, Long.parseLong(statistics.substring(0, statistics.indexOf(' '))));
			}
			catch (IOException ex) {
				// it has just ended
				continue;
			}
		}
		return nanos;
	}

	private static List<Path> list() {
		try (Stream<Path> threads = Files.list(THREADS)) {
			return threads.toList();
		}
		catch (NoSuchFileException ex) {
			return List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
