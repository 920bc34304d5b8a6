package io.triotp.supervisor;

import io.triotp.Pure;

/**
 * The restarts of a supervisor that still count, in a ring that holds at most the allowed
 * number. Knows no clock. Written by one supervisor; other threads may read slightly
 * stale values.
 */
@Pure
final class RestartWindow {

	private final int maxRestarts;

	private final long periodNanos;

	private long[] times;

	private int first;

	private int count;

	RestartWindow(RestartIntensity intensity) {
		this.maxRestarts = intensity.maxRestarts();
		this.periodNanos = saturatedNanos(intensity);
		this.times = new long[Math.min(this.maxRestarts, 4)];
	}

	private static long saturatedNanos(RestartIntensity intensity) {
		long seconds = intensity.period().getSeconds();
		return (seconds > Long.MAX_VALUE / 4_000_000_000L) ? Long.MAX_VALUE / 4 : intensity.period().toNanos();
	}

	/**
	 * Counts a restart.
	 * @param now monotonic time in nanoseconds
	 * @return whether it is allowed: no more than the maximum within the period,
	 * including its edge (OTP V19)
	 */
	boolean admit(long now) {
		while (this.count > 0 && now - this.times[this.first] > this.periodNanos) {
			this.first = (this.first + 1) % this.times.length;
			this.count--;
		}
		if (this.count >= this.maxRestarts) {
			return false;
		}
		if (this.count == this.times.length) {
			grow();
		}
		this.times[(this.first + this.count) % this.times.length] = now;
		this.count++;
		return true;
	}

	private void grow() {
		long[] larger = new long[(int) Math.min(this.maxRestarts, this.times.length * 2L)];
		for (int i = 0; i < this.count; i++) {
			larger[i] = this.times[(this.first + i) % this.times.length];
		}
		this.times = larger;
		this.first = 0;
	}

	/**
	 * {@return how many restarts count at a given time}
	 * @param now monotonic time in nanoseconds
	 */
	int sizeAt(long now) {
		long[] ring = this.times;
		int begin = this.first;
		int size = this.count;
		int over = 0;
		while (over < size && now - ring[(begin + over) % ring.length] > this.periodNanos) {
			over++;
		}
		return size - over;
	}

	/**
	 * {@return how many restarts counted when one was last requested}
	 */
	int size() {
		return this.count;
	}

}
