package io.triotp.server;

import java.time.Duration;
import java.util.concurrent.Future;

import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.server.TestServer.Ask;
import io.triotp.server.TestServer.Terminated;
import io.triotp.testing.Conformance;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TerminateTests extends ServerFixture {

	private final TestServer behaviour = new TestServer();

	private final ServerRef<TestServer> server = start(this.behaviour);

	@Nested
	class Terminate_is_called {

		@Test
		void when_a_callback_returns_stop() { // OTP G20
			tell(TerminateTests.this.server, (self, state) -> self.stop("last state"));
			assertTerminated(ExitReason.normal(), "last state");
		}

		@Test
		void when_a_callback_returns_stop_with_a_reason() { // OTP G20, G25
			tell(TerminateTests.this.server, (self, state) -> self.stop(BOOM, "last state"));
			assertTerminated(BOOM, "last state");
		}

		@Test
		@Conformance("GS-38")
		void when_a_callback_returns_stop_with_an_exception() { // OTP G20
			IllegalStateException cause = new IllegalStateException("boom");
			TerminateTests.this.server.send((TestServer.Handler) (self, state) -> self.stop(cause, "last state"));
			assertTerminated(ExitReason.crash(cause), "last state");
		}

		@Test
		void when_a_callback_throws_with_the_state_before_it() { // OTP G20
			IllegalStateException cause = new IllegalStateException("boom");
			tell(TerminateTests.this.server, (self, state) -> {
				throw cause;
			});
			assertTerminated(ExitReason.crash(cause), "fresh");
		}

		@Test
		void when_a_callback_exits() { // OTP G20
			tell(TerminateTests.this.server, (self, state) -> {
				throw self.self().exit(BOOM);
			});
			assertTerminated(BOOM, "fresh");
		}

		@Test
		void when_it_is_asked_to_stop() { // OTP G20
			TerminateTests.this.node.host().stop(pid(), ExitReason.shutdown());
			assertTerminated(ExitReason.shutdown(), "fresh");
		}

		@Test
		void when_an_exit_signal_comes_that_is_not_trapped() {
			TerminateTests.this.node.exit(pid(), BOOM);
			assertTerminated(BOOM, "fresh");
		}

		private void assertTerminated(ExitReason reason, String state) {
			assertThat(TerminateTests.this.behaviour.log.await()).isEqualTo(new Terminated(reason, state));
			assertThat(exitOf(TerminateTests.this.server)).isEqualTo(reason);
			assertThat(TerminateTests.this.behaviour.log.rest()).isEmpty();
		}

	}

	@Test
	void terminate_is_not_called_when_the_server_is_killed() { // OTP G21
		this.node.kill(pid());
		assertThat(exitOf(this.server)).isEqualTo(ExitReason.killed());
		assertThat(this.behaviour.log.rest()).isEmpty();
	}

	@Test
	void an_exception_of_terminate_replaces_the_reason() { // OTP G24
		IllegalStateException problem = new IllegalStateException("cannot clean up");
		ServerRef<TestServer> failing = start(failingInTerminate(problem));
		tell(failing, (self, state) -> self.stop(state));
		assertThat(exitOf(failing)).isEqualTo(ExitReason.crash(problem));
	}

	@Test
	@Conformance("GS-21")
	void reply_and_stop_answers_after_terminate() { // OTP G12
		TestServer slow = new TestServer() {

			@Override
			public void terminate(ExitReason reason, String state) {
				TerminateTests.this.gate.passStubbornly();
				this.log.tell("terminated with " + state);
			}

		};
		ServerRef<TestServer> ref = start(slow);
		Future<Object> call = asking(ref,
				(self, request, from, state) -> self.replyAndStop(request, "bye", BOOM, "last state"));
		this.gate.awaitReached();
		assertThat(call).isNotDone();
		this.gate.open();
		assertThat(call).succeedsWithin(Probe.PATIENCE).isEqualTo("bye");
		assertThat(slow.log.rest()).containsExactly("terminated with last state");
		assertThat(exitOf(ref)).isEqualTo(BOOM);
	}

	@Test
	void reply_and_stop_answers_even_if_terminate_throws() { // OTP G12
		ServerRef<TestServer> failing = start(failingInTerminate(new IllegalStateException("cannot clean up")));
		assertThat(ask(failing, (self, request, from, state) -> self.replyAndStop(request, "bye", BOOM, state)))
			.isEqualTo("bye");
	}

	@Test
	void a_server_can_call_others_while_it_cleans_up() {
		TestServer polite = new TestServer() {

			@Override
			public void terminate(ExitReason reason, String state) {
				this.log.tell(TerminateTests.this.server.call(Ask.ping()));
			}

		};
		start(polite).stop();
		assertThat(polite.log.rest()).containsExactly("fresh");
	}

	private static TestServer failingInTerminate(RuntimeException problem) {
		return new TestServer() {

			@Override
			public void terminate(ExitReason reason, String state) {
				throw problem;
			}

		};
	}

	private Pid pid() {
		return pidOf(this.server);
	}

	@Nested
	class Stop {

		@Test
		@Conformance("GS-08")
		void waits_for_the_end_with_the_reason_asked_for() { // OTP S10
			TerminateTests.this.server.stop();
			assertThat(pid().isAlive()).isFalse();
			assertThat(TerminateTests.this.node.exitReason(pid())).contains(ExitReason.normal());
			assertThat(TerminateTests.this.behaviour.log.rest())
				.containsExactly(new Terminated(ExitReason.normal(), "fresh"));
		}

		@Test
		@Conformance("GS-09")
		void takes_a_reason() { // OTP S10
			TerminateTests.this.server.stop(ExitReason.shutdown("maintenance"), Duration.ofSeconds(1));
			assertThat(TerminateTests.this.node.exitReason(pid())).contains(ExitReason.shutdown("maintenance"));
		}

		@Test
		void tells_if_the_server_ended_with_another_reason() { // OTP S10
			ServerRef<TestServer> failing = start(failingInTerminate(new IllegalStateException("cannot clean up")));
			assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(failing::stop)
				.withMessageContaining("cannot clean up")
				.satisfies((ex) -> assertThat(ex.reason().exception()).isInstanceOf(IllegalStateException.class));
		}

		@Test
		@Conformance("GS-08")
		void of_a_server_that_is_not_there_is_no_server() { // OTP S10
			TerminateTests.this.server.stop();
			assertThatExceptionOfType(CallException.NoServer.class).isThrownBy(TerminateTests.this.server::stop);
			assertThatExceptionOfType(CallException.NoServer.class)
				.isThrownBy(() -> ServerRef.named(TerminateTests.this.node, "nobody").stop());
		}

		@Test
		@Conformance("GS-12")
		void gives_up_waiting_but_the_server_ends_all_the_same() { // OTP S10
			occupy(TerminateTests.this.server);
			Future<Object> stopping = Probe.async(() -> {
				TerminateTests.this.server.stop(ExitReason.normal(), Duration.ofSeconds(1));
				return "stopped";
			});
			TerminateTests.this.time.awaitParked(1);
			TerminateTests.this.time.advance(Duration.ofSeconds(1));
			assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> Probe.get(stopping));
			assertThat(pid().isAlive()).isTrue();
			TerminateTests.this.gate.open();
			assertThat(exitOf(TerminateTests.this.server)).isEqualTo(ExitReason.normal());
		}

		@Test
		@Conformance("GS-09")
		void takes_a_reason_that_is_none_of_an_orderly_end_and_all_the_time_in_the_world() { // OTP
																								// S10
			TerminateTests.this.server.stop(BOOM, Duration.ofSeconds(Long.MAX_VALUE));
			assertThat(TerminateTests.this.node.exitReason(pid())).contains(BOOM);
		}

		@Test
		@Conformance("GS-12")
		void without_time_does_not_wait_but_the_server_ends_all_the_same() { // OTP S10
			occupy(TerminateTests.this.server);
			assertThatExceptionOfType(CallException.TimedOut.class)
				.isThrownBy(() -> TerminateTests.this.server.stop(ExitReason.normal(), Duration.ZERO));
			assertThat(pid().isAlive()).isTrue();
			TerminateTests.this.gate.open();
			assertThat(exitOf(TerminateTests.this.server)).isEqualTo(ExitReason.normal());
		}

		@Test
		@Conformance("GS-66")
		void of_oneself_is_refused() { // OTP S10
			Object problem = ask(TerminateTests.this.server, (self, request, from, state) -> {
				try {
					TerminateTests.this.server.stop();
					return self.reply(request, "stopped", state);
				}
				catch (CallException.WouldDeadlock ex) {
					return self.reply(request, ex, state);
				}
			});
			assertThat(problem).isInstanceOf(CallException.WouldDeadlock.class);
			assertThat(pid().isAlive()).isTrue();
		}

		@Test
		@Conformance("GS-10")
		void with_a_senseless_timeout_changes_nothing() {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> TerminateTests.this.server.stop(ExitReason.normal(), Duration.ofMillis(-1)));
			assertThat(TerminateTests.this.server.call(Ask.ping())).isEqualTo("fresh");
		}

		@Test
		void works_from_a_process() {
			Puppet puppet = Puppet.spawn(TerminateTests.this.node);
			puppet.run((self) -> TerminateTests.this.server.stop());
			assertThat(pid().isAlive()).isFalse();
		}

	}

}
