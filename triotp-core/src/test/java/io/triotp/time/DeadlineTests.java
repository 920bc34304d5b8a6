package io.triotp.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Deadlines that never come, and those at the edge of a clock.
 */
class DeadlineTests {

	/** A clock that stands still and counts who waits. */
	private static final class Clock implements TimeSource {

		private final long now;

		private final AtomicInteger forEver = new AtomicInteger();

		private final AtomicInteger timed = new AtomicInteger();

		Clock(long now) {
			this.now = now;
		}

		@Override
		public long nanoTime() {
			return this.now;
		}

		@Override
		public Instant instant() {
			return Instant.EPOCH;
		}

		@Override
		public Scheduled schedule(long delayNanos, Runnable task) {
			return () -> false;
		}

		@Override
		public void park(Object blocker) {
			this.forEver.incrementAndGet();
		}

		@Override
		public void park(Object blocker, long nanos) {
			this.timed.incrementAndGet();
		}

		@Override
		public void close() {
		}

	}

	@Test
	void one_that_never_comes_is_waited_for_as_threads_of_its_clock_wait() {
		Clock clock = new Clock(7);
		Deadline never = Deadline.never(clock);
		assertThat(never.isNever()).isTrue();
		assertThat(never.isOver()).isFalse();
		assertThat(never.left()).isGreaterThan(Duration.ofDays(36_500));
		never.park(this);
		assertThat(clock.forEver).hasValue(1);
		assertThat(clock.timed).hasValue(0);
	}

	@Test
	void so_is_one_that_is_more_than_a_century_away() {
		Clock clock = new Clock(7);
		Deadline far = Deadline.after(Duration.ofSeconds(Long.MAX_VALUE), clock);
		assertThat(far.isNever()).isTrue();
		far.park(this);
		assertThat(clock.forEver).hasValue(1);
	}

	@Test
	void one_at_any_moment_of_the_clock_comes() {
		for (long at : new long[] { Long.MIN_VALUE, Long.MIN_VALUE + 1, 0, Long.MAX_VALUE }) {
			Clock clock = new Clock(at);
			assertThat(Deadline.at(at - 5, clock).isOver()).as("5 ns before %d", at).isTrue();
			assertThat(Deadline.at(at, clock).isNever()).isFalse();
			Deadline soon = Deadline.after(Duration.ofNanos(5), clock);
			assertThat(soon.isOver()).isFalse();
			soon.park(this);
			assertThat(clock.timed).hasValue(1);
		}
	}

}
