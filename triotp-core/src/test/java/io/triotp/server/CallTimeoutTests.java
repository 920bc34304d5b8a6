package io.triotp.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.triotp.history.History;
import io.triotp.history.HistoryEntry;
import io.triotp.process.Pid;
import io.triotp.server.ServerEvent.CallTimedOut;
import io.triotp.server.ServerEvent.Stage;
import io.triotp.server.TestServer.Ask;
import io.triotp.server.TestServer.Do;
import io.triotp.testing.LogProbe;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A call that times out leaves a trace on the side of the server too, which would never
 * hear of it.
 */
class CallTimeoutTests extends ServerFixture {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final Probe<CallTimedOut> events = new Probe<>();

	private final History history = History.of(100);

	@BeforeEach
	void listen() {
		this.node.view().addListener(this.history);
		this.node.view().addListener((event) -> {
			if (event instanceof CallTimedOut late) {
				this.events.tell(late);
			}
		});
	}

	private ServerRef<TestServer> till() {
		return GenServer.start(this.node, new TestServer(), ServerOptions.named("till"));
	}

	private static void assertTimesOut(Future<Object> call) {
		assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> Probe.get(call));
	}

	/** Calls that wait in the mailbox until their time is over. */
	private void late(ServerRef<TestServer> server, int calls) {
		for (int i = 0; i < calls; i++) {
			assertThatExceptionOfType(CallException.TimedOut.class)
				.isThrownBy(() -> server.call(Ask.ping(), Duration.ZERO));
		}
	}

	private List<HistoryEntry> entries() {
		return this.history.newest(10, (each) -> each.type() == HistoryEntry.Type.CALL_TIMEOUT);
	}

	@Test
	void one_that_waits_in_the_mailbox_tells_what_the_server_works_on() {
		ServerRef<TestServer> server = till();
		occupy(server);
		Future<Object> call = parked(server, (self, request, from, state) -> self.reply(request, "", state), SECOND);
		this.time.advance(SECOND);
		assertTimesOut(call);
		CallTimedOut event = this.events.await();
		assertThat(event.path()).isEqualTo("till");
		assertThat(event.pid()).isEqualTo(pidOf(server));
		assertThat(event.behaviour()).isEqualTo(TestServer.class);
		assertThat(event.request()).isEqualTo(Ask.class.getName());
		assertThat(event.timeout()).isEqualTo(SECOND);
		assertThat(event.stage()).isEqualTo(Stage.QUEUED);
		assertThat(event.message()).contains(Do.class.getName());
		assertThat(event.mailboxSize()).isOne();
		assertThat(event.caller()).isEmpty();
		assertThat(this.node.view().callTimeouts()).isOne();
	}

	@Test
	void one_that_is_being_handled_says_so() {
		ServerRef<TestServer> server = till();
		Future<Object> call = parked(server, (self, request, from, state) -> {
			this.gate.passStubbornly();
			return self.reply(request, "", state);
		}, SECOND);
		this.gate.awaitReached();
		this.time.advance(SECOND);
		assertTimesOut(call);
		CallTimedOut event = this.events.await();
		assertThat(event.stage()).isEqualTo(Stage.HANDLED);
		assertThat(event.message()).contains(Ask.class.getName());
	}

	@Test
	void one_whose_answer_was_put_off_says_so() {
		ServerRef<TestServer> server = till();
		Future<Object> call = parked(server, (self, request, from, state) -> self.next(state), SECOND);
		ask(server, (self, request, from, state) -> self.reply(request, "", state));
		awaitWaiting(server);
		this.time.advance(SECOND);
		assertTimesOut(call);
		CallTimedOut event = this.events.await();
		assertThat(event.stage()).isEqualTo(Stage.DEFERRED);
		assertThat(event.message()).isEmpty();
		assertThat(event.working()).isZero();
	}

	@Test
	void the_caller_is_named_if_it_is_a_process() {
		ServerRef<TestServer> server = till();
		ServerRef<TestServer> web = start();
		occupy(server);
		assertThatExceptionOfType(CallException.ServerExited.class)
			.isThrownBy(() -> ask(web, (self, request, from, state) -> {
				server.call(Ask.ping(), Duration.ZERO);
				return self.reply(request, "", state);
			}));
		assertThat(this.events.await().caller()).contains(pidOf(web));
	}

	@Test
	void replies_that_are_awaited_together_or_later_count_too() {
		ServerRef<TestServer> server = till();
		occupy(server);
		assertThatExceptionOfType(CallException.TimedOut.class)
			.isThrownBy(() -> server.sendRequest(Ask.ping()).await(Duration.ZERO));
		PendingReplies<String, Object> replies = new PendingReplies<>();
		replies.add("a", server.sendRequest(Ask.ping()));
		replies.add("b", server.sendRequest(Ask.ping()));
		assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> replies.awaitNext(Duration.ZERO));
		assertThat(this.events.await(3)).extracting(CallTimedOut::stage).containsOnly(Stage.QUEUED);
		assertThat(this.node.view().callTimeouts()).isEqualTo(3);
	}

	@Test
	void who_gives_up_without_a_timeout_leaves_none() {
		ServerRef<TestServer> server = till();
		occupy(server);
		PendingReply<Object> reply = server.sendRequest(Ask.ping());
		assertThat(reply.waitFor(Duration.ZERO)).isFalse();
		reply.abandon();
		Future<Object> interrupted = Probe.async(() -> {
			Thread.currentThread().interrupt();
			return server.call(Ask.ping(), SECOND);
		});
		assertThatExceptionOfType(CallException.Interrupted.class).isThrownBy(() -> Probe.get(interrupted));
		Pid pid = pidOf(server);
		Future<Object> killed = parked(server, (self, request, from, state) -> self.next(state), SECOND);
		this.node.kill(pid);
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> Probe.get(killed));
		assertThat(this.node.view().callTimeouts()).isZero();
		assertThat(this.events.rest()).isEmpty();
	}

	@Test
	void of_a_server_and_a_type_there_is_a_line_in_ten_seconds_that_counts_the_others() {
		ServerRef<TestServer> server = till();
		ServerRef<TestServer> other = GenServer.start(this.node, new TestServer(), ServerOptions.named("other"));
		occupy(server);
		tell(other, (self, state) -> {
			this.gate.passStubbornly();
			return self.next(state);
		});
		try (LogProbe log = new LogProbe("io.triotp.calltimeout")) {
			late(server, 100);
			ILoggingEvent first = log.await();
			assertThat(first.getLevel()).isEqualTo(Level.WARN);
			assertThat(first.getFormattedMessage()).startsWith("till (#PID<")
				.contains("has not answered a " + Ask.class.getName() + " within 0s")
				.contains("waits in its mailbox")
				.contains("works on a " + Do.class.getName())
				.doesNotContain("since this was last logged");
			assertThat(log.rest()).isEmpty();
			late(other, 1);
			assertThat(log.await().getFormattedMessage()).startsWith("other (#PID<");
			this.time.advance(Duration.ofSeconds(10));
			late(server, 1);
			assertThat(log.await().getFormattedMessage()).contains("There were 99 more since this was last logged");
			this.time.advance(Duration.ofSeconds(10));
			late(server, 1);
			assertThat(log.await().getFormattedMessage()).doesNotContain("since this was last logged");
		}
		assertThat(this.node.view().callTimeouts()).isEqualTo(103);
	}

	@Test
	void the_history_counts_those_of_a_kind_in_one_entry() {
		ServerRef<TestServer> server = till();
		occupy(server);
		late(server, 50);
		assertThat(entries()).singleElement().satisfies((entry) -> {
			assertThat(entry.path()).isEqualTo("till");
			assertThat(entry.process()).isEqualTo(pidOf(server).id());
			assertThat(entry.detail()).startsWith("1 of type " + Ask.class.getName()).contains(Do.class.getName());
		});
		this.time.advance(Duration.ofSeconds(9));
		late(server, 1);
		assertThat(entries()).hasSize(1);
		this.time.advance(SECOND);
		late(server, 1);
		assertThat(entries()).hasSize(2);
		assertThat(entries().get(0).detail()).startsWith("52 of type ");
	}

	@Test
	void a_listener_that_throws_does_not_keep_the_caller_from_its_failure() {
		this.node.view().addListener((event) -> {
			throw new IllegalStateException("broken listener");
		});
		ServerRef<TestServer> server = till();
		occupy(server);
		late(server, 1);
	}

}
