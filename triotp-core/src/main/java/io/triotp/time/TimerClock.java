package io.triotp.time;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks later, on a platform thread of its own, so that busy carriers cannot delay
 * them: never early, and at most one tick (a quarter of a millisecond) later than the
 * thread gets its core. The first task starts the thread, {@link #close()} ends it.
 */
final class TimerClock {

	private static final Logger logger = LoggerFactory.getLogger(TimerClock.class);

	/** A tick is 2^18 nanoseconds. */
	private static final int TICK_BITS = 18;

	static final long TICK_NANOS = 1L << TICK_BITS;

	private static final TimeSource.Scheduled NOT_SCHEDULED = () -> false;

	private final TimeSource time;

	/** The clock of the machine may begin anywhere, that of the wheel begins with 0. */
	private final long origin;

	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by lock. */
	private final TimerWheel wheel = new TimerWheel(0);

	/** Guarded by lock. */
	private @Nullable Thread thread;

	/**
	 * Guarded by lock: the tick at which the thread looks next; 0 if it is awake, as it
	 * then looks once more before it sleeps.
	 */
	private long looksAt;

	/** Guarded by lock. */
	private boolean closed;

	TimerClock(TimeSource time) {
		this.time = time;
		this.origin = time.nanoTime();
	}

	/**
	 * Runs a task later.
	 * @param delayNanos the delay in nanoseconds, 0 or less for at once
	 * @param action must neither block nor throw
	 * @return a handle to cancel it
	 * @throws OutOfMemoryError if there is no thread to run it; then it is not scheduled
	 */
	TimeSource.Scheduled schedule(long delayNanos, Runnable action) {
		long now = this.time.nanoTime() - this.origin;
		Task task = new Task(this, due(now, delayNanos), action);
		Thread sleeping = null;
		this.lock.lock();
		try {
			if (this.closed) {
				return NOT_SCHEDULED;
			}
			if (this.thread == null) {
				this.thread = start();
			}
			this.wheel.add(task, now >> TICK_BITS);
			if (this.wheel.next() < this.looksAt) {
				this.looksAt = 0;
				sleeping = this.thread;
			}
		}
		finally {
			this.lock.unlock();
		}
		LockSupport.unpark(sleeping);
		return task;
	}

	/** The first tick that is not before the time. */
	private static long due(long now, long delay) {
		return (delay <= 0) ? 0 : ((now + Math.min(delay, Long.MAX_VALUE - now) - 1) >> TICK_BITS) + 1;
	}

	private Thread start() {
		Thread made = Thread.ofPlatform()
			.daemon()
			.name("triotp-timers")
			.inheritInheritableThreadLocals(false)
			.unstarted(this::run);
		made.start();
		return made;
	}

	private void run() {
		boolean goesOn = true;
		while (goesOn) {
			try {
				goesOn = runNext();
			}
			catch (Throwable ex) {
				log(ex);
			}
		}
	}

	/**
	 * Runs the next task that is due, or sleeps until there is one.
	 * @return whether to go on
	 */
	private boolean runNext() {
		long sleep = 0;
		Runnable action = null;
		lockWithoutQueueing();
		try {
			if (this.closed) {
				return false;
			}
			long now = this.time.nanoTime() - this.origin;
			TimerWheel.Entry next = this.wheel.poll(now >> TICK_BITS);
			if (next instanceof Task task) {
				this.looksAt = 0;
				action = task.take();
			}
			else {
				long tick = this.wheel.next();
				this.looksAt = (tick > now >> TICK_BITS) ? tick : 0;
				sleep = (tick == TimerWheel.NEVER) ? Long.MAX_VALUE : (tick << TICK_BITS) - now;
			}
		}
		finally {
			this.lock.unlock();
		}
		if (action != null) {
			action.run();
		}
		else if (sleep > 0) {
			LockSupport.parkNanos(this, sleep);
			Thread.interrupted();
		}
		return true;
	}

	/**
	 * In the queue of the lock it might stand behind a virtual thread that has no carrier
	 * to go on with.
	 */
	private void lockWithoutQueueing() {
		while (!this.lock.tryLock()) {
			LockSupport.parkNanos(this, 1);
		}
	}

	private static void log(Throwable ex) {
		try {
			logger.error("A timer task failed; this is a bug in the library, please report it", ex);
		}
		catch (Throwable broken) {
			// A broken appender must not affect the timers.
		}
	}

	/** Drops all tasks; others are not scheduled any more. */
	void close() {
		Thread last;
		this.lock.lock();
		try {
			this.closed = true;
			last = this.thread;
		}
		finally {
			this.lock.unlock();
		}
		LockSupport.unpark(last);
	}

	private boolean cancel(Task task) {
		this.lock.lock();
		try {
			task.action = null;
			return !this.closed && TimerWheel.remove(task);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** A handle that is kept must not keep what it would have run. */
	private static final class Task extends TimerWheel.Entry implements TimeSource.Scheduled {

		private final TimerClock clock;

		/** Guarded by the lock of the clock. */
		private @Nullable Runnable action;

		Task(TimerClock clock, long due, Runnable action) {
			super(due);
			this.clock = clock;
			this.action = action;
		}

		@Nullable Runnable take() {
			Runnable taken = this.action;
			this.action = null;
			return taken;
		}

		@Override
		public boolean cancel() {
			return this.clock.cancel(this);
		}

	}

}
