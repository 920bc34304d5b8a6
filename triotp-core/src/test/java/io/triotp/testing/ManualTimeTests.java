package io.triotp.testing;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import io.triotp.time.Deadline;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The time of the tests, on which many of them rely.
 */
class ManualTimeTests {

	private final ManualTime time = new ManualTime();

	private final Gate gate = new Gate();

	@Test
	void a_thread_that_lost_the_processor_between_its_look_at_the_clock_and_its_wait_is_not_late() {
		Future<?> waiting = Probe.async(() -> {
			long nanos = Duration.ofSeconds(1).toNanos() - this.time.nanoTime();
			this.gate.pass();
			this.time.park(this, nanos);
			return null;
		});
		this.gate.awaitReached();
		this.time.advance(Duration.ofSeconds(1));
		this.gate.open();
		Probe.until(waiting::isDone);
	}

	@Test
	void what_has_passed_of_a_wait_before_it_begins_is_not_waited_again() {
		AtomicReference<Thread> begun = new AtomicReference<>();
		Future<?> waiting = Probe.async(() -> {
			long nanos = Duration.ofSeconds(3).toNanos() - this.time.nanoTime();
			this.gate.pass();
			begun.set(Thread.currentThread());
			this.time.park(this, nanos);
			return null;
		});
		this.gate.awaitReached();
		this.time.advance(Duration.ofSeconds(1));
		this.gate.open();
		// Not with awaitParked: whoever holds the lock of the time makes a park return.
		Probe.until(() -> begun.get() != null && begun.get().getState() == Thread.State.WAITING);
		this.time.advance(Duration.ofMillis(1_999));
		assertThat(waiting).isNotDone();
		this.time.advance(Duration.ofMillis(1));
		Probe.until(waiting::isDone);
	}

	@Test
	void a_thread_that_never_asked_what_time_it_is_waits_from_now_on() {
		this.time.advance(Duration.ofSeconds(5));
		AtomicReference<Thread> begun = new AtomicReference<>();
		Future<?> waiting = Probe.async(() -> {
			begun.set(Thread.currentThread());
			this.time.park(this, Duration.ofSeconds(1).toNanos());
			return null;
		});
		Probe.until(() -> begun.get() != null && begun.get().getState() == Thread.State.WAITING);
		this.time.advance(Duration.ofMillis(999));
		assertThat(waiting).isNotDone();
		this.time.advance(Duration.ofMillis(1));
		Probe.until(waiting::isDone);
	}

	@Test
	void a_wait_that_is_broken_off_leaves_nothing_behind() {
		Deadline deadline = Deadline.after(Duration.ofSeconds(1), this.time);
		LockSupport.unpark(Thread.currentThread());
		deadline.park(this);
		assertThat(this.time.scheduled()).isZero();
		assertThat(deadline.isOver()).isFalse();
	}

}
