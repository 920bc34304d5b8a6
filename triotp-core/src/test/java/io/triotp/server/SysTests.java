package io.triotp.server;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.triotp.process.DeadLetterReason;
import io.triotp.process.ExitReason;
import io.triotp.process.MailboxLimit;
import io.triotp.process.Pid;
import io.triotp.process.ProcessInfo;
import io.triotp.process.Self;
import io.triotp.server.TestServer.Ask;
import io.triotp.server.TestServer.Do;
import io.triotp.server.TestServer.Terminated;
import io.triotp.testing.Conformance;
import io.triotp.testing.Gate;
import io.triotp.testing.LogProbe;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SysTests extends ServerFixture {

	private final TestServer behaviour = new TestServer();

	private final ServerRef<TestServer> server = GenServer.start(this.node, this.behaviour,
			ServerOptions.defaults().name("server"));

	private final Sys<String> sys = Sys.of(this.server);

	private final Pid pid = pidOf(this.server);

	private static Do append(String what) {
		return new Do((self, state) -> self.next(state + what));
	}

	private static Ask replying(String what) {
		return new Ask((self, request, from, state) -> self.reply(request, what, state));
	}

	private ProcessInfo.State processState() {
		return this.node.view().info(this.pid).orElseThrow().state();
	}

	private int mailboxSize() {
		return this.node.view().info(this.pid).orElseThrow().mailboxSize();
	}

	/** All that can be asked. */
	private static Stream<Consumer<Sys<?>>> everyRequest() {
		return Stream.of(Sys::getState, (sys) -> sys.formatState((state) -> state),
				(sys) -> sys.replaceState((state) -> state), Sys::getStatus, Sys::suspend, Sys::resume,
				Sys::startStatistics, Sys::statistics, Sys::stopStatistics, Sys::startLog, Sys::log, Sys::stopLog,
				(sys) -> sys.trace((event) -> {
				}), (sys) -> sys.install("id", (event) -> true), (sys) -> sys.remove("id"), Sys::noDebug);
	}

	/** An idle timeout begins when the server has nothing left. */
	private void awaitAsleep() {
		Probe.until(() -> this.node.view()
			.info(this.pid)
			.filter((info) -> info.state() == ProcessInfo.State.WAITING)
			.isPresent());
	}

	@Nested
	class The_state {

		@Test
		@Conformance("GS-57")
		void is_read_by_pid_and_by_name_running_and_suspended() { // OTP Y3
			SysTests.this.server.cast(append("!"));
			List<Sys<?>> both = List.of(SysTests.this.sys, Sys.of(SysTests.this.node, SysTests.this.pid),
					Sys.of(ServerRef.<TestServer>named(SysTests.this.node, "server")));
			assertThat(both).allSatisfy((each) -> assertThat(each.getState()).isEqualTo("fresh!"));
			SysTests.this.sys.suspend();
			assertThat(both).allSatisfy((each) -> assertThat(each.getState()).isEqualTo("fresh!"));
		}

		@Test
		@Conformance("GS-58")
		void is_replaced_running_and_suspended() { // OTP Y3
			assertThat(SysTests.this.sys.replaceState((state) -> state + " new")).isEqualTo("fresh new");
			assertThat(SysTests.this.server.call(Ask.ping())).isEqualTo("fresh new");
			SysTests.this.sys.suspend();
			assertThat(SysTests.this.sys.replaceState((state) -> state + "er")).isEqualTo("fresh newer");
			assertThat(SysTests.this.sys.getState()).isEqualTo("fresh newer");
			SysTests.this.sys.resume();
			assertThat(SysTests.this.server.call(Ask.ping())).isEqualTo("fresh newer");
		}

		@Test
		@Conformance("GS-58")
		void is_unchanged_if_the_function_throws_and_who_asked_is_told() { // OTP Y3
			IllegalStateException cause = new IllegalStateException("no");
			Runnable replacing = () -> assertThatExceptionOfType(CallException.CallbackFailed.class)
				.isThrownBy(() -> SysTests.this.sys.replaceState((state) -> {
					throw cause;
				}))
				.withCause(cause)
				.withMessageContaining(SysTests.this.pid.toString())
				.withMessageContaining("unchanged: the function threw java.lang.IllegalStateException");
			replacing.run();
			assertThat(SysTests.this.sys.getState()).isEqualTo("fresh");
			SysTests.this.sys.suspend();
			replacing.run();
			SysTests.this.sys.resume();
			assertThat(SysTests.this.server.call(Ask.ping())).isEqualTo("fresh");
		}

		@Test
		void is_unchanged_and_the_server_goes_on_if_the_function_throws_what_cannot_be_printed() {
			class Unprintable extends RuntimeException {

				private static final long serialVersionUID = 1L;

				@Override
				public String getMessage() {
					throw this;
				}

			}
			assertThatExceptionOfType(CallException.CallbackFailed.class)
				.isThrownBy(() -> SysTests.this.sys.replaceState((state) -> {
					throw new Unprintable();
				}));
			SysTests.this.sys.install("unprintable", (event) -> {
				throw new Unprintable();
			});
			assertThat(SysTests.this.server.call(Ask.ping())).isEqualTo("fresh");
			assertThat(SysTests.this.sys.getStatus().functions()).isEmpty();
		}

		@Test
		void is_shown_as_the_server_wants_it_seen_in_its_own_process() {
			record Account(String owner, String password) {

			}
			class Bank implements GenServer<Account, Ask, Do> {

				@Override
				public Account init() {
					return new Account("Ada", "secret");
				}

				@Override
				public Object formatStatus(Account state) {
					return state.owner();
				}

			}
			ServerRef<Bank> bankServer = GenServer.start(SysTests.this.node, new Bank());
			Sys<Account> bank = Sys.of(bankServer);
			List<Object> seen = bank.formatState((shown) -> List.of(shown, Self.current().pid()));
			assertThat(seen).containsExactly("Ada", bankServer.pid().orElseThrow());
			assertThat(SysTests.this.sys.<Object>formatState((shown) -> shown)).isEqualTo("fresh");
		}

		@Test
		void is_not_shown_if_the_server_cannot_show_it_and_the_server_goes_on() {
			IllegalStateException cause = new IllegalStateException("no");
			class Shy implements GenServer<String, Call<?, ?>, Cast<?>> {

				@Override
				public String init() {
					return "fresh";
				}

				@Override
				public Object formatStatus(String state) {
					throw cause;
				}

			}
			Sys<String> shy = Sys.of(GenServer.start(SysTests.this.node, new Shy()));
			assertThatExceptionOfType(CallException.CallbackFailed.class)
				.isThrownBy(() -> shy.formatState((shown) -> shown))
				.withCause(cause)
				.withMessageContaining("formatStatus or what was asked for threw java.lang.IllegalStateException");
			assertThat(shy.getState()).isEqualTo("fresh");
		}

		@Test
		void of_a_server_at_work_is_not_made_for_those_who_have_gone_and_their_timeouts_do_not_count() {
			Gate working = new Gate();
			SysTests.this.server.cast(new Do((self, state) -> {
				working.pass();
				return self.next(state);
			}));
			working.awaitReached();
			AtomicInteger made = new AtomicInteger();
			long lost = SysTests.this.node.view().deadLetters(DeadLetterReason.LATE_REPLY);
			for (int i = 0; i < 3; i++) {
				assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(
						() -> SysTests.this.sys.within(Duration.ZERO).formatState((shown) -> made.incrementAndGet()));
			}
			working.open();
			assertThat(SysTests.this.server.call(Ask.ping())).isEqualTo("fresh");
			assertThat(made).hasValue(0);
			assertThat(SysTests.this.node.view().callTimeouts()).isZero();
			assertThat(SysTests.this.node.view().deadLetters(DeadLetterReason.LATE_REPLY)).isEqualTo(lost);
		}

		@Test
		void may_be_null() {
			assertThat(SysTests.this.sys.replaceState((state) -> null)).isNull();
			assertThat(SysTests.this.sys.getState()).isNull();
		}

	}

	@Nested
	class A_request {

		@Test
		void is_seen_to_after_what_the_same_sender_sent_before() { // OTP Y1, G27
			for (int i = 0; i < 1_000; i++) {
				String expected = "state " + i;
				SysTests.this.server.cast(new Do((self, state) -> self.next(expected)));
				assertThat(SysTests.this.sys.getState()).isEqualTo(expected);
			}
		}

		@Test
		@Conformance("SYS-14")
		void fails_at_once_if_there_is_no_such_server() { // OTP Y1
			SysTests.this.server.stop();
			Sys<Object> byPid = Sys.of(SysTests.this.node, SysTests.this.pid);
			assertThat(everyRequest()).allSatisfy((request) -> {
				assertThatExceptionOfType(CallException.NoServer.class).isThrownBy(() -> request.accept(byPid))
					.withMessageContaining("noproc");
				assertThatExceptionOfType(CallException.NoServer.class)
					.isThrownBy(() -> request.accept(Sys.of(ServerRef.<TestServer>named(SysTests.this.node, "server"))))
					.withMessageContaining("noproc");
			});
			assertThatExceptionOfType(CallException.NoServer.class)
				.isThrownBy(() -> byPid.terminate(ExitReason.shutdown()));
		}

		@Test
		void fails_as_soon_as_the_server_ends() throws Throwable {
			occupy(SysTests.this.server);
			Future<String> asked = Probe.async(SysTests.this.sys::getState);
			SysTests.this.time.awaitParked(1);
			SysTests.this.node.kill(SysTests.this.pid);
			assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> Probe.get(asked))
				.withMessageContaining("killed");
		}

		@Test
		void fails_at_once_if_the_server_is_killed_while_it_sees_to_it() throws Throwable {
			Future<String> asked = Probe.async(() -> SysTests.this.sys.replaceState((state) -> {
				SysTests.this.gate.passStubbornly();
				return "too late";
			}));
			SysTests.this.gate.awaitReached();
			SysTests.this.node.kill(SysTests.this.pid);
			assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> Probe.get(asked));
		}

		@Test
		void waits_five_seconds_unless_it_says_otherwise_and_is_seen_to_all_the_same() throws Throwable { // OTP
																											// Y1
			occupy(SysTests.this.server);
			Future<String> asked = Probe.async(() -> SysTests.this.sys.replaceState((state) -> "replaced"));
			SysTests.this.time.awaitParked(1);
			SysTests.this.time.advance(Duration.ofMillis(4_999));
			assertThat(asked).isNotDone();
			SysTests.this.time.advance(Duration.ofMillis(1));
			assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> Probe.get(asked))
				.withMessageContaining("in the queue");
			assertThatExceptionOfType(CallException.TimedOut.class)
				.isThrownBy(() -> SysTests.this.sys.within(Duration.ZERO).getState());
			SysTests.this.gate.open();
			assertThat(SysTests.this.sys.getState()).isEqualTo("replaced");
		}

		@Test
		void to_oneself_is_refused() {
			Object refused = ask(SysTests.this.server, (self, request, from, state) -> {
				try {
					SysTests.this.sys.suspend();
					return self.reply(request, "suspended", state);
				}
				catch (CallException.WouldDeadlock ex) {
					return self.reply(request, ex.circle(), state);
				}
			});
			assertThat(refused).isEqualTo(List.of(SysTests.this.pid, SysTests.this.pid));
		}

		@Test
		void to_a_server_that_waits_for_who_asks_is_refused() {
			TestServer other = new TestServer();
			ServerRef<TestServer> asking = start(other);
			Object refused = ask(SysTests.this.server,
					(self, request, from, state) -> self.reply(request, ask(asking, (me, inner, caller, its) -> {
						try {
							return me.reply(inner, SysTests.this.sys.getState(), its);
						}
						catch (CallException.WouldDeadlock ex) {
							return me.reply(inner, ex, its);
						}
					}), state));
			assertThat(refused).isInstanceOf(CallException.WouldDeadlock.class);
		}

		@Test
		void to_a_plain_process_is_refused() {
			Pid plain = SysTests.this.node.spawn((self) -> self.receive());
			assertThatIllegalArgumentException().isThrownBy(() -> Sys.of(SysTests.this.node, plain).getState())
				.withMessageContaining("plain process");
		}

		@Test
		void to_a_behaviour_that_is_no_server_is_refused_at_once() {
			Pid other = Puppet.spawn(SysTests.this.node).pid();
			assertThatIllegalArgumentException()
				.isThrownBy(() -> Sys.of(SysTests.this.node, other).within(Duration.ZERO).getState())
				.withMessageContaining(Puppet.class.getName())
				.withMessageContaining("knows no system messages");
		}

		@Test
		void passes_the_limit_of_the_mailbox() {
			ServerRef<TestServer> bounded = GenServer.start(SysTests.this.node, new TestServer(),
					ServerOptions.defaults().mailbox(new MailboxLimit(1, MailboxLimit.Overflow.REJECT)));
			Sys<String> sys = Sys.of(bounded);
			sys.suspend();
			bounded.cast(append("!"));
			assertThat(sys.getStatus().mailboxSize()).isEqualTo(1);
			sys.resume();
			assertThat(sys.getState()).isEqualTo("fresh!");
		}

		@Test
		void that_comes_before_the_server_is_up_waits() throws Throwable {
			Probe<Pid> starting = new Probe<>();
			Gate up = new Gate();
			Future<ServerRef<TestServer>> started = Probe.async(() -> start(new TestServer() {
				@Override
				public String init() throws Exception {
					starting.tell(self().pid());
					up.pass();
					return "up";
				}
			}));
			Sys<Object> early = Sys.of(SysTests.this.node, starting.await());
			Future<Object> asked = Probe.async(early::getState);
			SysTests.this.time.awaitParked(2);
			up.open();
			assertThat(Probe.get(asked)).isEqualTo("up");
			assertThat(Probe.get(started).call(Ask.ping())).isEqualTo("up");
		}

		@Test
		void that_comes_before_a_server_that_does_not_start_fails_with_it() throws Throwable {
			Probe<Pid> starting = new Probe<>();
			Future<ServerRef<TestServer>> started = Probe.async(() -> start(new TestServer() {
				@Override
				public String init() throws Exception {
					starting.tell(self().pid());
					SysTests.this.gate.pass();
					throw new IllegalStateException("no");
				}
			}));
			Sys<Object> early = Sys.of(SysTests.this.node, starting.await());
			Future<Object> asked = Probe.async(early::getState);
			SysTests.this.time.awaitParked(2);
			SysTests.this.gate.open();
			assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> Probe.get(asked));
			assertThatExceptionOfType(StartException.Failed.class).isThrownBy(() -> Probe.get(started));
		}

		@Test
		void makes_an_idle_timeout_begin_anew() { // OTP G16
			ask(SysTests.this.server,
					(self, request, from, state) -> self.reply(request, "", state).idle(Duration.ofMillis(100)));
			awaitAsleep();
			SysTests.this.time.advance(Duration.ofMillis(60));
			SysTests.this.sys.getState();
			awaitAsleep();
			SysTests.this.time.advance(Duration.ofMillis(99));
			assertThat(SysTests.this.sys.within(Duration.ofDays(1)).getState()).isEqualTo("fresh");
			assertThat(SysTests.this.behaviour.log.rest()).isEmpty();
			awaitAsleep();
			SysTests.this.time.advance(Duration.ofMillis(100));
			assertThat(SysTests.this.behaviour.log.await()).isEqualTo(new IdleTimeout());
		}

	}

	@Nested
	class A_suspended_server {

		@Test
		@Conformance("SYS-05")
		void lets_calls_time_out_which_tells_why_and_may_be_suspended_again() throws Throwable { // OTP
																									// Y2
			SysTests.this.sys.suspend();
			Future<Object> call = Probe.async(() -> SysTests.this.server.call(replying("late"), Duration.ofMillis(50)));
			SysTests.this.time.awaitParked(1);
			SysTests.this.time.advance(Duration.ofMillis(50));
			assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> Probe.get(call))
				.withMessageContaining("50ms in the queue")
				.withMessageContaining("1 messages waiting and is now suspended")
				.withMessageContaining("Sys.resume");
			assertThat(SysTests.this.sys.getStatus().suspended()).isTrue();
			SysTests.this.sys.suspend();
			assertThat(SysTests.this.sys.getStatus().suspended()).isTrue();
			assertThat(processState()).isEqualTo(ProcessInfo.State.SUSPENDED);
		}

		@Test
		@Conformance("SYS-06")
		void answers_when_it_is_resumed_and_may_be_resumed_again() { // OTP Y2
			SysTests.this.sys.suspend();
			SysTests.this.server.cast(append("a"));
			SysTests.this.server.cast(append("b"));
			SysTests.this.sys.resume();
			assertThat(SysTests.this.server.call(Ask.ping())).isEqualTo("freshab");
			assertThat(SysTests.this.sys.getStatus().suspended()).isFalse();
			SysTests.this.sys.resume();
			assertThat(SysTests.this.server.call(replying("well"))).isEqualTo("well");
			Probe.until(() -> processState() == ProcessInfo.State.WAITING);
		}

		@Test
		void sees_to_requests_that_lie_behind_the_one_that_suspended_it() throws Throwable { // OTP
																								// Y2
			occupy(SysTests.this.server);
			Future<Object> suspended = Probe.async(() -> {
				SysTests.this.sys.suspend();
				return "suspended";
			});
			SysTests.this.time.awaitParked(1);
			SysTests.this.server.cast(append("!"));
			Future<String> asked = Probe.async(SysTests.this.sys::getState);
			SysTests.this.time.awaitParked(2);
			SysTests.this.gate.open();
			assertThat(Probe.get(suspended)).isEqualTo("suspended");
			assertThat(Probe.get(asked)).isEqualTo("fresh");
			assertThat(SysTests.this.sys.getStatus().suspended()).isTrue();
			SysTests.this.sys.resume();
			assertThat(SysTests.this.sys.getState()).isEqualTo("fresh!");
		}

		@Test
		void leaves_no_dead_letter_of_a_request_it_has_seen_to() throws Throwable {
			occupy(SysTests.this.server);
			Future<Object> suspended = Probe.async(() -> {
				SysTests.this.sys.suspend();
				return "suspended";
			});
			SysTests.this.time.awaitParked(1);
			Future<String> asked = Probe.async(SysTests.this.sys::getState);
			SysTests.this.time.awaitParked(2);
			SysTests.this.gate.open();
			Probe.get(suspended);
			assertThat(Probe.get(asked)).isEqualTo("fresh");
			SysTests.this.node.kill(SysTests.this.pid);
			assertThat(deadLetters(DeadLetterReason.PROCESS_EXITED)).isZero();
		}

		@Test
		void does_not_fill_its_mailbox_when_it_is_looked_at() {
			SysTests.this.sys.suspend();
			SysTests.this.server.cast(append("!"));
			for (int i = 0; i < 100; i++) {
				assertThat(SysTests.this.sys.getStatus().mailboxSize()).isEqualTo(1);
			}
			assertThat(mailboxSize()).isEqualTo(1);
		}

		@Test
		@Conformance("SYS-12")
		void stops_with_terminate_when_it_is_told_to() { // OTP Y7, S10
			SysTests.this.sys.suspend();
			SysTests.this.server.stop(ExitReason.shutdown(), Duration.ofSeconds(1));
			assertThat(exitOf(SysTests.this.server)).isEqualTo(ExitReason.shutdown());
			assertThat(SysTests.this.behaviour.log.await()).isEqualTo(new Terminated(ExitReason.shutdown(), "fresh"));
		}

		@Test
		void is_terminated_with_its_messages_and_callers() throws Throwable { // OTP Y7
			SysTests.this.sys.suspend();
			Future<Object> call = parked(SysTests.this.server, replying("never").handler(), Duration.ofSeconds(9));
			SysTests.this.sys.terminate(BOOM);
			assertThat(SysTests.this.behaviour.log.await()).isEqualTo(new Terminated(BOOM, "fresh"));
			assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> Probe.get(call))
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(BOOM));
		}

		@Test
		void ends_with_its_parent_although_it_traps_exits_and_leaves_other_exits_in_its_mailbox() { // OTP
																									// Y8
			Puppet parent = Puppet.spawn(SysTests.this.node);
			Puppet other = Puppet.spawn(SysTests.this.node);
			TestServer child = new TestServer();
			ServerRef<TestServer> ref = parent.ask((self) -> GenServer.startLink(child, ServerOptions.defaults()));
			ask(ref, (self, request, from, state) -> {
				self.self().trapExits(true);
				self.self().link(other.pid());
				return self.reply(request, "", state);
			});
			Sys<String> sys = Sys.of(ref);
			sys.suspend();
			other.tell((self) -> BOOM);
			other.exit();
			Probe.until(() -> sys.getStatus().mailboxSize() == 1);
			parent.tell((self) -> BOOM);
			assertThat(exitOf(ref)).isEqualTo(BOOM);
			assertThat(child.log.await()).isEqualTo(new Terminated(BOOM, "fresh"));
		}

		@Test
		void ends_with_a_linked_process_if_it_does_not_trap_exits() {
			Puppet other = Puppet.spawn(SysTests.this.node);
			ask(SysTests.this.server, (self, request, from, state) -> {
				self.self().link(other.pid());
				return self.reply(request, "", state);
			});
			SysTests.this.sys.suspend();
			other.tell((self) -> BOOM);
			assertThat(exitOf(SysTests.this.server)).isEqualTo(BOOM);
			assertThat(SysTests.this.behaviour.log.await()).isEqualTo(new Terminated(BOOM, "fresh"));
		}

		@Test
		void is_killed_at_once_and_leaves_no_zombie() {
			SysTests.this.sys.suspend();
			SysTests.this.node.kill(SysTests.this.pid);
			assertThat(SysTests.this.pid.isAlive()).isFalse();
			Probe.until(() -> SysTests.this.node.view().zombieCount() == 0);
			assertThat(SysTests.this.behaviour.log.rest()).isEmpty();
			assertThatExceptionOfType(CallException.NoServer.class).isThrownBy(SysTests.this.sys::resume);
		}

		@Test
		void fails_requests_it_has_not_seen_to_when_it_ends() throws Throwable {
			SysTests.this.sys.suspend();
			Future<String> first = Probe.async(() -> SysTests.this.sys.replaceState((state) -> {
				SysTests.this.gate.passStubbornly();
				return state;
			}));
			SysTests.this.gate.awaitReached();
			SysTests.this.time.awaitParked(1);
			Future<String> second = Probe.async(SysTests.this.sys::getState);
			SysTests.this.time.awaitParked(2);
			SysTests.this.node.kill(SysTests.this.pid);
			assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> Probe.get(first));
			assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> Probe.get(second));
		}

		@Test
		void lets_no_idle_timeout_pass() { // OTP G16
			ask(SysTests.this.server,
					(self, request, from, state) -> self.reply(request, "", state).idle(Duration.ofMillis(100)));
			SysTests.this.sys.suspend();
			SysTests.this.time.advance(Duration.ofSeconds(3));
			SysTests.this.sys.resume();
			awaitAsleep();
			SysTests.this.time.advance(Duration.ofMillis(99));
			assertThat(SysTests.this.sys.getState()).isEqualTo("fresh");
			assertThat(SysTests.this.behaviour.log.rest()).isEmpty();
			awaitAsleep();
			SysTests.this.time.advance(Duration.ofMillis(100));
			assertThat(SysTests.this.behaviour.log.await()).isEqualTo(new IdleTimeout());
		}

		@Test
		void loses_nothing_however_often_it_is_suspended_and_asked() throws Throwable {
			int rounds = 2_000;
			AtomicInteger asked = new AtomicInteger();
			List<Future<Integer>> askers = IntStream.range(0, 3).mapToObj((number) -> Probe.async(() -> {
				for (int i = 0; i < rounds; i++) {
					SysTests.this.sys.getState();
					asked.incrementAndGet();
				}
				return rounds;
			})).toList();
			Future<Integer> sender = Probe.async(() -> {
				for (int i = 0; i < rounds; i++) {
					SysTests.this.server.cast(append("."));
				}
				return rounds;
			});
			while (asked.get() < 3 * rounds) {
				SysTests.this.sys.suspend();
				SysTests.this.sys.resume();
			}
			for (Future<Integer> each : askers) {
				Probe.get(each);
			}
			Probe.get(sender);
			assertThat(SysTests.this.server.call(Ask.ping())).isEqualTo("fresh" + ".".repeat(rounds));
			assertThat(mailboxSize()).isZero();
		}

	}

	@Nested
	class The_status {

		@Test
		void tells_who_it_is_how_it_is_and_what_is_installed_and_nothing_of_its_state() { // OTP
																							// Y4
			SysTests.this.sys.install("mine", (event) -> true);
			SysTests.this.sys.startLog();
			SysStatus running = SysTests.this.sys.getStatus();
			assertThat(running).isEqualTo(new SysStatus(SysTests.this.pid, List.of("server"), Optional.of("server"),
					Optional.empty(), TestServer.class, false, 0, Optional.empty(), List.of("mine")));
			SysTests.this.sys.startStatistics();
			SysTests.this.sys.suspend();
			SysTests.this.server.cast(append("!"));
			assertThat(SysTests.this.sys.getStatus()).isEqualTo(new SysStatus(SysTests.this.pid, List.of("server"),
					Optional.of("server"), Optional.empty(), TestServer.class, true, 1,
					Optional.of(new SysStatistics(Duration.ZERO, 0, 0)), List.of("mine")));
		}

	}

	@Nested
	class Statistics {

		@Test
		void count_messages_and_replies_and_no_continuations() { // OTP Y5
			assertThat(SysTests.this.sys.statistics()).isEmpty();
			SysTests.this.sys.startStatistics();
			SysTests.this.time.advance(Duration.ofSeconds(2));
			SysTests.this.server.call(Ask.ping());
			SysTests.this.server.cast(append("!"));
			SysTests.this.server.send("info");
			ask(SysTests.this.server,
					(self, request, from, state) -> self.reply(request, "", state).then("continuation"));
			SysTests.this.sys.startStatistics();
			assertThat(SysTests.this.sys.statistics()).contains(new SysStatistics(Duration.ofSeconds(2), 4, 2));
			SysTests.this.sys.stopStatistics();
			assertThat(SysTests.this.sys.statistics()).isEmpty();
		}

	}

	@Nested
	class The_log {

		@Test
		@Conformance("SYS-01")
		void keeps_the_last_events_until_it_is_stopped() { // OTP Y6
			assertThat(SysTests.this.sys.log()).isEmpty();
			SysTests.this.sys.startLog();
			Ask request = replying("well");
			SysTests.this.server.call(request);
			List<SysEvent> both = List.of(new SysEvent.In(SysEvent.Kind.CALL, request, Optional.empty()),
					new SysEvent.Out(request, new CallResult.Answer("well", null), Optional.empty()));
			assertThat(SysTests.this.sys.log()).isEqualTo(both);
			SysTests.this.sys.startLog(1);
			assertThat(SysTests.this.sys.log()).isEqualTo(both.subList(1, 2));
			SysTests.this.server.call(request);
			assertThat(SysTests.this.sys.log()).isEqualTo(both.subList(1, 2));
			SysTests.this.sys.stopLog();
			SysTests.this.server.call(request);
			assertThat(SysTests.this.sys.log()).isEmpty();
		}

		@Test
		void keeps_ten_events_unless_told_otherwise_and_one_at_least() {
			SysTests.this.sys.startLog();
			for (int i = 0; i < 20; i++) {
				SysTests.this.server.call(Ask.ping());
			}
			assertThat(SysTests.this.sys.log()).hasSize(10);
			assertThatIllegalArgumentException().isThrownBy(() -> SysTests.this.sys.startLog(0));
		}

	}

	@Nested
	class A_debug_function {

		private final Probe<SysEvent> events = new Probe<>();

		private final Predicate<SysEvent> telling = (event) -> {
			this.events.tell(event);
			return true;
		};

		/** The kinds of the events so far. */
		private List<Class<?>> kinds() {
			SysTests.this.sys.getState();
			return this.events.rest().stream().<Class<?>>map(Object::getClass).toList();
		}

		@Test
		@Conformance("SYS-04")
		void sees_one_event_in_and_one_out_for_a_call() { // OTP Y6
			SysTests.this.sys.trace(this.events::tell);
			Ask request = replying("well");
			Puppet caller = Puppet.spawn(SysTests.this.node);
			caller.run((self) -> SysTests.this.server.call(request));
			SysTests.this.sys.getState();
			assertThat(this.events.rest()).containsExactly(
					new SysEvent.In(SysEvent.Kind.CALL, request, Optional.of(caller.pid())),
					new SysEvent.Out(request, new CallResult.Answer("well", null), Optional.of(caller.pid())));
		}

		@Test
		@Conformance("SYS-02")
		void may_write_to_a_file(@TempDir Path directory) throws Exception { // OTP Y6
			Path file = directory.resolve("log");
			try (PrintWriter log = new PrintWriter(file.toFile(), StandardCharsets.UTF_8);
					Sys.Registration registration = SysTests.this.sys
						.trace((event) -> log.println(event.getClass().getSimpleName()))) {
				SysTests.this.server.call(Ask.ping());
			}
			SysTests.this.server.call(Ask.ping());
			assertThat(Files.readAllLines(file)).containsExactly("In", "Out");
		}

		@Test
		void sees_casts_other_messages_and_continuations() { // OTP Y6
			SysTests.this.sys.install("id", this.telling);
			Do cast = new Do((self, state) -> self.next(state).then("more"));
			SysTests.this.server.cast(cast);
			SysTests.this.server.send("info");
			SysTests.this.sys.getState();
			assertThat(this.events.rest()).containsExactly(new SysEvent.In(SysEvent.Kind.CAST, cast, Optional.empty()),
					new SysEvent.NoReply(), new SysEvent.Continue("more"), new SysEvent.NoReply(),
					new SysEvent.In(SysEvent.Kind.INFO, "info", Optional.empty()), new SysEvent.NoReply());
		}

		@Test
		void sees_that_a_call_is_deferred_and_the_answer_of_the_end() {
			SysTests.this.sys.install("id", this.telling);
			ask(SysTests.this.server, (self, request, from, state) -> {
				from.to(request).reply("");
				return self.next(state);
			});
			assertThat(kinds()).containsExactly(SysEvent.In.class, SysEvent.NoReply.class);
			ask(SysTests.this.server,
					(self, request, from, state) -> self.replyAndStop(request, "bye", ExitReason.normal(), state));
			assertThat(this.events.await(2)).extracting(Object::getClass)
				.isEqualTo(List.of(SysEvent.In.class, SysEvent.Out.class));
		}

		@Test
		@Conformance("SYS-08")
		void sees_events_only_while_it_is_installed() { // OTP Y6
			SysTests.this.server.call(Ask.ping());
			SysTests.this.sys.install("id", this.telling);
			SysTests.this.server.call(Ask.ping());
			SysTests.this.server.call(Ask.ping());
			assertThat(kinds()).hasSize(4);
			SysTests.this.sys.startLog();
			SysTests.this.sys.startStatistics();
			SysTests.this.sys.noDebug();
			SysTests.this.server.call(Ask.ping());
			assertThat(kinds()).isEmpty();
			assertThat(SysTests.this.sys.log()).isEmpty();
			assertThat(SysTests.this.sys.statistics()).isEmpty();
		}

		@Test
		@Conformance("SYS-09")
		void without_a_name_counts_once_however_often_it_is_given() { // OTP Y6
			Consumer<SysEvent> function = this.events::tell;
			Sys.Registration registration = SysTests.this.sys.trace(function);
			SysTests.this.sys.trace(function);
			SysTests.this.server.call(Ask.ping());
			assertThat(kinds()).containsExactly(SysEvent.In.class, SysEvent.Out.class);
			registration.close();
			SysTests.this.server.call(Ask.ping());
			assertThat(kinds()).isEmpty();
		}

		@Test
		@Conformance("SYS-10")
		void counts_once_for_each_name_and_is_removed_by_name() { // OTP Y6
			SysTests.this.sys.install("id1", this.telling);
			SysTests.this.sys.install("id1", this.telling);
			SysTests.this.sys.install("id2", this.telling);
			SysTests.this.server.cast(append("!"));
			assertThat(kinds()).filteredOn(SysEvent.In.class::equals).hasSize(2);
			SysTests.this.sys.remove("id1");
			SysTests.this.sys.remove("unknown");
			SysTests.this.server.cast(append("!"));
			assertThat(kinds()).filteredOn(SysEvent.In.class::equals).hasSize(1);
		}

		@Test
		void that_has_seen_enough_is_removed() { // OTP Y6
			SysTests.this.sys.install("id", (event) -> {
				this.events.tell(event);
				return false;
			});
			SysTests.this.server.call(Ask.ping());
			assertThat(kinds()).containsExactly(SysEvent.In.class);
			assertThat(SysTests.this.sys.getStatus().functions()).isEmpty();
		}

		@Test
		void that_throws_is_removed_and_reported_without_contents_and_the_server_goes_on() { // OTP
																								// Y6
			try (LogProbe log = new LogProbe("io.triotp.server.Sys")) {
				SysTests.this.sys.install("broken", (event) -> {
					throw new AssertionError("mine");
				});
				SysTests.this.sys.install("other", this.telling);
				SysTests.this.server.send("secret");
				ILoggingEvent warning = log.await();
				assertThat(warning.getLevel()).isEqualTo(Level.WARN);
				assertThat(warning.getFormattedMessage()).contains("broken", SysTests.this.pid.toString(), "In")
					.doesNotContain("secret");
				assertThat(SysTests.this.server.call(Ask.ping())).isEqualTo("fresh");
				assertThat(SysTests.this.sys.getStatus().functions()).containsExactly("other");
				assertThat(kinds()).hasSize(4);
				assertThat(log.rest()).isEmpty();
			}
		}

		@Test
		void that_asks_its_own_server_is_refused_and_removed() {
			try (LogProbe log = new LogProbe("io.triotp.server.Sys")) {
				SysTests.this.sys.trace((event) -> SysTests.this.server.call(Ask.ping()));
				assertThat(SysTests.this.server.call(replying("well"))).isEqualTo("well");
				assertThat(log.await().getThrowableProxy().getClassName())
					.isEqualTo(CallException.WouldDeadlock.class.getName());
			}
		}

		@Test
		void that_leaves_an_interrupt_does_not_interrupt_the_callback() {
			SysTests.this.sys.trace((event) -> Thread.currentThread().interrupt());
			assertThat(ask(SysTests.this.server,
					(self, request, from, state) -> self.reply(request, Thread.currentThread().isInterrupted(), state)))
				.isEqualTo(false);
		}

		@Test
		void is_gone_with_its_server_and_may_be_removed_then() {
			Sys.Registration registration = SysTests.this.sys.install("id", this.telling);
			SysTests.this.server.stop();
			ServerRef<TestServer> next = GenServer.start(SysTests.this.node, new TestServer(),
					ServerOptions.defaults().name("server"));
			registration.close();
			assertThat(Sys.of(next).getStatus().functions()).isEmpty();
		}

		@Test
		void of_a_restarted_server_is_not_removed_by_what_was_installed_before() {
			Sys<String> named = Sys.of(ServerRef.<TestServer>named(SysTests.this.node, "server"));
			Sys.Registration registration = named.install("id", this.telling);
			SysTests.this.server.stop();
			GenServer.start(SysTests.this.node, new TestServer(), ServerOptions.defaults().name("server"));
			named.install("id", this.telling);
			registration.close();
			assertThat(named.getStatus().functions()).containsExactly("id");
		}

	}

}
