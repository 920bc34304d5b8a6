package io.triotp.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/**
 * The life of processes: spawning, crashing, stopping, blocking, and what they take of
 * the heap.
 */
final class Processes {

	/** Or the compiler is what is measured. */
	private static final long WARM_UP_NANOS = 4_000_000_000L;

	private static final int WARM_UP_ROUNDS = 5;

	private static final int ROUNDS = 5;

	private static final int CHILDREN_ROUNDS = 3;

	private static final int CRASH_WARM_UP = 500;

	private static final int CRASH_ROUNDS = 31;

	private Processes() {
	}

	/**
	 * Rounds in one JVM; the first ones warm it up, for some seconds at least. Then the
	 * median counts.
	 */
	private static double median(int warmUp, int rounds, LongSupplier nanoseconds) {
		long start = System.nanoTime();
		for (int i = 0; i < warmUp || System.nanoTime() - start < WARM_UP_NANOS; i++) {
			var unused = nanoseconds.getAsLong();
		}
		return LongStream.generate(nanoseconds).limit(rounds).sorted().skip(rounds / 2).findFirst().orElseThrow();
	}

	private static long nanoseconds(Runnable work) {
		long start = System.nanoTime();
		work.run();
		return System.nanoTime() - start;
	}

	/** Start a child and send it a message; the clock stops when all have handled it. */
	static void spawn(String contender) {
		int children = 20_000;
		try (World world = Contender.of(contender).open()) {
			int[] round = { 0 };
			double median = median(WARM_UP_ROUNDS, ROUNDS, () -> {
				World.Nursery nursery = world.nursery("nursery-" + round[0]++);
				CountDownLatch handled = new CountDownLatch(children);
				long time = nanoseconds(() -> {
					Callers.virtual(() -> {
						for (int i = 0; i < children; i++) {
							nursery.start("child-" + i, handled::countDown).cast();
						}
					});
					Callers.await(handled);
				});
				nursery.stop();
				return time;
			});
			new Figure(contender, "spawn", median / children / 1000, "us").print();
		}
	}

	/**
	 * Crash a server and ask until an incarnation answers. Whether that is logged is up
	 * to the JVM.
	 */
	static void crash(String contender, String figure) {
		// few for each supervisor, because that of Erlang/OTP takes longer the more
		// restarts it remembers
		int crashes = 200;
		int[] batch = { 0 };
		try (World world = Contender.of(contender).open()) {
			double median = median(CRASH_WARM_UP, CRASH_ROUNDS, () -> {
				World.Phoenix phoenix = world.phoenix("phoenix-" + batch[0]++);
				return nanoseconds(() -> Callers.virtual(() -> {
					for (int i = 0; i < crashes; i++) {
						phoenix.crash();
						phoenix.callUntilAnswered();
					}
				}));
			});
			new Figure(contender, figure, median / crashes / 1000, "us").print();
		}
	}

	/**
	 * Crash the first of 10,000; the clock stops when the last has been started again.
	 */
	static void oneForAll(String contender) {
		int children = 10_000;
		try (World world = Contender.of(contender).open()) {
			Countdown starts = new Countdown();
			starts.expect(children);
			World.Phoenix first = world.oneForAll(children, starts);
			starts.await();
			double median = median(WARM_UP_ROUNDS, ROUNDS, () -> {
				starts.expect(children);
				return nanoseconds(() -> {
					first.crash();
					starts.await();
				});
			});
			new Figure(contender, "one-for-all-10k", median / 1e6, "ms").print();
		}
	}

	/** Start 100,000 children one after the other, then stop all. */
	static void children(String contender) {
		int children = 100_000;
		try (World world = Contender.of(contender).open()) {
			List<Double> starts = new ArrayList<>();
			List<Double> stops = new ArrayList<>();
			for (int round = 0; round < CHILDREN_ROUNDS + 2; round++) {
				World.Nursery nursery = world.nursery("nursery-" + round);
				starts.add(nanoseconds(() -> Callers.virtual(() -> {
					for (int i = 0; i < children; i++) {
						nursery.start("child-" + i, Tally.NONE);
					}
				})) / 1e6);
				stops.add(nanoseconds(nursery::stop) / 1e6);
			}
			new Figure(contender, "start-100k", median(starts), "ms").print();
			new Figure(contender, "stop-100k", median(stops), "ms").print();
		}
	}

	private static double median(List<Double> values) {
		List<Double> warm = values.subList(2, values.size()).stream().sorted().toList();
		return warm.get(warm.size() / 2);
	}

	/**
	 * A thousand callers, each with a server of its own whose handler blocks for a
	 * millisecond. The contender {@code sleep} is threads that only sleep: what this
	 * machine can do at all.
	 */
	static void blocked(String contender) {
		int servers = 1_000;
		int calls = 100;
		if (contender.equals("sleep")) {
			measureBlocked(contender, servers, calls, (i) -> Sleep.aMillisecond());
			return;
		}
		try (World world = Contender.of(contender).open()) {
			World.Server[] all = new World.Server[servers];
			for (int i = 0; i < servers; i++) {
				all[i] = world.server("server-" + i, Tally.NONE);
			}
			measureBlocked(contender, servers, calls, (i) -> all[i].callSleeping());
		}
	}

	private static void measureBlocked(String contender, int servers, int calls, IntConsumer call) {
		double median = median(WARM_UP_ROUNDS, ROUNDS, () -> nanoseconds(() -> Callers.virtual(servers, (i) -> {
			for (int k = 0; k < calls; k++) {
				call.accept(i);
			}
		})));
		new Figure(contender, "blocked-1000", servers * calls / (median / 1e9), "calls/s").print();
	}

	/** What 200,000 idle servers take of the heap. */
	static void idleBytes(String contender, boolean named) {
		int servers = 200_000;
		try (World world = Contender.of(contender).open()) {
			World.Nursery nursery = world.nursery("nursery");
			// classes, tables and buffers are not part of a process
			start(world, nursery, named, "warm-up-", 1_000);
			long before = Heap.used();
			start(world, nursery, named, "device-", servers);
			long after = Heap.used();
			new Figure(contender, named ? "idle-bytes-named" : "idle-bytes", (after - before) / (double) servers, "B")
				.print();
		}
	}

	/** A million servers, in the heap this JVM was given. */
	static void million(String contender) {
		int servers = 1_000_000;
		try (World world = Contender.of(contender).open()) {
			World.Nursery nursery = world.nursery("nursery");
			start(world, nursery, false, "device-", servers);
			new Figure(contender, "million-heap", Heap.used() / (1024.0 * 1024), "MB").print();
		}
	}

	private static void start(World world, World.Nursery nursery, boolean named, String prefix, int servers) {
		Callers.virtual(() -> {
			for (int i = 0; i < servers; i++) {
				if (named) {
					nursery.startNamed(prefix + i, Tally.NONE);
				}
				else {
					nursery.start(prefix + i, Tally.NONE);
				}
			}
		});
	}

}
