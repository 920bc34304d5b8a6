package io.triotp.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * How long a call to a quiet server takes while others have all the processors: a
 * thousand calls a second at most, first from a platform thread, then from a virtual one.
 */
final class QuietCase {

	private static final Duration PAUSE = Duration.ofMillis(1);

	private static final int BATCH = 1_000;

	/** Two seconds of 1.5 for each kind of caller. */
	private static final double MEASUREMENT = 4 / 3.0;

	private QuietCase() {
	}

	/**
	 * Measure one contender.
	 * @param contender who
	 * @param figure what the figures are called
	 * @param workNanos how long a busy server computes for a message
	 * @param times for how long
	 */
	static void measure(String contender, String figure, long workNanos, Times times) {
		FloodedWorld world = FloodedWorld.open(contender, workNanos);
		long end = times.endOfWarmUp(0.5);
		while (Times.isBefore(end)) {
			for (int i = 0; i < BATCH; i++) {
				world.callQuiet();
			}
		}
		world.flood();
		call(world, times.endOfWarmUp(0.5));
		call(world, System.nanoTime() + times.measurementNanos(MEASUREMENT)).print(contender, figure + "-platform");
		CountDownLatch done = new CountDownLatch(1);
		Thread.startVirtualThread(() -> {
			call(world, System.nanoTime() + times.measurementNanos(MEASUREMENT)).print(contender, figure + "-virtual");
			done.countDown();
		});
		Callers.await(done);
	}

	private static Latencies call(FloodedWorld world, long end) {
		List<Long> took = new ArrayList<>();
		do {
			took.add(call(world));
			Callers.sleep(PAUSE);
		}
		while (Times.isBefore(end));
		return Latencies.of(took);
	}

	private static long call(FloodedWorld world) {
		long begin = System.nanoTime();
		try {
			world.callQuiet();
			return System.nanoTime() - begin;
		}
		catch (RuntimeException ex) {
			return Latencies.UNANSWERED;
		}
	}

}
