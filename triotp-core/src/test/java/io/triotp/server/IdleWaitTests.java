package io.triotp.server;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.ProcessInfo;
import io.triotp.process.Processes;
import io.triotp.testing.Gate;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An idle timeout counts from the last message that was handled, and costs no timer for
 * each.
 */
class IdleWaitTests {

	private static final Duration TEN = Duration.ofSeconds(10);

	private final ManualTime time = new ManualTime();

	private final AtomicInteger timers = new AtomicInteger();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(new Counting()));

	private final Gate gate = new Gate();

	private final Probe<String> seen = new Probe<>();

	private final ServerRef<Sleeper> sleeper = GenServer.start(this.node, new Sleeper());

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	/** Returns when it has been handled. */
	private void idle(@Nullable Duration timeout) {
		this.sleeper.call(new Idle(timeout, () -> {
		}));
		awaitQuiet();
	}

	private void assertFiresAfter(Duration wait) {
		Duration step = Duration.ofSeconds(1);
		for (Duration left = wait.minusNanos(1); left.isPositive(); left = left.minus(step)) {
			// A timer that comes too early is set again before time goes on.
			this.time.advance((left.compareTo(step) < 0) ? left : step);
			awaitQuiet();
		}
		assertThat(this.seen.rest()).isEmpty();
		this.time.advance(Duration.ofNanos(1));
		assertThat(this.seen.await()).isEqualTo("idle");
	}

	/** What was in the mailbox has been looked at. */
	private void awaitQuiet() {
		Pid pid = this.sleeper.pid().orElseThrow();
		Probe.until(() -> this.node.view()
			.info(pid)
			.filter((info) -> info.state() == ProcessInfo.State.WAITING && info.mailboxSize() == 0)
			.isPresent());
	}

	@Test
	void a_thousand_messages_need_no_more_timers_than_one() {
		idle(TEN);
		int before = this.timers.get();
		for (int i = 0; i < 1_000; i++) {
			idle(TEN);
		}
		assertThat(this.timers.get()).isEqualTo(before);
	}

	@Test
	void it_counts_from_the_last_message() {
		idle(TEN);
		this.time.advance(Duration.ofSeconds(4));
		idle(TEN);
		assertFiresAfter(TEN);
	}

	@Test
	void a_shorter_one_is_over_sooner_and_a_longer_one_later() {
		idle(TEN);
		idle(Duration.ofSeconds(1));
		assertFiresAfter(Duration.ofSeconds(1));
		idle(Duration.ofSeconds(1));
		idle(TEN);
		assertFiresAfter(TEN);
	}

	@Test
	void a_message_after_which_none_is_wanted_ends_it() {
		idle(TEN);
		idle(null);
		this.time.advance(TEN);
		awaitQuiet();
		this.time.advance(TEN);
		awaitQuiet();
		assertThat(this.seen.rest()).isEmpty();
	}

	@Test
	void it_begins_after_what_waits_in_the_mailbox() {
		this.sleeper.cast(new Occupy(TEN));
		this.gate.awaitReached();
		PendingReply<String> reply = this.sleeper.sendRequest(new Idle(TEN, () -> {
		}));
		this.gate.open();
		reply.await();
		awaitQuiet();
		assertFiresAfter(TEN);
	}

	@Test
	void a_call_that_is_skipped_does_not_end_it() {
		this.sleeper.cast(new Occupy(TEN));
		this.gate.awaitReached();
		this.sleeper.sendRequest(new Idle(null, () -> {
		})).abandon();
		this.gate.open();
		awaitQuiet();
		assertFiresAfter(TEN);
	}

	@Test
	void a_call_that_is_broken_off_does_not_end_it() {
		idle(TEN);
		Gate late = new Gate();
		ServerRef<Sleeper> other = GenServer.start(this.node, new Sleeper());
		Future<String> call = Probe.async(() -> this.sleeper.call(new Idle(null, () -> {
			late.passStubbornly();
			other.call(new Idle(null, () -> {
			}));
		}), Duration.ofSeconds(1)));
		late.awaitReached();
		this.time.awaitParked(1);
		this.time.advance(Duration.ofSeconds(1));
		assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> Probe.get(call));
		late.open();
		awaitQuiet();
		assertFiresAfter(TEN);
	}

	private record Idle(@Nullable Duration timeout, Runnable work) implements Call<Sleeper, String> {
	}

	private record Occupy(Duration timeout) implements Cast<Sleeper> {
	}

	private final class Sleeper implements GenServer<String, Idle, Occupy> {

		@Override
		public String init() {
			return "";
		}

		@Override
		public CallResult<String> handleCall(Idle request, From from, String state) {
			request.work().run();
			CallResult.Reply<String> result = reply(request, "done", state);
			return (request.timeout() != null) ? result.idle(request.timeout()) : result;
		}

		@Override
		public Next<String> handleCast(Occupy message, String state) {
			IdleWaitTests.this.gate.passStubbornly();
			return next(state).idle(message.timeout());
		}

		@Override
		public Next<String> handleInfo(Object message, String state) {
			if (message instanceof IdleTimeout) {
				IdleWaitTests.this.seen.tell("idle");
			}
			return next(state);
		}

	}

	private final class Counting implements TimeSource {

		@Override
		public long nanoTime() {
			return IdleWaitTests.this.time.nanoTime();
		}

		@Override
		public Instant instant() {
			return IdleWaitTests.this.time.instant();
		}

		@Override
		public Scheduled schedule(long delayNanos, Runnable task) {
			IdleWaitTests.this.timers.incrementAndGet();
			return IdleWaitTests.this.time.schedule(delayNanos, task);
		}

		@Override
		public void park(Object blocker, long nanos) {
			IdleWaitTests.this.time.park(blocker, nanos);
		}

		@Override
		public void close() {
			IdleWaitTests.this.time.close();
		}

	}

}
