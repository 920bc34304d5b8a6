package io.triotp.server;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;

import io.triotp.process.ExitReason;
import io.triotp.process.NameTakenException;
import io.triotp.process.Pid;
import io.triotp.process.Self;
import io.triotp.process.SpawnOptions;
import io.triotp.process.SystemMessage;
import io.triotp.server.TestServer.Ask;
import io.triotp.server.TestServer.Handler;
import io.triotp.testing.Conformance;
import io.triotp.testing.Gate;
import io.triotp.testing.LogProbe;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class StartTests extends ServerFixture {

	private static final ServerOptions NAMED = ServerOptions.named("shop");

	private final TestServer hanging = new TestServer() {

		@Override
		public String init() {
			StartTests.this.gate.passStubbornly();
			return "late";
		}

	};

	private static TestServer starting(InitResult<String> result) {
		return new TestServer() {

			@Override
			public InitResult<String> onStart() {
				return result;
			}

		};
	}

	private static TestServer failing(Exception problem) {
		return new TestServer() {

			@Override
			public String init() throws Exception {
				throw problem;
			}

		};
	}

	private ServerRef<TestServer> startNamed(TestServer server) {
		return GenServer.start(this.node, server, NAMED);
	}

	@Test
	void start_returns_when_init_has_and_the_state_is_what_it_returned() { // OTP S1, S2
		assertThat(start().call(Ask.ping())).isEqualTo("fresh");
	}

	@Test
	void on_start_may_return_more_than_a_state() { // OTP S5
		assertThat(start(starting(InitResult.ready("more"))).call(Ask.ping())).isEqualTo("more");
	}

	@Test
	void an_exception_of_init_reaches_the_starter_as_cause_and_terminate_is_not_called() { // OTP
																							// S5,
																							// G23
		IOException problem = new IOException("no disk");
		TestServer server = failing(problem);
		assertThatExceptionOfType(StartException.Failed.class).isThrownBy(() -> startNamed(server))
			.withMessageContaining("shop")
			.withMessageContaining("no disk")
			.withCause(problem)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(ExitReason.crash(problem)));
		assertThat(server.log.rest()).isEmpty();
	}

	@Test
	void a_refusal_reaches_the_starter_with_its_reason() { // OTP S5
		assertThatExceptionOfType(StartException.Failed.class)
			.isThrownBy(() -> startNamed(starting(InitResult.refuse(BOOM))))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(BOOM));
	}

	@Test
	void ignore_is_no_error_and_no_server() { // OTP S5
		assertThatExceptionOfType(StartException.Ignored.class)
			.isThrownBy(() -> startNamed(starting(InitResult.ignore())));
		assertThat(this.node.view().processCount()).isZero();
	}

	@Test
	void null_instead_of_a_result_is_a_failure() { // OTP S5
		assertThatExceptionOfType(StartException.Failed.class).isThrownBy(() -> startNamed(starting(null)))
			.withMessageContaining("onStart returned null");
	}

	@Test
	@Conformance("GS-02")
	void an_init_that_hangs_is_killed_when_the_start_timeout_is_over() { // OTP S3
		Future<Object> starting = Probe
			.async(() -> GenServer.start(this.node, this.hanging, NAMED.startTimeout(Duration.ofSeconds(2))));
		this.time.awaitParked(1);
		this.time.advance(Duration.ofMillis(1_999));
		assertThat(starting).isNotDone();
		this.time.awaitParked(1);
		this.time.advance(Duration.ofMillis(1));
		assertThatExceptionOfType(StartException.TimedOut.class).isThrownBy(() -> Probe.get(starting))
			.withMessageContaining("shop")
			.withMessageContaining("2s");
		assertThat(this.node.whereis("shop")).isEmpty();
		assertThat(this.node.view().processCount()).isZero();
	}

	@Test
	void an_init_that_returns_when_its_starter_has_given_up_is_followed_by_nothing() { // OTP
																						// S3
		TestServer server = starting(InitResult.ready("late").then("more"));
		Puppet parent = Puppet.spawn(this.node).trapping();
		try (LogProbe log = new LogProbe("io.triotp.crash")) {
			Pid late = parent.ask((self) -> {
				StartLatch latch = new StartLatch(this.node.host(), self);
				assertThat(latch.giveUp()).isTrue();
				return this.node.host()
					.spawn(SpawnOptions.defaults().linked(true), new ServerLoop<>(server, new Starting(latch)));
			});
			assertThat(Probe.exitOf(this.node, late)).isEqualTo(ExitReason.killed());
			Probe.until(() -> this.node.view().zombieCount() == 0);
			assertThat(server.log.rest()).isEmpty();
			assertThat(log.rest()).isEmpty();
		}
		assertUndisturbed(parent);
	}

	@Test
	void a_starter_whose_time_is_over_takes_the_outcome_that_is_there() { // OTP S3
		StartLatch up = new StartLatch(this.node.host(), null);
		assertThat(up.started()).isTrue();
		assertThat(up.giveUp()).isFalse();
		assertThat(up.failure()).isNull();
		StartLatch failed = new StartLatch(this.node.host(), null);
		assertThat(failed.exited(BOOM)).isTrue();
		assertThat(failed.giveUp()).isFalse();
		assertThat(failed.failure()).isEqualTo(BOOM);
		StartLatch givenUp = new StartLatch(this.node.host(), null);
		assertThat(givenUp.giveUp()).isTrue();
		assertThat(givenUp.started()).isFalse();
		assertThat(givenUp.exited(BOOM)).isFalse();
	}

	@Test
	void the_start_timeout_of_the_node_counts_unless_the_server_has_its_own() {
		Future<Object> starting = Probe.async(() -> startNamed(this.hanging));
		this.time.awaitParked(1);
		this.time.advance(this.node.view().options().startTimeout());
		assertThatExceptionOfType(StartException.TimedOut.class).isThrownBy(() -> Probe.get(starting));
		assertThatIllegalArgumentException().isThrownBy(() -> NAMED.startTimeout(Duration.ZERO));
	}

	@Test
	void a_kill_during_init_fails_the_start_at_once() {
		Future<Object> starting = Probe.async(() -> startNamed(this.hanging));
		this.gate.awaitReached();
		this.node.kill(this.node.whereis("shop").orElseThrow());
		assertThatExceptionOfType(StartException.Failed.class).isThrownBy(() -> Probe.get(starting))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(ExitReason.killed()));
	}

	@Test
	void an_interrupted_starter_still_learns_whether_there_is_a_server() throws Throwable {
		Probe<Thread> starter = new Probe<>();
		Future<Object> starting = Probe.async(() -> {
			starter.tell(Thread.currentThread());
			startNamed(this.hanging);
			return Thread.currentThread().isInterrupted();
		});
		this.gate.awaitReached();
		starter.await().interrupt();
		this.gate.open();
		assertThat(Probe.get(starting)).isEqualTo(true);
		assertThat(this.node.whereis("shop")).isPresent();
	}

	@Test
	void the_name_is_free_when_the_starter_hears_of_the_failure() { // OTP S4
		for (int i = 0; i < 200; i++) {
			assertThatExceptionOfType(StartException.Failed.class)
				.isThrownBy(() -> startNamed(failing(new IOException("no disk"))));
			assertThatExceptionOfType(StartException.Ignored.class)
				.isThrownBy(() -> startNamed(starting(InitResult.ignore())));
		}
		startNamed(new TestServer());
	}

	@Test
	void a_taken_name_is_refused_before_init_runs() { // OTP S2
		ServerRef<TestServer> first = startNamed(new TestServer());
		TestServer second = new TestServer() {

			@Override
			public String init() {
				this.log.tell("init");
				return "";
			}

		};
		assertThatExceptionOfType(NameTakenException.class).isThrownBy(() -> startNamed(second))
			.satisfies((ex) -> assertThat(ex.holder()).isEqualTo(pidOf(first)));
		assertThat(second.log.rest()).isEmpty();
	}

	@Test
	void an_init_does_not_begin_after_its_process_was_killed() {
		TestServer server = new TestServer() {

			@Override
			public Class<?> reportedType() {
				Self.current().processes().kill(Self.current().pid());
				return TestServer.class;
			}

			@Override
			public String init() {
				this.log.tell("init");
				return "up";
			}

		};
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> GenServer.start(this.node, server));
		Probe.until(() -> this.node.view().zombieCount() == 0);
		assertThat(server.log.rest()).isEmpty();
	}

	@Test
	void a_message_sent_during_init_waits_for_it() {
		Future<Object> starting = Probe.async(() -> startNamed(this.hanging));
		this.gate.awaitReached();
		this.node.send("shop", "early");
		this.gate.open();
		assertThat(starting).succeedsWithin(Probe.PATIENCE);
		assertThat(this.hanging.log.await()).isEqualTo("early");
	}

	@Test
	void a_continuation_of_the_start_runs_after_start_has_returned_and_before_any_message() throws Throwable { // OTP
																												// S9
		TestServer server = new TestServer() {

			@Override
			public InitResult<String> onStart() {
				self().processes().send(self().pid(), "queued during init");
				return InitResult.ready("fresh").then((Handler) (self, state) -> {
					StartTests.this.gate.pass();
					this.log.tell("first");
					return self.next(state).then("second");
				});
			}

		};
		start(server);
		assertThat(server.log.rest()).isEmpty();
		this.gate.open();
		assertThat(server.log.await(3)).containsExactly("first", "continue second", "queued during init");
	}

	@Test
	void a_start_may_end_in_an_idle_timeout() { // OTP G16
		TestServer server = starting(InitResult.ready("fresh").idle(Duration.ofSeconds(1)));
		start(server);
		Probe.until(() -> this.time.scheduled() == 1);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(server.log.await()).isEqualTo(new IdleTimeout());
	}

	@Test
	void a_crash_of_the_first_continuation_is_a_crash_of_the_server() { // OTP G20
		TestServer server = starting(InitResult.ready("fresh").then((Handler) (self, state) -> {
			throw new IOException("no disk");
		}));
		ServerRef<TestServer> ref = start(server);
		assertThat(exitOf(ref).exception()).hasMessage("no disk");
		assertThat(server.log.await()).isInstanceOf(TestServer.Terminated.class);
	}

	@Test
	void a_linked_server_has_its_starter_as_parent_and_dies_with_it() { // OTP S8
		Puppet parent = Puppet.spawn(this.node);
		TestServer server = new TestServer();
		ServerRef<TestServer> ref = parent.ask((self) -> GenServer.startLink(server, NAMED));
		assertThat(this.node.view().links(parent.pid())).containsExactly(pidOf(ref));
		assertThat(this.node.view().info(pidOf(ref)).orElseThrow().parent()).contains(parent.pid());
		this.node.host().stop(parent.pid(), ExitReason.shutdown());
		assertThat(exitOf(ref)).isEqualTo(ExitReason.shutdown());
		assertThat(server.log.await()).isEqualTo(new TestServer.Terminated(ExitReason.shutdown(), "fresh"));
	}

	@Test
	@Conformance("GS-61")
	void a_failed_linked_start_is_an_exception_and_no_exit_signal() { // OTP S6
		for (boolean trapping : List.of(true, false)) {
			Puppet parent = Puppet.spawn(this.node);
			parent.run((self) -> self.trapExits(trapping));
			for (TestServer each : List.of(failing(new IOException("no disk")), starting(InitResult.refuse(BOOM)),
					starting(InitResult.ignore()))) {
				assertThatExceptionOfType(StartException.class)
					.isThrownBy(() -> parent.run((self) -> GenServer.startLink(each, NAMED)));
			}
			parent.run((self) -> {
			});
			assertThat(parent.received().rest()).isEmpty();
			assertThat(this.node.view().links(parent.pid())).isEmpty();
		}
	}

	@Test
	void a_linked_start_that_takes_too_long_brings_no_exit_signal_either() { // OTP S6
		Puppet parent = Puppet.spawn(this.node).trapping();
		parent.tell((self) -> {
			try {
				GenServer.startLink(this.hanging, NAMED);
			}
			catch (StartException.TimedOut ex) {
				this.probe.tell(ex);
			}
			return null;
		});
		this.time.awaitParked(1);
		this.time.advance(this.node.view().options().startTimeout());
		this.probe.await();
		parent.run((self) -> {
		});
		assertThat(parent.received().rest()).isEmpty();
	}

	@Test
	@Conformance("GS-04")
	void a_linked_server_that_crashes_later_does_signal_its_parent() { // OTP L7
		Puppet parent = Puppet.spawn(this.node).trapping();
		ServerRef<TestServer> ref = parent.ask((self) -> GenServer.startLink(new TestServer(), NAMED));
		tell(ref, (self, state) -> self.stop(BOOM, state));
		assertThat(parent.received().await()).isEqualTo(new SystemMessage.Exit(pidOf(ref), BOOM));
	}

	@Test
	void servers_may_start_servers_in_init() {
		TestServer outer = new TestServer() {

			@Override
			public String init() {
				ServerRef<TestServer> inner = GenServer.startLink(new TestServer(), ServerOptions.named("inner"));
				return "outer of " + inner.call(Ask.ping());
			}

		};
		assertThat(start(outer).call(Ask.ping())).isEqualTo("outer of fresh");
	}

	@Test
	void a_linked_start_that_is_killed_brings_no_exit_signal_either() { // OTP S6
		for (boolean trapping : List.of(true, false)) {
			Gate init = new Gate();
			Puppet parent = Puppet.spawn(this.node);
			parent.run((self) -> self.trapExits(trapping));
			Future<?> failing = failing(parent, () -> GenServer.startLink(stuckAt(init), NAMED));
			init.awaitReached();
			this.node.kill(this.node.whereis("shop").orElseThrow());
			assertStartKilled(failing);
			assertUndisturbed(parent);
			assertThat(this.node.view().links(parent.pid())).isEmpty();
		}
	}

	@Test
	@Conformance("GS-05")
	void who_starts_and_monitors_a_server_gets_its_own_reason_however_soon_it_ends() { // OTP
																						// S2
		Puppet starter = Puppet.spawn(this.node);
		for (int i = 0; i < 200; i++) {
			TestServer shortLived = starting(
					InitResult.ready("").then((Handler) (self, state) -> self.stop(BOOM, state)));
			MonitoredServer<TestServer> started = starter
				.ask((self) -> GenServer.startMonitor(shortLived, ServerOptions.defaults()));
			assertThat(starter.received().await())
				.isEqualTo(new SystemMessage.Down(started.monitor(), pidOf(started.server()), BOOM));
		}
		assertUndisturbed(starter);
	}

	@Test
	@Conformance("GS-05")
	void who_starts_and_monitors_a_server_is_neither_its_parent_nor_linked() { // OTP S2,
																				// S8
		Puppet starter = Puppet.spawn(this.node);
		MonitoredServer<TestServer> started = starter.ask((self) -> GenServer.startMonitor(new TestServer(), NAMED));
		assertThat(started.server().call(Ask.ping())).isEqualTo("fresh");
		assertThat(this.node.view().info(pidOf(started.server())).orElseThrow().parent()).isEmpty();
		assertThat(this.node.view().links(starter.pid())).isEmpty();
		starter.run((self) -> self.demonitor(started.monitor()));
		started.server().stop();
		assertUndisturbed(starter);
	}

	@Test
	void a_failed_monitored_start_is_an_exception_and_no_down() { // OTP S2
		Puppet starter = Puppet.spawn(this.node);
		for (TestServer each : List.of(failing(new IOException("no disk")), starting(InitResult.refuse(BOOM)),
				starting(InitResult.ignore()))) {
			assertThatExceptionOfType(StartException.class)
				.isThrownBy(() -> starter.run((self) -> GenServer.startMonitor(each, NAMED)));
		}
		startNamed(new TestServer());
		assertThatExceptionOfType(NameTakenException.class)
			.isThrownBy(() -> starter.run((self) -> GenServer.startMonitor(new TestServer(), NAMED)));
		assertUndisturbed(starter);
		assertThatIllegalStateException().isThrownBy(() -> GenServer.startMonitor(new TestServer(), NAMED));
	}

	@Test
	void a_monitored_start_that_takes_too_long_or_is_killed_brings_no_down_either() { // OTP
																						// S2
		Puppet starter = Puppet.spawn(this.node);
		Future<?> late = failing(starter, () -> GenServer.startMonitor(this.hanging, NAMED));
		this.time.awaitParked(1);
		this.time.advance(this.node.view().options().startTimeout());
		assertThatExceptionOfType(StartException.TimedOut.class).isThrownBy(() -> Probe.get(late));
		Gate init = new Gate();
		Future<?> killed = failing(starter, () -> GenServer.startMonitor(stuckAt(init), NAMED));
		init.awaitReached();
		this.node.kill(this.node.whereis("shop").orElseThrow());
		assertStartKilled(killed);
		assertUndisturbed(starter);
	}

	private static TestServer stuckAt(Gate gate) {
		return new TestServer() {

			@Override
			public String init() throws Exception {
				gate.pass();
				return "late";
			}

		};
	}

	/** Have a process start something; what it gets comes out of the future. */
	private static Future<?> failing(Puppet starter, Supplier<?> start) {
		CompletableFuture<Object> outcome = new CompletableFuture<>();
		starter.tell((self) -> {
			try {
				outcome.complete(start.get());
			}
			catch (StartException ex) {
				outcome.completeExceptionally(ex);
			}
			return null;
		});
		return outcome;
	}

	private static void assertStartKilled(Future<?> start) {
		assertThatExceptionOfType(StartException.Failed.class).isThrownBy(() -> Probe.get(start))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(ExitReason.killed()));
	}

	private static void assertUndisturbed(Puppet process) {
		process.run((self) -> {
		});
		assertThat(process.received().rest()).isEmpty();
	}

}
