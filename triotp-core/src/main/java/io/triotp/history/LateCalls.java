package io.triotp.history;

import java.time.Duration;
import java.time.Instant;

/**
 * Calls of one server with requests of one type that were not answered in time.
 *
 * @param count how many there were
 * @param told when there was an entry last
 */
record LateCalls(long count, Instant told) {

	/** The first of its kind. */
	static LateCalls first(Instant at) {
		return new LateCalls(1, at);
	}

	/**
	 * {@return all with one more, which has an entry if there has been none for long
	 * enough}
	 */
	LateCalls oneMore(Instant at, Duration quiet) {
		boolean tells = Duration.between(this.told, at).compareTo(quiet) >= 0;
		return new LateCalls(this.count + 1, tells ? at : this.told);
	}

}
