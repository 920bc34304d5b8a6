package io.triotp.time;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/**
 * The only clock of a node, for both monotonic and wall time. Tests replace it to control
 * time.
 */
public interface TimeSource extends InstantSource, AutoCloseable {

	/**
	 * {@return monotonic time in nanoseconds; only differences are meaningful}
	 */
	long nanoTime();

	/**
	 * {@return wall time, for people and records; may jump}
	 */
	@Override
	Instant instant();

	/**
	 * Runs a short task later, on the thread of this time source.
	 * @param delayNanos delay in nanoseconds, 0 for as soon as possible
	 * @param task must neither block nor throw
	 * @return a handle to cancel it
	 */
	Scheduled schedule(long delayNanos, Runnable task);

	/**
	 * Runs a task that calls code of others (listeners, log appenders), which may take
	 * its time, soon and after those reported before it. A clock with a thread of its own
	 * runs it on another, so that timers do not wait for it; unless overridden, it is
	 * scheduled like any task.
	 * @param task must not throw
	 */
	default void report(Runnable task) {
		schedule(0, task);
	}

	/**
	 * Parks the calling thread until it is unparked or interrupted, or the time has
	 * passed; may return spuriously, as {@code LockSupport} does. Must not wait for a
	 * lock before it parks: that would use up the wake-up it parks for.
	 * @param blocker the object to show in thread dumps
	 * @param nanos the longest wait, in nanoseconds of this time source
	 */
	void park(Object blocker, long nanos);

	/**
	 * Parks the calling thread until it is unparked or interrupted; may return
	 * spuriously. Must not wait for a lock before it parks.
	 * @param blocker the object to show in thread dumps
	 */
	default void park(Object blocker) {
		LockSupport.park(blocker);
	}

	/**
	 * Drops all scheduled tasks.
	 */
	@Override
	void close();

	/**
	 * {@return the time of the machine; the first task starts its one platform thread,
	 * {@link #close()} ends it}
	 */
	static TimeSource system() {
		return new SystemTimeSource();
	}

	/**
	 * A task that waits to run.
	 */
	@FunctionalInterface
	interface Scheduled {

		/**
		 * Cancels the task unless it has started.
		 * @return whether it was still waiting to run
		 */
		boolean cancel();

	}

}
