package io.triotp.server;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.Supplier;

import io.triotp.process.AbandonedCalls;
import io.triotp.process.DeadLetterReason;
import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Processes;
import io.triotp.process.Self;
import io.triotp.testing.Gate;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import io.triotp.time.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Calls made while another call is handled: nobody waits for them longer than for that.
 */
class InheritedDeadlineTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final ManualTime time = new ManualTime();

	private final Gate gate = new Gate();

	private Processes node;

	private ServerRef<Doer> front;

	private ServerRef<Doer> back;

	@BeforeEach
	void start() {
		start(NodeOptions.defaults());
	}

	private void start(NodeOptions options) {
		this.node = LocalNode.create(options.time(this.time));
		this.front = GenServer.start(this.node, new Doer());
		this.back = GenServer.start(this.node, new Doer());
	}

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	private void occupyBack() {
		this.back.cast(new Later(this.gate::passStubbornly));
		this.gate.awaitReached();
	}

	private Do askBack(Duration timeout) {
		return new Do(() -> this.back.call(new Do(() -> "from behind"), timeout));
	}

	private long abandoned() {
		return this.node.view().deadLetters(DeadLetterReason.ABANDONED);
	}

	@Test
	void it_waits_no_longer_and_the_server_in_the_middle_lives_on_with_its_last_state() {
		occupyBack();
		Future<Object> call = Probe.async(() -> this.front.call(askBack(Processes.NO_LIMIT), SECOND));
		this.time.awaitParked(2);
		this.time.advance(SECOND);
		assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> Probe.get(call))
			.withMessageContaining("timed out after 1s");
		assertThat(this.front.call(new Do(() -> "alive"))).isEqualTo("alive");
		this.gate.open();
		assertThat(this.back.call(new Do(() -> "alive"))).isEqualTo("alive");
		assertThat(abandoned()).as("the call that was broken off, and the one that was skipped behind it").isEqualTo(2);
	}

	@Test
	void neither_does_whoever_awaits_a_reply_to_come() {
		occupyBack();
		Future<Object> call = Probe.async(() -> this.front
			.call(new Do(() -> this.back.sendRequest(new Do(() -> "from behind")).await()), SECOND));
		this.time.awaitParked(2);
		this.time.advance(SECOND);
		assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> Probe.get(call));
		assertThat(this.front.call(new Do(() -> "alive"))).isEqualTo("alive");
	}

	@Test
	void a_request_that_is_awaited_later_hands_the_time_on_too() {
		assertThat(this.front
			.call(new Do(() -> this.back.sendRequest(new Do(() -> Self.current().deadline().left())).await()), SECOND))
			.isEqualTo(SECOND);
	}

	@Test
	void what_it_throws_says_whose_time_is_over() {
		occupyBack();
		Future<Object> call = Probe.async(() -> this.front.call(new Do(() -> {
			try {
				return askBack(Processes.NO_LIMIT).work().get();
			}
			catch (CallException.TimedOut ex) {
				return ex;
			}
		}), SECOND));
		this.time.awaitParked(2);
		this.time.advance(SECOND);
		// Its answer may come just in time or not.
		Probe.until(call::isDone);
		CallException.TimedOut inner = (CallException.TimedOut) Doer.last(this.front);
		assertThat(inner).hasMessageContaining("timed out after 1s")
			.hasMessageEndingWith("Whoever called the caller waits no longer than that (Self.deadline())");
		assertThat(inner.isInherited()).isTrue();
		assertThat(inner.timeout()).isEqualTo(SECOND);
	}

	@Test
	void a_handler_can_read_how_much_time_is_left() throws Throwable {
		this.back.cast(new Later(() -> {
		}));
		assertThat(this.front.call(new Do(() -> Self.current().deadline().left()), SECOND)).isEqualTo(SECOND);
		assertThat(this.front.call(new Do(() -> Self.current().deadline()), Processes.NO_LIMIT))
			.isSameAs(Deadline.NEVER);
	}

	@Test
	void it_is_handed_on_from_server_to_server() {
		ServerRef<Doer> third = GenServer.start(this.node, new Doer());
		assertThat(this.front.call(
				new Do(() -> this.back.call(new Do(() -> third.call(new Do(() -> Self.current().deadline().left()))))),
				SECOND))
			.isEqualTo(SECOND);
	}

	@Test
	void a_shorter_time_of_its_own_ends_the_server_as_ever() {
		occupyBack();
		Future<Object> call = Probe.async(() -> this.front.call(askBack(Duration.ofMillis(100)), SECOND));
		this.time.awaitParked(2);
		this.time.advance(Duration.ofMillis(100));
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> Probe.get(call))
			.extracting(CallException.ServerExited::reason)
			.isInstanceOf(ExitReason.Crash.class);
	}

	@Test
	void when_no_time_is_left_it_is_not_even_sent() {
		Probe<String> asked = new Probe<>();
		Future<Object> call = Probe.async(() -> this.front.call(new Do(() -> {
			this.gate.passStubbornly();
			return this.back.call(new Do(() -> {
				asked.tell("asked");
				return "from behind";
			}));
		}), SECOND));
		this.gate.awaitReached();
		this.time.awaitParked(1);
		this.time.advance(SECOND);
		assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> Probe.get(call));
		this.gate.open();
		assertThat(this.front.call(new Do(() -> "alive"))).isEqualTo("alive");
		assertThat(this.back.call(new Do(() -> "alive"))).isEqualTo("alive");
		assertThat(abandoned()).as("the call that was broken off").isEqualTo(1);
		assertThat(asked.rest()).isEmpty();
	}

	@Test
	void whoever_awaits_the_reply_to_a_call_that_was_broken_off_is_told() throws Throwable {
		ServerRef<Doer> third = GenServer.start(this.node, new Doer());
		third.cast(new Later(this.gate::passStubbornly));
		this.gate.awaitReached();
		Probe<PendingReply<Object>> pending = new Probe<>();
		this.front.call(new Do(() -> {
			pending.tell(this.back
				.sendRequest(new Do(() -> third.call(new Do(() -> "from far behind"), Processes.NO_LIMIT))));
			return "asked";
		}), SECOND);
		PendingReply<Object> reply = pending.await();
		this.time.awaitParked(SECOND);
		Future<Object> waiting = Probe.async(() -> reply.await(Processes.NO_LIMIT));
		this.time.advance(SECOND);
		assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> Probe.get(waiting))
			.matches(CallException.TimedOut::isInherited);
	}

	@Test
	void what_a_server_cleans_up_after_a_crash_has_no_end() {
		Probe<Deadline> seen = new Probe<>();
		ServerRef<Doer> crashing = GenServer.start(this.node, new Doer(() -> seen.tell(Self.current().deadline())));
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> crashing.call(new Do(() -> {
			throw new IllegalStateException("on purpose");
		}), SECOND));
		assertThat(seen.await()).isSameAs(Deadline.NEVER);
	}

	@Test
	void what_is_handled_though_nobody_waits_has_all_the_time_it_wants() {
		assertThat(this.front.call(new Do(() -> Self.current().deadline(), true), SECOND)).isSameAs(Deadline.NEVER);
	}

	@Test
	void a_node_that_handles_all_calls_hands_no_time_on() {
		this.node.close();
		ManualTime other = new ManualTime();
		this.node = LocalNode.create(NodeOptions.defaults().time(other).abandonedCalls(AbandonedCalls.HANDLE));
		this.front = GenServer.start(this.node, new Doer());
		assertThat(this.front.call(new Do(() -> Self.current().deadline()), SECOND)).isSameAs(Deadline.NEVER);
	}

	@Test
	void what_follows_the_call_has_no_end() {
		Probe<Deadline> seen = new Probe<>();
		this.front.call(new Do(() -> "then", false, () -> seen.tell(Self.current().deadline())), SECOND);
		this.front.cast(new Later(() -> seen.tell(Self.current().deadline())));
		assertThat(seen.await(2)).containsExactly(Deadline.NEVER, Deadline.NEVER);
	}

	private record Do(Supplier<Object> work, boolean wanted, Runnable then) implements Call<Doer, Object> {

		Do(Supplier<Object> work) {
			this(work, false);
		}

		Do(Supplier<Object> work, boolean wanted) {
			this(work, wanted, () -> {
			});
		}

	}

	private record Later(Runnable work) implements Cast<Doer> {
	}

	private record Doer(Runnable atTheEnd) implements GenServer<Object, Do, Later> {

		Doer() {
			this(() -> {
			});
		}

		static Object last(ServerRef<Doer> server) {
			Probe<Object> state = new Probe<>();
			Sys.of(server).replaceState((last) -> {
				state.tell(last);
				return last;
			});
			return state.await();
		}

		@Override
		public Object init() {
			return "nothing";
		}

		@Override
		public boolean handlesAbandoned(Do request) {
			return request.wanted();
		}

		@Override
		public CallResult<Object> handleCall(Do request, From from, Object state) {
			Object result = request.work().get();
			return reply(request, result, result).then(request.then());
		}

		@Override
		public void terminate(ExitReason reason, Object state) {
			this.atTheEnd.run();
		}

		@Override
		public Next<Object> handleContinue(Object continuation, Object state) {
			((Runnable) continuation).run();
			return next(state);
		}

		@Override
		public Next<Object> handleCast(Later message, Object state) {
			message.work().run();
			return next(state);
		}

	}

}
