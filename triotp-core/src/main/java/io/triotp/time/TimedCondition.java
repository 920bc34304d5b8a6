package io.triotp.time;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A condition of a lock, as {@code ReentrantLock.newCondition()} gives one, whose waiting
 * is measured by a {@link TimeSource}. Every method is called by a thread that holds the
 * lock, once.
 */
public final class TimedCondition {

	private final ReentrantLock lock;

	/** Guarded by lock: who waits and has not been woken, longest first. */
	private final ArrayDeque<Thread> waiting = new ArrayDeque<>(0);

	/**
	 * Create a condition nobody waits for.
	 * @param lock what guards it
	 */
	public TimedCondition(ReentrantLock lock) {
		this.lock = Objects.requireNonNull(lock, "lock");
	}

	/**
	 * Let go of the lock, wait, and take the lock again. Returns when the thread has been
	 * woken or the deadline has come, and may do so for no reason: look at what was
	 * waited for, then at the deadline, and wait again. A thread that has been woken and
	 * interrupted at the same time returns with its interrupt flag set, so that no
	 * wake-up is lost.
	 * @param deadline how long to wait at most
	 * @throws InterruptedException if the thread was interrupted before it was woken
	 */
	public void await(Deadline deadline) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		Thread self = Thread.currentThread();
		this.waiting.addLast(self);
		this.lock.unlock();
		boolean woken;
		try {
			deadline.park(this);
		}
		finally {
			this.lock.lock();
			woken = !this.waiting.remove(self);
		}
		if (Thread.interrupted()) {
			if (!woken) {
				throw new InterruptedException();
			}
			self.interrupt();
		}
	}

	/**
	 * Wake the thread that waits longest, if any.
	 */
	public void signal() {
		LockSupport.unpark(this.waiting.pollFirst());
	}

	/**
	 * Wake every thread that waits.
	 */
	public void signalAll() {
		this.waiting.forEach(LockSupport::unpark);
		this.waiting.clear();
	}

}
