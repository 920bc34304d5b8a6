package io.triotp.process;

import java.time.Duration;
import java.util.Objects;

import io.triotp.time.TimeText;

/**
 * The bound of a mailbox, and what happens to a message that does not fit. Exit and stop
 * signals, replies and timer messages of the process itself always get through.
 *
 * @param capacity how many messages may wait, at least 1
 * @param overflow what happens to a message that does not fit
 * @param timeout how long {@link Overflow#BLOCK} waits for room before it refuses, how
 * long the oldest message may have waited for {@link Overflow#REJECT_LATE}; else without
 * meaning
 */
public record MailboxLimit(int capacity, Overflow overflow, Duration timeout) {

	/**
	 * How long {@link Overflow#BLOCK} waits by default: 5 seconds.
	 */
	public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

	/**
	 * How long the oldest message may have waited by default for
	 * {@link Overflow#REJECT_LATE}: 50 milliseconds.
	 */
	public static final Duration DEFAULT_TARGET = Duration.ofMillis(50);

	public MailboxLimit {
		if (capacity < 1) {
			throw new IllegalArgumentException("Mailbox capacity must be at least 1, but is " + capacity);
		}
		Objects.requireNonNull(overflow, "overflow");
		Objects.requireNonNull(timeout, "timeout");
		if (timeout.isNegative()) {
			throw new IllegalArgumentException("Mailbox timeout must not be negative, but is " + TimeText.of(timeout));
		}
	}

	/**
	 * Creates a bound with the default timeout, or target.
	 * @param capacity how many messages may wait, at least 1
	 * @param overflow what happens to a message that does not fit
	 */
	public MailboxLimit(int capacity, Overflow overflow) {
		this(capacity, overflow, (overflow == Overflow.REJECT_LATE) ? DEFAULT_TARGET : DEFAULT_TIMEOUT);
	}

	/**
	 * What happens to a message that does not fit.
	 */
	public enum Overflow {

		/** The sender waits for room, then gets {@link MailboxFullException}. */
		BLOCK,

		/** The sender gets {@link MailboxFullException} at once. */
		REJECT,

		/**
		 * The sender gets {@link MailboxFullException} at once, also while there is room,
		 * if the oldest message has waited too long: a length says little about how long
		 * a message has to wait, which is what callers feel.
		 */
		REJECT_LATE,

		/** The message becomes a dead letter. */
		DROP_NEWEST,

		/** The message that has waited longest becomes a dead letter. */
		DROP_OLDEST

	}

}
