package io.triotp.time;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * The moment at which a wait ends.
 */
public final class Deadline {

	/** Instead of a field more, which would make each timed wait larger. */
	private static final long NEVER_AT = Long.MIN_VALUE;

	/** A deadline that never comes, of no clock. */
	public static final Deadline NEVER = new Deadline(null, NEVER_AT);

	private final @Nullable TimeSource time;

	private final long at;

	private Deadline(@Nullable TimeSource time, long at) {
		this.time = time;
		this.at = at;
	}

	/**
	 * {@return a deadline that never comes} Whoever waits for it waits as threads of that
	 * clock do.
	 * @param time the clock
	 */
	public static Deadline never(TimeSource time) {
		return new Deadline(Objects.requireNonNull(time, "time"), NEVER_AT);
	}

	/**
	 * {@return the deadline that is a timeout away from now; one that never comes if that
	 * is more than about a century}
	 * @param timeout the timeout, 0 or more
	 * @param time the clock
	 * @throws IllegalArgumentException if the timeout is negative
	 */
	public static Deadline after(Duration timeout, TimeSource time) {
		Objects.requireNonNull(time, "time");
		return after(requireNotNegative(timeout), time.nanoTime(), time);
	}

	/**
	 * {@return the deadline that is a timeout away from a start; one that never comes if
	 * that is more than about a century}
	 * @param timeout the timeout, 0 or more
	 * @param start the start, as {@link TimeSource#nanoTime()} of the clock
	 * @param time the clock
	 */
	public static Deadline after(Duration timeout, long start, TimeSource time) {
		Objects.requireNonNull(timeout, "timeout");
		Objects.requireNonNull(time, "time");
		long nanos = TimeUnit.NANOSECONDS.convert(timeout);
		return (nanos > Long.MAX_VALUE / 3) ? never(time) : at(start + nanos, time);
	}

	/**
	 * {@return the deadline at a moment}
	 * @param nanos the moment, as {@link TimeSource#nanoTime()} of the clock
	 * @param time the clock
	 */
	public static Deadline at(long nanos, TimeSource time) {
		return new Deadline(Objects.requireNonNull(time, "time"), (nanos != NEVER_AT) ? nanos : nanos + 1);
	}

	/**
	 * {@return the given timeout}
	 * @param timeout the timeout to check
	 * @throws IllegalArgumentException if the timeout is negative
	 */
	public static Duration requireNotNegative(Duration timeout) {
		Objects.requireNonNull(timeout, "timeout");
		if (timeout.isNegative()) {
			throw new IllegalArgumentException("Timeout must not be negative, but is " + TimeText.of(timeout));
		}
		return timeout;
	}

	/**
	 * {@return whether the deadline has come}
	 */
	public boolean isOver() {
		return this.time != null && !isNever() && this.at - this.time.nanoTime() <= 0;
	}

	/**
	 * {@return whether it never comes}
	 */
	public boolean isNever() {
		return this.at == NEVER_AT;
	}

	/**
	 * {@return how long it is until the deadline; 0 if it has come, more than a lifetime
	 * for one that never comes}
	 */
	public Duration left() {
		return Duration
			.ofNanos((this.time == null || isNever()) ? Long.MAX_VALUE : Math.max(0, this.at - this.time.nanoTime()));
	}

	/**
	 * Parks the calling thread until the deadline has come, or it is unparked or
	 * interrupted; may return spuriously. Warns once if the thread is an event loop of
	 * Reactor.
	 * @param blocker the object to show in thread dumps
	 */
	public void park(Object blocker) {
		EventLoops.aboutToWait(Thread.currentThread());
		if (this.time == null) {
			LockSupport.park(blocker);
			return;
		}
		if (isNever()) {
			this.time.park(blocker);
			return;
		}
		long nanos = this.at - this.time.nanoTime();
		if (nanos > 0) {
			this.time.park(blocker, nanos);
		}
	}

}
