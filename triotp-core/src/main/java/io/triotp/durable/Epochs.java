package io.triotp.durable;

/**
 * Numbers for incarnations: each higher than the one before, and none twice, also if what
 * was stored has been removed meanwhile.
 */
final class Epochs {

	/** Of a millisecond, so that two that begin in it differ. */
	private static final int RANDOM_BITS = 20;

	private Epochs() {
	}

	/**
	 * {@return the number of a new incarnation}
	 * @param stored the epoch that is stored, 0 if nothing is
	 * @param millis the time on the wall clock
	 * @param random any number
	 */
	static long next(long stored, long millis, long random) {
		long part = random & ((1L << RANDOM_BITS) - 1);
		// A clock that is behind must not make two of them the same.
		return (Math.max(millis, (stored >>> RANDOM_BITS) + 1) << RANDOM_BITS) | part;
	}

}
