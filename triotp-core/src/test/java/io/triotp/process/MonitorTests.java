package io.triotp.process;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.triotp.testing.Conformance;
import io.triotp.testing.Gate;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import io.triotp.time.Deadline;
import io.triotp.time.TimeSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class MonitorTests {

	private static final ExitReason BOOM = ExitReason.failure("boom");

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final Puppet owner = Puppet.spawn(this.node);

	private final Puppet target = Puppet.spawn(this.node);

	@AfterEach
	void close() {
		this.node.close();
	}

	private MonitorRef monitor() {
		return this.owner.ask((self) -> self.monitor(this.target.pid()));
	}

	/** End the target; a watch made last is told last. */
	private void end(ExitReason reason) {
		try (ExitWatch watch = this.node.host().watch(this.target.pid())) {
			this.target.tell((self) -> reason);
			assertThat(watch.await(Deadline.after(Probe.PATIENCE, TimeSource.system()))).contains(reason);
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	/** What the owner has been told by now. */
	private List<Object> told() {
		this.owner.run((self) -> {
		});
		return this.owner.received().rest();
	}

	@Test
	void each_monitor_fires_once_in_the_order_made() { // OTP M1, M2
		MonitorRef first = monitor();
		MonitorRef second = monitor();
		end(BOOM);
		assertThat(told()).containsExactly(new SystemMessage.Down(first, this.target.pid(), BOOM),
				new SystemMessage.Down(second, this.target.pid(), BOOM));
	}

	@Test
	void a_monitor_is_one_way() { // OTP M1
		monitor();
		this.owner.tell((self) -> BOOM);
		this.owner.exit();
		this.target.run((self) -> {
		});
		assertThat(this.target.received().rest()).isEmpty();
	}

	@Test
	@Conformance("MON-10")
	void a_monitor_of_a_dead_process_fires_at_once_with_noproc() { // OTP M3
		end(BOOM);
		MonitorRef ref = monitor();
		assertThat(this.owner.received().await())
			.isEqualTo(new SystemMessage.Down(ref, this.target.pid(), ExitReason.noProcess()));
	}

	@Test
	void a_stopped_monitor_is_silent() { // OTP M5
		MonitorRef first = monitor();
		MonitorRef second = monitor();
		MonitorRef third = monitor();
		this.owner.run((self) -> self.demonitor(second));
		this.owner.run((self) -> self.demonitor(second));
		end(BOOM);
		assertThat(told()).extracting((down) -> ((SystemMessage.Down) down).ref()).containsExactly(first, third);
	}

	@Test
	@Conformance("MON-05")
	void a_used_monitor_may_be_stopped() { // OTP M5
		MonitorRef ref = monitor();
		end(BOOM);
		this.owner.run((self) -> self.demonitor(ref));
		assertThat(told()).hasSize(1);
	}

	@Test
	@Conformance("MON-04")
	void a_monitor_of_another_process_may_not_be_stopped() { // OTP M5
		MonitorRef ref = monitor();
		assertThatIllegalArgumentException().isThrownBy(() -> this.target.run((self) -> self.demonitor(ref)))
			.withMessageContaining("not a monitor of");
	}

	@Test
	void a_monitor_of_oneself_never_fires() { // OTP M6
		Probe<Object> probe = new Probe<>();
		this.owner.run((self) -> probe.tell(self.monitor(self.pid())));
		this.owner.tell((self) -> BOOM);
		assertThat(this.owner.exit()).isEqualTo(BOOM);
		assertThat(this.owner.received().rest()).isEmpty();
	}

	@Test
	@Conformance("MON-01")
	void a_monitor_fires_for_every_reason_trapping_or_not() { // OTP M7
		for (ExitReason reason : List.of(ExitReason.normal(), ExitReason.shutdown(), BOOM)) {
			Puppet each = Puppet.spawn(this.node);
			this.owner.run((self) -> self.monitor(each.pid()));
			each.tell((self) -> reason);
			assertThat(((SystemMessage.Down) this.owner.received().await()).reason()).isEqualTo(reason);
		}
	}

	@Test
	@Conformance("MON-02")
	void a_target_does_not_notice_that_its_monitor_is_killed() { // OTP M1
		monitor();
		this.node.kill(this.owner.pid());
		assertThat(this.owner.exit()).isEqualTo(ExitReason.killed());
		this.target.run((self) -> {
		});
		assertThat(this.target.received().rest()).isEmpty();
	}

	@Test
	@Conformance("MON-06")
	void a_monitor_of_oneself_may_be_stopped_twice_and_is_silent() { // OTP M5, M6
		this.owner.run((self) -> {
			MonitorRef ref = self.monitor(self.pid());
			self.processes().exit(this.target.pid(), BOOM);
			self.demonitor(ref);
			self.demonitor(ref);
		});
		assertThat(this.target.exit()).isEqualTo(BOOM);
		assertThat(told()).isEmpty();
	}

	@Test
	@Conformance("MON-08")
	void a_monitor_made_around_the_death_of_its_target_fires_exactly_once() { // OTP M2,
																				// M3
		for (int i = 0; i < 500; i++) {
			Pid shortLived = this.node.spawn((self) -> {
			});
			MonitorRef ref = this.owner.ask((self) -> self.monitor(shortLived));
			assertThat(this.owner.received().await()).isIn(new SystemMessage.Down(ref, shortLived, ExitReason.normal()),
					new SystemMessage.Down(ref, shortLived, ExitReason.noProcess()));
		}
		assertThat(told()).isEmpty();
	}

	@Test
	@Conformance("MON-09")
	void a_down_that_is_queued_outlives_its_monitor_unless_it_is_flushed() { // OTP M5
		Probe<Object> seen = new Probe<>();
		Pid observer = this.node.spawn((self) -> {
			MonitorRef early = self.monitor(this.target.pid());
			MonitorRef flushed = self.monitor(this.target.pid());
			MonitorRef unflushed = self.monitor(this.target.pid());
			MonitorRef untouched = self.monitor(this.target.pid());
			self.demonitor(early);
			seen.tell(List.of(unflushed, untouched));
			self.receiveMatching("ended"::equals);
			self.demonitorAndFlush(flushed);
			self.demonitor(unflushed);
			seen.tell(
					List.of(((SystemMessage.Down) self.receive()).ref(), ((SystemMessage.Down) self.receive()).ref()));
			seen.tell(self.receive(Duration.ZERO));
		});
		Object expected = seen.await();
		end(BOOM);
		this.node.send(observer, "ended");
		assertThat(seen.await(2)).containsExactly(expected, Optional.empty());
	}

	@Test
	void a_flushed_monitor_is_silent_wherever_its_down_is() { // OTP M5
		Probe<Object> seen = new Probe<>();
		Pid observer = this.node.spawn((self) -> {
			MonitorRef untouched = self.monitor(this.target.pid());
			MonitorRef active = self.monitor(this.target.pid());
			MonitorRef queued = self.monitor(this.target.pid());
			self.demonitorAndFlush(active);
			self.demonitorAndFlush(active);
			seen.tell(untouched);
			self.receiveMatching("go on"::equals);
			self.demonitorAndFlush(queued);
			seen.tell(((SystemMessage.Down) self.receive()).ref());
			seen.tell(self.receive(Duration.ZERO));
			this.owner.run((other) -> assertThatIllegalArgumentException()
				.isThrownBy(() -> other.demonitorAndFlush(untouched)));
		});
		Object untouched = seen.await();
		end(BOOM);
		this.node.send(observer, "go on");
		assertThat(seen.await(2)).containsExactly(untouched, Optional.empty());
		assertThat(Probe.exitOf(this.node, observer)).isEqualTo(ExitReason.normal());
	}

	@Test
	@Conformance("MON-10")
	void a_monitor_of_a_name_nobody_has_fires_at_once_with_noproc_and_tells_the_name() { // OTP
																							// M2,
																							// M3
		MonitorRef ref = this.owner.ask((self) -> self.monitor("nobody"));
		SystemMessage.Down down = (SystemMessage.Down) this.owner.received().await();
		assertThat(down).isEqualTo(new SystemMessage.Down(ref, ref.target(), ExitReason.noProcess()));
		assertThat(ref.name()).contains("nobody");
		assertThat(down.pid().isAlive()).isFalse();
		this.node.send(down.pid(), "is a dead letter");
		this.node.kill(down.pid());
		assertThat(this.node.view().deadLetters(DeadLetterReason.NO_PROCESS)).isEqualTo(1);
		assertThat(this.node.view().processCount()).isEqualTo(2);
		assertThatIllegalStateException().isThrownBy(() -> this.owner.run((self) -> self.link(down.pid())));
	}

	@Test
	void a_monitor_of_a_name_means_who_has_it_now() { // OTP M4
		this.node.register("shop", this.target.pid());
		MonitorRef ref = this.owner.ask((self) -> self.monitor("shop"));
		assertThat(ref.target()).isEqualTo(this.target.pid());
		this.node.unregister("shop");
		this.node.register("shop", this.owner.pid());
		end(BOOM);
		assertThat(told()).containsExactly(new SystemMessage.Down(ref, this.target.pid(), BOOM));
	}

	@Test
	void who_starts_and_monitors_a_process_gets_its_own_reason_however_soon_it_ends() {
		for (int i = 0; i < 200; i++) {
			MonitorRef ref = this.owner.ask((self) -> self.spawnMonitor((process) -> {
				throw process.exit(BOOM);
			}));
			assertThat(this.owner.received().await()).isEqualTo(new SystemMessage.Down(ref, ref.target(), BOOM));
		}
		assertThat(told()).isEmpty();
	}

	@Test
	void a_process_that_could_not_be_started_and_monitored_is_not_heard_of() {
		this.node.register("shop", this.target.pid());
		SpawnOptions taken = SpawnOptions.defaults().name("shop");
		assertThatExceptionOfType(NameTakenException.class)
			.isThrownBy(() -> this.owner.run((self) -> this.node.host().spawnMonitor(taken, (process) -> {
			})));
		assertThatIllegalStateException().isThrownBy(() -> this.node.host().spawnMonitor(taken, (process) -> {
		})).withMessageContaining("must be called from a process of node");
		assertThat(told()).isEmpty();
		assertThat(((ProcessCell) this.owner.pid()).bondLists().ownMonitors).isNull();
	}

	@Test
	void what_a_node_that_stops_refuses_to_start_is_not_heard_of() throws Throwable {
		for (int i = 0; i < 50; i++) {
			Gate stopping = new Gate();
			try (Processes node = LocalNode.create(NodeOptions.defaults().time(new ManualTime()))) {
				Puppet first = Puppet.spawn(node);
				Puppet starter = Puppet.spawn(node).trapping();
				// it blocks, as none should, so that the starter outlives the order to
				// stop
				node.host().onExit(first.pid(), (pid, reason) -> stopping.passStubbornly());
				Probe<Pid> started = new Probe<>();
				starter.tell((self) -> {
					try {
						while (true) {
							started.tell(node.host().spawnMonitor(SpawnOptions.defaults().linked(true), (child) -> {
							}).target());
						}
					}
					catch (IllegalStateException ex) {
						return null;
					}
				});
				Set<Pid> known = new HashSet<>(started.await(10));
				Future<String> closing = Probe.async(() -> {
					node.close();
					return "closed";
				});
				starter.run((self) -> {
				});
				known.addAll(started.rest());
				assertThat(starter.received().rest())
					.allSatisfy((message) -> assertThat(known.contains(about(message))).isTrue());
				stopping.open();
				Probe.get(closing);
			}
			finally {
				stopping.open();
			}
		}
	}

	private static Pid about(Object message) {
		return switch (message) {
			case SystemMessage.Down down -> down.pid();
			case SystemMessage.Exit exit -> exit.from();
			default -> throw new AssertionError(message);
		};
	}

	@Test
	@Conformance("MON-14")
	void a_down_carries_a_reason_of_any_size() {
		ExitReason large = ExitReason.failure(IntStream.range(0, 100_000).boxed().toList());
		monitor();
		end(large);
		assertThat(((SystemMessage.Down) this.owner.received().await()).reason()).isEqualTo(large);
	}

	@Test
	void the_monitors_of_a_dead_owner_are_forgotten() {
		monitor();
		monitor();
		this.owner.tell((self) -> BOOM);
		this.owner.exit();
		Probe.until(() -> ((ProcessCell) this.target.pid()).bondLists().monitors == null);
		end(BOOM);
	}

	@Test
	void monitors_on_a_dead_target_are_forgotten_by_their_owner() {
		monitor();
		monitor();
		end(BOOM);
		told();
		assertThat(((ProcessCell) this.owner.pid()).bondLists().ownMonitors).isNull();
	}

	@Test
	void two_that_monitor_each_other_and_end_together_do_not_hang() {
		for (int i = 0; i < 200; i++) {
			Puppet a = Puppet.spawn(this.node);
			Puppet b = Puppet.spawn(this.node);
			a.run((self) -> self.monitor(b.pid()));
			b.run((self) -> self.monitor(a.pid()));
			this.node.host().stop(a.pid(), BOOM);
			this.node.host().stop(b.pid(), BOOM);
			a.exit();
			b.exit();
		}
	}

	@Test
	void a_thread_that_runs_no_process_can_watch_too() throws Throwable {
		try (ExitWatch watch = this.node.host().watch(this.target.pid())) {
			assertThat(watch.await(Deadline.after(Duration.ZERO, this.time))).isEmpty();
			end(BOOM);
			assertThat(watch.await(Deadline.NEVER)).contains(BOOM);
		}
		try (ExitWatch watch = this.node.host().watch(this.target.pid())) {
			assertThat(watch.await(Deadline.after(Duration.ZERO, this.time))).contains(BOOM);
		}
	}

	@Test
	void a_watch_gives_up_at_its_deadline() throws Throwable {
		Future<Optional<ExitReason>> watching = Probe.async(() -> {
			try (ExitWatch watch = this.node.host().watch(this.target.pid())) {
				return watch.await(Deadline.after(Duration.ofSeconds(1), this.time));
			}
		});
		this.time.awaitParked(1);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(Probe.get(watching)).isEmpty();
		assertThat(((ProcessCell) this.target.pid()).bondLists().monitors).isNull();
	}

	@Test
	void a_watch_can_be_interrupted() {
		Probe<Thread> waiter = new Probe<>();
		Future<Optional<ExitReason>> watching = Probe.async(() -> {
			waiter.tell(Thread.currentThread());
			try (ExitWatch watch = this.node.host().watch(this.target.pid())) {
				return watch.await(Deadline.NEVER);
			}
		});
		waiter.await().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> Probe.get(watching));
	}

	@Test
	void monitors_made_and_stopped_by_many_while_the_target_ends_are_all_told_or_all_silent() {
		Gate gate = new Gate();
		Probe<Object> results = new Probe<>();
		int owners = 20;
		for (int i = 0; i < owners; i++) {
			this.node.spawn((self) -> {
				gate.pass();
				MonitorRef stopped = self.monitor(this.target.pid());
				MonitorRef kept = self.monitor(this.target.pid());
				self.demonitor(stopped);
				results.tell(self.receiveMatching((m) -> m instanceof SystemMessage.Down down && down.ref() == kept));
			});
		}
		gate.open();
		this.target.tell((self) -> BOOM);
		assertThat(results.await(owners)).hasSize(owners)
			.allMatch((down) -> ((SystemMessage.Down) down).pid() == this.target.pid());
	}

}
