package io.triotp.process;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.triotp.testing.Conformance;
import io.triotp.testing.Gate;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import io.triotp.time.TimeSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class LinkTests {

	private static final ExitReason BOOM = ExitReason.failure("boom");

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final Probe<Object> probe = new Probe<>();

	@AfterEach
	void close() {
		this.node.close();
	}

	private Puppet puppet() {
		return Puppet.spawn(this.node);
	}

	private void link(Puppet a, Puppet b) {
		a.run((self) -> self.link(b.pid()));
	}

	private Pid dead() {
		Pid dead = this.node.spawn((self) -> {
		});
		Probe.exitOf(this.node, dead);
		return dead;
	}

	@Nested
	class A_link {

		@Test
		void works_in_both_directions() { // OTP L1
			Puppet a = puppet();
			Puppet b = puppet();
			link(a, b);
			assertThat(LinkTests.this.node.view().links(a.pid())).containsExactly(b.pid());
			assertThat(LinkTests.this.node.view().links(b.pid())).containsExactly(a.pid());
		}

		@Test
		void made_twice_is_one_link() { // OTP L1
			Puppet a = puppet().trapping();
			Puppet b = puppet();
			link(a, b);
			link(b, a);
			b.tell((self) -> BOOM);
			b.exit();
			assertThat(a.received().await()).isEqualTo(new SystemMessage.Exit(b.pid(), BOOM));
			a.run((self) -> {
			});
			assertThat(a.received().rest()).isEmpty();
		}

		@Test
		void with_oneself_does_nothing() { // OTP L1
			Puppet a = puppet();
			link(a, a);
			assertThat(LinkTests.this.node.view().links(a.pid())).isEmpty();
		}

		@Test
		@Conformance("LINK-14")
		void with_a_dead_process_is_an_error_for_who_does_not_trap() { // OTP L2
			Pid dead = dead();
			Puppet a = puppet();
			assertThatIllegalStateException().isThrownBy(() -> a.run((self) -> self.link(dead)))
				.withMessageContaining("noproc");
			assertThat(a.pid().isAlive()).isTrue();
		}

		@Test
		@Conformance("LINK-14")
		void with_a_dead_process_is_an_exit_message_for_who_traps() { // OTP L2
			Pid dead = dead();
			Puppet a = puppet().trapping();
			a.run((self) -> self.link(dead));
			assertThat(a.received().await()).isEqualTo(new SystemMessage.Exit(dead, ExitReason.noProcess()));
		}

		@Test
		@Conformance({ "LINK-01", "LINK-18" })
		void of_a_spawned_process_is_there_before_it_runs() { // OTP L3
			Puppet parent = puppet().trapping();
			Pid child = parent.ask((self) -> self.spawnLink((child_) -> {
				LinkTests.this.probe.tell(child_.processes().view().links(child_.pid()));
				throw new ExitException(BOOM);
			}));
			assertThat(LinkTests.this.probe.await()).isEqualTo(List.of(parent.pid()));
			assertThat(parent.received().await()).isEqualTo(new SystemMessage.Exit(child, BOOM));
		}

		@Test
		void of_a_spawned_process_is_there_before_anybody_finds_it_by_its_name() throws Throwable { // OTP
																									// L3
			Gate held = new Gate();
			try (Processes node = LocalNode
				.create(NodeOptions.defaults().time(new HeldTime(new ManualTime(), held)).highWaterMark(4))) {
				Puppet parent = Puppet.spawn(node);
				List<Puppet> others = IntStream.range(0, 4).mapToObj((i) -> Puppet.spawn(node)).toList();
				parent.run((self) -> others.forEach((other) -> self.monitor(other.pid())));
				AtomicReference<Thread> starting = new AtomicReference<>();
				AtomicBoolean go = new AtomicBoolean();
				parent.tell((self) -> {
					starting.set(Thread.currentThread());
					while (!go.get()) {
						Thread.onSpinWait();
					}
					LinkTests.this.probe
						.tell(node.spawn(SpawnOptions.defaults().name("child").linked(true), PlainProcess::receive));
					return null;
				});
				Probe.until(() -> starting.get() != null);
				// the fourth is told to the parent under its lock, which links need too
				Future<String> killing = Probe.async(() -> {
					others.forEach((other) -> node.kill(other.pid()));
					return "killed";
				});
				held.awaitReached();
				go.set(true);
				Probe.until(() -> starting.get().getState() == Thread.State.WAITING);
				assertThat(node.whereis("child")).isEmpty();
				held.open();
				Probe.get(killing);
				assertThat(LinkTests.this.probe.await()).isEqualTo(node.whereis("child").orElseThrow());
				assertThat(node.view().links(parent.pid())).containsExactly(node.whereis("child").orElseThrow());
			}
			finally {
				held.open();
			}
		}

		@Test
		void of_a_process_that_cannot_have_its_name_is_undone() { // OTP L3
			Puppet holder = Puppet.spawn(LinkTests.this.node, SpawnOptions.defaults().name("taken"));
			Puppet parent = puppet().trapping();
			assertThatExceptionOfType(NameTakenException.class).isThrownBy(() -> parent
				.run((self) -> self.processes().spawn(SpawnOptions.defaults().name("taken").linked(true), (child) -> {
				}))).satisfies((ex) -> assertThat(ex.holder()).isEqualTo(holder.pid()));
			assertThat(LinkTests.this.node.view().links(parent.pid())).isEmpty();
			parent.run((self) -> {
			});
			assertThat(parent.received().rest()).isEmpty();
		}

		@Test
		void that_is_disowned_leaves_nothing_behind() { // OTP S6
			Puppet parent = puppet();
			Puppet child = parent.ask((self) -> Puppet.spawn(self.processes(), SpawnOptions.defaults().linked(true)));
			LinkTests.this.node.host().muteStart(parent.pid(), child.pid());
			assertThat(LinkTests.this.node.view().links(parent.pid())).isEmpty();
			assertThat(((ProcessCell) child.pid()).bondLists).isNull();
		}

		@Test
		void that_is_removed_while_the_other_is_on_its_way_out_brings_no_exit() { // OTP
																					// L4
			Puppet a = puppet();
			Puppet b = puppet();
			link(a, b);
			// it blocks, as none should, to come between the end and its exit signals
			LinkTests.this.node.host().onExit(a.pid(), (pid, reason) -> b.run((self) -> self.unlink(pid)));
			LinkTests.this.node.kill(a.pid());
			b.run((self) -> {
			});
			assertThat(b.pid().isAlive()).isTrue();
		}

		@Test
		void that_is_removed_brings_no_exit() { // OTP L4
			Puppet a = puppet();
			Puppet b = puppet();
			link(a, b);
			b.run((self) -> self.unlink(a.pid()));
			assertThat(LinkTests.this.node.view().links(a.pid())).isEmpty();
			b.tell((self) -> BOOM);
			b.exit();
			a.run((self) -> {
			});
			assertThat(a.pid().isAlive()).isTrue();
		}

		@Test
		void needs_a_process_to_be_made_at_spawn() {
			assertThatIllegalStateException()
				.isThrownBy(() -> Puppet.spawn(LinkTests.this.node, SpawnOptions.defaults().linked(true)));
			assertThat(LinkTests.this.node.view().processCount()).isZero();
		}

	}

	@Nested
	class When_a_linked_process_ends {

		@Test
		void normally_the_other_goes_on() { // OTP L6
			Puppet a = puppet();
			Puppet b = puppet();
			link(a, b);
			b.tell((self) -> ExitReason.normal());
			b.exit();
			// Links are broken after watchers have been told.
			Probe.until(() -> LinkTests.this.node.view().links(a.pid()).isEmpty());
			a.run((self) -> {
			});
			assertThat(a.pid().isAlive()).isTrue();
		}

		@Test
		void with_any_other_reason_the_other_ends_with_the_same() { // OTP L6
			for (ExitReason reason : List.of(ExitReason.shutdown(), BOOM, ExitReason.killed())) {
				Puppet a = puppet();
				Puppet b = puppet();
				link(a, b);
				b.tell((self) -> reason);
				assertThat(a.exit()).isEqualTo(reason);
				assertThat(a.terminated().await()).isEqualTo(reason);
			}
		}

		@Test
		@Conformance({ "LINK-12", "LINK-16" })
		void who_traps_gets_a_message_for_every_reason() { // OTP L5, L7
			for (ExitReason reason : List.of(ExitReason.normal(), ExitReason.shutdown(), BOOM, ExitReason.killed())) {
				Puppet a = puppet().trapping();
				Puppet b = puppet();
				link(a, b);
				b.tell((self) -> reason);
				assertThat(a.received().await()).isEqualTo(new SystemMessage.Exit(b.pid(), reason));
			}
		}

		@Test
		void messages_about_it_stay_messages_when_trapping_is_turned_off() { // OTP L15
			Puppet a = puppet().trapping();
			Puppet b = puppet();
			link(a, b);
			Gate gate = new Gate();
			a.tell((self) -> {
				gate.pass();
				self.trapExits(false);
				return null;
			});
			gate.awaitReached();
			b.tell((self) -> BOOM);
			b.exit();
			Probe.until(() -> LinkTests.this.node.view().info(a.pid()).orElseThrow().mailboxSize() == 1);
			gate.open();
			assertThat(a.received().await()).isEqualTo(new SystemMessage.Exit(b.pid(), BOOM));
			a.run((self) -> {
			});
		}

		@Test
		void a_crash_carries_its_exception_along() { // OTP L6
			Puppet a = puppet();
			Puppet b = puppet();
			link(a, b);
			IllegalStateException cause = new IllegalStateException("boom");
			b.tell((self) -> {
				throw cause;
			});
			assertThat(a.exit().exception()).isSameAs(cause);
		}

		@Test
		void a_plain_process_that_waits_ends_too() { // OTP L6
			Puppet a = puppet();
			Pid plain = LinkTests.this.node.spawn((self) -> {
				self.link(a.pid());
				LinkTests.this.probe.tell("linked");
				self.receive();
			});
			LinkTests.this.probe.await();
			a.tell((self) -> BOOM);
			assertThat(Probe.exitOf(LinkTests.this.node, plain)).isEqualTo(BOOM);
		}

		@Test
		void a_chain_of_100_000_ends_to_the_last() throws InterruptedException { // OTP L6
			int length = 100_000;
			CountDownLatch ended = new CountDownLatch(length);
			LinkTests.this.node.host().addExitHook((pid) -> ended.countDown());
			Pid first = LinkTests.this.node.host().spawn(SpawnOptions.defaults(), new ChainLink(length - 1));
			Probe.until(() -> LinkTests.this.node.view().processCount() == length);
			long begin = System.nanoTime();
			LinkTests.this.node.exit(first, BOOM);
			assertThat(ended.await(30, TimeUnit.SECONDS)).as("%d live on", ended.getCount()).isTrue();
			System.out.printf("a chain of %,d links ended in %d ms%n", length, (System.nanoTime() - begin) / 1_000_000);
			// a hook runs just before its process leaves the table
			Probe.until(() -> LinkTests.this.node.view().processCount() == 0);
		}

	}

	@Nested
	class An_exit_signal {

		@Test
		void needs_no_link_and_names_its_sender() { // OTP L11
			Puppet sender = puppet();
			Puppet receiver = puppet().trapping();
			sender.run((self) -> self.processes().exit(receiver.pid(), BOOM));
			assertThat(receiver.received().await()).isEqualTo(new SystemMessage.Exit(sender.pid(), BOOM));
		}

		@Test
		void with_normal_is_ignored_by_who_does_not_trap() { // OTP L8
			Puppet receiver = puppet();
			LinkTests.this.node.exit(receiver.pid(), ExitReason.normal());
			receiver.run((self) -> {
			});
			assertThat(receiver.pid().isAlive()).isTrue();
		}

		@Test
		void with_normal_is_a_message_for_who_traps() { // OTP L8
			Puppet receiver = puppet().trapping();
			LinkTests.this.node.exit(receiver.pid(), ExitReason.normal());
			assertThat(receiver.received().await())
				.isEqualTo(new SystemMessage.Exit(receiver.pid(), ExitReason.normal()));
		}

		@Test
		@Conformance("LINK-05")
		void with_normal_to_oneself_ends_who_does_not_trap() { // OTP L8
			Puppet suicidal = puppet();
			suicidal.tell((self) -> {
				self.processes().exit(self.pid(), ExitReason.normal());
				return null;
			});
			assertThat(suicidal.exit()).isEqualTo(ExitReason.normal());
		}

		@Test
		void with_killed_can_be_trapped() { // OTP L10
			Puppet receiver = puppet().trapping();
			LinkTests.this.node.exit(receiver.pid(), ExitReason.killed());
			assertThat(receiver.received().await()).isInstanceOf(SystemMessage.Exit.class);
		}

		@Test
		void to_a_dead_process_does_nothing() { // OTP L12
			LinkTests.this.node.exit(dead(), BOOM);
		}

		@Test
		void to_oneself_cannot_be_caught() { // OTP L13
			Pid pid = LinkTests.this.node.spawn((self) -> {
				try {
					self.processes().exit(self.pid(), BOOM);
					self.receive();
				}
				catch (Throwable ex) {
					LinkTests.this.probe.tell("caught");
				}
			});
			assertThat(Probe.exitOf(LinkTests.this.node, pid)).isEqualTo(BOOM);
		}

		@Test
		@Conformance("LINK-09")
		void that_comes_second_is_ignored() { // OTP P7
			Puppet receiver = puppet();
			Gate gate = new Gate();
			receiver.tell((self) -> {
				gate.passStubbornly();
				return null;
			});
			gate.awaitReached();
			LinkTests.this.node.exit(receiver.pid(), ExitReason.failure("first"));
			LinkTests.this.node.exit(receiver.pid(), ExitReason.failure("second"));
			gate.open();
			assertThat(receiver.exit()).isEqualTo(ExitReason.failure("first"));
		}

		@Test
		void waits_for_the_present_handler_and_comes_before_the_next_message() {
			Puppet receiver = puppet();
			Gate gate = new Gate();
			receiver.tell((self) -> {
				LinkTests.this.probe.tell("interrupted " + gate.passStubbornly());
				return null;
			});
			gate.awaitReached();
			LinkTests.this.node.send(receiver.pid(), "queued");
			LinkTests.this.node.exit(receiver.pid(), BOOM);
			assertThat(receiver.pid().isAlive()).isTrue();
			gate.open();
			assertThat(receiver.exit()).isEqualTo(BOOM);
			assertThat(LinkTests.this.probe.rest()).containsExactly("interrupted false");
			assertThat(receiver.received().rest()).isEmpty();
			assertThat(LinkTests.this.node.view().deadLetters(DeadLetterReason.PROCESS_EXITED)).isEqualTo(1);
		}

		@Test
		void from_the_parent_ends_a_message_driven_process_that_traps() { // OTP G22
			Puppet parent = puppet();
			Puppet child = parent.ask((self) -> Puppet.spawn(self.processes(), SpawnOptions.defaults().linked(true)))
				.trapping();
			LinkTests.this.node.exit(child.pid(), ExitReason.shutdown());
			assertThat(child.received().await()).isInstanceOf(SystemMessage.Exit.class);
			parent.run((self) -> self.processes().exit(child.pid(), ExitReason.shutdown()));
			assertThat(child.exit()).isEqualTo(ExitReason.shutdown());
		}

		@Test
		void reaches_a_plain_process_between_messages_it_had_passed_over() {
			Gate gate = new Gate();
			Pid pid = LinkTests.this.node.spawn((self) -> {
				self.receiveMatching("found"::equals);
				gate.passStubbornly();
				LinkTests.this.probe.tell(self.receive());
			});
			LinkTests.this.node.send(pid, "passed over");
			LinkTests.this.node.send(pid, "found");
			gate.awaitReached();
			LinkTests.this.node.exit(pid, BOOM);
			gate.open();
			assertThat(Probe.exitOf(LinkTests.this.node, pid)).isEqualTo(BOOM);
			assertThat(LinkTests.this.probe.rest()).isEmpty();
		}

		@Test
		void to_a_process_that_has_not_run_yet_keeps_it_from_running() {
			Probe<Pid> started = new Probe<>();
			LinkTests.this.node.view().addListener((event) -> {
				if (event instanceof ProcessEvent.Started) {
					LinkTests.this.node.exit(event.pid(), BOOM);
					started.tell(event.pid());
				}
			});
			LinkTests.this.node.spawn((self) -> LinkTests.this.probe.tell("ran"));
			assertThat(Probe.exitOf(LinkTests.this.node, started.await())).isEqualTo(BOOM);
			assertThat(LinkTests.this.probe.rest()).isEmpty();
		}

	}

	@Test
	@Conformance("LINK-02")
	void a_parent_hears_from_its_child_when_somebody_else_ends_it() { // OTP L7, L11
		Puppet parent = puppet().trapping();
		Puppet child = parent.ask((self) -> Puppet.spawn(self.processes(), SpawnOptions.defaults().linked(true)));
		puppet().run((self) -> self.processes().exit(child.pid(), BOOM));
		assertThat(parent.received().await()).isEqualTo(new SystemMessage.Exit(child.pid(), BOOM));
	}

	@Test
	@Conformance("LINK-04")
	void a_trapping_process_that_signals_itself_gets_a_message_and_lives() { // OTP L8
		for (ExitReason reason : List.of(BOOM, ExitReason.normal(), ExitReason.shutdown())) {
			Puppet puppet = puppet().trapping();
			puppet.run((self) -> self.processes().exit(self.pid(), reason));
			assertThat(puppet.received().await()).isEqualTo(new SystemMessage.Exit(puppet.pid(), reason));
			puppet.run((self) -> {
			});
		}
	}

	@Test
	@Conformance("LINK-06")
	void a_process_may_end_itself_with_a_reason_of_any_size() {
		ExitReason large = ExitReason.failure(IntStream.range(0, 100_000).boxed().toList());
		Puppet puppet = puppet();
		puppet.run((self) -> self.processes().exit(self.pid(), large));
		assertThat(puppet.exit()).isEqualTo(large);
	}

	@Test
	@Conformance("LINK-08")
	void an_exit_signal_that_comes_with_a_timeout_ends_the_process_with_its_reason() throws Throwable {
		for (int i = 0; i < 200; i++) {
			Pid waiting = this.node.spawn((self) -> {
				self.receive(Duration.ofSeconds(1));
				self.receive();
			});
			this.time.awaitParked(1);
			Future<String> advancing = Probe.async(() -> {
				this.time.advance(Duration.ofSeconds(1));
				return "advanced";
			});
			this.node.exit(waiting, BOOM);
			assertThat(Probe.exitOf(this.node, waiting)).isEqualTo(BOOM);
			Probe.get(advancing);
		}
	}

	@Test
	@Conformance("LINK-10")
	void a_kill_at_one_end_of_a_chain_is_killed_at_the_other() { // OTP L6, L9
		Puppet observer = puppet().trapping();
		Puppet head = puppet();
		link(observer, head);
		Puppet last = head;
		for (int i = 0; i < 100; i++) {
			Puppet next = puppet();
			link(last, next);
			last = next;
		}
		this.node.kill(last.pid());
		assertThat(observer.received().await()).isEqualTo(new SystemMessage.Exit(head.pid(), ExitReason.killed()));
	}

	@Test
	@Conformance("LINK-13")
	void a_new_link_to_who_died_unlinked_tells_noproc_and_not_its_reason() { // OTP L2, L4
		Puppet a = puppet().trapping();
		Puppet b = puppet();
		link(a, b);
		a.run((self) -> self.unlink(b.pid()));
		b.tell((self) -> BOOM);
		b.exit();
		link(a, b);
		assertThat(a.received().await()).isEqualTo(new SystemMessage.Exit(b.pid(), ExitReason.noProcess()));
		a.run((self) -> {
		});
		assertThat(a.received().rest()).isEmpty();
	}

	@Test
	@Conformance("LINK-21")
	void messages_of_a_sender_come_before_its_exit_signal() { // OTP P3
		Puppet receiver = puppet().trapping();
		Puppet sender = puppet();
		sender.run((self) -> {
			for (int i = 0; i < 1_000; i++) {
				self.processes().send(receiver.pid(), i);
			}
			self.processes().exit(receiver.pid(), BOOM);
		});
		List<Object> received = receiver.received().await(1_001);
		assertThat(received.subList(0, 1_000)).isEqualTo(IntStream.range(0, 1_000).boxed().toList());
		assertThat(received.getLast()).isEqualTo(new SystemMessage.Exit(sender.pid(), BOOM));
	}

	/** Holds who has something done at once. */
	private record HeldTime(ManualTime time, Gate gate) implements TimeSource {

		@Override
		public Instant instant() {
			return Instant.EPOCH;
		}

		@Override
		public long nanoTime() {
			return this.time.nanoTime();
		}

		@Override
		public Scheduled schedule(long delayNanos, Runnable task) {
			if (delayNanos == 0) {
				this.gate.passStubbornly();
			}
			return this.time.schedule(delayNanos, task);
		}

		@Override
		public void park(Object blocker, long nanos) {
			this.time.park(blocker, nanos);
		}

		@Override
		public void close() {
			this.time.close();
		}

	}

	/** Starts the next of the chain, linked to itself. */
	private record ChainLink(int left) implements Behaviour {

		@Override
		public ExitReason start(Self self) {
			if (this.left > 0) {
				self.processes().host().spawn(SpawnOptions.defaults().linked(true), new ChainLink(this.left - 1));
			}
			return null;
		}

		@Override
		public ExitReason handle(Envelope envelope) {
			return null;
		}

		@Override
		public void terminate(ExitReason reason) {
		}

		@Override
		public Class<?> type() {
			return ChainLink.class;
		}

	}

}
