package io.triotp.server;

import java.time.Duration;
import java.util.concurrent.Future;

import ch.qos.logback.classic.Level;
import io.triotp.process.AbandonedCalls;
import io.triotp.process.DeadLetterReason;
import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.ProcessEvent;
import io.triotp.process.Processes;
import io.triotp.testing.Gate;
import io.triotp.testing.LogProbe;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Calls nobody waits for any more.
 */
class AbandonedCallTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final ManualTime time = new ManualTime();

	private final Gate gate = new Gate();

	private final Probe<String> seen = new Probe<>();

	private Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	private ServerRef<Till> occupied() {
		ServerRef<Till> till = GenServer.start(this.node, new Till());
		till.cast(new Occupy());
		this.gate.awaitReached();
		return till;
	}

	private void callInVain(ServerRef<Till> till, Call<Till, String> request) {
		Future<String> call = Probe.async(() -> till.call(request, SECOND));
		this.time.awaitParked(SECOND);
		this.time.advance(SECOND);
		assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> Probe.get(call));
	}

	private void assertSeenByTheEnd(ServerRef<Till> till, String... requests) {
		this.gate.open();
		assertThat(till.call(new Price("last"))).isEqualTo("last");
		assertThat(this.seen.rest()).containsExactly(requests);
	}

	private long skipped() {
		return this.node.view().deadLetters(DeadLetterReason.ABANDONED);
	}

	@Test
	void one_that_has_not_begun_is_skipped_and_counted() {
		ServerRef<Till> till = occupied();
		Probe<ProcessEvent.DeadLetter> letters = new Probe<>();
		this.node.view().addListener((event) -> {
			if (event instanceof ProcessEvent.DeadLetter letter) {
				letters.tell(letter);
			}
		});
		callInVain(till, new Price("tea"));
		assertSeenByTheEnd(till, "price of last");
		assertThat(skipped()).isEqualTo(1);
		ProcessEvent.DeadLetter letter = letters.await();
		assertThat(letter.reason()).isEqualTo(DeadLetterReason.ABANDONED);
		assertThat(letter.message()).isEqualTo(Price.class);
		assertThat(letter.pid()).isEqualTo(till.pid().orElseThrow());
	}

	@Test
	void so_are_a_request_that_was_abandoned_and_a_call_that_was_interrupted() {
		ServerRef<Till> till = occupied();
		till.sendRequest(new Price("tea")).abandon();
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(CallException.Interrupted.class).isThrownBy(() -> till.call(new Price("milk")));
		assertThat(Thread.interrupted()).isTrue();
		assertSeenByTheEnd(till, "price of last");
		assertThat(skipped()).isEqualTo(2);
	}

	@Test
	void one_that_the_server_wants_is_handled_and_its_reply_goes_nowhere() {
		ServerRef<Till> till = occupied();
		callInVain(till, new Order("tea"));
		assertSeenByTheEnd(till, "order of tea", "price of last");
		assertThat(skipped()).isZero();
		assertThat(this.node.view().deadLetters(DeadLetterReason.LATE_REPLY)).isEqualTo(1);
	}

	@Test
	void a_node_may_handle_them_all() {
		this.node.close();
		this.node = LocalNode
			.create(NodeOptions.defaults().time(new ManualTime()).abandonedCalls(AbandonedCalls.HANDLE));
		ServerRef<Till> till = occupied();
		till.sendRequest(new Price("tea")).abandon();
		assertSeenByTheEnd(till, "price of tea", "price of last");
		assertThat(skipped()).isZero();
	}

	@Test
	void one_whose_caller_still_waits_is_answered_however_long_it_was_in_the_queue() {
		ServerRef<Till> till = occupied();
		PendingReply<String> reply = till.sendRequest(new Price("tea"));
		this.time.advance(Duration.ofHours(1));
		this.gate.open();
		assertThat(reply.await()).isEqualTo("tea");
	}

	@Test
	void the_log_says_that_the_server_gets_more_than_it_can_do() {
		try (LogProbe log = new LogProbe("io.triotp.deadletter", Level.WARN)) {
			ServerRef<Till> till = occupied();
			till.sendRequest(new Price("tea")).abandon();
			assertSeenByTheEnd(till, "price of last");
			assertThat(log.await().getFormattedMessage()).startsWith("A " + Price.class.getName() + " to ")
				.contains("its caller had given up", "more than it can do", "ABANDONED; 1 since");
		}
	}

	private interface Request extends Call<Till, String> {

		String item();

	}

	private record Price(String item) implements Request {
	}

	private record Order(String item) implements Request {
	}

	private record Occupy() implements Cast<Till> {
	}

	private final class Till implements GenServer<String, Request, Occupy> {

		@Override
		public String init() {
			return "";
		}

		@Override
		public boolean handlesAbandoned(Request request) {
			return request instanceof Order;
		}

		@Override
		public CallResult<String> handleCall(Request request, From from, String state) {
			AbandonedCallTests.this.seen
				.tell(request.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT) + " of " + request.item());
			return reply(request, request.item(), state);
		}

		@Override
		public Next<String> handleCast(Occupy message, String state) {
			AbandonedCallTests.this.gate.passStubbornly();
			return next(state);
		}

	}

}
