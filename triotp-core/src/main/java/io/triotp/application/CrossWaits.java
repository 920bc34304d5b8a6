package io.triotp.application;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Which applications wait for others, because one of their processes starts or stops
 * them. Two that stop each other would wait for ever.
 */
final class CrossWaits {

	private final Lock lock = new ReentrantLock();

	/** Guarded by lock. */
	private final List<Wait> waits = new ArrayList<>();

	/**
	 * Records that an application waits for another, unless that one waits for it.
	 * @param from the application of the caller, or {@code null} if it is part of none
	 * @param to the application it is about to wait for
	 * @return the wait, to be {@linkplain #leave left}, or {@code null} if the caller
	 * must not wait
	 */
	@Nullable Wait enter(@Nullable RunningApplication from, RunningApplication to) {
		Wait wait = new Wait(from, to);
		if (from == null) {
			return wait;
		}
		this.lock.lock();
		try {
			if (waitsFor(to, from, new HashSet<>())) {
				return null;
			}
			this.waits.add(wait);
			return wait;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean waitsFor(RunningApplication one, RunningApplication other, Set<RunningApplication> visited) {
		return one == other || (visited.add(one)
				&& this.waits.stream().anyMatch((each) -> each.from() == one && waitsFor(each.to(), other, visited)));
	}

	void leave(@Nullable Wait wait) {
		if (wait != null && wait.from() != null) {
			this.lock.lock();
			try {
				this.waits.remove(wait);
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	/**
	 * One application waits for another.
	 *
	 * @param from the one, {@code null} if somebody outside waits
	 * @param to the other
	 */
	record Wait(@Nullable RunningApplication from, RunningApplication to) {
	}

}
