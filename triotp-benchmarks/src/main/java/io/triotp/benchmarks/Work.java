package io.triotp.benchmarks;

/**
 * What a handler does that computes.
 */
final class Work {

	private Work() {
	}

	/**
	 * Keep a processor busy.
	 * @param nanos for how long
	 */
	static void compute(long nanos) {
		long end = System.nanoTime() + nanos;
		while (Times.isBefore(end)) {
			Thread.onSpinWait();
		}
	}

}
