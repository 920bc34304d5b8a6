package io.triotp.registry;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import io.triotp.process.Pid;
import io.triotp.process.SafeText;

/**
 * Locks by key, each held by one process at a time and let go at its end (OTP R13). Who
 * waits has no place in a queue, so one that dies waiting leaves nothing behind.
 */
final class KeyLocks {

	private final ConcurrentHashMap<Object, Hold> holds = new ConcurrentHashMap<>();

	/** What a process holds or tries to. */
	private final Map<Pid, Set<Object>> wanted = new ConcurrentHashMap<>();

	void acquire(Object key, Pid pid) throws InterruptedException {
		this.wanted.computeIfAbsent(pid, (same) -> ConcurrentHashMap.newKeySet()).add(key);
		Hold mine = new Hold(pid, new CountDownLatch(1));
		for (Hold other = this.holds.putIfAbsent(key, mine); other != null; other = this.holds.putIfAbsent(key, mine)) {
			if (other.pid() == pid) {
				throw new IllegalStateException(pid + " holds the lock of key '" + SafeText.of(key)
						+ "' already and would wait for itself; lock it once, outside");
			}
			awaitRelease(other, key, pid);
		}
		if (!pid.isAlive()) {
			// Its exit sequence may have come by before. If not, it has to find the
			// locks that the process holds besides.
			release(key, pid);
			throw new IllegalStateException(
					pid + " has ended and cannot lock key '" + SafeText.of(key) + "': this is code of it that runs on");
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
