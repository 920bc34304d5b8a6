package io.triotp.process;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import io.triotp.testing.Conformance;
import io.triotp.testing.Gate;
import io.triotp.testing.LogProbe;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Kill is logical death: the process is gone at once, its code may run on as a zombie.
 */
class KillTests {

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final Gate gate = new Gate();

	private final Probe<Object> probe = new Probe<>();

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	/** A process in a handler that ignores interrupts, then acts. */
	private Puppet stubborn(Puppet.Action afterwards) {
		Puppet puppet = Puppet.spawn(this.node, SpawnOptions.defaults().name("stubborn"));
		puppet.tell((self) -> {
			this.gate.passStubbornly();
			try {
				afterwards.run(self);
				this.probe.tell("done");
			}
			catch (Throwable ex) {
				this.probe.tell(ex);
			}
			return null;
		});
		this.gate.awaitReached();
		return puppet;
	}

	@Test
	void a_killed_process_is_gone_at_once_although_its_code_runs_on() { // OTP L9
		Puppet witness = Puppet.spawn(this.node).trapping();
		Puppet victim = stubborn((self) -> {
		});
		MonitorRef ref = witness.ask((self) -> {
			self.link(victim.pid());
			return self.monitor(victim.pid());
		});
		this.node.kill(victim.pid());
		assertThat(victim.pid().isAlive()).isFalse();
		assertThat(this.node.whereis("stubborn")).isEmpty();
		assertThat(this.node.view().info(victim.pid())).isEmpty();
		assertThat(this.node.exitReason(victim.pid())).contains(ExitReason.killed());
		assertThat(witness.received().await(2)).containsExactly(
				new SystemMessage.Down(ref, victim.pid(), ExitReason.killed()),
				new SystemMessage.Exit(victim.pid(), ExitReason.killed()));
		assertThat(this.node.view().zombieCount()).isEqualTo(1);
	}

	@Test
	void a_kill_cannot_be_trapped_and_skips_terminate() { // OTP L9, G21
		Puppet victim = Puppet.spawn(this.node).trapping();
		this.node.kill(victim.pid());
		assertThat(victim.exit()).isEqualTo(ExitReason.killed());
		assertThat(victim.terminated().rest()).isEmpty();
	}

	@Test
	void links_see_killed_as_a_reason_like_any_other() { // OTP L9
		Puppet a = Puppet.spawn(this.node);
		Puppet b = Puppet.spawn(this.node);
		a.run((self) -> self.link(b.pid()));
		this.node.kill(b.pid());
		assertThat(a.exit()).isEqualTo(ExitReason.killed());
		assertThat(a.terminated().await()).isEqualTo(ExitReason.killed());
	}

	@Test
	void a_kill_interrupts_the_code_that_runs() {
		Puppet victim = Puppet.spawn(this.node);
		victim.tell((self) -> {
			try {
				this.gate.pass();
			}
			catch (InterruptedException ex) {
				this.probe.tell("interrupted");
			}
			return null;
		});
		this.gate.awaitReached();
		this.node.kill(victim.pid());
		assertThat(this.probe.await()).isEqualTo("interrupted");
	}

	@Test
	void a_kill_ends_a_plain_process_that_waits() {
		Pid victim = this.node.spawn((self) -> {
			try {
				self.receive();
			}
			catch (ExitException ex) {
				this.probe.tell(ex.reason());
			}
		});
		Probe.until(() -> this.node.view().info(victim).orElseThrow().state() == ProcessInfo.State.WAITING);
		this.node.kill(victim);
		assertThat(this.probe.await()).isEqualTo(ExitReason.killed());
		Probe.until(() -> this.node.view().zombieCount() == 0);
	}

	@Test
	void the_messages_of_a_killed_process_are_dead_letters() {
		Puppet victim = stubborn((self) -> {
		});
		this.node.send(victim.pid(), "one");
		this.node.send(victim.pid(), "two");
		this.node.kill(victim.pid());
		assertThat(this.node.view().deadLetters(DeadLetterReason.PROCESS_EXITED)).isEqualTo(2);
		this.node.send(victim.pid(), "three");
		assertThat(this.node.view().deadLetters(DeadLetterReason.NO_PROCESS)).isEqualTo(1);
		this.gate.open();
		this.probe.await();
		assertThat(victim.received().rest()).isEmpty();
	}

	@Test
	@Conformance("LINK-20")
	void a_name_freed_by_a_kill_can_be_taken_while_the_zombie_runs() { // OTP P6
		Puppet victim = stubborn((self) -> {
		});
		this.node.kill(victim.pid());
		Puppet successor = Puppet.spawn(this.node, SpawnOptions.defaults().name("stubborn"));
		this.gate.open();
		assertThat(this.probe.await()).isEqualTo("done");
		Probe.until(() -> this.node.view().zombieCount() == 0);
		assertThat(this.node.whereis("stubborn")).contains(successor.pid());
	}

	@Test
	void a_zombie_cannot_send() {
		Puppet receiver = Puppet.spawn(this.node);
		assertRefused((self) -> self.processes().send(receiver.pid(), "boo"));
		receiver.run((self) -> {
		});
		assertThat(receiver.received().rest()).isEmpty();
		assertThat(this.node.view().deadLetters(DeadLetterReason.SENDER_EXITED)).isEqualTo(1);
	}

	@Test
	void a_zombie_cannot_send_exit_signals() {
		Puppet receiver = Puppet.spawn(this.node).trapping();
		assertRefused((self) -> self.processes().exit(receiver.pid(), ExitReason.shutdown()));
		receiver.run((self) -> {
		});
		assertThat(receiver.received().rest()).isEmpty();
	}

	@Test
	void a_zombie_cannot_register() {
		Puppet other = Puppet.spawn(this.node);
		assertRefused((self) -> self.register("undead"));
		assertThat(this.node.whereis("undead")).isEmpty();
		assertThat(other.pid().isAlive()).isTrue();
	}

	@Test
	void a_zombie_cannot_register_others() {
		Puppet other = Puppet.spawn(this.node);
		assertRefused((self) -> self.processes().register("undead", other.pid()));
		assertThat(this.node.whereis("undead")).isEmpty();
	}

	@Test
	void a_zombie_cannot_start_processes() {
		assertRefused((self) -> self.processes().spawn((child) -> {
		}));
		assertThat(this.node.view().processCount()).isZero();
	}

	@Test
	void a_zombie_cannot_link_monitor_trap_or_set_timers() {
		Puppet other = Puppet.spawn(this.node);
		Puppet victim = stubborn((self) -> {
			assertRefusal(() -> self.link(other.pid()));
			assertRefusal(() -> self.unlink(other.pid()));
			assertRefusal(() -> self.monitor(other.pid()));
			assertRefusal(() -> self.trapExits(true));
			assertRefusal(() -> self.sendAfter(Duration.ZERO, "tick"));
			assertRefusal(() -> self.sendEvery(Duration.ofSeconds(1), "tick"));
			assertRefusal(() -> self.spawnLink((child) -> {
			}));
		});
		this.node.kill(victim.pid());
		this.gate.open();
		assertThat(this.probe.await()).isEqualTo("done");
	}

	private static void assertRefusal(Runnable action) {
		assertThatExceptionOfType(ProcessExitedException.class).isThrownBy(action::run).withMessageContaining("killed");
	}

	private void assertRefused(Puppet.Action action) {
		Puppet victim = stubborn(action);
		this.node.kill(victim.pid());
		this.gate.open();
		assertThat(this.probe.await()).isInstanceOf(ProcessExitedException.class);
	}

	@Test
	void what_a_zombie_returns_changes_nothing() {
		Puppet victim = Puppet.spawn(this.node);
		victim.tell((self) -> {
			this.gate.passStubbornly();
			this.probe.tell("done");
			return ExitReason.failure("too late");
		});
		this.gate.awaitReached();
		this.node.kill(victim.pid());
		this.gate.open();
		this.probe.await();
		Probe.until(() -> this.node.view().zombieCount() == 0);
		assertThat(this.node.exitReason(victim.pid())).contains(ExitReason.killed());
		assertThat(victim.terminated().rest()).isEmpty();
	}

	@Test
	void a_zombie_that_ends_is_no_longer_counted_even_if_time_stands_still() {
		Puppet victim = stubborn((self) -> {
		});
		this.node.kill(victim.pid());
		assertThat(this.node.view().zombieCount()).isEqualTo(1);
		this.gate.open();
		this.probe.await();
		Probe.until(() -> this.node.view().zombieCount() == 0);
	}

	@Test
	void a_zombie_is_interrupted_again_and_again_and_reported_once() {
		try (LogProbe log = new LogProbe("io.triotp.process.Zombies")) {
			Probe<String> interrupts = new Probe<>();
			Gate end = new Gate();
			Puppet victim = Puppet.spawn(this.node, SpawnOptions.defaults().label("the stubborn one"));
			victim.tell((self) -> {
				for (int i = 0; i < 5; i++) {
					try {
						this.gate.pass();
					}
					catch (InterruptedException ex) {
						interrupts.tell("interrupted");
					}
				}
				end.passStubbornly();
				return null;
			});
			this.gate.awaitReached();
			this.node.kill(victim.pid());
			interrupts.await();
			for (Duration wait : new Duration[] { Duration.ofMillis(100), Duration.ofSeconds(1),
					Duration.ofSeconds(5) }) {
				assertThat(log.rest()).isEmpty();
				this.time.advance(wait);
				interrupts.await();
			}
			assertThat(log.await().getFormattedMessage()).contains(victim.pid().toString(), "the stubborn one",
					"ignores interrupts");
			this.time.advance(Duration.ofSeconds(10));
			interrupts.await();
			assertThat(log.rest()).isEmpty();
			end.open();
			Probe.until(() -> this.node.view().zombieCount() == 0);
			this.time.advance(Duration.ofSeconds(10));
			assertThat(this.time.scheduled()).isZero();
		}
	}

	@Test
	void a_handler_that_spins_is_gone_for_everybody_else_and_no_zombie_once_it_returns() {
		AtomicBoolean released = new AtomicBoolean();
		Puppet witness = Puppet.spawn(this.node);
		Puppet victim = Puppet.spawn(this.node, SpawnOptions.defaults().name("spinning"));
		MonitorRef ref = witness.ask((self) -> self.monitor(victim.pid()));
		victim.tell((self) -> {
			this.probe.tell("spins");
			while (!released.get()) {
				Thread.onSpinWait();
			}
			return null;
		});
		assertThat(this.probe.await()).isEqualTo("spins");
		try {
			this.node.kill(victim.pid());
			assertThat(witness.received().await())
				.isEqualTo(new SystemMessage.Down(ref, victim.pid(), ExitReason.killed()));
			Puppet successor = Puppet.spawn(this.node, SpawnOptions.defaults().name("spinning"));
			assertThat(successor.<String>ask((self) -> "answers")).isEqualTo("answers");
			assertThat(this.node.view().zombieCount()).isEqualTo(1);
		}
		finally {
			released.set(true);
		}
		Probe.until(() -> this.node.view().zombieCount() == 0);
	}

	@Test
	void a_process_killed_while_it_sleeps_leaves_no_zombie() {
		Puppet victim = Puppet.spawn(this.node);
		victim.run((self) -> {
		});
		Probe.until(() -> this.node.view().info(victim.pid()).orElseThrow().state() == ProcessInfo.State.WAITING);
		this.node.kill(victim.pid());
		assertThat(this.node.view().zombieCount()).isZero();
		assertThat(this.time.scheduled()).isZero();
	}

	@Test
	void a_plain_process_killed_before_it_ran_never_runs() {
		this.node.view().addListener((event) -> {
			if (event instanceof ProcessEvent.Started) {
				this.node.kill(event.pid());
			}
		});
		for (int i = 0; i < 100; i++) {
			Pid victim = this.node.spawn((self) -> this.probe.tell("ran"));
			assertThat(victim.isAlive()).isFalse();
		}
		CountDownLatch threads = new CountDownLatch(100);
		for (int i = 0; i < 100; i++) {
			Thread.ofVirtual().start(threads::countDown);
		}
		Probe.until(() -> threads.getCount() == 0);
		assertThat(this.probe.rest()).isEmpty();
	}

	@Test
	void a_process_may_kill_itself() {
		Puppet victim = Puppet.spawn(this.node);
		victim.tell((self) -> {
			self.processes().kill(self.pid());
			this.probe.tell(Thread.currentThread().isInterrupted());
			return null;
		});
		assertThat(this.probe.await()).isEqualTo(true);
		assertThat(victim.exit()).isEqualTo(ExitReason.killed());
	}

	@Test
	void a_kill_during_start_leaves_nothing_to_be_started() {
		Probe<Optional<String>> calls = new Probe<>();
		Behaviour slow = new Behaviour() {

			@Override
			public ExitReason start(Self self) {
				KillTests.this.gate.passStubbornly();
				KillTests.this.probe.tell("start returns");
				return null;
			}

			@Override
			public ExitReason started() {
				calls.tell(Optional.of("started"));
				return null;
			}

			@Override
			public ExitReason handle(Envelope envelope) {
				return null;
			}

			@Override
			public void terminate(ExitReason reason) {
				calls.tell(Optional.of("terminate"));
			}

			@Override
			public Class<?> type() {
				return getClass();
			}

		};
		Pid victim = this.node.host().spawn(SpawnOptions.defaults(), slow);
		this.gate.awaitReached();
		this.node.kill(victim);
		this.gate.open();
		this.probe.await();
		Probe.until(() -> this.node.view().zombieCount() == 0);
		assertThat(calls.rest()).isEmpty();
	}

}
