package io.triotp.benchmarks;

/**
 * How long a round of a case is warmed up and measured.
 *
 * @param warmUp milliseconds of warm-up
 * @param measurement milliseconds of measurement
 */
record Times(long warmUp, long measurement) {

	private static final long NANOS_PER_MILLI = 1_000_000;

	static Times parse(String warmUp, String measurement) {
		return new Times(Long.parseLong(warmUp), Long.parseLong(measurement));
	}

	/**
	 * {@return when a warm-up that begins now is over, in nanoseconds}
	 * @param share how much of the usual time
	 */
	long endOfWarmUp(double share) {
		return System.nanoTime() + (long) (this.warmUp * NANOS_PER_MILLI * share);
	}

	/**
	 * {@return nanoseconds of measurement}
	 * @param share how much of the usual time
	 */
	long measurementNanos(double share) {
		return (long) (this.measurement * NANOS_PER_MILLI * share);
	}

	static boolean isBefore(long end) {
		return System.nanoTime() - end < 0;
	}

}
