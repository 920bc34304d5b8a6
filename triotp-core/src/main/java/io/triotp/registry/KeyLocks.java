package io.triotp.registry;

import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

import io.triotp.process.Pid;
import io.triotp.process.SafeText;
import io.triotp.time.Deadline;
import io.triotp.time.TimeSource;

/**
 * Locks by key. Each is held by one process at a time and released at its end (OTP R13).
 * There is no queue, so a process that dies while it waits leaves nothing behind.
 *
 * <p>
 * Maintainer's note. A key is code of a user, and may throw whenever it is compared. So a
 * lock is released by a mark in its {@link Hold}, which whoever waits can see, and only
 * then removed; if that fails, whoever wants the lock next removes it.
 */
final class KeyLocks {

	private final ConcurrentHashMap<Object, Hold> holds = new ConcurrentHashMap<>();

	/** What a process holds or waits to hold. */
	private final Map<Pid, Set<Hold>> wanted = new ConcurrentHashMap<>();

	private final Deadline never;

	KeyLocks(TimeSource time) {
		this.never = Deadline.never(time);
	}

	/**
	 * Waits until the lock is free, and takes it.
	 * @return what to release
	 */
	Hold acquire(Object key, Pid pid) throws InterruptedException {
		Hold mine = new Hold(key, pid);
		this.wanted.computeIfAbsent(pid, (same) -> ConcurrentHashMap.newKeySet()).add(mine);
		boolean acquired = false;
		try {
			for (Hold other = this.holds.putIfAbsent(key, mine); other != null; other = this.holds.putIfAbsent(key,
					mine)) {
				if (other.pid == pid && !other.released) {
					throw new IllegalStateException(pid + " already holds the lock of key '" + SafeText.of(key)
							+ "' and would wait for itself; lock it once, in the outer code");
				}
				other.awaitRelease(this.never);
				this.holds.remove(key, other);
			}
			acquired = true;
		}
		finally {
			if (!acquired) {
				// It may be in the table all the same, if a key has thrown.
				mine.release();
				noLongerWanted(mine);
			}
		}
		if (!pid.isAlive()) {
			// Its exit sequence may have run before. If not, it must still find the other
			// locks of the process.
			release(mine);
			throw new IllegalStateException(
					pid + " has ended and cannot lock key '" + SafeText.of(key) + "': its code still runs");
		}
		return mine;
	}

	/** May be called twice. */
	void release(Hold hold) {
		hold.release();
		this.holds.remove(hold.key, hold);
		noLongerWanted(hold);
	}

	private void noLongerWanted(Hold hold) {
		this.wanted.computeIfPresent(hold.pid, (same, all) -> {
			all.remove(hold);
			return all.isEmpty() ? null : all;
		});
	}

	/** Part of the exit sequence of every process; may be called again. */
	void forget(Pid pid) {
		Set<Hold> all = this.wanted.get(pid);
		if (all != null) {
			all.forEach(Hold::release);
			all.forEach((hold) -> KeyCode.forget(hold.key, pid, () -> this.holds.remove(hold.key, hold)));
			this.wanted.remove(pid);
		}
	}

	/** The time for which one process holds a lock. Compared by identity. */
	static final class Hold {

		private final Object key;

		private final Pid pid;

		private final Queue<Thread> waiting = new ConcurrentLinkedQueue<>();

		private volatile boolean released;

		private Hold(Object key, Pid pid) {
			this.key = key;
			this.pid = pid;
		}

		private void awaitRelease(Deadline never) throws InterruptedException {
			Thread me = Thread.currentThread();
			this.waiting.add(me);
			try {
				while (!this.released) {
					if (Thread.interrupted()) {
						throw new InterruptedException("interrupted while waiting for a lock of " + this.pid);
					}
					never.park(this);
				}
			}
			finally {
				this.waiting.remove(me);
			}
		}

		private void release() {
			this.released = true;
			this.waiting.forEach(LockSupport::unpark);
		}

	}

}
