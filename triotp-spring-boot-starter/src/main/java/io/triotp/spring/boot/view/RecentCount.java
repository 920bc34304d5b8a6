package io.triotp.spring.boot.view;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

import io.triotp.time.TimeSource;

/**
 * Counts what happens within a span of time that ends now, to a sixtieth of it. Whoever
 * counts waits for nobody: each sixtieth has a slot, which knows which one it is of.
 */
final class RecentCount {

	private static final int SLOTS = 60;

	/** A slot has the number of its sixtieth above, its count below. */
	private static final int COUNT_BITS = 32;

	private static final long COUNT = (1L << COUNT_BITS) - 1;

	private final TimeSource time;

	private final long origin;

	private final long width;

	private final AtomicLongArray slots = new AtomicLongArray(SLOTS);

	RecentCount(TimeSource time, Duration span) {
		this.time = time;
		this.origin = time.nanoTime();
		this.width = span.dividedBy(SLOTS).toNanos();
	}

	void increment() {
		long now = now();
		int slot = (int) (now % SLOTS);
		this.slots.accumulateAndGet(slot, now, (last, present) -> {
			if (last >>> COUNT_BITS != present) {
				return (present << COUNT_BITS) + 1;
			}
			return ((last & COUNT) < COUNT) ? last + 1 : last;
		});
	}

	long sum() {
		long now = now();
		long sum = 0;
		for (int i = 0; i < SLOTS; i++) {
			long slot = this.slots.get(i);
			if (now - (slot >>> COUNT_BITS) < SLOTS) {
				sum += slot & COUNT;
			}
		}
		return sum;
	}

	private long now() {
		return (this.time.nanoTime() - this.origin) / this.width;
	}

}
