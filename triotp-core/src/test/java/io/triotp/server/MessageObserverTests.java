package io.triotp.server;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.triotp.process.ExitReason;
import io.triotp.process.HandledMessage;
import io.triotp.process.HandlingOutcome;
import io.triotp.process.LocalNode;
import io.triotp.process.MailboxFullException;
import io.triotp.process.MailboxLimit;
import io.triotp.process.MessageKind;
import io.triotp.process.MessageObserver;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.process.Self;
import io.triotp.process.SentMessage;
import io.triotp.server.TestServer.Ask;
import io.triotp.server.TestServer.AskHandler;
import io.triotp.server.TestServer.Do;
import io.triotp.server.TestServer.Handler;
import io.triotp.testing.Gate;
import io.triotp.testing.LogProbe;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What an observer sees of the messages of servers, and what it cannot harm.
 */
class MessageObserverTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final ManualTime time = new ManualTime();

	private final Recorder recorder = new Recorder("");

	private final Gate gate = new Gate();

	private Processes node = node(this.recorder);

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	private Processes node(MessageObserver... observers) {
		return LocalNode.create(NodeOptions.defaults().time(this.time).observers(List.of(observers)));
	}

	private ServerRef<TestServer> start() {
		ServerRef<TestServer> server = start(new TestServer());
		assertThat(this.recorder.seen()).containsExactly("sending START", "handling START of START", "NoReply",
				"START ended");
		return server;
	}

	private ServerRef<TestServer> start(TestServer server) {
		return GenServer.start(this.node, server, ServerOptions.defaults().label("shop"));
	}

	private static Object ask(ServerRef<TestServer> server, AskHandler handler) {
		return server.call(new Ask(handler));
	}

	@Test
	void a_call_is_seen_when_it_is_sent_handled_and_answered() {
		ServerRef<TestServer> server = start();
		server.call(Ask.ping());
		assertThat(this.recorder.seen()).containsExactly("sending CALL", "handling CALL of CALL", "Replied",
				"CALL ended");
	}

	@Test
	void who_sends_and_who_handles_is_told() {
		ServerRef<TestServer> server = start();
		Pid pid = server.pid().orElseThrow();
		Ask ping = Ask.ping();
		server.call(ping);
		SentMessage sent = this.recorder.sent;
		assertThat(sent.content()).isSameAs(ping);
		assertThat(sent.sender()).isEmpty();
		assertThat(sent.receiver()).isSameAs(pid);
		assertThat(sent.receiverType()).contains(TestServer.class);
		HandledMessage handled = this.recorder.handled;
		assertThat(handled.content()).isSameAs(ping);
		assertThat(handled.receiver()).isSameAs(pid);
		assertThat(handled.path()).isEqualTo("shop");
		assertThat(handled.type()).isEqualTo(TestServer.class);
		ask(server, (self, request, from, state) -> {
			start(new TestServer());
			return self.reply(request, state, state);
		});
		assertThat(this.recorder.sent.sender()).contains(pid);
		assertThat(this.recorder.sent.content()).isEqualTo(TestServer.class);
		assertThat(this.recorder.sent.receiver()).isEqualTo("shop");
	}

	@Test
	void the_time_in_the_mailbox_is_told() {
		ServerRef<TestServer> server = start();
		server.cast(new Do((self, state) -> {
			this.gate.passStubbornly();
			return self.next(state);
		}));
		this.gate.awaitReached();
		server.cast(new Do((self, state) -> self.next(state)));
		this.time.advance(Duration.ofMillis(7));
		this.gate.open();
		server.call(Ask.ping());
		assertThat(this.recorder.waits).containsExactly(Duration.ZERO, Duration.ofMillis(7), Duration.ZERO);
	}

	@Test
	void a_cast_is_seen_when_it_is_accepted_and_handled() {
		ServerRef<TestServer> server = start();
		server.cast(new Do((self, state) -> self.stop(state)));
		Probe.exitOf(this.node, server.pid().orElseThrow());
		assertThat(this.recorder.seen()).containsExactlyInAnyOrder("sending CAST", "CAST ended",
				"handling CAST of CAST", "Stopped", "handling TERMINATE", "NoReply");
	}

	@Test
	void a_message_is_seen_when_it_is_accepted_and_handled() {
		ServerRef<TestServer> server = start();
		Handler nothing = (self, state) -> self.next(state);
		server.send(nothing);
		server.call(Ask.ping());
		assertThat(this.recorder.seen()).contains("sending INFO", "INFO ended", "handling INFO of INFO", "NoReply");
	}

	@Test
	void a_message_of_a_timer_is_seen_being_handled() {
		ServerRef<TestServer> server = start();
		ask(server, (self, request, from, state) -> {
			self.self().sendAfter(SECOND, "wake up");
			return self.reply(request, state, state);
		});
		this.recorder.seen();
		this.time.advance(SECOND);
		server.call(Ask.ping());
		assertThat(this.recorder.seen()).contains("handling INFO").doesNotContain("sending INFO");
	}

	@Test
	void a_continuation_carries_what_the_message_before_it_carried() {
		ServerRef<TestServer> server = start();
		ask(server, (self, request, from, state) -> self.reply(request, state, state).then("more"));
		server.call(Ask.ping());
		assertThat(this.recorder.seen()).containsSubsequence("handling CALL of CALL", "Replied",
				"handling CONTINUE of CALL", "NoReply", "handling CALL of CALL", "Replied");
	}

	@Test
	void a_call_that_is_answered_later_ends_when_it_is() throws Throwable {
		ServerRef<TestServer> server = start();
		Probe<ReplyTo<Object>> deferred = new Probe<>();
		Future<Object> call = Probe.async(() -> ask(server, (self, request, from, state) -> {
			deferred.tell(from.to(request));
			return self.next(state);
		}));
		ReplyTo<Object> later = deferred.await();
		server.cast(new Do((self, state) -> {
			later.reply("at last");
			return self.next(state);
		}));
		assertThat(Probe.get(call)).isEqualTo("at last");
		assertThat(this.recorder.seen()).containsSubsequence("sending CALL", "handling CALL of CALL", "NoReply",
				"handling CAST of CAST", "CALL ended");
	}

	@Test
	void a_request_ends_when_it_is_answered_though_nobody_waits() {
		ServerRef<TestServer> server = start();
		PendingReply<Object> reply = server.sendRequest(Ask.ping());
		Probe.until(reply::isDone);
		server.call(Ask.ping());
		assertThat(this.recorder.seen()).containsSubsequence("handling CALL of CALL", "Replied", "CALL ended",
				"handling CALL of CALL");
		assertThat(reply.await()).isEqualTo("fresh");
		assertThat(this.recorder.seen()).isEmpty();
	}

	@Test
	void a_request_that_is_abandoned_ends() {
		ServerRef<TestServer> server = start();
		PendingReply<Object> reply = server.sendRequest(new Ask((self, request, from, state) -> {
			this.gate.passStubbornly();
			return self.reply(request, state, state);
		}));
		this.gate.awaitReached();
		reply.abandon();
		assertThat(this.recorder.seen()).contains("CALL failed: TimedOut");
	}

	@Test
	void a_request_that_was_given_up_together_with_others_ends() {
		ServerRef<TestServer> server = start();
		PendingReplies<String, Object> replies = new PendingReplies<>();
		replies.add("one", server.sendRequest(new Ask((self, request, from, state) -> self.next(state))));
		assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> replies.awaitNext(Duration.ZERO));
		assertThat(this.recorder.seen()).contains("CALL failed: TimedOut");
	}

	@Test
	void a_request_ends_with_the_server_though_nobody_waits() {
		ServerRef<TestServer> server = start();
		PendingReply<Object> reply = server.sendRequest(new Ask((self, request, from, state) -> self.next(state)));
		this.node.kill(server.pid().orElseThrow());
		assertThat(this.recorder.seen()).contains("CALL failed: ServerExited");
		assertThat(reply.isDone()).isTrue();
	}

	@Test
	void a_request_to_nobody_ends_though_nobody_waits() {
		PendingReply<Object> reply = ServerRef.<TestServer>named(this.node, "nobody").sendRequest(Ask.ping());
		assertThat(this.recorder.seen()).containsExactly("sending CALL", "CALL failed: NoServer");
		assertThat(reply.isDone()).isTrue();
	}

	@Test
	void a_request_that_is_refused_ends_though_nobody_waits() {
		ServerRef<TestServer> server = GenServer.start(this.node, new TestServer(),
				ServerOptions.defaults().mailbox(new MailboxLimit(1, MailboxLimit.Overflow.REJECT)));
		server.cast(new Do((self, state) -> {
			this.gate.passStubbornly();
			return self.next(state);
		}));
		this.gate.awaitReached();
		server.cast(new Do((self, state) -> self.next(state)));
		PendingReply<Object> reply = server.sendRequest(Ask.ping());
		assertThat(this.recorder.seen()).contains("CALL failed: Rejected");
		assertThat(reply.isDone()).isTrue();
	}

	@Test
	void an_answer_that_is_an_exception_is_told_on_both_sides() {
		ServerRef<TestServer> server = start();
		assertThatIllegalStateException().isThrownBy(
				() -> ask(server, (self, request, from, state) -> self.raise(new IllegalStateException("no"), state)));
		assertThat(this.recorder.seen()).containsExactly("sending CALL", "handling CALL of CALL",
				"Replied IllegalStateException", "CALL failed: IllegalStateException");
	}

	@Test
	void a_crash_is_told_on_both_sides() {
		ServerRef<TestServer> server = start();
		assertThatExceptionOfType(CallException.ServerExited.class)
			.isThrownBy(() -> ask(server, (self, request, from, state) -> {
				throw new IllegalStateException("boom");
			}));
		assertThat(this.recorder.seen()).contains("Failed", "CALL failed: ServerExited");
	}

	@Test
	void an_exit_that_the_code_asks_for_is_no_failure() {
		ServerRef<TestServer> server = start();
		server.cast(new Do((self, state) -> {
			throw self.self().exit(ExitReason.shutdown());
		}));
		Probe.exitOf(this.node, server.pid().orElseThrow());
		assertThat(this.recorder.seen()).contains("Stopped").doesNotContain("Failed");
	}

	@Test
	void a_kill_is_told_when_the_code_returns() {
		ServerRef<TestServer> server = start();
		server.cast(new Do((self, state) -> {
			self.self().processes().kill(self.self().pid());
			return self.next(state);
		}));
		assertThat(this.recorder.outcomes.await()).isEqualTo(new HandlingOutcome.NoReply());
		assertThat(this.recorder.outcomes.await()).isEqualTo(new HandlingOutcome.Stopped(ExitReason.killed()));
	}

	@Test
	void a_call_without_an_answer_in_time_ends_before_the_handler() {
		ServerRef<TestServer> server = start();
		Future<Object> call = Probe.async(() -> server.call(new Ask((self, request, from, state) -> {
			this.gate.passStubbornly();
			return self.reply(request, state, state);
		}), SECOND));
		this.gate.awaitReached();
		this.time.awaitParked(1);
		this.time.advance(SECOND);
		assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> Probe.get(call));
		assertThat(this.recorder.seen()).endsWith("CALL failed: TimedOut");
	}

	@Test
	void a_call_to_nobody_is_told() {
		ServerRef<TestServer> nobody = ServerRef.named(this.node, "nobody");
		assertThatExceptionOfType(CallException.NoServer.class).isThrownBy(() -> nobody.call(Ask.ping()));
		assertThat(this.recorder.seen()).containsExactly("sending CALL", "CALL failed: NoServer");
		assertThat(this.recorder.sent.receiver()).hasToString("server 'nobody'");
	}

	@Test
	void a_refused_message_is_told() {
		ServerRef<TestServer> server = GenServer.start(this.node, new TestServer(),
				ServerOptions.defaults().mailbox(new MailboxLimit(1, MailboxLimit.Overflow.REJECT)));
		server.cast(new Do((self, state) -> {
			this.gate.passStubbornly();
			return self.next(state);
		}));
		this.gate.awaitReached();
		server.cast(new Do((self, state) -> self.next(state)));
		assertThatExceptionOfType(MailboxFullException.class)
			.isThrownBy(() -> server.cast(new Do((self, state) -> self.next(state))));
		assertThatExceptionOfType(MailboxFullException.class).isThrownBy(() -> server.send("message"));
		assertThatExceptionOfType(CallException.Rejected.class).isThrownBy(() -> server.call(Ask.ping()));
		assertThat(this.recorder.seen()).contains("CAST failed: MailboxFullException",
				"INFO failed: MailboxFullException", "CALL failed: Rejected");
	}

	@Test
	void a_start_that_fails_is_told() {
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> start(new TestServer() {

			@Override
			public String init() {
				throw new IllegalStateException("closed");
			}

		}));
		assertThat(this.recorder.seen()).containsExactly("sending START", "handling START of START", "Failed",
				"START failed: Failed");
	}

	@Test
	void system_requests_are_not_seen() {
		ServerRef<TestServer> server = start();
		Sys.of(server).getState();
		assertThat(this.recorder.seen()).isEmpty();
	}

	@Test
	void reports_name_the_server_as_if_nobody_observed_it() {
		ServerRef<TestServer> server = start();
		assertThat(this.node.view().info(server.pid().orElseThrow()).orElseThrow().behaviour())
			.isEqualTo(TestServer.class);
		assertThat(Sys.of(server).getStatus().type()).isEqualTo(TestServer.class);
	}

	/** The object in front of the server must not be forgotten when one is added. */
	@Test
	void every_callback_of_a_server_is_passed_on() {
		Set<String> helpers = Set.of("self", "reply", "raise", "replyAndStop", "next", "stop");
		Set<String> callbacks = Stream.of(GenServer.class.getMethods())
			.filter((method) -> !Modifier.isStatic(method.getModifiers()))
			.map(Method::getName)
			.filter((name) -> !helpers.contains(name))
			.collect(Collectors.toSet());
		assertThat(Arrays.stream(ObservedServer.class.getDeclaredMethods()).map(Method::getName))
			.containsAll(callbacks);
	}

	@Test
	void observers_begin_in_their_order_and_end_in_reverse() {
		Recorder first = new Recorder("1 ");
		Recorder second = new Recorder("2 ", first.seen);
		replaceNode(first, second);
		ServerRef<TestServer> server = start(new TestServer());
		first.seen();
		server.call(Ask.ping());
		assertThat(first.seen()).containsExactly("1 sending CALL", "2 sending CALL", "1 handling CALL of CALL",
				"2 handling CALL of CALL", "2 Replied", "1 Replied", "2 CALL ended", "1 CALL ended");
	}

	@Test
	void the_report_of_a_crash_is_written_on_behalf_of_the_message() {
		ServerRef<TestServer> server = start();
		try (LogProbe log = new LogProbe("io.triotp.crash")) {
			server.cast(new Do((self, state) -> {
				throw new IllegalStateException("boom");
			}));
			assertThat(log.await().getMDCPropertyMap()).containsEntry("on behalf of", "CAST");
			assertThat(log.rest()).isEmpty();
		}
	}

	private void replaceNode(MessageObserver... observers) {
		this.node.close();
		this.node = node(observers);
	}

	@Test
	void an_observer_that_fails_harms_nobody_and_is_reported_rarely() {
		replaceNode(new Broken(), this.recorder);
		try (LogProbe log = new LogProbe(MessageObserver.class.getName())) {
			ServerRef<TestServer> server = start();
			for (int i = 0; i < 50; i++) {
				assertThat(server.call(Ask.ping())).isEqualTo("fresh");
				server.cast(new Do((self, state) -> self.next(state)));
				server.send((Handler) (self, state) -> self.next(state));
			}
			assertThat(server.call(Ask.ping())).isEqualTo("fresh");
			assertThat(log.await().getFormattedMessage()).contains(Broken.class.getName()).contains("failure 1 ");
			assertThat(log.rest()).hasSizeBetween(5, 12);
		}
		assertThat(this.recorder.seen()).filteredOn("handling CALL of CALL"::equals).hasSize(51);
	}

	@Test
	void an_observer_that_fails_hides_no_crash() {
		replaceNode(new Broken());
		try (LogProbe log = new LogProbe("io.triotp.crash")) {
			start(new TestServer()).send((Handler) (self, state) -> {
				throw new IllegalStateException("boom");
			});
			assertThat(log.await().getFormattedMessage()).startsWith("shop (").contains("crashed");
			assertThat(log.rest()).isEmpty();
		}
	}

	@Test
	void an_interrupt_that_an_observer_leaves_does_not_reach_the_callback() {
		replaceNode(new MessageObserver() {

			@Override
			public @Nullable Handling handling(HandledMessage message, @Nullable Trace trace) {
				Thread.currentThread().interrupt();
				return null;
			}

		});
		ServerRef<TestServer> server = start(new TestServer());
		assertThat(ask(server,
				(self, request, from, state) -> self.reply(request, Thread.currentThread().isInterrupted(), state)))
			.isEqualTo(false);
	}

	/** Writes down what it sees. */
	static final class Recorder implements MessageObserver {

		private final String prefix;

		private final Probe<String> seen;

		private final List<Duration> waits = new CopyOnWriteArrayList<>();

		private final Probe<HandlingOutcome> outcomes = new Probe<>();

		private volatile SentMessage sent;

		private volatile HandledMessage handled;

		Recorder(String prefix) {
			this(prefix, new Probe<>());
		}

		Recorder(String prefix, Probe<String> seen) {
			this.prefix = prefix;
			this.seen = seen;
		}

		List<String> seen() {
			return this.seen.rest();
		}

		@Override
		public Trace sending(SentMessage message) {
			this.sent = message;
			this.seen.tell(this.prefix + "sending " + message.kind());
			return new Carried(this, message.kind());
		}

		@Override
		public Handling handling(HandledMessage message, @Nullable Trace trace) {
			this.handled = message;
			if (message.kind() != MessageKind.START) {
				message.waited().ifPresent(this.waits::add);
			}
			assertThat(Self.current().pid()).isSameAs(message.receiver());
			this.seen.tell(this.prefix + "handling " + message.kind()
					+ ((trace instanceof Carried carried) ? " of " + carried.kind : ""));
			return (outcome) -> {
				this.outcomes.tell(outcome);
				this.seen.tell(this.prefix + outcome.getClass().getSimpleName()
						+ ((outcome instanceof HandlingOutcome.Replied(Throwable error) && error != null)
								? " " + error.getClass().getSimpleName() : ""));
			};
		}

		private record Carried(Recorder by, MessageKind kind) implements Trace {

			@Override
			public void ended(@Nullable Throwable failure) {
				this.by.seen.tell(this.by.prefix + this.kind
						+ ((failure != null) ? " failed: " + failure.getClass().getSimpleName() : " ended"));
			}

			@Override
			public void within(Runnable code) {
				try (MDC.MDCCloseable closeable = MDC.putCloseable("on behalf of", this.kind.name())) {
					code.run();
				}
			}

		}

	}

	/** Fails wherever it can. */
	static final class Broken implements MessageObserver {

		@Override
		public Trace sending(SentMessage message) {
			if (message.kind() == MessageKind.CAST) {
				throw new IllegalStateException("sending");
			}
			return new Trace() {

				@Override
				public void ended(@Nullable Throwable failure) {
					throw new StackOverflowError("ended");
				}

				@Override
				public void within(Runnable code) {
					throw new IllegalStateException("within");
				}

			};
		}

		@Override
		public Handling handling(HandledMessage message, @Nullable Trace trace) {
			if (message.kind() == MessageKind.INFO) {
				throw new IllegalStateException("handling");
			}
			return (outcome) -> {
				throw new LinkageError("handled");
			};
		}

	}

}
