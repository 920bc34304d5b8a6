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
 */
final class KeyLocks {

	private final ConcurrentHashMap<Object, Hold> holds = new ConcurrentHashMap<>();

	/** The keys a process holds or waits for. */
	private final Map<Pid, Set<Object>> wanted = new ConcurrentHashMap<>();

	private final Deadline never;

	KeyLocks(TimeSource time) {
		this.never = Deadline.never(time);
	}

	void acquire(Object key, Pid pid) throws InterruptedException {
		this.wanted.computeIfAbsent(pid, (same) -> ConcurrentHashMap.newKeySet()).add(key);
		Hold mine = new Hold(pid);
		for (Hold other = this.holds.putIfAbsent(key, mine); other != null; other = this.holds.putIfAbsent(key, mine)) {
			if (other.pid == pid) {
				throw new IllegalStateException(pid + " already holds the lock of key '" + SafeText.of(key)
						+ "' and would wait for itself; lock it once, in the outer code");
			}
			awaitRelease(other, key, pid);
		}
		if (!pid.isAlive()) {
			// Its exit sequence may have run before. If not, it must still find the other
			// locks of the process.
			release(key, pid);
			throw new IllegalStateException(
					pid + " has ended and cannot lock key '" + SafeText.of(key) + "': its code still runs");
		}
	}

	private void awaitRelease(Hold other, Object key, Pid pid) throws InterruptedException {
		try {
			other.awaitRelease(this.never);
		}
		catch (InterruptedException ex) {
			noLongerWanted(key, pid);
			throw ex;
		}
	}

	void release(Object key, Pid pid) {
		Hold hold = this.holds.get(key);
		if (hold != null && hold.pid == pid && this.holds.remove(key, hold)) {
			hold.release();
		}
		noLongerWanted(key, pid);
	}

	private void noLongerWanted(Object key, Pid pid) {
		this.wanted.computeIfPresent(pid, (same, keys) -> {
			keys.remove(key);
			return keys.isEmpty() ? null : keys;
		});
	}

	/** Part of the exit sequence of every process. */
	void forget(Pid pid) {
		Set<Object> keys = this.wanted.remove(pid);
		if (keys != null) {
			keys.forEach((key) -> release(key, pid));
		}
	}

	/** The time for which one process holds a lock. */
	private static final class Hold {

		private final Pid pid;

		private final Queue<Thread> waiting = new ConcurrentLinkedQueue<>();

		private volatile boolean released;

		Hold(Pid pid) {
			this.pid = pid;
		}

		void awaitRelease(Deadline never) throws InterruptedException {
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

		void release() {
			this.released = true;
			this.waiting.forEach(LockSupport::unpark);
		}

	}

}
