package io.triotp.server;

import java.time.Duration;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.triotp.process.ExitReason;
import io.triotp.process.NameTakenException;
import io.triotp.process.Pid;
import io.triotp.process.SpawnOptions;
import io.triotp.process.SystemMessage;
import io.triotp.server.TestServer.Ask;
import io.triotp.server.TestServer.Terminated;
import io.triotp.testing.Conformance;
import io.triotp.testing.LogProbe;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the test suites of OTP ask of generic servers and no other test has said yet.
 */
class ServerConformanceTests extends ServerFixture {

	private static final String CRASHES = "io.triotp.crash";

	private final TestServer behaviour = new TestServer();

	/** Has no callback but init. */
	private static final class Bare implements GenServer<String, Call<Bare, Object>, Cast<Bare>> {

		@Override
		public String init() {
			return "fresh";
		}

	}

	@Test
	@Conformance("GS-01")
	void a_server_is_called_and_stopped_and_then_not_there() { // OTP G2, S10
		ServerRef<TestServer> server = start();
		assertThat(server.call(Ask.ping())).isEqualTo("fresh");
		server.stop();
		assertThatExceptionOfType(CallException.NoServer.class).isThrownBy(() -> server.call(Ask.ping()))
			.withMessageContaining("noproc");
	}

	@Test
	@Conformance("GS-06")
	void a_taken_name_is_refused_linked_or_not_and_its_holder_goes_on() { // OTP S2
		ServerOptions shop = ServerOptions.named("shop");
		ServerRef<TestServer> holder = GenServer.start(this.node, new TestServer(), shop);
		assertThatExceptionOfType(NameTakenException.class)
			.isThrownBy(() -> GenServer.start(this.node, new TestServer(), shop))
			.satisfies((ex) -> assertThat(ex.holder()).isEqualTo(pidOf(holder)));
		Puppet parent = Puppet.spawn(this.node);
		assertThatExceptionOfType(NameTakenException.class)
			.isThrownBy(() -> parent.run((self) -> GenServer.startLink(new TestServer(), shop)))
			.satisfies((ex) -> assertThat(ex.holder()).isEqualTo(pidOf(holder)));
		assertThat(holder.call(Ask.ping())).isEqualTo("fresh");
		assertThat(parent.pid().isAlive()).isTrue();
	}

	@Test
	@Conformance("GS-13")
	void a_server_that_shuts_down_in_a_call_gives_its_reason_to_the_caller_and_logs_no_crash() { // OTP
																									// G13,
																									// S11
		try (LogProbe log = new LogProbe(CRASHES)) {
			for (ExitReason reason : List.of(ExitReason.shutdown(), ExitReason.shutdown("maintenance"))) {
				assertCallFails(start(), (self, request, from, state) -> self.stop(reason, state), reason);
				assertCallFails(start(), (self, request, from, state) -> {
					throw self.self().exit(reason);
				}, reason);
			}
			assertThat(log.rest()).isEmpty();
		}
	}

	private void assertCallFails(ServerRef<TestServer> server, TestServer.AskHandler handler, ExitReason reason) {
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> ask(server, handler))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(reason));
		exitOf(server);
	}

	@Test
	@Conformance("GS-24")
	void a_caller_and_terminate_get_the_same_crash() { // OTP G7, G20
		IllegalStateException problem = new IllegalStateException("boom");
		ServerRef<TestServer> server = start(this.behaviour);
		assertThatExceptionOfType(CallException.ServerExited.class)
			.isThrownBy(() -> ask(server, (self, request, from, state) -> {
				throw problem;
			}))
			.withCause(problem)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(ExitReason.crash(problem)));
		assertThat(this.behaviour.log.await()).isEqualTo(new Terminated(ExitReason.crash(problem), "fresh"));
	}

	@Test
	@Conformance("GS-38")
	void a_plain_message_is_handled_and_may_stop_the_server() { // OTP G11
		ServerRef<TestServer> server = start(this.behaviour);
		server.send("plain");
		assertThat(this.behaviour.log.await()).isEqualTo("plain");
		server.send((TestServer.Handler) (self, state) -> self.stop(BOOM, state));
		assertThat(exitOf(server)).isEqualTo(BOOM);
	}

	@Test
	@Conformance("GS-44")
	void an_exit_signal_of_a_stranger_is_a_message_for_a_server_that_traps() { // OTP G22
		Puppet stranger = Puppet.spawn(this.node);
		ServerRef<TestServer> server = trapping();
		stranger.run((self) -> self.processes().exit(pidOf(server), ExitReason.shutdown()));
		assertThat(this.behaviour.log.await()).isEqualTo(new SystemMessage.Exit(stranger.pid(), ExitReason.shutdown()));
		assertThat(server.call(Ask.ping())).isEqualTo("fresh");
	}

	@Test
	@Conformance("GS-46")
	void who_starts_a_server_without_a_link_is_not_its_parent() { // OTP S8, G22
		Puppet starter = Puppet.spawn(this.node);
		ServerRef<TestServer> server = starter.ask((self) -> trapping());
		starter.run((self) -> self.processes().exit(pidOf(server), ExitReason.shutdown()));
		assertThat(this.behaviour.log.await()).isEqualTo(new SystemMessage.Exit(starter.pid(), ExitReason.shutdown()));
		assertThat(server.call(Ask.ping())).isEqualTo("fresh");
	}

	private ServerRef<TestServer> trapping() {
		ServerRef<TestServer> server = start(this.behaviour);
		ask(server, (self, request, from, state) -> {
			self.self().trapExits(true);
			return self.reply(request, "", state);
		});
		return server;
	}

	@Test
	@Conformance("GS-48")
	void a_cast_that_returns_null_is_the_crash_that_terminate_gets() { // OTP G14
		ServerRef<TestServer> server = start(this.behaviour);
		tell(server, (self, state) -> null);
		ExitReason exit = exitOf(server);
		assertThat(exit.exception()).hasMessage("handleCast returned null instead of a result");
		assertThat(this.behaviour.log.await()).isEqualTo(new Terminated(exit, "fresh"));
	}

	@Test
	@Conformance("GS-49")
	void a_server_without_terminate_ends_with_the_reason_asked_for() { // OTP G18
		for (ExitReason reason : List.of(ExitReason.normal(), BOOM)) {
			ServerRef<Bare> server = GenServer.start(this.node, new Bare());
			Pid pid = server.pid().orElseThrow();
			server.stop(reason, Duration.ofSeconds(1));
			assertThat(this.node.exitReason(pid)).contains(reason);
		}
	}

	@Test
	@Conformance("GS-53")
	void a_callback_that_calls_a_method_that_does_not_exist_is_a_crash() { // OTP G18
		NoSuchMethodError undefined = new NoSuchMethodError("undefined()");
		ServerRef<TestServer> inHandleInfo = start();
		inHandleInfo.send((TestServer.Handler) (self, state) -> {
			throw undefined;
		});
		assertThat(exitOf(inHandleInfo)).isEqualTo(ExitReason.crash(undefined));
		ServerRef<TestServer> inTerminate = start(new TestServer() {

			@Override
			public void terminate(ExitReason reason, String state) {
				throw undefined;
			}

		});
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(inTerminate::stop);
		assertThat(exitOf(inTerminate)).isEqualTo(ExitReason.crash(undefined));
	}

	@Test
	@Conformance("GS-54")
	void a_crash_of_terminate_is_the_exit_reason_and_logged() { // OTP G24, G25
		IllegalStateException problem = new IllegalStateException("cannot clean up");
		try (LogProbe log = new LogProbe(CRASHES)) {
			ServerRef<TestServer> server = start(new TestServer() {

				@Override
				public void terminate(ExitReason reason, String state) {
					throw problem;
				}

			});
			assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(server::stop)
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(ExitReason.crash(problem)));
			assertThat(log.await().getFormattedMessage()).contains("cannot clean up");
			assertThat(log.rest()).isEmpty();
		}
	}

	@Test
	@Conformance("GS-14")
	void a_server_that_exits_in_a_call_gives_its_reason_and_is_reported_once_with_the_call_and_who_called() { // OTP
																												// G25
		try (LogProbe log = new LogProbe("io.triotp")) {
			Puppet client = Puppet.spawn(this.node, SpawnOptions.defaults().label("client"));
			ServerRef<TestServer> server = GenServer.start(this.node, new TestServer(), ServerOptions.named("shop"));
			assertThatExceptionOfType(CallException.ServerExited.class)
				.isThrownBy(() -> client.run((process) -> ask(server, (self, request, from, state) -> {
					throw self.self().exit(BOOM);
				})))
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(BOOM));
			exitOf(server);
			ILoggingEvent report = log.await();
			assertThat(report.getLevel()).isEqualTo(Level.ERROR);
			assertThat(report.getLoggerName()).isEqualTo(CRASHES);
			assertThat(report.getFormattedMessage()).isEqualTo("shop (" + pidOf(server) + ") crashed on "
					+ Ask.class.getName() + " from client (" + client.pid() + "): " + BOOM);
			assertThat(log.rest()).isEmpty();
		}
	}

	@Test
	@Conformance("GS-62")
	void a_refused_start_ends_with_normal_leaves_a_starter_that_does_not_trap_alive_and_logs_no_crash() { // OTP
		// S5,
		// S6
		try (LogProbe log = new LogProbe(CRASHES)) {
			Puppet parent = Puppet.spawn(this.node);
			TestServer refusing = new TestServer() {

				@Override
				public InitResult<String> onStart() {
					this.log.tell(self().pid());
					return InitResult.refuse(BOOM);
				}

			};
			assertThatExceptionOfType(StartException.Failed.class)
				.isThrownBy(() -> parent.run((self) -> GenServer.startLink(refusing, ServerOptions.defaults())))
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(BOOM));
			parent.run((self) -> {
			});
			assertThat(parent.received().rest()).isEmpty();
			assertThat(Probe.exitOf(this.node, (Pid) refusing.log.await())).isEqualTo(ExitReason.normal());
			assertThat(log.rest()).isEmpty();
		}
	}

	@Test
	@Conformance("GS-64")
	void a_server_without_a_name_has_none() {
		ServerRef<TestServer> server = GenServer.start(this.node, new TestServer(), ServerOptions.defaults());
		assertThat(this.node.view().info(pidOf(server)).orElseThrow().names()).isEmpty();
	}

	@Test
	@Conformance("GS-65")
	void a_reference_tells_the_pid_it_means_now() {
		ServerRef<TestServer> byPid = GenServer.start(this.node, new TestServer(), ServerOptions.named("shop"));
		ServerRef<TestServer> byName = ServerRef.named(this.node, "shop");
		Pid pid = byPid.pid().orElseThrow();
		assertThat(byName.pid()).contains(pid);
		byPid.stop();
		assertThat(byPid.pid()).contains(pid);
		assertThat(byName.pid()).isEmpty();
	}

}
