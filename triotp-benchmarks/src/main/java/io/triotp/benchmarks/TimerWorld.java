package io.triotp.benchmarks;

/**
 * Processes that set timers for themselves.
 */
interface TimerWorld {

	/** How many timers there are, of all processes together. */
	int TIMERS = 1_000_000;

	/** How many processes share them. */
	int PROCESSES = 100;

	/** Set all timers, none of which fires before a minute has passed. */
	void arm();

	/** Cancel all timers. */
	void cancel();

	/**
	 * Have one process set timers that fire within a second, and wait for the last.
	 * @param timers how many
	 * @return how late each was
	 */
	Latencies fire(int timers);

	/**
	 * {@return when one of the timers of a process fires, in milliseconds} Not all at the
	 * same time, and not in the order in which they are set.
	 * @param number of the timer
	 */
	static long delayMillis(int number) {
		return 60_000 + number * 7_919L % 60_000;
	}

	/**
	 * {@return such a world}
	 * @param contender whose
	 */
	static TimerWorld open(String contender) {
		return switch (Contender.of(contender).open()) {
			case PekkoWorld pekko -> new PekkoTimerWorld(pekko);
			case TriOtpWorld ours -> new TriOtpTimerWorld(ours.node());
			default -> throw new IllegalArgumentException("'" + contender + "' has no timers");
		};
	}

}
