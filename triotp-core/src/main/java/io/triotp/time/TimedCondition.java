package io.triotp.time;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A condition of a lock, like that of {@code ReentrantLock.newCondition()}, whose waits
 * are timed by a {@link TimeSource}. The caller of every method must hold the lock
 * exactly once.
 */
public final class TimedCondition {

	private final ReentrantLock lock;

	/** Guarded by lock: threads that wait and have not been woken, longest wait first. */
	private final ArrayDeque<Thread> waiting = new ArrayDeque<>(0);

	/**
	 * Creates a condition that no thread waits for.
	 * @param lock the lock that guards it
	 */
	public TimedCondition(ReentrantLock lock) {
		this.lock = Objects.requireNonNull(lock, "lock");
	}

	/**
	 * Releases the lock, waits, and takes the lock again. Returns when the thread has
	 * been woken or the deadline has come, and may return spuriously: check what was
	 * waited for, then the deadline, and wait again. A thread that is woken and
	 * interrupted at the same time returns with its interrupt flag set, so that no
	 * wake-up is lost.
	 * @param deadline when to stop waiting
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
	 * Wakes the thread that has waited longest, if any.
	 */
	public void signal() {
		LockSupport.unpark(this.waiting.pollFirst());
	}

	/**
	 * Wakes every waiting thread.
	 */
	public void signalAll() {
		this.waiting.forEach(LockSupport::unpark);
		this.waiting.clear();
	}

}
