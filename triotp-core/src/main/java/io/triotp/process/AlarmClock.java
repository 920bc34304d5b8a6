package io.triotp.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * Parks virtual threads for a long time, cheaply: late by a tick of 17 milliseconds at
 * most. A platform thread of its own rings while anybody is parked, and for a second
 * after.
 */
final class AlarmClock {

	/** A tick is 2^24 nanoseconds. */
	private static final int TICK_BITS = 24;

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
			if (!this.ringing) {
				// A thread is not started without locks: see whether we are still to
				// park.
				startRinging();
			}
			else if (this.closed) {
				LockSupport.parkNanos(blocker, nanos);
			}
			else {
				LockSupport.park(blocker);
			}
		}
		finally {
			alarm.cancel();
		}
	}

	private static long tick(long nanos) {
		return nanos >> TICK_BITS;
	}

	private void startRinging() {
		if (RINGING.compareAndSet(this, false, true)) {
			Thread.ofPlatform().daemon().name("triotp-alarms").inheritInheritableThreadLocals(false).start(this::ring);
		}
	}

	private void ring() {
		long last = tick(this.time.nanoTime()) - AlarmWheel.TURN;
		int idle = 0;
		while (!this.closed) {
			LockSupport.parkNanos(this, 1L << TICK_BITS);
			Thread.interrupted();
			long now = tick(this.time.nanoTime());
			this.wheel.ring(last, now);
			last = now;
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
