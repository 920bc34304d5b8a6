package io.triotp.task;

import java.time.Duration;
import java.util.Objects;

import io.triotp.time.TimeText;

/**
 * How {@link Task#pollMany(java.util.List, PollOptions)} waits (OTP K5).
 *
 * @param timeout how long to wait for all tasks together, 0 or more
 * @param limit how many results are enough, at least 1
 * @param onTimeout what happens to tasks that have no result by then
 */
public record PollOptions(Duration timeout, int limit, OnTimeout onTimeout) {

	public PollOptions {
		Objects.requireNonNull(timeout, "timeout");
		Objects.requireNonNull(onTimeout, "onTimeout");
		if (timeout.isNegative()) {
			throw new IllegalArgumentException("Timeout must not be negative, but is " + TimeText.of(timeout));
		}
		if (limit < 1) {
			throw new IllegalArgumentException("The limit must be at least 1, but is " + limit);
		}
	}

	/**
	 * {@return options that wait for all tasks and leave alone those without a result}
	 * @param timeout how long to wait for all tasks together, 0 or more
	 */
	public static PollOptions within(Duration timeout) {
		return new PollOptions(timeout, Integer.MAX_VALUE, OnTimeout.NOTHING);
	}

	/**
	 * {@return these options with a limit}
	 * @param limit how many results are enough, at least 1
	 */
	public PollOptions limit(int limit) {
		return new PollOptions(this.timeout, limit, this.onTimeout);
	}

	/**
	 * {@return these options with another treatment of late tasks}
	 * @param onTimeout what happens to them
	 */
	public PollOptions onTimeout(OnTimeout onTimeout) {
		return new PollOptions(this.timeout, this.limit, onTimeout);
	}

	/**
	 * What happens to tasks that have no result when the time is over.
	 */
	public enum OnTimeout {

		/** They go on and may be polled again. */
		NOTHING,

		/** They go on, but their results are abandoned: {@link Task#ignore}. */
		IGNORE,

		/** They are killed. */
		KILL_TASK

	}

}
