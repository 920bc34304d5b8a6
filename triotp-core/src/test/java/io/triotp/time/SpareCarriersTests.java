package io.triotp.time;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.testing.Carriers;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A spare carrier is used at once, whatever waits for one. It takes care: the scheduler
 * of the JVM looks at its parallelism only when a thread comes into a queue that seems
 * empty.
 */
@EnabledForJreRange(min = JRE.JAVA_24)
class SpareCarriersTests {

	private final SpareCarriers spare = SpareCarriers.find().orElseThrow();

	private final int carriers = Carriers.parallelism();

	private final List<Thread> holders = new ArrayList<>();

	private final AtomicInteger ran = new AtomicInteger();

	private volatile boolean released;

	@AfterEach
	void letGo() {
		release();
		this.spare.takeBack();
		assertThat(Carriers.parallelism()).isEqualTo(this.carriers);
	}

	@Test
	void that_is_lent_runs_the_one_thread_that_waits() {
		hold(this.carriers);
		int waiting = start(1, 1);
		assertThat(this.spare.lend(1)).isTrue();
		Probe.until(() -> this.ran.get() == waiting);
	}

	@Test
	void that_is_lent_runs_threads_that_wait_in_every_queue() {
		hold(this.carriers);
		int waiting = start(100, 4);
		assertThat(this.spare.lend(1)).isTrue();
		Probe.until(() -> this.ran.get() == waiting);
	}

	@Test
	void that_is_lent_again_runs_the_one_thread_that_waits() {
		lendAndTakeBack();
		hold(this.carriers);
		int waiting = start(1, 1);
		assertThat(this.spare.lend(1)).isTrue();
		Probe.until(() -> this.ran.get() == waiting);
	}

	@Test
	void that_is_lent_again_runs_threads_that_wait_in_every_queue() {
		lendAndTakeBack();
		hold(this.carriers);
		int waiting = start(100, 4);
		assertThat(this.spare.lend(1)).isTrue();
		Probe.until(() -> this.ran.get() == waiting);
	}

	@Test
	void that_is_lent_again_runs_threads_that_wait_in_queues_that_were_all_flooded_once() {
		lendAndTakeBack();
		hold(this.carriers);
		// A queue keeps the room it had. More than there are queues, as two may meet.
		int flood = start(32, 5_000);
		release();
		Probe.until(() -> this.ran.get() == flood);
		hold(this.carriers);
		int waiting = flood + start(100, 4);
		assertThat(this.spare.lend(1)).isTrue();
		Probe.until(() -> this.ran.get() == waiting);
	}

	@Test
	void that_is_lent_while_another_is_held_too_runs_threads_that_wait_in_every_queue() {
		lendAndTakeBack();
		assertThat(this.spare.lend(1)).isTrue();
		hold(this.carriers + 1);
		int waiting = start(100, 4);
		assertThat(this.spare.lend(1)).isTrue();
		Probe.until(() -> this.ran.get() == waiting);
	}

	@Test
	void that_is_lent_while_nobody_waits_runs_the_next_that_comes() {
		lendAndTakeBack();
		hold(this.carriers);
		assertThat(this.spare.lend(1)).isTrue();
		int waiting = start(1, 1);
		Probe.until(() -> this.ran.get() == waiting);
	}

	/** Its thread is still there afterwards, and idle. */
	private void lendAndTakeBack() {
		assertThat(this.spare.lend(2)).isTrue();
		hold(this.carriers + 2);
		release();
		this.spare.takeBack();
	}

	private void hold(int count) {
		this.released = false;
		CountDownLatch holding = new CountDownLatch(count);
		for (int i = 0; i < count; i++) {
			this.holders.add(Thread.ofVirtual().start(() -> {
				holding.countDown();
				while (!this.released) {
					Thread.onSpinWait();
				}
			}));
		}
		Probe.until(() -> holding.getCount() == 0);
	}

	private void release() {
		this.released = true;
		Probe.until(() -> this.holders.stream().noneMatch(Thread::isAlive));
		this.holders.clear();
	}

	/** From threads of their own, which spreads them over the queues. */
	private int start(int starters, int each) {
		for (int i = 0; i < starters; i++) {
			Thread starter = Thread.ofPlatform().start(() -> {
				for (int j = 0; j < each; j++) {
					Thread.ofVirtual().start(this.ran::incrementAndGet);
				}
			});
			Probe.until(() -> !starter.isAlive());
		}
		return starters * each;
	}

}
