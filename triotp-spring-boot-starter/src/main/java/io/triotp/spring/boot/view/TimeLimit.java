package io.triotp.spring.boot.view;

import java.time.Duration;
import java.util.stream.Stream;

import io.triotp.time.TimeSource;

/**
 * How long somebody may look at things of which there may be a million. For one thread.
 */
final class TimeLimit {

	/** The clock is looked at after so many things. */
	private static final int UNTIMED = 1_024;

	private final TimeSource time;

	private final long end;

	private final Duration limit;

	private int seen;

	private boolean late;

	TimeLimit(TimeSource time, Duration limit) {
		this.time = time;
		this.limit = limit;
		this.end = time.nanoTime() + limit.toNanos();
	}

	/**
	 * {@return whether the time is over}
	 */
	boolean isLate() {
		this.late = this.late || this.time.nanoTime() - this.end > 0;
		return this.late;
	}

	/**
	 * {@return whether it was ever seen to be over}
	 */
	boolean wasLate() {
		return this.late;
	}

	/**
	 * {@return those of these that can be looked at in time}
	 */
	<T> Stream<T> of(Stream<T> all) {
		return all.takeWhile((each) -> !this.late && (++this.seen % UNTIMED != 0 || !isLate()));
	}

	/**
	 * {@return why not all is shown, for people}
	 */
	String warning() {
		return "The walk was ended after " + this.limit.toMillis() + " ms: ask for a smaller part";
	}

}
