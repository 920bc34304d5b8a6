package io.triotp.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

import io.triotp.application.ApplicationInfo;
import io.triotp.node.Node;
import io.triotp.process.ProcessInfo;

/**
 * A million children of one dynamic supervisor, once, as after the start of a JVM: to
 * start them, to look at them as an endpoint does for its summary, to stop them. Resident
 * is what the operating system says of the whole JVM, not of its heap.
 */
final class MillionChildren {

	private static final int CHILDREN = 1_000_000;

	private static final Path STATUS = Path.of("/proc/self/status");

	private static final double KILOBYTES_PER_MEGABYTE = 1024;

	private MillionChildren() {
	}

	static void measure() throws IOException {
		try (TriOtpWorld world = new TriOtpWorld()) {
			World.Nursery nursery = world.nursery("nursery");
			seconds("start", () -> Callers.virtual(() -> {
				for (int i = 0; i < CHILDREN; i++) {
					nursery.start("child-" + i, Tally.NONE);
				}
			}));
			seconds("summary", () -> summarise(world.node()));
			print("resident", residentMegabytes(), "MB");
			seconds("stop", nursery::stop);
		}
	}

	/** One pass over the processes, and one over the trees. */
	private static void summarise(Node node) {
		Map<ProcessInfo.State, Long> byState = new EnumMap<>(ProcessInfo.State.class);
		node.view().processes().forEach((process) -> byState.merge(process.state(), 1L, Long::sum));
		long inTrees = node.applications().stream().mapToLong(ApplicationInfo::processes).sum();
		if (inTrees < CHILDREN || byState.values().stream().mapToLong(Long::longValue).sum() < CHILDREN) {
			throw new IllegalStateException("Only " + inTrees + " in trees, by state " + byState);
		}
	}

	private static void seconds(String what, Runnable work) {
		long begin = System.nanoTime();
		work.run();
		print(what, (System.nanoTime() - begin) / 1e9, "s");
	}

	private static void print(String what, double value, String unit) {
		new Figure(Goal.OURS, "million-children-" + what, value, unit).print();
	}

	private static double residentMegabytes() throws IOException {
		if (!Files.exists(STATUS)) {
			return Double.NaN;
		}
		try (Stream<String> lines = Files.lines(STATUS)) {
			return lines.filter((line) -> line.startsWith("VmRSS:"))
				.mapToDouble((line) -> Long.parseLong(line.replaceAll("\\D", "")) / KILOBYTES_PER_MEGABYTE)
				.findFirst()
				.orElse(Double.NaN);
		}
	}

}
