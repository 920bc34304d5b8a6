package io.triotp.spring.boot;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

import io.triotp.time.TimeSource;

/**
 * Time that passes only when a test says so. It begins with the epoch.
 */
public final class HandMovedTime implements TimeSource {

	private final TimeSource system = TimeSource.system();

	private final Set<Thread> parked = ConcurrentHashMap.newKeySet();

	private volatile long now;

	/**
	 * Let time pass.
	 * @param duration how much
	 */
	public void pass(Duration duration) {
		this.now += duration.toNanos();
		// they look at the clock again
		this.parked.forEach(LockSupport::unpark);
	}

	@Override
	public Instant instant() {
		return Instant.EPOCH.plusNanos(this.now);
	}

	@Override
	public long nanoTime() {
		return this.now;
	}

	@Override
	public Scheduled schedule(long delayNanos, Runnable task) {
		return this.system.schedule(delayNanos, task);
	}

	@Override
	public void park(Object blocker, long nanos) {
		Thread thread = Thread.currentThread();
		this.parked.add(thread);
		try {
			this.system.park(blocker, nanos);
		}
		finally {
			this.parked.remove(thread);
		}
	}

	@Override
	public void close() {
		this.system.close();
	}

}
