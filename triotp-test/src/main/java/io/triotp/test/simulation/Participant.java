package io.triotp.test.simulation;

import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * One thread of the simulated node, and where it is. Its own thread moves it from phase
 * to phase, the conductor looks.
 *
 * <p>
 * Maintainer's note. Nobody is told when somebody unparks a thread: it is seen. A thread
 * that is parked for good is {@code WAITING}, and no longer from the moment it is
 * unparked. Since only one thread of the node runs at a time, and the conductor looks
 * when that one has parked, what it sees does not change while it looks. Two things
 * follow. The conductor waits until a thread that hands the baton on has really parked: a
 * wake-up that came before makes it go on at once. And it hands the baton over only to
 * one that is really parked, or the permit that wakes it would be left over for its next
 * wait.
 */
final class Participant implements Runnable {

	/** Where it is. */
	enum Phase {

		/** Not started, or started and not yet at the baton. */
		CREATED,
		/** Waits for the baton. */
		READY,
		/** Has the baton. */
		RUNNING,
		/** Waits for what the code of the node waits for. */
		PARKED,
		/** Its code has returned. */
		ENDED

	}

	private final Baton baton;

	private final Runnable code;

	private final Thread thread;

	private volatile Phase phase = Phase.CREATED;

	private volatile boolean granted;

	/** When its wait ends, written before it parks; {@link Long#MAX_VALUE} for never. */
	private volatile long until = Long.MAX_VALUE;

	/** Used by the conductor: it is not let go on before that. */
	private long heldUntil = Long.MIN_VALUE;

	/** Used by the conductor: its wait has ended with time. */
	private boolean rung;

	Participant(Baton baton, Runnable code) {
		this.baton = baton;
		this.code = code;
		this.thread = Thread.ofVirtual().inheritInheritableThreadLocals(false).unstarted(this);
	}

	@Override
	public String toString() {
		return "'" + this.thread.getName() + "'";
	}

	Thread thread() {
		return this.thread;
	}

	// its own thread

	@Override
	public void run() {
		this.baton.enter(this);
		awaitBaton();
		try {
			this.code.run();
		}
		finally {
			this.phase = Phase.ENDED;
			this.baton.handOn();
		}
	}

	/** Waits for what the code of the node waits for. */
	void park(@Nullable Object blocker, long until) {
		this.until = until;
		this.phase = Phase.PARKED;
		this.baton.handOn();
		LockSupport.park(blocker);
		awaitBaton();
	}

	private void awaitBaton() {
		this.phase = Phase.READY;
		boolean interrupted = false;
		while (!this.granted && !this.baton.isFree()) {
			LockSupport.park(this.baton);
			// Kept for its own code: with the flag set nobody parks.
			interrupted |= Thread.interrupted();
		}
		this.phase = Phase.RUNNING;
		this.granted = false;
		if (interrupted) {
			this.thread.interrupt();
		}
	}

	// the conductor

	/** Whether it would go on if it had the baton. */
	boolean isReady() {
		// The state first: one that is woken leaves it before it changes the phase.
		Thread.State state = this.thread.getState();
		return switch (this.phase) {
			case CREATED -> state != Thread.State.NEW;
			case READY -> true;
			case PARKED -> this.rung || state != Thread.State.WAITING;
			case RUNNING, ENDED -> false;
		};
	}

	boolean hasEnded() {
		return this.phase == Phase.ENDED;
	}

	/**
	 * {@return when its wait ends if nothing else ends it}
	 */
	long wakesAt() {
		return (this.phase == Phase.PARKED && !this.rung) ? this.until : Long.MAX_VALUE;
	}

	/** Ends its wait, because its time has come. */
	void ring() {
		this.rung = true;
		LockSupport.unpark(this.thread);
	}

	void hold(long until) {
		this.heldUntil = until;
	}

	/**
	 * {@return until when it is held up}
	 */
	long heldUntil() {
		return this.heldUntil;
	}

	/** Gives it the baton. */
	void grant() {
		while (this.phase != Phase.READY || this.thread.getState() != Thread.State.WAITING) {
			Thread.yield();
		}
		this.rung = false;
		this.granted = true;
		LockSupport.unpark(this.thread);
	}

	/** Whether it still has the baton. */
	boolean hasBaton() {
		return this.granted || this.phase == Phase.RUNNING;
	}

	/** Waits until it stands still, after it has handed the baton on. */
	void settle() {
		while (!isStill()) {
			Thread.yield();
		}
	}

	private boolean isStill() {
		Thread.State state = this.thread.getState();
		return switch (this.phase) {
			case PARKED -> state == Thread.State.WAITING;
			case ENDED -> state == Thread.State.TERMINATED;
			default -> true;
		};
	}

}
