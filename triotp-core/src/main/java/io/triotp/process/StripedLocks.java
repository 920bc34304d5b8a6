package io.triotp.process;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The locks of all processes of a node. A process has none of its own (48 bytes times a
 * million) but shares one of {@value #STRIPES}. A thread that needs two waits for neither
 * while it holds the other: it may be a virtual one, and find no carrier to go on with
 * when its turn has come.
 */
final class StripedLocks {

	private static final int STRIPES = 256;

	private final ReentrantLock[] locks = new ReentrantLock[STRIPES];

	/**
	 * Creates the locks.
	 * @param make makes one; tests look on
	 */
	StripedLocks(Supplier<ReentrantLock> make) {
		Arrays.setAll(this.locks, (stripe) -> make.get());
	}

	private static int stripe(Pid pid) {
		return (int) ((pid.id() * 0x9E3779B97F4A7C15L) >>> 56);
	}

	/**
	 * {@return the lock of a process, already locked}
	 * @param pid the process
	 */
	ReentrantLock lock(Pid pid) {
		ReentrantLock lock = this.locks[stripe(pid)];
		lock.lock();
		return lock;
	}

	void lockBoth(Pid a, Pid b) {
		ReentrantLock held = this.locks[stripe(a)];
		ReentrantLock wanted = this.locks[stripe(b)];
		held.lock();
		while (!wanted.tryLock()) {
			held.unlock();
			ReentrantLock free = held;
			held = wanted;
			wanted = free;
			held.lock();
		}
	}

	void unlockBoth(Pid a, Pid b) {
		this.locks[stripe(a)].unlock();
		this.locks[stripe(b)].unlock();
	}

}
