package io.triotp.test;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The time of the tests, on which many of them rely.
 */
class ManualTimeTests {

	private final ManualTime time = new ManualTime();

	private final CountDownLatch reached = new CountDownLatch(1);

	private final CountDownLatch opened = new CountDownLatch(1);

	private void passGate() throws InterruptedException {
		this.reached.countDown();
		this.opened.await();
	}

	private void awaitAtGate() {
		Await.until(() -> this.reached.getCount() == 0);
	}

	private static Future<?> async(Callable<?> action) {
		FutureTask<?> task = new FutureTask<>(action);
		Thread.ofVirtual().start(task);
		return task;
	}

	@Test
	void a_thread_that_lost_the_processor_between_its_look_at_the_clock_and_its_wait_is_not_late() {
		Future<?> waiting = async(() -> {
			long nanos = Duration.ofSeconds(1).toNanos() - this.time.nanoTime();
			passGate();
			this.time.park(this, nanos);
			return null;
		});
		awaitAtGate();
		this.time.advance(Duration.ofSeconds(1));
		this.opened.countDown();
		Await.until(waiting::isDone);
	}

	@Test
	void what_has_passed_of_a_wait_before_it_begins_is_not_waited_again() {
		AtomicReference<Thread> begun = new AtomicReference<>();
		Future<?> waiting = async(() -> {
			long nanos = Duration.ofSeconds(3).toNanos() - this.time.nanoTime();
			passGate();
			begun.set(Thread.currentThread());
			this.time.park(this, nanos);
			return null;
		});
		awaitAtGate();
		this.time.advance(Duration.ofSeconds(1));
		this.opened.countDown();
		// Not with awaitParked: whoever holds the lock of the time makes a park return.
		Await.until(() -> begun.get() != null && begun.get().getState() == Thread.State.WAITING);
		this.time.advance(Duration.ofMillis(1_999));
		assertThat(waiting).isNotDone();
		this.time.advance(Duration.ofMillis(1));
		Await.until(waiting::isDone);
	}

	@Test
	void a_thread_that_never_asked_what_time_it_is_waits_from_now_on() {
		this.time.advance(Duration.ofSeconds(5));
		AtomicReference<Thread> begun = new AtomicReference<>();
		Future<?> waiting = async(() -> {
			begun.set(Thread.currentThread());
			this.time.park(this, Duration.ofSeconds(1).toNanos());
			return null;
		});
		Await.until(() -> begun.get() != null && begun.get().getState() == Thread.State.WAITING);
		this.time.advance(Duration.ofMillis(999));
		assertThat(waiting).isNotDone();
		this.time.advance(Duration.ofMillis(1));
		Await.until(waiting::isDone);
	}

	@Test
	void a_wait_that_is_broken_off_leaves_nothing_behind() {
		LockSupport.unpark(Thread.currentThread());
		this.time.park(this, Duration.ofSeconds(1).toNanos());
		assertThat(this.time.parked()).isZero();
	}

}
