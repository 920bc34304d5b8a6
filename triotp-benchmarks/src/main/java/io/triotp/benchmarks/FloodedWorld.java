package io.triotp.benchmarks;

/**
 * A quiet server beside two that are busy all the time, as many as there are cores.
 */
interface FloodedWorld {

	/** How many servers are busy. */
	int BUSY = 2;

	/** Ask the quiet server, and wait for the answer. */
	Object callQuiet();

	/** Give each busy server the first of its messages; each sends itself the next. */
	void flood();

	/**
	 * {@return such a world}
	 * @param contender whose
	 * @param workNanos how long a busy server computes for a message
	 */
	static FloodedWorld open(String contender, long workNanos) {
		return switch (Contender.of(contender).open()) {
			case PekkoWorld pekko -> new FloodedPekkoWorld(pekko, workNanos);
			case TriOtpWorld ours -> new FloodedTriOtpWorld(ours.node(), workNanos);
			default -> throw new IllegalArgumentException("Nobody floods '" + contender + "'");
		};
	}

}
