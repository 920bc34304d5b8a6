package io.triotp.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import io.triotp.testing.Gate;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import io.triotp.testing.Stamps;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

class MessageTests {

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final Probe<Object> probe = new Probe<>();

	@AfterEach
	void close() {
		this.node.close();
	}

	@Test
	void messages_of_one_sender_arrive_in_the_order_sent() { // OTP P3
		Puppet receiver = Puppet.spawn(this.node);
		IntStream.range(0, 1_000).forEach((i) -> this.node.send(receiver.pid(), i));
		assertThat(receiver.received().await(1_000)).containsExactlyElementsOf(numbers(1_000));
	}

	@Test
	void messages_that_wait_for_a_busy_process_keep_their_order() { // OTP P3
		Puppet receiver = Puppet.spawn(this.node);
		Gate gate = new Gate();
		receiver.tell((self) -> {
			gate.pass();
			return null;
		});
		gate.awaitReached();
		IntStream.range(0, 1_000).forEach((i) -> this.node.send(receiver.pid(), i));
		assertThat(this.node.view().info(receiver.pid()).orElseThrow().mailboxSize()).isEqualTo(1_000);
		gate.open();
		assertThat(receiver.received().await(1_000)).containsExactlyElementsOf(numbers(1_000));
	}

	@Test
	void messages_taken_from_the_mailbox_but_not_handled_yet_count_as_waiting() {
		Puppet receiver = Puppet.spawn(this.node);
		Gate first = new Gate();
		Gate second = new Gate();
		receiver.tell((self) -> {
			first.pass();
			return null;
		});
		first.awaitReached();
		receiver.tell((self) -> {
			second.pass();
			return null;
		});
		IntStream.range(0, 3).forEach((i) -> this.node.send(receiver.pid(), i));
		first.open();
		second.awaitReached();
		IntStream.range(3, 5).forEach((i) -> this.node.send(receiver.pid(), i));
		assertThat(this.node.view().info(receiver.pid()).orElseThrow().mailboxSize()).isEqualTo(5);
		second.open();
		assertThat(receiver.received().await(5)).containsExactlyElementsOf(numbers(5));
	}

	@Test
	void a_process_does_not_fall_asleep_over_what_came_meanwhile() {
		MailboxLimit limit = new MailboxLimit(1, MailboxLimit.Overflow.REJECT);
		ProcessCell withMessage = awake(SpawnOptions.defaults());
		withMessage.enqueue(new PlainEnvelope("came meanwhile"));
		assertThat(withMessage.fallAsleep()).isFalse();
		ProcessCell withBoundedMessage = awake(SpawnOptions.defaults().mailbox(limit));
		withBoundedMessage.enqueue(new PlainEnvelope("came meanwhile"));
		assertThat(withBoundedMessage.fallAsleep()).isFalse();
		ProcessCell toldToEnd = awake(SpawnOptions.defaults());
		toldToEnd.requestExit(ExitReason.shutdown());
		assertThat(toldToEnd.fallAsleep()).isFalse();
		ProcessCell killed = awake(SpawnOptions.defaults());
		killed.claimExit(ExitReason.killed());
		assertThat(killed.fallAsleep()).isFalse();
		assertThat(awake(SpawnOptions.defaults()).fallAsleep()).isTrue();
	}

	/** A process whose thread never runs: the test is its thread. */
	private ProcessCell awake(SpawnOptions options) {
		return new BodyCell((LocalNode) this.node, 0, options, null, (self) -> {
		});
	}

	@Test
	void a_message_sent_before_death_is_seen_before_the_down_and_the_exit() { // OTP P3
		Puppet witness = Puppet.spawn(this.node).trapping();
		Pid dying = this.node.spawn((self) -> {
			self.link(witness.pid());
			self.receive();
			self.processes().send(witness.pid(), "last words");
		});
		Probe.until(() -> this.node.view().links(witness.pid()).contains(dying));
		MonitorRef ref = witness.ask((self) -> self.monitor(dying));
		this.node.send(dying, "go");
		assertThat(witness.received().await(3)).containsExactly("last words",
				new SystemMessage.Down(ref, dying, ExitReason.normal()),
				new SystemMessage.Exit(dying, ExitReason.normal()));
	}

	@Test
	void a_plain_process_receives_its_messages_itself() {
		Pid pid = this.node.spawn((self) -> {
			this.probe.tell(self.receive());
			this.probe.tell(self.receive());
		});
		this.node.send(pid, "one");
		this.node.send(pid, "two");
		assertThat(this.probe.await(2)).containsExactly("one", "two");
		assertThat(Probe.exitOf(this.node, pid)).isEqualTo(ExitReason.normal()); // OTP
																					// L14
	}

	@Test
	void a_selective_receive_takes_the_first_match_and_leaves_the_rest_in_order() { // OTP
																					// P4
		Gate sent = new Gate();
		Pid pid = this.node.spawn((self) -> {
			sent.pass();
			this.probe.tell(self.receiveMatching(Integer.class::isInstance));
			this.probe.tell(self.receiveMatching(Integer.class::isInstance));
			this.probe.tell(self.receive());
			this.probe.tell(self.receive());
			this.probe.tell(self.receive());
		});
		List.of("a", 1, "b", 2, "c").forEach((message) -> this.node.send(pid, message));
		sent.open();
		assertThat(this.probe.await(5)).containsExactly(1, 2, "a", "b", "c");
	}

	@Test
	void a_selective_receive_that_throws_loses_no_message_and_keeps_the_order() { // OTP
																					// P4
		Gate sent = new Gate();
		Pid pid = this.node.spawn((self) -> {
			sent.pass();
			assertThatIllegalStateException().isThrownBy(() -> self.receiveMatching((message) -> {
				if (message.equals("b")) {
					throw new IllegalStateException("bad predicate");
				}
				return false;
			}));
			this.probe.tell(self.processes().view().info(self.pid()).orElseThrow().mailboxSize());
			this.probe.tell(self.receive());
			this.probe.tell(self.receive());
			this.probe.tell(self.receive());
		});
		List.of("a", "b", "c").forEach((message) -> this.node.send(pid, message));
		sent.open();
		assertThat(this.probe.await(4)).containsExactly(3, "a", "b", "c");
	}

	@Test
	void a_receive_with_zero_scans_what_is_there_and_gives_up() { // OTP P4
		Gate sent = new Gate();
		Pid pid = this.node.spawn((self) -> {
			sent.pass();
			this.probe.tell(self.receiveMatching(Integer.class::isInstance, Duration.ZERO));
			this.probe.tell(self.receiveMatching("b"::equals, Duration.ZERO));
			this.probe.tell(self.receive(Duration.ZERO));
			this.probe.tell(self.receive(Duration.ZERO));
		});
		List.of("a", "b").forEach((message) -> this.node.send(pid, message));
		sent.open();
		assertThat(this.probe.await(4)).containsExactly(Optional.empty(), Optional.of("b"), Optional.of("a"),
				Optional.empty());
	}

	@Test
	void a_receive_with_a_timeout_gives_up_when_it_is_over_and_not_before() {
		this.node.spawn((self) -> this.probe.tell(self.receive(Duration.ofSeconds(3))));
		this.time.awaitParked(1);
		this.time.advance(Duration.ofMillis(2_999));
		assertThat(this.probe.rest()).isEmpty();
		this.time.awaitParked(1);
		this.time.advance(Duration.ofMillis(1));
		assertThat(this.probe.await()).isEqualTo(Optional.empty());
	}

	@Test
	void a_message_ends_a_receive_with_a_timeout_at_once() {
		Pid pid = this.node.spawn((self) -> this.probe.tell(self.receive(Duration.ofSeconds(3))));
		this.time.awaitParked(1);
		this.node.send(pid, "in time");
		assertThat(this.probe.await()).isEqualTo(Optional.of("in time"));
	}

	@Test
	void only_the_process_itself_receives_its_messages() {
		Probe<PlainProcess> escaped = new Probe<>();
		this.node.spawn((self) -> {
			escaped.tell(self);
			self.receive();
		});
		PlainProcess self = escaped.await();
		assertThatIllegalStateException().isThrownBy(self::receive).withMessageContaining("itself");
	}

	@Test
	void a_message_to_a_dead_process_is_dropped_and_counted() { // OTP P1
		Pid dead = dead();
		this.node.send(dead, "hello?");
		assertThat(this.node.view().deadLetters(DeadLetterReason.NO_PROCESS)).isEqualTo(1);
	}

	@Test
	void messages_left_behind_by_a_process_are_counted() {
		Puppet puppet = Puppet.spawn(this.node);
		Gate gate = new Gate();
		puppet.tell((self) -> {
			gate.pass();
			return ExitReason.normal();
		});
		gate.awaitReached();
		this.node.send(puppet.pid(), "never handled");
		this.node.send(puppet.pid(), "nor this");
		gate.open();
		puppet.exit();
		assertThat(this.node.view().deadLetters(DeadLetterReason.PROCESS_EXITED)).isEqualTo(2);
	}

	@Test
	void messages_passed_over_by_a_plain_process_are_counted_when_it_ends() {
		Pid pid = this.node.spawn((self) -> self.receiveMatching("stop"::equals));
		List.of("a", "b", "stop").forEach((message) -> this.node.send(pid, message));
		Probe.exitOf(this.node, pid);
		Probe.until(() -> this.node.view().deadLetters(DeadLetterReason.PROCESS_EXITED) == 2);
	}

	@Test
	void messages_passed_over_by_a_plain_process_still_count_as_waiting() {
		Pid pid = this.node.spawn((self) -> self.receiveMatching("stop"::equals));
		List.of("a", "b").forEach((message) -> this.node.send(pid, message));
		Probe.until(() -> this.node.view().info(pid).orElseThrow().state() == ProcessInfo.State.WAITING);
		assertThat(this.node.view().info(pid).orElseThrow().mailboxSize()).isEqualTo(2);
	}

	@Test
	void exit_and_down_messages_left_behind_are_no_loss() {
		Puppet witness = Puppet.spawn(this.node).trapping();
		Gate gate = new Gate();
		Pid child = witness.ask((self) -> self.spawnLink(PlainProcess::receive));
		witness.tell((self) -> {
			gate.pass();
			return ExitReason.normal();
		});
		gate.awaitReached();
		this.node.send(child, "end");
		Probe.exitOf(this.node, child);
		gate.open();
		witness.exit();
		assertThat(this.node.view().deadLetters(DeadLetterReason.PROCESS_EXITED)).isZero();
	}

	@Test
	void a_listener_is_told_of_a_dead_letter_by_type_and_sender() {
		List<NodeEvent> events = new ArrayList<>();
		Pid dead = dead();
		this.node.view().addListener((event) -> {
			if (event instanceof ProcessEvent.DeadLetter) {
				events.add(event);
			}
		});
		Puppet sender = Puppet.spawn(this.node);
		sender.run((self) -> self.processes().send(dead, "hello?"));
		assertThat(events).usingRecursiveFieldByFieldElementComparatorIgnoringFields("stamp")
			.containsExactly(new ProcessEvent.DeadLetter(Stamps.ANY, dead, String.class, DeadLetterReason.NO_PROCESS,
					Optional.of(sender.pid())));
	}

	@Test
	void a_listener_that_throws_harms_nobody() {
		this.node.view().addListener((event) -> {
			throw new IllegalStateException("bad listener");
		});
		Puppet puppet = Puppet.spawn(this.node);
		this.node.host().stop(puppet.pid(), ExitReason.shutdown());
		assertThat(puppet.exit()).isEqualTo(ExitReason.shutdown());
	}

	@Test
	void an_event_tells_when_where_and_in_which_order_it_happened() {
		Probe<NodeEvent> events = new Probe<>();
		this.node.view().addListener(events::tell);
		Puppet puppet = Puppet.spawn(this.node, SpawnOptions.defaults().label("shop/stock"));
		this.time.advance(Duration.ofMinutes(3));
		this.node.host().stop(puppet.pid(), ExitReason.shutdown());
		List<NodeEvent> both = events.await(2);
		assertThat(both).extracting(NodeEvent::sequence).containsExactly(1L, 2L);
		assertThat(both).extracting(NodeEvent::at)
			.containsExactly(ManualTime.EPOCH, ManualTime.EPOCH.plus(Duration.ofMinutes(3)));
		assertThat(both).extracting(NodeEvent::path).containsOnly("shop/stock");
	}

	@Test
	void start_and_end_of_a_process_are_events() {
		Probe<NodeEvent> events = new Probe<>();
		this.node.view().addListener(events::tell);
		Puppet puppet = Puppet.spawn(this.node);
		this.node.host().stop(puppet.pid(), ExitReason.shutdown());
		assertThat(events.await(2)).usingRecursiveFieldByFieldElementComparatorIgnoringFields("stamp", "lived")
			.containsExactly(new ProcessEvent.Started(Stamps.ANY, puppet.pid(), Puppet.class), new ProcessEvent.Exited(
					Stamps.ANY, puppet.pid(), Puppet.class, ExitReason.shutdown(), Duration.ZERO));
	}

	@Test
	void the_end_of_a_process_tells_how_long_it_has_lived_by_the_wall_clock() {
		Probe<NodeEvent> events = new Probe<>();
		this.node.view().addListener(events::tell);
		Puppet puppet = Puppet.spawn(this.node);
		this.time.advance(Duration.ofSeconds(90));
		this.node.host().stop(puppet.pid(), ExitReason.shutdown());
		assertThat(events.await(2)).last()
			.isInstanceOfSatisfying(ProcessEvent.Exited.class,
					(exited) -> assertThat(exited.lived()).isEqualTo(Duration.ofSeconds(90)));
	}

	@Test
	void null_is_no_message() {
		Puppet puppet = Puppet.spawn(this.node);
		assertThatNullPointerException().isThrownBy(() -> this.node.send(puppet.pid(), null));
	}

	@Test
	void a_pid_of_another_runtime_is_refused_by_name() {
		try (Processes other = LocalNode.create(NodeOptions.defaults().name("other").time(new ManualTime()))) {
			Pid foreign = Puppet.spawn(other).pid();
			assertThatIllegalArgumentException().isThrownBy(() -> this.node.send(foreign, "hello"))
				.withMessageContaining("'other'");
		}
	}

	private Pid dead() {
		Pid dead = this.node.spawn((self) -> {
		});
		Probe.exitOf(this.node, dead);
		return dead;
	}

	private static List<Integer> numbers(int count) {
		return IntStream.range(0, count).boxed().toList();
	}

}
