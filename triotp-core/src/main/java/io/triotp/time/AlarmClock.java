package io.triotp.time;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parks virtual threads for a long time, cheaply; they wake at most one tick (17
 * milliseconds) late. A platform thread of its own rings while any thread is parked, and
 * for a second afterwards.
 */
final class AlarmClock {

	private static final Logger logger = LoggerFactory.getLogger(AlarmClock.class);

	/** A tick is 2^24 nanoseconds. */
	private static final int TICK_BITS = 24;

	private static final long TICK_NANOS = 1L << TICK_BITS;

	/** A third of a second. Shorter waits may need precision. */
	static final long SHORTEST = 20L << TICK_BITS;

	private static final int IDLE_TICKS = 60;

	private static final VarHandle RINGING;

	static {
		try {
			RINGING = MethodHandles.lookup().findVarHandle(AlarmClock.class, "ringing", boolean.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final TimeSource time;

	private final AlarmWheel wheel;

	private volatile boolean ringing;

	private volatile boolean closed;

	AlarmClock(TimeSource time, AlarmWheel wheel) {
		this.time = time;
		this.wheel = wheel;
	}

	/**
	 * Parks the calling thread until it is unparked or the time is up; may return
	 * spuriously.
	 */
	void park(Object blocker, long nanos) {
		AlarmWheel.Alarm alarm = this.wheel.trySet(Thread.currentThread(), tick(this.time.nanoTime() + nanos) + 1);
		if (alarm == null) {
			LockSupport.parkNanos(blocker, nanos);
			return;
		}
		try {
			if (this.closed) {
				LockSupport.parkNanos(blocker, nanos);
			}
			else if (this.ringing) {
				LockSupport.park(blocker);
			}
			else if (!startRinging()) {
				LockSupport.parkNanos(blocker, TICK_NANOS);
			}
			// Starting a thread takes locks: the caller checks again whether to park.
		}
		finally {
			alarm.cancel();
		}
	}

	private static long tick(long nanos) {
		return nanos >> TICK_BITS;
	}

	/**
	 * {@return whether a ringing thread exists; if not, the next attempt follows soon}
	 */
	private boolean startRinging() {
		if (!RINGING.compareAndSet(this, false, true)) {
			return true;
		}
		try {
			Thread.ofPlatform().daemon().name("triotp-alarms").inheritInheritableThreadLocals(false).start(this::ring);
			return true;
		}
		catch (Throwable ex) {
			this.ringing = false;
			logger.error("Cannot start the alarm thread; waiting threads check their own timeouts", ex);
			return false;
		}
	}

	private void ring() {
		long last = tick(this.time.nanoTime()) - AlarmWheel.TURN;
		int idle = 0;
		while (!this.closed) {
			LockSupport.parkNanos(this, TICK_NANOS);
			Thread.interrupted();
			long now = tick(this.time.nanoTime());
			try {
				this.wheel.ring(last, now);
				last = now;
			}
			catch (Throwable ex) {
				logger.error("Waking threads whose time is up failed; trying again", ex);
			}
			idle = this.wheel.isEmpty() ? idle + 1 : 0;
			if (idle >= IDLE_TICKS && mayStop()) {
				return;
			}
		}
		this.wheel.ringAll();
	}

	/**
	 * A setter checks {@code ringing} after setting its alarm; this checks for alarms
	 * after clearing {@code ringing}.
	 */
	private boolean mayStop() {
		this.ringing = false;
		return this.wheel.isEmpty() || !RINGING.compareAndSet(this, false, true);
	}

	/** Threads that are parked now or later no longer depend on ringing. */
	void close() {
		this.closed = true;
	}

}
