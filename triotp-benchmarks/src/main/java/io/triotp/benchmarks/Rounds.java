package io.triotp.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * Does the same again and again.
 */
final class Rounds {

	private Rounds() {
	}

	/**
	 * {@return the median of how long it takes, in nanoseconds}
	 * @param nanos for how long to repeat it
	 * @param work what to repeat
	 */
	static double nanos(long nanos, Runnable work) {
		List<Double> took = new ArrayList<>();
		long end = System.nanoTime() + nanos;
		do {
			long begin = System.nanoTime();
			work.run();
			took.add((double) (System.nanoTime() - begin));
		}
		while (Times.isBefore(end));
		return Spread.of(took).median();
	}

}
