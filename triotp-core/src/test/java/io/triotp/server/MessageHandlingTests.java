package io.triotp.server;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.triotp.process.DeadLetterReason;
import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.MonitorRef;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.ProcessInfo;
import io.triotp.process.Processes;
import io.triotp.process.SystemMessage;
import io.triotp.server.TestServer.Ask;
import io.triotp.testing.Conformance;
import io.triotp.testing.LogProbe;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import io.triotp.time.TimeSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MessageHandlingTests extends ServerFixture {

	/** Has no callback but init. */
	private static final class Bare implements GenServer<String, Call<Bare, Object>, Cast<Bare>> {

		@Override
		public String init() {
			return "fresh";
		}

	}

	private record BareCall() implements Call<Bare, Object> {
	}

	private record BareCast() implements Cast<Bare> {
	}

	@Nested
	class A_server_with_nothing_but_init {

		private final ServerRef<Bare> server = GenServer.start(MessageHandlingTests.this.node, new Bare());

		@Test
		void stops_when_it_is_called() { // OTP G18
			assertThatExceptionOfType(CallException.ServerExited.class)
				.isThrownBy(() -> this.server.call(new BareCall()))
				.withCauseInstanceOf(UnsupportedOperationException.class)
				.withMessageContaining(BareCall.class.getName());
		}

		@Test
		void stops_when_it_gets_a_cast() { // OTP G18
			this.server.cast(new BareCast());
			assertThat(exit().exception()).isInstanceOf(UnsupportedOperationException.class)
				.hasMessageContaining(BareCast.class.getName());
		}

		@Test
		@Conformance("GS-52")
		void ignores_other_messages_with_a_warning_and_counts_them() { // OTP G18
			try (LogProbe log = new LogProbe("io.triotp.deadletter")) {
				this.server.send("secret");
				ILoggingEvent warning = log.await();
				assertThat(warning.getLevel()).isEqualTo(Level.WARN);
				assertThat(warning.getFormattedMessage()).contains("java.lang.String", "handleInfo")
					.doesNotContain("secret");
			}
			Probe.until(() -> deadLetters(DeadLetterReason.NOT_UNDERSTOOD) == 1);
			assertThat(this.server.pid().orElseThrow().isAlive()).isTrue();
		}

		@Test
		void says_so_once_in_ten_seconds_however_many_there_are() {
			try (LogProbe log = new LogProbe("io.triotp.deadletter")) {
				for (int i = 0; i < 10_000; i++) {
					this.server.send("nobody knows me");
				}
				Probe.until(() -> deadLetters(DeadLetterReason.NOT_UNDERSTOOD) == 10_000);
				log.await();
				assertThat(log.rest()).isEmpty();
				MessageHandlingTests.this.time.advance(Duration.ofSeconds(10));
				this.server.send("nobody knows me");
				assertThat(log.await().getFormattedMessage()).contains("10000 since this was last logged");
			}
		}

		private ExitReason exit() {
			return Probe.exitOf(MessageHandlingTests.this.node, this.server.pid().orElseThrow());
		}

	}

	@Nested
	class Order {

		@Test
		void calls_casts_and_other_messages_share_one_queue() { // OTP G27
			TestServer behaviour = new TestServer();
			ServerRef<TestServer> server = start(behaviour);
			occupy(server);
			tell(server, (self, state) -> {
				self.log.tell("cast");
				return self.next(state);
			});
			server.send("info");
			var call = parked(server, (self, request, from, state) -> {
				self.log.tell("call");
				return self.reply(request, "", state);
			}, Duration.ofHours(1));
			server.send("last");
			MessageHandlingTests.this.gate.open();
			assertThat(behaviour.log.await(4)).containsExactly("cast", "info", "call", "last");
			assertThat(call).succeedsWithin(Probe.PATIENCE);
		}

		@Test
		void continuations_come_before_what_is_queued_however_many() { // OTP G15
			TestServer behaviour = new TestServer();
			ServerRef<TestServer> server = start(behaviour);
			tell(server, (self, state) -> {
				server.send("queued");
				return self.next("0").then(counting(10_000));
			});
			assertThat(behaviour.log.await()).isEqualTo("counted to 10000");
			assertThat(behaviour.log.await()).isEqualTo("queued");
		}

		private TestServer.Handler counting(int limit) {
			return (self, state) -> {
				int count = Integer.parseInt(state) + 1;
				if (count < limit) {
					return self.next(String.valueOf(count)).then(counting(limit));
				}
				self.log.tell("counted to " + count);
				return self.next(state);
			};
		}

		@Test
		void a_killed_server_does_not_go_on_with_its_continuations() {
			ServerRef<TestServer> server = start();
			tell(server, (self, state) -> self.next(state).then((TestServer.Handler) (again, same) -> {
				MessageHandlingTests.this.gate.passStubbornly();
				return again.next(same).then((TestServer.Handler) (third, unchanged) -> {
					MessageHandlingTests.this.probe.tell("went on");
					return third.next(unchanged);
				});
			}));
			MessageHandlingTests.this.gate.awaitReached();
			MessageHandlingTests.this.node.kill(pidOf(server));
			MessageHandlingTests.this.gate.open();
			Probe.until(() -> MessageHandlingTests.this.node.view().zombieCount() == 0);
			assertThat(MessageHandlingTests.this.probe.rest()).isEmpty();
		}

		@Test
		void a_server_that_is_asked_to_stop_finishes_its_continuation_and_begins_no_other() { // OTP
																								// G24
			TestServer behaviour = new TestServer();
			ServerRef<TestServer> server = start(behaviour);
			tell(server, (self, state) -> self.next(state).then((TestServer.Handler) (again, same) -> {
				MessageHandlingTests.this.gate.passStubbornly();
				return again.next("saved").then((TestServer.Handler) (third, unchanged) -> {
					MessageHandlingTests.this.probe.tell("went on");
					return third.next(unchanged);
				});
			}));
			MessageHandlingTests.this.gate.awaitReached();
			MessageHandlingTests.this.node.host().stop(pidOf(server), ExitReason.shutdown());
			MessageHandlingTests.this.gate.open();
			assertThat(behaviour.log.await()).isEqualTo(new TestServer.Terminated(ExitReason.shutdown(), "saved"));
			assertThat(MessageHandlingTests.this.probe.rest()).isEmpty();
		}

		@Test
		void a_handler_may_set_a_handler_of_uncaught_exceptions_whatever_it_leaves_to_be_done() {
			TestServer behaviour = new TestServer();
			ServerRef<TestServer> server = start(behaviour);
			TestServer.Handler rude = (self, state) -> {
				Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> {
				});
				return self.next(state).then("the rest");
			};
			tell(server, rude);
			assertThat(behaviour.log.await()).isEqualTo("continue the rest");
			tell(server, (self, state) -> {
				rude.handle(self, state);
				return self.next(state).idle(Duration.ofMillis(10));
			});
			assertThat(server.call(Ask.ping())).isEqualTo("fresh");
			tell(server, (self, state) -> {
				rude.handle(self, state);
				return self.stop(state);
			});
			assertThat(exitOf(server)).isEqualTo(ExitReason.normal());
			assertThat(behaviour.log.await()).isEqualTo(new TestServer.Terminated(ExitReason.normal(), "fresh"));
		}

		@Test
		void a_server_that_is_asked_to_stop_in_its_handler_still_runs_what_the_handler_left() {
			TestServer behaviour = new TestServer();
			ServerRef<TestServer> server = start(behaviour);
			tell(server, (self, state) -> {
				MessageHandlingTests.this.node.host().stop(pidOf(server), ExitReason.shutdown());
				return self.next(state).then("second half");
			});
			assertThat(behaviour.log.await(2)).containsExactly("continue second half",
					new TestServer.Terminated(ExitReason.shutdown(), "fresh"));
		}

	}

	@Nested
	class A_cast {

		@Test
		@Conformance("GS-36")
		void changes_the_state() {
			ServerRef<TestServer> server = start();
			tell(server, (self, state) -> self.next(state + " and changed"));
			assertThat(server.call(Ask.ping())).isEqualTo("fresh and changed");
		}

		@Test
		@Conformance("GS-36")
		void to_nobody_is_a_counted_dead_letter() { // OTP G8
			ServerRef<TestServer> server = start();
			server.stop();
			tell(server, (self, state) -> self.next(state));
			ServerRef<TestServer> nobody = ServerRef.named(MessageHandlingTests.this.node, "nobody");
			tell(nobody, (self, state) -> self.next(state));
			nobody.send("hello?");
			assertThat(deadLetters(DeadLetterReason.NO_PROCESS)).isEqualTo(3);
		}

		@Test
		void whose_handler_returns_null_is_a_crash() { // OTP G14
			ServerRef<TestServer> server = start();
			tell(server, (self, state) -> null);
			assertThat(exitOf(server).exception()).hasMessage("handleCast returned null instead of a result");
		}

	}

	@Nested
	class An_idle_timeout {

		private final TestServer behaviour = new TestServer();

		private final ServerRef<TestServer> server = start(this.behaviour);

		private void idle(Duration timeout) {
			ask(this.server, (self, request, from, state) -> self.reply(request, "", state).idle(timeout));
			Probe.until(() -> MessageHandlingTests.this.time.scheduled() == 1);
		}

		private void advance(long millis) {
			MessageHandlingTests.this.time.advance(Duration.ofMillis(millis));
		}

		@Test
		@Conformance("GS-16")
		void fires_once_if_no_message_comes() { // OTP G16
			idle(Duration.ofMillis(100));
			advance(99);
			assertThat(this.behaviour.log.rest()).isEmpty();
			advance(1);
			assertThat(this.behaviour.log.await()).isEqualTo(new IdleTimeout());
			this.server.call(Ask.ping());
			advance(1_000);
			this.server.call(Ask.ping());
			assertThat(this.behaviour.log.rest()).isEmpty();
		}

		@Test
		@Conformance("GS-16")
		void is_cancelled_by_any_message() { // OTP G16
			idle(Duration.ofMillis(100));
			advance(99);
			this.server.send("any");
			assertThat(this.behaviour.log.await()).isEqualTo("any");
			this.server.call(Ask.ping());
			assertThat(MessageHandlingTests.this.time.scheduled()).isZero();
		}

		@Test
		void is_not_cancelled_by_a_down_that_was_flushed() { // OTP G16, M5
			Puppet target = Puppet.spawn(MessageHandlingTests.this.node);
			tell(this.server, (self, state) -> {
				MonitorRef ref = self.self().monitor(target.pid());
				self.self().processes().kill(target.pid());
				self.self().demonitorAndFlush(ref);
				return self.next(state).idle(Duration.ofMillis(100));
			});
			// The kill may have timers of its own: only one that rests has set the idle
			// timer.
			Pid pid = this.server.pid().orElseThrow();
			Probe.until(() -> MessageHandlingTests.this.node.view()
				.info(pid)
				.filter((info) -> info.state() == ProcessInfo.State.WAITING)
				.isPresent());
			advance(100);
			assertThat(this.behaviour.log.await()).isEqualTo(new IdleTimeout());
		}

		@Test
		void that_fired_while_a_message_was_queued_is_forgotten() { // OTP G16
			idle(Duration.ofMillis(100));
			tell(this.server, (self, state) -> {
				MessageHandlingTests.this.gate.pass();
				return self.next(state).idle(Duration.ofMillis(50));
			});
			MessageHandlingTests.this.gate.awaitReached();
			advance(100);
			MessageHandlingTests.this.gate.open();
			Probe.until(() -> MessageHandlingTests.this.time.scheduled() == 1);
			assertThat(this.behaviour.log.rest()).isEmpty();
			advance(50);
			assertThat(this.behaviour.log.await()).isEqualTo(new IdleTimeout());
		}

		@Test
		void that_lies_in_the_mailbox_behind_a_message_is_forgotten() { // OTP G16
			try (Processes hasty = LocalNode.create(NodeOptions.defaults().time(new HastyTime()))) {
				TestServer busy = new TestServer();
				ServerRef<TestServer> ref = GenServer.start(hasty, busy);
				tell(ref, (self, state) -> {
					ref.send("before the tick");
					return self.next(state).idle(Duration.ZERO);
				});
				assertThat(busy.log.await()).isEqualTo("before the tick");
				ref.send("after the tick");
				assertThat(busy.log.await()).isEqualTo("after the tick");
			}
		}

		@Test
		void of_zero_fires_when_the_mailbox_is_empty() { // OTP G16
			idle(Duration.ZERO);
			advance(0);
			assertThat(this.behaviour.log.await()).isEqualTo(new IdleTimeout());
		}

		@Test
		void dies_with_its_server() {
			idle(Duration.ofMillis(100));
			this.server.stop();
			assertThat(MessageHandlingTests.this.time.scheduled()).isZero();
		}

	}

	@Nested
	class Trapping {

		@Test
		void makes_exits_of_others_and_downs_messages_for_handle_info() { // OTP G22
			TestServer behaviour = new TestServer();
			ServerRef<TestServer> server = start(behaviour);
			Puppet peer = Puppet.spawn(MessageHandlingTests.this.node);
			ask(server, (self, request, from, state) -> {
				self.self().trapExits(true);
				self.self().link(peer.pid());
				self.self().monitor(peer.pid());
				return self.reply(request, "", state);
			});
			peer.tell((self) -> BOOM);
			assertThat(((SystemMessage.Down) behaviour.log.await()).reason()).isEqualTo(BOOM);
			assertThat(behaviour.log.await()).isEqualTo(new SystemMessage.Exit(peer.pid(), BOOM));
			assertThat(server.call(Ask.ping())).isEqualTo("fresh");
		}

		@Test
		void does_not_keep_a_server_alive_whose_parent_ends() { // OTP G20, G22
			for (ExitReason reason : List.of(ExitReason.normal(), ExitReason.shutdown(), BOOM)) {
				TestServer behaviour = new TestServer();
				Puppet parent = Puppet.spawn(MessageHandlingTests.this.node);
				ServerRef<TestServer> server = parent
					.ask((self) -> GenServer.startLink(behaviour, ServerOptions.defaults()));
				ask(server, (self, request, from, state) -> {
					self.self().trapExits(true);
					return self.reply(request, "", state);
				});
				parent.tell((self) -> reason);
				assertThat(exitOf(server)).isEqualTo(reason);
				assertThat(behaviour.log.await()).isEqualTo(new TestServer.Terminated(reason, "fresh"));
			}
		}

	}

	@Test
	void a_stale_interrupt_does_not_reach_the_next_message() {
		ServerRef<TestServer> server = start();
		tell(server, (self, state) -> {
			Thread.currentThread().interrupt();
			return self.next(state);
		});
		assertThat(ask(server,
				(self, request, from, state) -> self.reply(request, Thread.currentThread().isInterrupted(), state)))
			.isEqualTo(false);
	}

	/** Time in which what is due now is done already, and nothing else ever. */
	private static final class HastyTime implements TimeSource {

		@Override
		public Instant instant() {
			return Instant.EPOCH;
		}

		@Override
		public long nanoTime() {
			return 0;
		}

		@Override
		public Scheduled schedule(long delayNanos, Runnable task) {
			if (delayNanos == 0) {
				task.run();
			}
			return () -> false;
		}

		@Override
		public void park(Object blocker, long nanos) {
			LockSupport.park(blocker);
		}

		@Override
		public void close() {
		}

	}

	@Test
	void a_down_that_lies_in_the_mailbox_is_not_handled_once_its_monitor_is_flushed() { // OTP
																						// M5
		TestServer behaviour = new TestServer();
		ServerRef<TestServer> server = start(behaviour);
		Puppet target = Puppet.spawn(this.node);
		Object kept = ask(server, (self, request, from, state) -> {
			MonitorRef flushed = self.self().monitor(target.pid());
			MonitorRef other = self.self().monitor(target.pid());
			this.node.kill(target.pid());
			self.self().demonitorAndFlush(flushed);
			return self.reply(request, other, state);
		});
		server.call(Ask.ping());
		assertThat(behaviour.log.rest())
			.containsExactly(new SystemMessage.Down((MonitorRef) kept, target.pid(), ExitReason.killed()));
	}

}
