package io.triotp.time;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TimerClockTests {

	private final TimeSource time = TimeSource.system();

	private final TimerClock clock = new TimerClock(this.time);

	private final Probe<Object> seen = new Probe<>();

	@AfterEach
	void close() {
		this.clock.close();
		this.time.close();
	}

	@Test
	void a_task_runs_when_its_delay_is_over_and_not_before() {
		for (long nanos : new long[] { -1, 0, 1, 1_000, TimerClock.TICK_NANOS, 3_000_000, 70_000_000 }) {
			long set = this.time.nanoTime();
			this.clock.schedule(nanos, () -> this.seen.tell(this.time.nanoTime() - set));
			assertThat((long) this.seen.await()).isGreaterThanOrEqualTo(nanos);
		}
	}

	/** With a real clock the thread may wake up so late that nobody sees it. */
	@Test
	void a_task_does_not_run_in_the_tick_before_its_time() {
		ManualTime standing = new ManualTime();
		TimerClock itsClock = new TimerClock(standing);
		itsClock.schedule(TimerClock.TICK_NANOS * 3 / 2, () -> this.seen.tell("due"));
		standing.advance(Duration.ofNanos(TimerClock.TICK_NANOS));
		for (int i = 0; i < 3; i++) {
			itsClock.schedule(0, () -> this.seen.tell("looked"));
			assertThat(this.seen.await()).isEqualTo("looked");
		}
		standing.advance(Duration.ofNanos(TimerClock.TICK_NANOS));
		itsClock.schedule(0, () -> {
		});
		assertThat(this.seen.await()).isEqualTo("due");
		itsClock.close();
	}

	@Test
	void tasks_run_in_the_order_of_their_times_one_at_a_time() {
		// Between looking at the time and setting a timer a thread may lose its
		// processor.
		ManualTime standing = new ManualTime();
		TimerClock itsClock = new TimerClock(standing);
		for (int i = 40; i > 0; i--) {
			int number = i;
			itsClock.schedule(2 * i * TimerClock.TICK_NANOS, () -> this.seen.tell(number));
		}
		standing.advance(Duration.ofNanos(100 * TimerClock.TICK_NANOS));
		itsClock.schedule(0, () -> {
		});
		List<Object> order = this.seen.await(40);
		assertThat(order).first().isEqualTo(1);
		assertThat(order).isSortedAccordingTo((one, other) -> Integer.compare((int) one, (int) other));
		itsClock.close();
	}

	@Test
	void a_sooner_task_wakes_the_thread_that_sleeps_for_a_later_one() {
		for (int hours = 100; hours > 0; hours--) {
			this.clock.schedule(TimeUnit.HOURS.toNanos(hours), () -> this.seen.tell("in hours"));
			this.clock.schedule(1, () -> this.seen.tell("at once"));
			assertThat(this.seen.await()).isEqualTo("at once");
		}
	}

	@Test
	void a_task_that_fails_does_not_stop_the_next() {
		this.clock.schedule(0, () -> {
			throw new AssertionError("as it was told");
		});
		this.clock.schedule(1, () -> this.seen.tell("next"));
		assertThat(this.seen.await()).isEqualTo("next");
	}

	@Test
	void a_task_that_was_cancelled_does_not_run_and_says_so_once() {
		CountDownLatch cancelled = new CountDownLatch(1);
		this.clock.schedule(0, () -> await(cancelled));
		TimeSource.Scheduled task = this.clock.schedule(0, () -> this.seen.tell("cancelled"));
		assertThat(task.cancel()).isTrue();
		assertThat(task.cancel()).isFalse();
		cancelled.countDown();
		this.clock.schedule(0, () -> this.seen.tell("next"));
		assertThat(this.seen.await()).isEqualTo("next");
	}

	@Test
	void a_task_that_has_begun_cannot_be_cancelled() {
		AtomicReference<TimeSource.Scheduled> itself = new AtomicReference<>();
		CountDownLatch known = new CountDownLatch(1);
		itself.set(this.clock.schedule(0, () -> {
			await(known);
			this.seen.tell(itself.get().cancel());
		}));
		known.countDown();
		assertThat(this.seen.await()).isEqualTo(false);
	}

	@Test
	void a_closed_clock_runs_nothing_and_ends_its_thread() {
		AtomicReference<Thread> thread = new AtomicReference<>();
		CountDownLatch begun = new CountDownLatch(1);
		this.clock.schedule(0, () -> {
			thread.set(Thread.currentThread());
			begun.countDown();
		});
		await(begun);
		TimeSource.Scheduled waiting = this.clock.schedule(TimeUnit.HOURS.toNanos(1), () -> this.seen.tell("waiting"));
		this.clock.close();
		Probe.until(() -> !thread.get().isAlive());
		assertThat(waiting.cancel()).isFalse();
		assertThat(this.clock.schedule(0, () -> this.seen.tell("late")).cancel()).isFalse();
	}

	@Test
	void what_a_task_holds_is_let_go_when_it_has_run_or_was_cancelled() {
		List<TimeSource.Scheduled> kept = new ArrayList<>();
		List<WeakReference<Object>> held = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			Object message = new Object();
			held.add(new WeakReference<>(message));
			kept.add(schedule((i == 0) ? 0 : TimeUnit.HOURS.toNanos(1), message));
		}
		assertThat(this.seen.await()).isEqualTo("ran");
		assertThat(kept.get(1).cancel()).isTrue();
		Probe.until(() -> {
			System.gc();
			return held.stream().allMatch((each) -> each.refersTo(null));
		});
		assertThat(kept).hasSize(2);
	}

	@Test
	void a_million_tasks_that_were_cancelled_are_let_go() {
		int tasks = 1_000_000;
		List<TimeSource.Scheduled> all = new ArrayList<>(tasks);
		List<WeakReference<Object>> held = new ArrayList<>();
		for (int i = 0; i < tasks; i++) {
			Object message = new Object();
			if (i % 1_000 == 0) {
				held.add(new WeakReference<>(message));
			}
			all.add(schedule(TimeUnit.MINUTES.toNanos(1) + i * TimerClock.TICK_NANOS, message));
		}
		assertThat(all.stream().allMatch(TimeSource.Scheduled::cancel)).isTrue();
		Probe.until(() -> {
			System.gc();
			return held.stream().allMatch((each) -> each.refersTo(null));
		});
		schedule(0, "next");
		assertThat(this.seen.await()).isEqualTo("ran");
		assertThat(all).hasSize(tasks);
	}

	private TimeSource.Scheduled schedule(long delay, Object message) {
		return this.clock.schedule(delay, () -> this.seen.tell((message != null) ? "ran" : "never"));
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

}
