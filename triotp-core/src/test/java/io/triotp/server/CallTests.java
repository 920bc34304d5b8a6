package io.triotp.server;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.triotp.process.DeadLetterReason;
import io.triotp.process.ExitReason;
import io.triotp.process.MailboxLimit;
import io.triotp.process.MailboxLimit.Overflow;
import io.triotp.process.Pid;
import io.triotp.process.ProcessInfo;
import io.triotp.server.TestServer.Ask;
import io.triotp.testing.Conformance;
import io.triotp.testing.Gate;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

class CallTests extends ServerFixture {

	private static final TestServer.AskHandler NEVER_ANSWER = (self, request, from, state) -> self.next(state);

	@Nested
	class The_answer {

		@Test
		void is_returned_and_the_new_state_is_kept() {
			ServerRef<TestServer> server = start();
			assertThat(ask(server, (self, request, from, state) -> self.reply(request, "answer", "changed")))
				.isEqualTo("answer");
			assertThat(server.call(Ask.ping())).isEqualTo("changed");
		}

		@Test
		void may_be_null() {
			assertThat(ask(start(), (self, request, from, state) -> self.reply(request, null, state))).isNull();
		}

		@Test
		void reaches_a_platform_thread_a_virtual_thread_and_a_process() throws Throwable {
			ServerRef<TestServer> server = start();
			assertThat(Thread.currentThread().isVirtual()).isFalse();
			assertThat(server.call(Ask.ping())).isEqualTo("fresh");
			assertThat(Probe.get(Probe.async(() -> server.call(Ask.ping())))).isEqualTo("fresh");
			assertThat(Puppet.spawn(CallTests.this.node).<Object>ask((self) -> server.call(Ask.ping())))
				.isEqualTo("fresh");
			Pid plain = CallTests.this.node.spawn((self) -> CallTests.this.probe.tell(server.call(Ask.ping())));
			assertThat(CallTests.this.probe.await()).isEqualTo("fresh");
			assertThat(Probe.exitOf(CallTests.this.node, plain)).isEqualTo(ExitReason.normal());
		}

		@Test
		void tells_the_server_who_asked() {
			ServerRef<TestServer> server = start();
			TestServer.AskHandler who = (self, request, from, state) -> self.reply(request, from.caller(), state);
			Puppet puppet = Puppet.spawn(CallTests.this.node);
			assertThat(ask(server, who)).isEqualTo(Optional.empty());
			assertThat(puppet.<Object>ask((self) -> ServerFixture.ask(server, who)))
				.isEqualTo(Optional.of(puppet.pid()));
		}

		@Test
		void leaves_nothing_in_the_mailbox_of_the_caller() { // OTP G3
			ServerRef<TestServer> server = start();
			Puppet puppet = Puppet.spawn(CallTests.this.node);
			puppet.run((self) -> server.call(Ask.ping()));
			assertThat(puppet.received().rest()).isEmpty();
		}

		@Test
		void comes_before_the_continuation_that_comes_before_the_next_message() throws Throwable { // OTP
																									// G15
			TestServer behaviour = new TestServer();
			ServerRef<TestServer> server = start(behaviour);
			Object answer = ask(server, (self, request, from, state) -> {
				server.send("queued");
				return self.reply(request, "answered", state).then((TestServer.Handler) (again, same) -> {
					CallTests.this.gate.pass();
					again.log.tell("first");
					return again.next(same).then("second");
				});
			});
			assertThat(answer).isEqualTo("answered");
			assertThat(behaviour.log.rest()).isEmpty();
			CallTests.this.gate.open();
			assertThat(behaviour.log.await(3)).containsExactly("first", "continue second", "queued");
		}

		@Test
		void may_not_be_an_exception_that_is_none() {
			ServerRef<TestServer> server = start();
			assertThatExceptionOfType(CallException.ServerExited.class)
				.isThrownBy(() -> ask(server, (self, request, from, state) -> self.raise(null, state)))
				.withCauseInstanceOf(NullPointerException.class);
		}

		@Test
		void may_be_an_unchecked_exception_which_is_thrown_as_it_is_and_the_server_goes_on() {
			ServerRef<TestServer> server = start();
			IllegalArgumentException problem = new IllegalArgumentException("no such key");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> ask(server, (self, request, from, state) -> self.raise(problem, "raised")))
				.isSameAs(problem);
			assertThat(server.call(Ask.ping())).isEqualTo("raised");
		}

		@Test
		void may_be_an_error_which_is_thrown_as_it_is() {
			AssertionError problem = new AssertionError("wrong");
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> ask(start(), (self, request, from, state) -> self.raise(problem, state)))
				.isSameAs(problem);
		}

		@Test
		void may_be_a_checked_exception_which_becomes_the_cause_of_failed() {
			IOException problem = new IOException("no disk");
			assertThatExceptionOfType(CallException.Raised.class)
				.isThrownBy(() -> ask(start(), (self, request, from, state) -> self.raise(problem, state)))
				.withCause(problem)
				.withMessageContaining("no disk");
		}

	}

	@Nested
	class A_deferred_answer {

		@Test
		void comes_from_any_thread_while_the_server_serves_others() throws Throwable { // OTP
																						// G5,
																						// G6
			ServerRef<TestServer> server = start();
			Probe<ReplyTo<Object>> later = new Probe<>();
			Future<Object> first = asking(server, (self, request, from, state) -> {
				later.tell(from.to(request));
				return self.next("deferred");
			});
			ReplyTo<Object> reply = later.await();
			assertThat(server.call(Ask.ping())).isEqualTo("deferred");
			assertThat(first).isNotDone();
			assertThat(reply.reply("at last")).isTrue();
			assertThat(Probe.get(first)).isEqualTo("at last");
		}

		@Test
		@Conformance("GS-25")
		void comes_from_another_process() { // OTP G5
			ServerRef<TestServer> server = start();
			Puppet other = Puppet.spawn(CallTests.this.node);
			assertThat(ask(server, (self, request, from, state) -> {
				other.tell((puppet) -> {
					from.to(request).reply("from " + puppet.pid());
					return null;
				});
				return self.next(state);
			})).isEqualTo("from " + other.pid());
		}

		@Test
		void may_be_given_in_the_handler_already() {
			assertThat(ask(start(), (self, request, from, state) -> {
				from.to(request).reply("early");
				return self.next(state);
			})).isEqualTo("early");
		}

		@Test
		void counts_only_the_first_time() { // OTP G5
			assertThat(ask(start(), (self, request, from, state) -> {
				assertThat(from.to(request).reply("first")).isTrue();
				assertThat(from.to(request).reply("second")).isFalse();
				assertThat(from.to(request).raise(new IllegalStateException())).isFalse();
				return self.reply(request, "third", state);
			})).isEqualTo("first");
			Probe.until(() -> deadLetters(DeadLetterReason.LATE_REPLY) == 3);
		}

		@Test
		void may_be_an_exception() {
			assertThatIllegalStateException().isThrownBy(() -> ask(start(), (self, request, from, state) -> {
				from.to(request).raise(new IllegalStateException("sorry"));
				return self.next(state);
			})).withMessage("sorry");
		}

		@Test
		void goes_to_the_request_it_belongs_to_only() {
			assertThatExceptionOfType(CallException.ServerExited.class)
				.isThrownBy(() -> ask(start(), (self, request, from, state) -> {
					from.to(Ask.ping());
					return self.next(state);
				}))
				.withCauseInstanceOf(IllegalArgumentException.class);
		}

		@Test
		void of_a_zombie_is_refused() throws Throwable {
			ServerRef<TestServer> server = start();
			Probe<ReplyTo<Object>> later = new Probe<>();
			Future<Object> call = asking(server, (self, request, from, state) -> {
				later.tell(from.to(request));
				return self.next(state);
			});
			ReplyTo<Object> reply = later.await();
			Puppet helper = Puppet.spawn(CallTests.this.node);
			helper.tell((self) -> {
				CallTests.this.gate.passStubbornly();
				CallTests.this.probe.tell(reply.reply("boo"));
				return null;
			});
			CallTests.this.gate.awaitReached();
			CallTests.this.node.kill(helper.pid());
			CallTests.this.gate.open();
			assertThat(CallTests.this.probe.await()).isEqualTo(false);
			assertThat(deadLetters(DeadLetterReason.SENDER_EXITED)).isEqualTo(1);
			reply.reply("from the living");
			assertThat(Probe.get(call)).isEqualTo("from the living");
		}

	}

	@Nested
	class A_timeout {

		@Test
		void fails_the_caller_when_it_is_over_and_not_before() { // OTP G1, G2
			Future<Object> call = parked(start(), NEVER_ANSWER, Duration.ofSeconds(1));
			CallTests.this.time.advance(Duration.ofMillis(999));
			assertThat(call).isNotDone();
			CallTests.this.time.awaitParked(1);
			CallTests.this.time.advance(Duration.ofMillis(1));
			assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> Probe.get(call))
				.satisfies((ex) -> assertThat(ex.timeout()).isEqualTo(Duration.ofSeconds(1)));
		}

		@Test
		void is_five_seconds_unless_the_node_or_the_call_says_otherwise() { // OTP G1
			ServerRef<TestServer> server = start();
			Future<Object> call = asking(server, NEVER_ANSWER);
			CallTests.this.time.awaitParked(1);
			CallTests.this.time.advance(Duration.ofSeconds(5));
			assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> Probe.get(call))
				.withMessageContaining("5s");
		}

		@Test
		void leaves_the_server_at_its_work() { // OTP G3
			ServerRef<TestServer> server = start();
			Future<Object> call = parked(server, (self, request, from, state) -> {
				CallTests.this.gate.passStubbornly();
				return self.reply(request, "late", "worked on");
			}, Duration.ofSeconds(1));
			CallTests.this.gate.awaitReached();
			CallTests.this.time.advance(Duration.ofSeconds(1));
			assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> Probe.get(call));
			CallTests.this.gate.open();
			assertThat(server.call(Ask.ping())).isEqualTo("worked on");
		}

		@Test
		@Conformance("GS-20")
		void makes_a_late_reply_a_counted_dead_letter_that_harms_nobody() { // OTP G3, bug
																			// of the
																			// Python
																			// original
			ServerRef<TestServer> server = start();
			Puppet caller = Puppet.spawn(CallTests.this.node);
			caller.tell((self) -> {
				try {
					server.call(new Ask((srv, request, from, state) -> {
						CallTests.this.gate.passStubbornly();
						return srv.reply(request, "late", state);
					}), Duration.ofSeconds(1));
				}
				catch (CallException.TimedOut ex) {
					CallTests.this.probe.tell(ex);
				}
				return null;
			});
			CallTests.this.gate.awaitReached();
			CallTests.this.time.awaitParked(1);
			CallTests.this.time.advance(Duration.ofSeconds(1));
			CallTests.this.probe.await();
			CallTests.this.gate.open();
			assertThat(server.call(Ask.ping())).isEqualTo("fresh");
			assertThat(deadLetters(DeadLetterReason.LATE_REPLY)).isEqualTo(1);
			caller.run((self) -> {
			});
			assertThat(caller.received().rest()).isEmpty();
		}

		@Test
		void makes_a_late_deferred_reply_a_counted_dead_letter() { // OTP G3
			ServerRef<TestServer> server = start();
			Probe<ReplyTo<Object>> later = new Probe<>();
			Future<Object> call = parked(server, (self, request, from, state) -> {
				later.tell(from.to(request));
				return self.next(state);
			}, Duration.ofSeconds(1));
			ReplyTo<Object> reply = later.await();
			CallTests.this.time.advance(Duration.ofSeconds(1));
			assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> Probe.get(call));
			assertThat(reply.reply("too late")).isFalse();
			assertThat(deadLetters(DeadLetterReason.LATE_REPLY)).isEqualTo(1);
		}

		@Test
		void tells_the_time_in_the_queue_the_length_of_the_queue_and_what_the_server_does() {
			ServerRef<TestServer> server = start();
			occupy(server);
			server.send("another");
			Future<Object> call = parked(server, NEVER_ANSWER, Duration.ofSeconds(1));
			CallTests.this.time.advance(Duration.ofSeconds(1));
			assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> Probe.get(call))
				.withMessageContaining(Ask.class.getName())
				.withMessageContaining("1s in the queue")
				.withMessageContaining("2 messages waiting")
				.withMessageContaining("working on a " + TestServer.Do.class.getName());
		}

		@Test
		void tells_the_time_in_the_handler() {
			ServerRef<TestServer> server = start();
			occupy(server);
			Gate handler = new Gate();
			Future<Object> call = parked(server, (self, request, from, state) -> {
				handler.passStubbornly();
				return self.reply(request, "late", state);
			}, Duration.ofSeconds(3));
			CallTests.this.time.advance(Duration.ofSeconds(1));
			CallTests.this.gate.open();
			handler.awaitReached();
			CallTests.this.time.awaitParked(1);
			CallTests.this.time.advance(Duration.ofSeconds(2));
			assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> Probe.get(call))
				.withMessageContaining("1s in the queue, then 2s with the server");
			handler.open();
		}

		@Test
		void of_zero_looks_and_gives_up() {
			ServerRef<TestServer> server = start();
			occupy(server);
			assertThatExceptionOfType(CallException.TimedOut.class)
				.isThrownBy(() -> server.call(Ask.ping(), Duration.ZERO));
		}

		@Test
		void must_not_be_negative() {
			assertThatIllegalArgumentException().isThrownBy(() -> start().call(Ask.ping(), Duration.ofMillis(-1)));
		}

		@Test
		void does_not_make_a_server_that_never_answers_remember_its_callers() {
			ServerRef<TestServer> server = start();
			Probe<PendingCall> pending = new Probe<>();
			Future<Object> call = parked(server, (self, request, from, state) -> {
				pending.tell((PendingCall) from);
				return self.next(state);
			}, Duration.ofSeconds(1));
			PendingCall owed = pending.await();
			server.call(Ask.ping());
			assertThat(owed.isOwed()).isTrue();
			CallTests.this.time.advance(Duration.ofSeconds(1));
			assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> Probe.get(call));
			assertThat(owed.isOwed()).isFalse();
		}

	}

	@Nested
	class When_the_server_ends {

		@Test
		void a_call_in_its_handler_fails_with_the_crash_as_cause() { // OTP G7
			IOException problem = new IOException("no disk");
			assertThatExceptionOfType(CallException.ServerExited.class)
				.isThrownBy(() -> ask(start(), (self, request, from, state) -> {
					throw problem;
				}))
				.withCause(problem)
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(ExitReason.crash(problem)));
		}

		@Test
		@Conformance("GS-22")
		void a_call_that_is_stopped_without_an_answer_fails_with_the_reason() { // OTP G13
			assertThatExceptionOfType(CallException.ServerExited.class)
				.isThrownBy(() -> ask(start(), (self, request, from, state) -> self.stop(state)))
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(ExitReason.normal()));
		}

		@Test
		@Conformance("GS-17")
		void a_null_result_is_a_crash_that_says_so() { // OTP G14
			assertThatExceptionOfType(CallException.ServerExited.class)
				.isThrownBy(() -> ask(start(), (self, request, from, state) -> null))
				.withMessageContaining("handleCall returned null");
		}

		@Test
		void calls_in_its_queue_fail_at_once_with_the_reason() { // OTP G7, G28
			ServerRef<TestServer> server = start();
			tell(server, (self, state) -> {
				CallTests.this.gate.passStubbornly();
				return self.stop(BOOM, state);
			});
			CallTests.this.gate.awaitReached();
			Future<Object> queued = parked(server, NEVER_ANSWER, Duration.ofHours(1));
			CallTests.this.gate.open();
			assertExited(queued, BOOM);
		}

		@Test
		void deferred_calls_fail_at_once_with_the_reason() { // OTP G7
			ServerRef<TestServer> server = start();
			Future<Object> deferred = parked(server, NEVER_ANSWER, Duration.ofHours(1));
			server.call(Ask.ping());
			tell(server, (self, state) -> self.stop(BOOM, state));
			assertExited(deferred, BOOM);
		}

		@Test
		void an_orderly_stop_waits_for_the_handler_and_fails_the_queue() {
			ServerRef<TestServer> server = start();
			Future<Object> working = asking(server, (self, request, from, state) -> {
				CallTests.this.gate.pass();
				return self.reply(request, "done", state);
			});
			CallTests.this.gate.awaitReached();
			Future<Object> queued = asking(server, NEVER_ANSWER);
			CallTests.this.time.awaitParked(2);
			CallTests.this.node.host().stop(pidOf(server), ExitReason.shutdown());
			CallTests.this.gate.open();
			assertThat(working).succeedsWithin(Probe.PATIENCE).isEqualTo("done");
			assertExited(queued, ExitReason.shutdown());
		}

		@Test
		void a_kill_fails_the_call_in_the_handler_the_queued_and_the_deferred_at_once() { // OTP
																							// G7,
																							// L9
			ServerRef<TestServer> server = start();
			Future<Object> deferred = asking(server, NEVER_ANSWER);
			CallTests.this.time.awaitParked(1);
			server.call(Ask.ping());
			Future<Object> working = asking(server, (self, request, from, state) -> {
				CallTests.this.gate.passStubbornly();
				return self.reply(request, "from the dead", state);
			});
			CallTests.this.gate.awaitReached();
			Future<Object> queued = asking(server, NEVER_ANSWER);
			CallTests.this.time.awaitParked(3);
			CallTests.this.node.kill(pidOf(server));
			assertExited(working, ExitReason.killed());
			assertExited(queued, ExitReason.killed());
			assertExited(deferred, ExitReason.killed());
			CallTests.this.gate.open();
			Probe.until(() -> deadLetters(DeadLetterReason.LATE_REPLY) == 1);
		}

		@Test
		@Conformance("GS-18")
		void a_dead_server_and_an_unknown_name_are_no_server() { // OTP G2
			ServerRef<TestServer> server = start();
			server.stop();
			assertThatExceptionOfType(CallException.NoServer.class).isThrownBy(() -> server.call(Ask.ping()))
				.withMessageContaining("noproc");
			assertThatExceptionOfType(CallException.NoServer.class)
				.isThrownBy(() -> ServerRef.<TestServer>named(CallTests.this.node, "nobody").call(Ask.ping()))
				.withMessageContaining("'nobody'");
		}

		@Test
		void a_call_races_with_a_kill_and_always_ends() throws Throwable {
			for (int i = 0; i < 500; i++) {
				ServerRef<TestServer> server = start();
				Future<Object> call = asking(server, NEVER_ANSWER);
				Thread.yield();
				CallTests.this.node.kill(pidOf(server));
				assertThatExceptionOfType(CallException.class).isThrownBy(() -> Probe.get(call));
			}
		}

		private void assertExited(Future<Object> call, ExitReason reason) {
			assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> Probe.get(call))
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(reason));
		}

	}

	@Nested
	class A_call_that_could_never_be_answered {

		@Test
		void is_refused_if_the_server_calls_itself() { // OTP G2
			ServerRef<TestServer> server = GenServer.start(CallTests.this.node, new TestServer(),
					ServerOptions.named("narcissus"));
			assertThatExceptionOfType(CallException.ServerExited.class)
				.isThrownBy(() -> ask(server,
						(self, request, from, state) -> self.reply(request, server.call(Ask.ping()), state)))
				.withCauseInstanceOf(CallException.WouldDeadlock.class)
				.withMessageContaining("narcissus");
		}

		@Test
		void is_refused_if_three_wait_in_a_circle_and_the_chain_is_told() {
			ServerRef<TestServer> a = named("a");
			ServerRef<TestServer> b = named("b");
			ServerRef<TestServer> c = named("c");
			Object chain = ask(a, forward(b, forward(c, (self, request, from, state) -> {
				try {
					return self.reply(request, a.call(Ask.ping()), state);
				}
				catch (CallException.WouldDeadlock ex) {
					assertThat(ex.circle()).containsExactly(pidOf(c), pidOf(a), pidOf(b), pidOf(c));
					return self.reply(request, ex.getMessage(), state);
				}
			})));
			assertThat(chain).asString()
				.contains("c " + pidOf(c) + " -> a " + pidOf(a) + " -> b " + pidOf(b) + " -> c " + pidOf(c));
			assertThat(c.call(Ask.ping())).isEqualTo("fresh");
		}

		@ParameterizedTest
		@ValueSource(ints = { 1, 2, 4, 10 })
		void is_refused_in_a_circle_of_any_length(int length) {
			List<ServerRef<TestServer>> all = IntStream.range(0, length).mapToObj((i) -> named("s" + i)).toList();
			TestServer.AskHandler handler = (self, request, from, state) -> {
				try {
					return self.reply(request, all.getFirst().call(Ask.ping()), state);
				}
				catch (CallException.WouldDeadlock ex) {
					return self.reply(request, ex.circle().size(), state);
				}
			};
			for (int i = length - 1; i > 0; i--) {
				handler = forward(all.get(i), handler);
			}
			assertThat(ask(all.getFirst(), handler)).isEqualTo(length + 1);
			assertThat(all).allSatisfy((each) -> assertThat(each.call(Ask.ping())).isEqualTo("fresh"));
		}

		@Test
		void is_not_suspected_when_a_caller_was_answered_but_has_not_noticed_yet() {
			ServerRef<TestServer> b = named("b");
			ServerRef<TestServer> c = named("c");
			Puppet puppet = Puppet.spawn(CallTests.this.node);
			for (int i = 0; i < 300; i++) {
				tell(b, (self, state) -> {
					// c answers and then asks back: b may not have woken up yet
					c.call(new Ask((server, request, from, same) -> server.reply(request, "answer", same)
						.then((TestServer.Handler) (again, unchanged) -> {
							CallTests.this.probe.tell(b.call(Ask.ping()));
							return again.next(unchanged);
						})));
					return self.next(state);
				});
				assertThat(CallTests.this.probe.await()).isEqualTo("fresh");
			}
			assertThat(puppet.pid().isAlive()).isTrue();
		}

		@Test
		void is_not_suspected_when_the_answer_has_been_left_to_somebody_else() throws Throwable {
			ServerRef<TestServer> b = named("b");
			ServerRef<TestServer> c = named("c");
			Probe<ReplyTo<Object>> later = new Probe<>();
			Future<Object> outer = asking(b, forward(c, (self, request, from, state) -> {
				later.tell(from.to(request));
				return self.next(state);
			}));
			ReplyTo<Object> reply = later.await();
			c.call(Ask.ping());
			Future<Object> back = asking(c, forward(b, Ask.ping().handler()));
			CallTests.this.time.awaitParked(4);
			reply.reply("from elsewhere");
			assertThat(Probe.get(outer)).isEqualTo("from elsewhere");
			assertThat(Probe.get(back)).isEqualTo("fresh");
		}

		private ServerRef<TestServer> named(String name) {
			return GenServer.start(CallTests.this.node, new TestServer(), ServerOptions.named(name));
		}

		private TestServer.AskHandler forward(ServerRef<TestServer> to, TestServer.AskHandler handler) {
			return (self, request, from, state) -> self.reply(request, to.call(new Ask(handler)), state);
		}

	}

	@Nested
	class An_interrupt {

		@Test
		void ends_the_waiting_and_is_kept() {
			ServerRef<TestServer> server = start();
			Probe<Thread> caller = new Probe<>();
			Future<Object> call = Probe.async(() -> {
				caller.tell(Thread.currentThread());
				try {
					return server.call(new Ask(NEVER_ANSWER));
				}
				catch (CallException.Interrupted ex) {
					return Thread.currentThread().isInterrupted();
				}
			});
			Thread thread = caller.await();
			CallTests.this.time.awaitParked(1);
			thread.interrupt();
			assertThat(call).succeedsWithin(Probe.PATIENCE).isEqualTo(true);
		}

		@Test
		void that_comes_with_the_answer_is_kept_for_the_caller() {
			ServerRef<TestServer> server = start();
			Probe<Thread> caller = new Probe<>();
			for (int i = 0; i < 200; i++) {
				Future<Object> call = Probe.async(() -> {
					caller.tell(Thread.currentThread());
					try {
						server.call(Ask.ping());
					}
					catch (CallException.Interrupted ex) {
						return Thread.currentThread().isInterrupted();
					}
					Probe.until(() -> Thread.currentThread().isInterrupted());
					return true;
				});
				caller.await().interrupt();
				assertThat(call).succeedsWithin(Probe.PATIENCE).isEqualTo(true);
			}
		}

	}

	@Nested
	class A_bounded_mailbox {

		@Test
		void that_rejects_fails_the_call() {
			ServerRef<TestServer> server = full(Overflow.REJECT);
			assertThatExceptionOfType(CallException.Rejected.class).isThrownBy(() -> server.call(Ask.ping()));
		}

		@Test
		void that_drops_the_newest_fails_the_call_at_once() {
			ServerRef<TestServer> server = full(Overflow.DROP_NEWEST);
			assertThatExceptionOfType(CallException.Rejected.class).isThrownBy(() -> server.call(Ask.ping()));
		}

		@Test
		void that_drops_the_oldest_fails_the_call_that_was_dropped() {
			ServerRef<TestServer> server = full(Overflow.DROP_OLDEST);
			Future<Object> dropped = parked(server, NEVER_ANSWER, Duration.ofHours(1));
			server.send("newer");
			assertThatExceptionOfType(CallException.Rejected.class).isThrownBy(() -> Probe.get(dropped));
		}

		@Test
		void does_not_keep_out_the_idle_timeout() {
			TestServer behaviour = new TestServer();
			ServerRef<TestServer> server = GenServer.start(CallTests.this.node, behaviour,
					ServerOptions.defaults().mailbox(new MailboxLimit(1, Overflow.REJECT)));
			tell(server, (self, state) -> self.next(state).idle(Duration.ofSeconds(1)));
			Probe.until(() -> CallTests.this.time.scheduled() == 1);
			CallTests.this.time.advance(Duration.ofSeconds(1));
			assertThat(behaviour.log.await()).isEqualTo(new IdleTimeout());
		}

		private ServerRef<TestServer> full(Overflow overflow) {
			ServerRef<TestServer> server = GenServer.start(CallTests.this.node, new TestServer(),
					ServerOptions.defaults().mailbox(new MailboxLimit(1, overflow, Duration.ofMillis(1))));
			occupy(server);
			server.send("fills the mailbox");
			return server;
		}

	}

	@Test
	void what_a_server_works_on_can_be_seen_from_outside() {
		ServerRef<TestServer> server = start();
		occupy(server);
		ProcessInfo info = this.node.view().info(pidOf(server)).orElseThrow();
		assertThat(info.current()).containsInstanceOf(TestServer.Do.class);
		assertThat(info.behaviour()).isEqualTo(TestServer.class);
		assertThat(info.state()).isEqualTo(ProcessInfo.State.RUNNING);
		this.gate.open();
		server.call(Ask.ping());
		Probe.until(() -> this.node.view().info(pidOf(server)).orElseThrow().current().isEmpty());
	}

	@Test
	void null_is_no_request_and_no_message() {
		ServerRef<TestServer> server = start();
		assertThatNullPointerException().isThrownBy(() -> server.call(null));
		assertThatNullPointerException().isThrownBy(() -> server.cast(null));
		assertThatNullPointerException().isThrownBy(() -> server.send(null));
	}

}
