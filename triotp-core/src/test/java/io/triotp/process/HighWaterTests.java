package io.triotp.process;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.triotp.process.MailboxLimit.Overflow;
import io.triotp.testing.Gate;
import io.triotp.testing.LogProbe;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import io.triotp.testing.Stamps;
import io.triotp.time.TimeSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A mailbox that passes its high-water mark does not stay unseen.
 */
class HighWaterTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private ManualTime time = new ManualTime();

	private final Probe<NodeEvent> events = new Probe<>();

	private final Gate gate = new Gate();

	private Processes node = node(4);

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	private Processes node(int mark) {
		Processes created = LocalNode.create(NodeOptions.defaults().time(this.time).highWaterMark(mark));
		created.view().addListener((event) -> {
			if (event instanceof ProcessEvent.MailboxHigh || event instanceof ProcessEvent.MailboxNormal) {
				this.events.tell(event);
			}
		});
		return created;
	}

	private void restart(int mark) {
		this.node.close();
		this.time = new ManualTime();
		this.node = node(mark);
	}

	/** A process that is in a handler until the gate opens. */
	private Puppet busy(SpawnOptions options) {
		Puppet puppet = Puppet.spawn(this.node, options);
		hold(puppet, this.gate);
		this.gate.awaitReached();
		return puppet;
	}

	private Puppet busy() {
		return busy(SpawnOptions.defaults().label("shop/till"));
	}

	private static void hold(Puppet puppet, Gate gate) {
		puppet.tell((self) -> {
			gate.passStubbornly();
			return null;
		});
	}

	private void send(Pid pid, int count) {
		for (int i = 0; i < count; i++) {
			this.node.send(pid, "secret");
		}
	}

	/** What has been noted is told by the clock. */
	private List<NodeEvent> told() {
		this.time.advance(Duration.ZERO);
		return this.events.rest();
	}

	@Test
	void is_told_when_it_passes_the_mark_and_not_before() {
		Puppet puppet = busy();
		send(puppet.pid(), 3);
		assertThat(told()).isEmpty();
		send(puppet.pid(), 1);
		assertThat(told()).usingRecursiveFieldByFieldElementComparatorIgnoringFields("stamp")
			.containsExactly(
					new ProcessEvent.MailboxHigh(Stamps.ANY, puppet.pid(), Puppet.class, 4, 4, Optional.empty()));
		assertThat(this.node.view().highMailboxes())
			.containsExactly(new HighMailbox(puppet.pid(), "shop/till", Puppet.class, 4));
		assertThat(this.node.view().highMailboxCount()).isOne();
		assertThat(this.node.view().highMailboxTotal()).isOne();
	}

	@Test
	void is_told_later_if_there_is_no_memory_to_look_again() {
		AtomicBoolean full = new AtomicBoolean();
		Processes other = LocalNode.create(NodeOptions.defaults().highWaterMark(4).time(new Crammed(this.time, full)));
		try {
			Puppet puppet = Puppet.spawn(other);
			hold(puppet, this.gate);
			this.gate.awaitReached();
			for (int i = 0; i < 3; i++) {
				other.send(puppet.pid(), "secret");
			}
			full.set(true);
			assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> other.send(puppet.pid(), "secret"));
			assertThat(other.view().highMailboxCount()).isZero();
			full.set(false);
			for (int i = 0; i < WaterLevel.STEP; i++) {
				other.send(puppet.pid(), "secret");
			}
			assertThat(other.view().highMailboxCount()).isOne();
		}
		finally {
			this.gate.open();
			other.close();
		}
	}

	/** A clock that at times has no memory for another timer. */
	private record Crammed(ManualTime clock, AtomicBoolean full) implements TimeSource {

		@Override
		public long nanoTime() {
			return this.clock.nanoTime();
		}

		@Override
		public Instant instant() {
			return this.clock.instant();
		}

		@Override
		public Scheduled schedule(long delayNanos, Runnable task) {
			if (delayNanos > 0 && this.full.get()) {
				throw new OutOfMemoryError("test");
			}
			return this.clock.schedule(delayNanos, task);
		}

		@Override
		public void park(Object blocker, long nanos) {
			this.clock.park(blocker, nanos);
		}

		@Override
		public void close() {
			this.clock.close();
		}

	}

	@Test
	void the_mark_is_ten_thousand_if_nothing_is_said() {
		restart(NodeOptions.defaults().highWaterMark());
		Puppet puppet = busy();
		send(puppet.pid(), 9_999);
		assertThat(told()).isEmpty();
		send(puppet.pid(), 1);
		assertThat(told()).singleElement().isInstanceOf(ProcessEvent.MailboxHigh.class);
	}

	@Test
	void a_million_messages_wait_and_each_is_handled() {
		restart(NodeOptions.defaults().highWaterMark());
		Pid pid = this.node.spawn((self) -> {
			this.gate.pass();
			while (true) {
				self.receive();
			}
		});
		this.gate.awaitReached();
		send(pid, 1_000_000);
		assertThat(told()).singleElement().isInstanceOf(ProcessEvent.MailboxHigh.class);
		assertThat(this.node.view().info(pid).orElseThrow().mailboxSize()).isEqualTo(1_000_000);
		this.gate.open();
		Probe.until(() -> this.node.view().info(pid).orElseThrow().handled() == 1_000_000);
		assertThat(this.node.view().info(pid).orElseThrow().mailboxSize()).isZero();
		this.time.advance(SECOND);
		assertThat(told()).singleElement().isInstanceOf(ProcessEvent.MailboxNormal.class);
	}

	@Test
	void the_log_tells_who_it_is_what_it_does_and_what_to_do() {
		Puppet sender = Puppet.spawn(this.node, SpawnOptions.defaults().label("shop/web"));
		Puppet puppet = busy();
		try (LogProbe log = new LogProbe("io.triotp.process.HighWater")) {
			sender.run((self) -> send(puppet.pid(), 4));
			this.time.advance(Duration.ZERO);
			ILoggingEvent event = log.await();
			assertThat(event.getLevel()).isEqualTo(Level.WARN);
			assertThat(event.getFormattedMessage())
				.contains("shop/till (" + puppet.pid() + ", " + Puppet.class.getName() + ")", "4 wait",
						"high-water mark is 4", "has handled 1", "is RUNNING", "came from shop/web (" + sender.pid(),
						"bound its mailbox")
				.doesNotContain("secret");
		}
	}

	@Test
	void is_told_once_however_long_it_stays_high() {
		Puppet puppet = busy();
		send(puppet.pid(), 2_000);
		assertThat(told()).hasSize(1);
		this.time.advance(Duration.ofMinutes(5));
		send(puppet.pid(), 2_000);
		assertThat(told()).isEmpty();
		assertThat(this.node.view().highMailboxTotal()).isOne();
	}

	@Test
	void is_told_again_after_it_has_fallen_below_half() {
		Puppet puppet = busy();
		send(puppet.pid(), 4);
		assertThat(told()).hasSize(1);
		this.gate.open();
		puppet.received().await(4);
		try (LogProbe log = new LogProbe("io.triotp.process.HighWater")) {
			this.time.advance(SECOND);
			assertThat(log.await().getFormattedMessage()).contains("shop/till", "no longer high: 0 wait", "1s after");
		}
		assertThat(told()).usingRecursiveFieldByFieldElementComparatorIgnoringFields("stamp")
			.containsExactly(new ProcessEvent.MailboxNormal(Stamps.ANY, puppet.pid(), Puppet.class, 0, SECOND));
		assertThat(this.node.view().highMailboxCount()).isZero();
		assertThat(this.time.scheduled()).isZero();
		Gate again = new Gate();
		hold(puppet, again);
		again.awaitReached();
		send(puppet.pid(), 4);
		assertThat(told()).hasSize(1);
		assertThat(this.node.view().highMailboxTotal()).isEqualTo(2);
		again.open();
	}

	@Test
	void is_not_told_again_while_it_has_only_fallen_to_half() {
		Puppet puppet = busy();
		Gate later = new Gate();
		send(puppet.pid(), 2);
		hold(puppet, later);
		send(puppet.pid(), 2);
		assertThat(told()).hasSize(1);
		this.gate.open();
		later.awaitReached();
		this.time.advance(SECOND);
		send(puppet.pid(), 4);
		assertThat(told()).isEmpty();
		assertThat(this.node.view().highMailboxes()).singleElement()
			.satisfies((high) -> assertThat(high.size()).isEqualTo(6));
		later.open();
	}

	@Test
	void what_it_has_fetched_and_not_begun_with_counts() {
		restart(258);
		Puppet puppet = busy();
		Gate later = new Gate();
		hold(puppet, later);
		send(puppet.pid(), 256);
		this.gate.open();
		later.awaitReached();
		send(puppet.pid(), 1);
		assertThat(told()).isEmpty();
		send(puppet.pid(), 1);
		assertThat(told()).singleElement()
			.satisfies((event) -> assertThat(((ProcessEvent.MailboxHigh) event).size()).isEqualTo(258));
		later.open();
	}

	@Test
	void what_a_plain_process_has_put_aside_counts() {
		Pid pid = this.node.spawn((self) -> self.receiveMatching("never"::equals));
		for (int i = 0; i < 4; i++) {
			int before = i;
			Probe.until(() -> ((ProcessCell) pid).skipped() == before);
			send(pid, 1);
		}
		// Its report, and the next look at it.
		Probe.until(() -> this.time.scheduled() == 2);
		assertThat(told()).singleElement().isInstanceOf(ProcessEvent.MailboxHigh.class);
	}

	@Test
	void a_bounded_mailbox_is_told_of_if_its_bound_is_not_below_the_mark() {
		Puppet below = busy(SpawnOptions.defaults().mailbox(new MailboxLimit(3, Overflow.DROP_NEWEST)));
		send(below.pid(), 10);
		assertThat(told()).isEmpty();
		Puppet at = Puppet.spawn(this.node, SpawnOptions.defaults().mailbox(new MailboxLimit(4, Overflow.DROP_NEWEST)));
		Gate held = new Gate();
		hold(at, held);
		held.awaitReached();
		send(at.pid(), 3);
		assertThat(told()).isEmpty();
		send(at.pid(), 1);
		assertThat(told()).singleElement().extracting(NodeEvent::pid).isEqualTo(at.pid());
		held.open();
	}

	@Test
	void signals_count_in_a_bounded_mailbox_too_whatever_its_bound() {
		Puppet puppet = Puppet
			.spawn(this.node, SpawnOptions.defaults().mailbox(new MailboxLimit(2, Overflow.DROP_NEWEST)))
			.trapping();
		List<Puppet> others = IntStream.range(0, 4).mapToObj((i) -> Puppet.spawn(this.node)).toList();
		puppet.run((self) -> others.forEach((other) -> self.monitor(other.pid())));
		hold(puppet, this.gate);
		this.gate.awaitReached();
		others.forEach((other) -> this.node.kill(other.pid()));
		assertThat(told()).usingRecursiveFieldByFieldElementComparatorIgnoringFields("stamp")
			.containsExactly(
					new ProcessEvent.MailboxHigh(Stamps.ANY, puppet.pid(), Puppet.class, 4, 4, Optional.empty()));
	}

	@Test
	void signals_count_and_are_told_of_while_nothing_is_locked() {
		Puppet puppet = Puppet.spawn(this.node).trapping();
		List<Puppet> others = IntStream.range(0, 4).mapToObj((i) -> Puppet.spawn(this.node)).toList();
		puppet.run((self) -> others.forEach((other) -> self.monitor(other.pid())));
		hold(puppet, this.gate);
		this.gate.awaitReached();
		Probe<Integer> links = new Probe<>();
		this.node.view().addListener((event) -> {
			if (event instanceof ProcessEvent.MailboxHigh) {
				links.tell(this.node.view().links(event.pid()).size());
			}
		});
		others.forEach((other) -> this.node.kill(other.pid()));
		assertThat(told()).hasSize(1);
		assertThat(links.await()).isZero();
	}

	@Test
	void a_mark_of_zero_is_never_passed() {
		restart(0);
		Puppet puppet = busy();
		send(puppet.pid(), 20_000);
		assertThat(told()).isEmpty();
		assertThat(this.node.view().highMailboxCount()).isZero();
		assertThat(this.node.view().highMailboxTotal()).isZero();
	}

	@Test
	void a_negative_mark_is_refused() {
		assertThatIllegalArgumentException().isThrownBy(() -> NodeOptions.defaults().highWaterMark(-1))
			.withMessageContaining("0 or more");
	}

	@Test
	void a_process_that_has_ended_is_not_high() {
		Puppet puppet = busy();
		send(puppet.pid(), 4);
		assertThat(told()).hasSize(1);
		this.node.kill(puppet.pid());
		assertThat(this.node.view().highMailboxes()).isEmpty();
		this.gate.open();
		Probe.until(() -> this.node.view().zombieCount() == 0);
		this.time.advance(SECOND);
		assertThat(told()).isEmpty();
		assertThat(this.time.scheduled()).isZero();
	}

	@Test
	void a_listener_that_throws_harms_neither_the_sender_nor_the_clock() {
		this.node.view().addListener((event) -> {
			throw new IllegalStateException("bad listener");
		});
		Puppet puppet = busy();
		send(puppet.pid(), 4);
		assertThat(told()).hasSize(1);
		this.gate.open();
		assertThat(puppet.received().await(4)).hasSize(4);
		this.time.advance(SECOND);
		assertThat(told()).singleElement().isInstanceOf(ProcessEvent.MailboxNormal.class);
	}

	@Test
	void the_fullest_is_listed_first() {
		Puppet one = busy();
		Puppet other = Puppet.spawn(this.node);
		Gate held = new Gate();
		hold(other, held);
		held.awaitReached();
		send(one.pid(), 5);
		send(other.pid(), 6);
		assertThat(this.node.view().highMailboxes()).extracting(HighMailbox::pid)
			.containsExactly(other.pid(), one.pid());
		held.open();
	}

}
