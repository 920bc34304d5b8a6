package io.triotp.time;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The only clock of a node, for monotonic and for wall time. Tests replace it to move
 * time by hand.
 */
public interface TimeSource extends InstantSource, AutoCloseable {

	/**
	 * {@return monotonic time in nanoseconds; only differences mean something}
	 */
	long nanoTime();

	/**
	 * {@return wall time, for people and records; may jump}
	 */
	@Override
	Instant instant();

	/**
	 * Run a short task later, on the thread of this time source.
	 * @param delayNanos delay in nanoseconds, 0 for as soon as possible
	 * @param task must neither block nor throw
	 * @return the handle to cancel it
	 */
	Scheduled schedule(long delayNanos, Runnable task);

	/**
	 * Park the calling thread until it is unparked, interrupted or the time has passed;
	 * may return for no reason, as {@code LockSupport} does. Must not wait for a lock
	 * before it parks: that uses up the wake-up it is to park for.
	 * @param blocker the object to show in thread dumps
	 * @param nanos how long at most, in nanoseconds of this time source
	 */
	void park(Object blocker, long nanos);

	/**
	 * Drop everything scheduled.
	 */
	@Override
	void close();

	/**
	 * {@return the time of the machine; its one platform thread is started by the first
	 * task and ends with {@link #close()}}
	 */
	static TimeSource system() {
		return new SystemTimeSource();
	}

	/**
	 * A task that waits for its time.
	 */
	@FunctionalInterface
	interface Scheduled {

		/**
		 * Do not run the task, unless it runs already.
		 * @return whether it was still waiting
		 */
		boolean cancel();

	}

}
