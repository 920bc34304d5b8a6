package io.triotp.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;

import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A condition whose waiting is measured by a clock of ours.
 */
class TimedConditionTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private final ManualTime time = new ManualTime();

	private final ReentrantLock lock = new ReentrantLock();

	private final TimedCondition condition = new TimedCondition(this.lock);

	/** Guarded by lock. */
	private int permits;

	private final Probe<Thread> takers = new Probe<>();

	private Future<Boolean> taking() {
		return Probe.async(() -> {
			this.takers.tell(Thread.currentThread());
			Deadline deadline = Deadline.after(HOUR, this.time);
			this.lock.lock();
			try {
				while (this.permits == 0) {
					if (deadline.isOver()) {
						return false;
					}
					this.condition.await(deadline);
				}
				this.permits--;
				return true;
			}
			finally {
				this.lock.unlock();
			}
		});
	}

	private void give(int count) {
		locked(() -> {
			for (int i = 0; i < count; i++) {
				this.permits++;
				this.condition.signal();
			}
		});
	}

	private void locked(Runnable action) {
		this.lock.lock();
		try {
			action.run();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Test
	void each_signal_wakes_one_who_waits() throws Throwable {
		Future<Boolean> one = taking();
		Future<Boolean> two = taking();
		this.time.awaitParked(2);
		give(1);
		Probe.until(() -> one.isDone() != two.isDone());
		give(1);
		assertThat(Probe.get(one)).isTrue();
		assertThat(Probe.get(two)).isTrue();
	}

	@Test
	void two_signals_at_once_wake_two() throws Throwable {
		Future<Boolean> one = taking();
		Future<Boolean> two = taking();
		this.time.awaitParked(2);
		give(2);
		assertThat(Probe.get(one)).isTrue();
		assertThat(Probe.get(two)).isTrue();
	}

	@Test
	void a_signal_to_all_wakes_all() throws Throwable {
		Future<Boolean> one = taking();
		Future<Boolean> two = taking();
		this.time.awaitParked(2);
		locked(() -> {
			this.permits = 2;
			this.condition.signalAll();
		});
		assertThat(Probe.get(one)).isTrue();
		assertThat(Probe.get(two)).isTrue();
	}

	@Test
	void a_signal_nobody_waits_for_is_forgotten() {
		locked(this.condition::signal);
		Future<Boolean> late = taking();
		this.time.awaitParked(1);
		assertThat(late).isNotDone();
		give(1);
		assertThat(late).succeedsWithin(Probe.PATIENCE).isEqualTo(true);
	}

	@Test
	void the_deadline_comes_when_the_clock_says_so() throws Throwable {
		Future<Boolean> taken = taking();
		this.time.awaitParked(1);
		this.time.advance(HOUR.minusNanos(1));
		assertThat(taken).isNotDone();
		this.time.advance(Duration.ofNanos(1));
		assertThat(Probe.get(taken)).isFalse();
	}

	@Test
	void an_interrupt_ends_the_waiting() {
		Future<Boolean> taken = taking();
		this.time.awaitParked(1);
		this.takers.await().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> Probe.get(taken));
	}

	@Test
	void who_is_interrupted_before_it_waits_does_not_wait() {
		Future<Boolean> taken = Probe.async(() -> {
			Thread.currentThread().interrupt();
			this.lock.lock();
			try {
				this.condition.await(Deadline.NEVER);
				return true;
			}
			finally {
				this.lock.unlock();
			}
		});
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> Probe.get(taken));
	}

	@Test
	void a_wake_up_is_not_lost_with_a_thread_that_is_interrupted_too() throws Throwable {
		Future<Boolean> one = taking();
		this.time.awaitParked(1);
		Thread first = this.takers.await();
		locked(() -> {
			this.permits++;
			this.condition.signal();
			first.interrupt();
		});
		assertThat(Probe.get(one)).isTrue();
	}

	@Test
	void a_thread_whose_clock_breaks_takes_no_wake_up_of_others() throws Throwable {
		this.lock.lock();
		try {
			assertThatIllegalStateException()
				.isThrownBy(() -> this.condition.await(Deadline.after(HOUR, new BrokenTime())))
				.withMessage("broken");
		}
		finally {
			this.lock.unlock();
		}
		Future<Boolean> taken = taking();
		this.time.awaitParked(1);
		give(1);
		assertThat(Probe.get(taken)).isTrue();
	}

	/** Has no time to park. */
	private static final class BrokenTime implements TimeSource {

		@Override
		public Instant instant() {
			return Instant.EPOCH;
		}

		@Override
		public long nanoTime() {
			return 0;
		}

		@Override
		public Scheduled schedule(long delayNanos, Runnable task) {
			throw new IllegalStateException("broken");
		}

		@Override
		public void park(Object blocker, long nanos) {
			throw new IllegalStateException("broken");
		}

		@Override
		public void close() {
		}

	}

}
