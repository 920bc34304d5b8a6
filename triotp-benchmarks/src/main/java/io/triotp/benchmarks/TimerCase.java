package io.triotp.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * Timers: how late ten thousand are that fire within a second, and of a million that do
 * not fire soon, what it takes to set one and to cancel it, and how much of the heap it
 * takes.
 */
final class TimerCase {

	private static final int FIRED = 10_000;

	private static final int ROUNDS = 3;

	private TimerCase() {
	}

	/**
	 * Measure one contender.
	 * @param contender who
	 * @param times for how long
	 */
	static void measure(String contender, Times times) {
		TimerWorld world = TimerWorld.open(contender);
		// first: whoever keeps cancelled timers for a while would have a million of them
		world.fire(FIRED);
		world.fire(FIRED).print(contender, "timer-late");
		long end = times.endOfWarmUp(1);
		do {
			world.arm();
			world.cancel();
		}
		while (Times.isBefore(end));
		List<Double> arming = new ArrayList<>();
		List<Double> cancelling = new ArrayList<>();
		List<Double> heap = new ArrayList<>();
		for (int i = 0; i < ROUNDS; i++) {
			long before = Heap.used();
			arming.add(nanos(world::arm));
			heap.add((double) (Heap.used() - before));
			cancelling.add(nanos(world::cancel));
		}
		print(contender, "timer-arm", arming, "ns");
		print(contender, "timer-cancel", cancelling, "ns");
		print(contender, "timer-bytes", heap, "B");
	}

	private static double nanos(Runnable work) {
		long begin = System.nanoTime();
		work.run();
		return System.nanoTime() - begin;
	}

	/** Each value is that of all timers together. */
	private static void print(String contender, String figure, List<Double> rounds, String unit) {
		new Figure(contender, figure, Spread.of(rounds).median() / TimerWorld.TIMERS, unit).print();
	}

}
