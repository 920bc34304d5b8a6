package io.triotp.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.triotp.process.MailboxLimit.Overflow;
import io.triotp.testing.Gate;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BoundedMailboxTests {

	private static final Duration FOR_EVER = Duration.ofHours(1);

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final Gate gate = new Gate();

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	/** A process that is busy, with room for two. */
	private Puppet busy(Overflow overflow, Duration timeout) {
		return busy(overflow, timeout, (self) -> {
		});
	}

	private Puppet busy(Overflow overflow, Duration timeout, Puppet.Action before) {
		Puppet puppet = Puppet.spawn(this.node,
				SpawnOptions.defaults().mailbox(new MailboxLimit(2, overflow, timeout)));
		puppet.run(before);
		puppet.tell((self) -> {
			this.gate.passStubbornly();
			return null;
		});
		this.gate.awaitReached();
		return puppet;
	}

	private void send(Puppet puppet, Object... messages) {
		for (Object message : messages) {
			this.node.send(puppet.pid(), message);
		}
	}

	private Future<String> sending(Puppet puppet, String message) {
		return Probe.async(() -> {
			send(puppet, message);
			return "sent";
		});
	}

	@Test
	void one_that_is_killed_while_it_waits_for_room_sends_nothing_any_more() {
		Puppet full = busy(Overflow.BLOCK, FOR_EVER);
		send(full, "a", "b");
		Puppet sender = Puppet.spawn(this.node);
		Probe<Throwable> refused = new Probe<>();
		sender.tell((self) -> {
			try {
				self.send(full.pid(), "c");
			}
			catch (RuntimeException ex) {
				refused.tell(ex);
			}
			return null;
		});
		this.time.awaitParked(1);
		// Its killer has not come to interrupt it when there is room.
		List<Throwable> seen = new ArrayList<>();
		this.node.host().addExitHook((pid) -> {
			if (pid == sender.pid()) {
				this.gate.open();
				seen.add(refused.await());
			}
		});
		this.node.kill(sender.pid());
		assertThat(seen).hasOnlyElementsOfType(ProcessExitedException.class).hasSize(1);
		send(full, "d");
		assertThat(full.received().await(3)).containsExactly("a", "b", "d");
		assertThat(this.node.view().deadLetters(DeadLetterReason.SENDER_EXITED)).isOne();
	}

	@Test
	void the_room_that_a_killed_sender_was_woken_for_is_taken_by_the_next() throws Throwable {
		Gate second = new Gate();
		Puppet full = busy(Overflow.BLOCK, FOR_EVER);
		full.tell((self) -> {
			second.passStubbornly();
			return null;
		});
		send(full, "b");
		Puppet sender = Puppet.spawn(this.node);
		Probe<Throwable> refused = new Probe<>();
		sender.tell((self) -> {
			try {
				self.send(full.pid(), "c");
			}
			catch (RuntimeException ex) {
				refused.tell(ex);
			}
			return null;
		});
		this.time.awaitParked(1);
		Future<String> next = sending(full, "d");
		this.time.awaitParked(2);
		this.node.host().addExitHook((pid) -> {
			if (pid == sender.pid()) {
				this.gate.open();
				refused.await();
			}
		});
		this.node.kill(sender.pid());
		assertThat(Probe.get(next)).isEqualTo("sent");
		second.open();
		assertThat(full.received().await(2)).containsExactly("b", "d");
	}

	@Test
	void reject_tells_the_sender() {
		Puppet puppet = busy(Overflow.REJECT, FOR_EVER);
		send(puppet, "a", "b");
		assertThatExceptionOfType(MailboxFullException.class).isThrownBy(() -> send(puppet, "c"))
			.withMessageContaining("2 messages wait")
			.withMessageContaining("REJECT");
		assertThat(this.node.view().info(puppet.pid()).orElseThrow().mailboxSize()).isEqualTo(2);
		this.gate.open();
		assertThat(puppet.received().await(2)).containsExactly("a", "b");
		send(puppet, "d");
		assertThat(puppet.received().await()).isEqualTo("d");
	}

	@Test
	void reject_late_takes_nothing_while_the_oldest_message_has_waited_too_long() {
		Puppet puppet = Puppet.spawn(this.node,
				SpawnOptions.defaults().mailbox(new MailboxLimit(100, Overflow.REJECT_LATE)));
		puppet.tell((self) -> {
			this.gate.passStubbornly();
			return null;
		});
		this.gate.awaitReached();
		send(puppet, "a");
		this.time.advance(MailboxLimit.DEFAULT_TARGET);
		send(puppet, "b");
		this.time.advance(Duration.ofMillis(1));
		assertThatExceptionOfType(MailboxFullException.class).isThrownBy(() -> send(puppet, "c"))
			.withMessage("Mailbox of " + puppet.pid() + " takes nothing more for now: its oldest message has waited "
					+ "51ms, more than the 50ms of overflow policy REJECT_LATE");
		this.gate.open();
		assertThat(puppet.received().await(2)).containsExactly("a", "b");
		send(puppet, "d");
		assertThat(puppet.received().await()).isEqualTo("d");
	}

	@Test
	void reject_late_refuses_what_does_not_fit_like_reject() {
		Puppet puppet = busy(Overflow.REJECT_LATE, FOR_EVER);
		send(puppet, "a", "b");
		assertThatExceptionOfType(MailboxFullException.class).isThrownBy(() -> send(puppet, "c"))
			.withMessageContaining("2 messages wait");
	}

	@Test
	void drop_newest_counts_the_message_that_does_not_fit() {
		Puppet puppet = busy(Overflow.DROP_NEWEST, FOR_EVER);
		send(puppet, "a", "b", "c", "d");
		assertThat(this.node.view().deadLetters(DeadLetterReason.MAILBOX_FULL)).isEqualTo(2);
		this.gate.open();
		assertThat(puppet.received().await(2)).containsExactly("a", "b");
	}

	@Test
	void drop_oldest_counts_the_message_that_waited_longest() {
		Puppet puppet = busy(Overflow.DROP_OLDEST, FOR_EVER);
		send(puppet, "a", "b", "c", "d");
		assertThat(this.node.view().deadLetters(DeadLetterReason.MAILBOX_FULL)).isEqualTo(2);
		this.gate.open();
		assertThat(puppet.received().await(2)).containsExactly("c", "d");
	}

	@Test
	void drop_oldest_never_drops_a_signal() {
		Puppet puppet = busy(Overflow.DROP_OLDEST, FOR_EVER);
		((ProcessCell) puppet.pid()).signal(new SystemMessage.Exit(puppet.pid(), ExitReason.normal()));
		send(puppet, "a", "b", "c");
		this.gate.open();
		assertThat(puppet.received().await(3))
			.containsExactly(new SystemMessage.Exit(puppet.pid(), ExitReason.normal()), "b", "c");
	}

	@Test
	void block_waits_for_room() throws Throwable {
		Puppet puppet = busy(Overflow.BLOCK, FOR_EVER);
		send(puppet, "a", "b");
		Future<String> sending = sending(puppet, "c");
		this.time.awaitParked(1);
		assertThat(sending).isNotDone();
		this.gate.open();
		assertThat(Probe.get(sending)).isEqualTo("sent");
		assertThat(puppet.received().await(3)).containsExactly("a", "b", "c");
	}

	@Test
	void block_gives_up_in_the_end() {
		Puppet puppet = busy(Overflow.BLOCK, FOR_EVER);
		send(puppet, "a", "b");
		Future<String> sending = sending(puppet, "c");
		this.time.awaitParked(1);
		this.time.advance(FOR_EVER.minusNanos(1));
		assertThat(sending).isNotDone();
		this.time.advance(Duration.ofNanos(1));
		assertThatExceptionOfType(MailboxFullException.class).isThrownBy(() -> Probe.get(sending))
			.withMessageContaining("no room became free within 1h");
	}

	@Test
	void block_lets_as_many_in_as_there_is_room_and_each_once() throws Throwable {
		Puppet puppet = busy(Overflow.BLOCK, FOR_EVER);
		send(puppet, "a", "b");
		List<Future<String>> sending = IntStream.range(0, 50).mapToObj((i) -> sending(puppet, "more " + i)).toList();
		this.time.awaitParked(50);
		this.gate.open();
		for (Future<String> each : sending) {
			assertThat(Probe.get(each)).isEqualTo("sent");
		}
		assertThat(puppet.received().await(52)).startsWith("a", "b").doesNotHaveDuplicates();
	}

	@Test
	void block_ends_when_the_receiver_does() throws Throwable {
		Puppet puppet = busy(Overflow.BLOCK, FOR_EVER);
		send(puppet, "a", "b");
		Future<String> sending = sending(puppet, "c");
		this.time.awaitParked(1);
		this.node.kill(puppet.pid());
		assertThat(Probe.get(sending)).isEqualTo("sent");
		assertThat(this.node.view().deadLetters(DeadLetterReason.NO_PROCESS)).isEqualTo(1);
		assertThat(this.node.view().deadLetters(DeadLetterReason.PROCESS_EXITED)).isEqualTo(2);
	}

	@Test
	void block_can_be_interrupted_and_says_so() {
		Puppet puppet = busy(Overflow.BLOCK, FOR_EVER);
		send(puppet, "a", "b");
		Probe<Thread> sender = new Probe<>();
		Future<String> sending = Probe.async(() -> {
			sender.tell(Thread.currentThread());
			try {
				send(puppet, "c");
				return "sent";
			}
			catch (MailboxFullException ex) {
				return ex.getMessage() + " / flag " + Thread.currentThread().isInterrupted();
			}
		});
		Thread blocked = sender.await();
		this.time.awaitParked(1);
		blocked.interrupt();
		assertThat(sending).succeedsWithin(Probe.PATIENCE)
			.asString()
			.contains("interrupted")
			.doesNotContain("within")
			.endsWith("flag true");
	}

	@Test
	void an_interrupted_sender_can_send_while_there_is_room() throws Throwable {
		Puppet puppet = busy(Overflow.REJECT, FOR_EVER);
		Future<String> sending = Probe.async(() -> {
			Thread.currentThread().interrupt();
			send(puppet, "a");
			return "sent";
		});
		assertThat(Probe.get(sending)).isEqualTo("sent");
	}

	@Test
	void a_process_does_not_wait_for_itself() {
		Puppet puppet = Puppet.spawn(this.node,
				SpawnOptions.defaults().mailbox(new MailboxLimit(1, Overflow.BLOCK, FOR_EVER)));
		assertThatExceptionOfType(MailboxFullException.class).isThrownBy(() -> puppet.run((self) -> {
			self.processes().send(self.pid(), "a");
			self.processes().send(self.pid(), "b");
		}));
	}

	@Test
	void exit_signals_timers_and_stop_get_through_a_full_mailbox() {
		Puppet peer = Puppet.spawn(this.node);
		AtomicReference<MonitorRef> ref = new AtomicReference<>();
		Puppet puppet = busy(Overflow.REJECT, FOR_EVER, (self) -> {
			self.trapExits(true);
			ref.set(self.monitor(peer.pid()));
			self.link(peer.pid());
		});
		send(puppet, "a", "b");
		this.node.kill(peer.pid());
		this.node.host().deliverSignal(puppet.pid(), new PlainEnvelope("tick"));
		this.gate.open();
		assertThat(puppet.received().await(5)).containsExactly("a", "b",
				new SystemMessage.Down(ref.get(), peer.pid(), ExitReason.killed()),
				new SystemMessage.Exit(peer.pid(), ExitReason.killed()), "tick");
		this.node.host().stop(puppet.pid(), ExitReason.shutdown());
		assertThat(puppet.exit()).isEqualTo(ExitReason.shutdown());
	}

	@Test
	void signals_do_not_take_up_room() {
		Puppet puppet = busy(Overflow.REJECT, FOR_EVER);
		for (int i = 0; i < 5; i++) {
			((ProcessCell) puppet.pid()).signal(new SystemMessage.Exit(puppet.pid(), ExitReason.normal()));
		}
		send(puppet, "a", "b");
		this.gate.open();
		assertThat(puppet.received().await(7)).endsWith("a", "b");
	}

	@Test
	void a_plain_process_with_a_bounded_mailbox_sleeps_and_wakes() {
		Probe<Object> probe = new Probe<>();
		Pid pid = this.node.spawn(SpawnOptions.defaults().mailbox(new MailboxLimit(1, Overflow.BLOCK, FOR_EVER)),
				(self) -> {
					while (true) {
						probe.tell(self.receive());
					}
				});
		for (int i = 0; i < 1_000; i++) {
			this.node.send(pid, i);
		}
		assertThat(probe.await(1_000)).isEqualTo(IntStream.range(0, 1_000).boxed().toList());
	}

	@Test
	void a_limit_makes_sense() {
		assertThatIllegalArgumentException().isThrownBy(() -> new MailboxLimit(0, Overflow.REJECT))
			.withMessageContaining("at least 1");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new MailboxLimit(1, Overflow.BLOCK, Duration.ofMillis(-1)));
	}

}
