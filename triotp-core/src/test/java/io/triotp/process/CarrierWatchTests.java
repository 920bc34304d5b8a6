package io.triotp.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import io.triotp.testing.Carriers;
import io.triotp.testing.LogProbe;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who is found to hold all carriers, and what is lent. The looks are those of the test.
 */
@EnabledForJreRange(min = JRE.JAVA_24)
class CarrierWatchTests {

	private final LocalNode node = (LocalNode) LocalNode.create(NodeOptions.defaults().spareCarriers(0));

	private final Zombies zombies = new Zombies(new NodeEvents(this.node.time()), this.node.time());

	private final int carriers = Carriers.parallelism();

	private final List<ProcessCell> holders = new ArrayList<>();

	private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

	private volatile boolean released;

	private LogProbe log;

	@BeforeEach
	void listen() {
		this.log = new LogProbe(CarrierWatch.class.getName(), Level.WARN);
	}

	@AfterEach
	void close() {
		this.released = true;
		this.node.close();
		this.log.close();
		assertThat(Carriers.parallelism()).isEqualTo(this.carriers);
	}

	@Test
	void nothing_is_lent_while_threads_begin() {
		CarrierWatch watch = watch(1);
		for (int i = 0; i < 10; i++) {
			watch.look(this.holders.stream());
			awaitCalm(watch);
		}
		assertThat(watch.lent()).isZero();
		assertThat(this.log.rest()).isEmpty();
	}

	@Test
	void a_spare_carrier_is_lent_after_three_looks_and_those_who_hold_the_others_are_named() {
		hold(this.carriers);
		CarrierWatch watch = watch(1);
		look(watch, 3);
		assertThat(watch.lent()).isZero();
		look(watch, 1);
		assertThat(watch.lent()).isEqualTo(1);
		assertThat(watch.isLacking()).isFalse();
		awaitCalm(watch);
		assertThat(this.log.await().getFormattedMessage()).contains("holder 0 (", "lent a spare one");
		release(watch);
	}

	@Test
	void as_many_are_lent_as_are_held_and_more_while_those_are_held_too_up_to_the_limit() {
		hold(this.carriers);
		CarrierWatch watch = watch(this.carriers + 1);
		look(watch, 4);
		assertThat(watch.lent()).isEqualTo(this.carriers);
		awaitCalm(watch);
		hold(this.carriers);
		look(watch, 4);
		assertThat(watch.lent()).isEqualTo(this.carriers + 1);
		awaitCalm(watch);
		assertThat(watch.isLacking()).isFalse();
		hold(1);
		look(watch, 4);
		assertThat(watch.lent()).isEqualTo(this.carriers + 1);
		assertThat(watch.isLacking()).isTrue();
		release(watch);
	}

	@Test
	void who_has_been_killed_is_named_while_its_code_goes_on() {
		hold(this.carriers);
		this.holders.forEach((each) -> this.zombies.interruptUntilGone(each, each.runner));
		CarrierWatch watch = watch(1);
		for (int i = 0; i < 4; i++) {
			watch.look(Stream.empty());
		}
		assertThat(this.log.await().getFormattedMessage()).contains("holder 0 (");
		awaitCalm(watch);
		release(watch);
	}

	@Test
	void none_is_lent_if_that_is_switched_off_and_the_warning_comes_once() {
		hold(this.carriers);
		CarrierWatch watch = watch(0);
		look(watch, 50);
		assertThat(watch.lent()).isZero();
		assertThat(watch.isLacking()).isTrue();
		assertThat(this.log.await().getFormattedMessage()).contains("switched off");
		assertThat(this.log.rest()).isEmpty();
		this.released = true;
		awaitCalm(watch);
		look(watch, 1);
		assertThat(watch.isLacking()).isFalse();
	}

	@Test
	void what_was_lent_is_taken_back_when_it_has_not_been_needed_for_long() {
		hold(this.carriers);
		CarrierWatch watch = watch(1);
		look(watch, 4);
		letGo();
		for (int i = 0; i < 299; i++) {
			awaitCalm(watch);
			look(watch, 1);
		}
		assertThat(watch.lent()).isEqualTo(1);
		awaitCalm(watch);
		look(watch, 1);
		assertThat(watch.lent()).isZero();
		assertThat(Carriers.parallelism()).isEqualTo(this.carriers);
	}

	@Test
	void a_node_that_is_closed_leaves_its_spare_carrier_to_those_who_still_hold_one() {
		hold(this.carriers);
		CarrierWatch watch = watch(1);
		look(watch, 4);
		watch.close();
		assertThat(Carriers.parallelism()).isEqualTo(this.carriers + 1);
		awaitCalm(watch);
		release(watch);
	}

	private CarrierWatch watch(int most) {
		return new CarrierWatch(this.node.options().spareCarriers(most), this.zombies);
	}

	private static void awaitCalm(CarrierWatch watch) {
		Probe.until(watch::isCalm);
	}

	private void look(CarrierWatch watch, int times) {
		for (int i = 0; i < times; i++) {
			watch.look(this.holders.stream());
		}
	}

	/** Processes that compute until they are released, as code does that is not asked. */
	private void hold(int count) {
		CountDownLatch holding = new CountDownLatch(count);
		for (int i = 0; i < count; i++) {
			Pid pid = this.node.spawn(SpawnOptions.defaults().label("holder " + this.holders.size()), (self) -> {
				this.threads.add(Thread.currentThread());
				holding.countDown();
				while (!this.released) {
					Thread.onSpinWait();
				}
			});
			this.holders.add((ProcessCell) pid);
		}
		Probe.until(() -> holding.getCount() == 0);
	}

	private void release(CarrierWatch watch) {
		letGo();
		watch.close();
		assertThat(watch.lent()).isZero();
	}

	/** Returns when nobody holds a carrier: one that is late to see it still does. */
	private void letGo() {
		this.released = true;
		Probe.until(() -> this.threads.stream().noneMatch(Thread::isAlive));
	}

}
