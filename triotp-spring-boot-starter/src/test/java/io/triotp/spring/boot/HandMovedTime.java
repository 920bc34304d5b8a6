package io.triotp.spring.boot;

import java.time.Duration;
import java.time.Instant;

import io.triotp.time.TimeSource;

/**
 * Time that passes only when a test says so. It begins with the epoch.
 */
public final class HandMovedTime implements TimeSource {

	private final TimeSource system = TimeSource.system();

	private volatile long now;

	/**
	 * Let time pass.
	 * @param duration how much
	 */
	public void pass(Duration duration) {
		this.now += duration.toNanos();
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
		this.system.park(blocker, nanos);
	}

	@Override
	public void close() {
		this.system.close();
	}

}
