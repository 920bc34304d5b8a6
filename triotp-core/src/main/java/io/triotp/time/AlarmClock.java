package io.triotp.time;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parks virtual threads for a long time, cheaply: late by a tick of 17 milliseconds at
 * most. A platform thread of its own rings while anybody is parked, and for a second
 * after.
 */
final class AlarmClock {

	private static final Logger logger = LoggerFactory.getLogger(AlarmClock.class);

	/** A tick is 2^24 nanoseconds. */
	private static final int TICK_BITS = 24;

	private static final long TICK_NANOS = 1L << TICK_BITS;

	/** A third of a second: what is shorter may want to be exact. */
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
	 * Park the calling thread until it is unparked or the time is over, or for no reason.
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
			// To start a thread takes locks: the caller sees whether it is still to park.
		}
		finally {
			alarm.cancel();
		}
	}

	private static long tick(long nanos) {
		return nanos >> TICK_BITS;
	}

	/**
	 * {@return whether there is a thread that rings; if not, it is tried again soon}
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
			logger.error("The thread that watches timeouts cannot be started; those who wait look themselves", ex);
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
				logger.error("Waking those whose time is over failed, it is tried again", ex);
			}
			idle = this.wheel.isEmpty() ? idle + 1 : 0;
			if (idle >= IDLE_TICKS && mayStop()) {
				return;
			}
		}
		this.wheel.ringAll();
	}

	/** Whoever sets an alarm looks at {@code ringing} after; we look at alarms after. */
	private boolean mayStop() {
		this.ringing = false;
		return this.wheel.isEmpty() || !RINGING.compareAndSet(this, false, true);
	}

	/** Who is parked now or will be needs no ringing any more. */
	void close() {
		this.closed = true;
	}

}
