package io.triotp.registry;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import io.triotp.process.Pid;
import io.triotp.process.SafeText;

/**
 * Locks by key. Each is held by one process at a time and released at its end (OTP R13).
 * There is no queue, so a process that dies while it waits leaves nothing behind.
 */
final class KeyLocks {

	private final ConcurrentHashMap<Object, Hold> holds = new ConcurrentHashMap<>();

	/** The keys a process holds or waits for. */
	private final Map<Pid, Set<Object>> wanted = new ConcurrentHashMap<>();

	void acquire(Object key, Pid pid) throws InterruptedException {
		this.wanted.computeIfAbsent(pid, (same) -> ConcurrentHashMap.newKeySet()).add(key);
		Hold mine = new Hold(pid, new CountDownLatch(1));
		for (Hold other = this.holds.putIfAbsent(key, mine); other != null; other = this.holds.putIfAbsent(key, mine)) {
			if (other.pid() == pid) {
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
			other.released().await();
		}
		catch (InterruptedException ex) {
			noLongerWanted(key, pid);
			throw ex;
		}
	}

	void release(Object key, Pid pid) {
		Hold hold = this.holds.get(key);
		if (hold != null && hold.pid() == pid && this.holds.remove(key, hold)) {
			hold.released().countDown();
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

	private record Hold(Pid pid, CountDownLatch released) {
	}

}
