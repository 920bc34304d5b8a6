package io.triotp.benchmarks;

/**
 * Told by a server of each thing it has done, on the thread of the server.
 */
@FunctionalInterface
interface Tally {

	/** Counts nothing. */
	Tally NONE = () -> {
	};

	/** One more. */
	void hit();

}
