package io.triotp.server;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.process.DeadLetterReason;
import io.triotp.process.ExitReason;
import io.triotp.process.MailboxLimit;
import io.triotp.process.MailboxLimit.Overflow;
import io.triotp.server.TestServer.Ask;
import io.triotp.testing.Conformance;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

class PendingReplyTests extends ServerFixture {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final Probe<ReplyTo<Object>> deferred = new Probe<>();

	private final ServerRef<TestServer> server = start();

	/** A request the test answers itself. */
	private PendingReply<Object> request() {
		return this.server.sendRequest(new Ask((self, request, from, state) -> {
			this.deferred.tell(from.to(request));
			return self.next(state);
		}));
	}

	@Test
	@Conformance("GS-26")
	void a_reply_is_returned_whether_it_comes_before_or_after_one_waits_for_it() throws Throwable { // OTP
																									// G9
		assertThat(this.server.sendRequest(Ask.ping()).await()).isEqualTo("fresh");
		PendingReply<Object> reply = request();
		Future<Object> waiting = Probe.async(() -> reply.await(SECOND));
		this.time.awaitParked(1);
		this.deferred.await().reply("at last");
		assertThat(Probe.get(waiting)).isEqualTo("at last");
		assertThat(reply.await()).isEqualTo("at last");
	}

	@Test
	@Conformance("GS-26")
	void overlapping_requests_may_be_waited_for_in_any_order() { // OTP G9
		PendingReply<Object> first = request();
		PendingReply<Object> second = request();
		List<ReplyTo<Object>> answers = this.deferred.await(2);
		answers.get(1).reply("second");
		assertThat(second.await()).isEqualTo("second");
		assertThat(first.isDone()).isFalse();
		answers.get(0).reply("first");
		assertThat(first.await()).isEqualTo("first");
	}

	@Test
	void a_process_waits_for_a_reply_and_finds_nothing_in_its_mailbox() { // OTP G9
		Puppet puppet = Puppet.spawn(this.node);
		assertThat(puppet.<Object>ask((self) -> this.server
			.sendRequest(new Ask((srv, request, from, state) -> srv.reply(request, from.caller(), state)))
			.await())).isEqualTo(Optional.of(puppet.pid()));
		assertThat(puppet.received().rest()).isEmpty();
	}

	@Test
	@Conformance("GS-28")
	void a_timeout_abandons_the_request_and_its_late_reply_is_a_counted_dead_letter() { // OTP
																						// G3,
																						// G9
		PendingReply<Object> reply = request();
		// One that is abandoned before it is taken up is skipped.
		ReplyTo<Object> answer = this.deferred.await();
		Future<Object> waiting = Probe.async(() -> reply.await(SECOND));
		this.time.awaitParked(1);
		this.time.advance(SECOND);
		assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> Probe.get(waiting))
			.withMessageContaining("1s");
		assertThat(answer.reply("too late")).isFalse();
		assertThat(deadLetters(DeadLetterReason.LATE_REPLY)).isEqualTo(1);
		assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(reply::await)
			.withMessageContaining("abandoned");
	}

	@Test
	void the_time_to_wait_is_five_seconds_from_the_moment_one_waits_unless_told_otherwise() {
		PendingReply<Object> reply = request();
		this.time.advance(Duration.ofHours(1));
		Future<Object> waiting = Probe.async(reply::await);
		this.time.awaitParked(1);
		this.time.advance(Duration.ofMillis(4_999));
		assertThat(waiting).isNotDone();
		this.time.awaitParked(1);
		this.time.advance(Duration.ofMillis(1));
		assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> Probe.get(waiting))
			.withMessageContaining("5s");
	}

	@Test
	@Conformance("GS-26")
	void a_wait_that_takes_too_long_keeps_the_request_alive() throws Throwable { // OTP G9
		PendingReply<Object> reply = request();
		assertThat(reply.waitFor(Duration.ZERO)).isFalse();
		Future<Boolean> waiting = Probe.async(() -> reply.waitFor(SECOND));
		this.time.awaitParked(1);
		this.time.advance(SECOND);
		assertThat(Probe.get(waiting)).isFalse();
		assertThat(reply.isDone()).isFalse();
		this.deferred.await().reply("in the end");
		assertThat(reply.waitFor(Duration.ZERO)).isTrue();
		assertThat(reply.isDone()).isTrue();
		assertThat(reply.await()).isEqualTo("in the end");
	}

	@Test
	void an_abandoned_request_that_has_begun_is_done_and_its_reply_is_dropped() {
		PendingReply<Object> reply = request();
		ReplyTo<Object> answer = this.deferred.await();
		reply.abandon();
		assertThat(reply.isDone()).isTrue();
		assertThat(answer.reply("too late")).isFalse();
		assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(reply::await);
	}

	@Test
	void a_request_that_is_abandoned_while_another_thread_waits_brings_that_no_reply() { // OTP
																							// G9
		PendingReply<Object> reply = request();
		Future<Object> waiting = Probe.async(() -> reply.await(SECOND));
		this.time.awaitParked(1);
		reply.abandon();
		assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> Probe.get(waiting))
			.withMessageContaining(Ask.class.getName())
			.withMessageContaining("has already been abandoned; its reply is dropped")
			.satisfies((ex) -> assertThat(ex.timeout()).isEqualTo(SECOND));
	}

	@Test
	void a_reply_that_is_there_cannot_be_abandoned() {
		PendingReply<Object> reply = this.server.sendRequest(Ask.ping());
		assertThat(reply.waitFor(Probe.PATIENCE)).isTrue();
		reply.abandon();
		assertThat(reply.await()).isEqualTo("fresh");
	}

	@Test
	@Conformance("GS-30")
	void a_server_that_is_not_there_is_told_to_who_waits_and_not_to_who_sends() { // OTP
																					// G9
		this.server.stop();
		PendingReply<Object> dead = this.server.sendRequest(Ask.ping());
		PendingReply<Object> unknown = ServerRef.<TestServer>named(this.node, "nobody").sendRequest(Ask.ping());
		assertThat(dead.isDone()).isTrue();
		assertThat(unknown.waitFor(Duration.ZERO)).isTrue();
		assertThatExceptionOfType(CallException.NoServer.class).isThrownBy(dead::await).withMessageContaining("noproc");
		assertThatExceptionOfType(CallException.NoServer.class).isThrownBy(unknown::await)
			.withMessageContaining("'nobody'");
	}

	@Test
	void a_server_that_ends_fails_the_requests_at_once_with_its_reason() { // OTP G7, G9
		PendingReply<Object> reply = request();
		tell(this.server, (self, state) -> self.stop(BOOM, state));
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> reply.await(Duration.ofHours(1)))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(BOOM));
	}

	@Test
	void an_exception_as_reply_is_thrown_as_it_is() {
		IllegalStateException problem = new IllegalStateException("sorry");
		PendingReply<Object> reply = request();
		this.deferred.await().raise(problem);
		assertThatIllegalStateException().isThrownBy(reply::await).isSameAs(problem);
	}

	@Test
	void a_mailbox_that_rejects_fails_the_request_and_not_who_sends_it() {
		ServerRef<TestServer> full = GenServer.start(this.node, new TestServer(),
				ServerOptions.defaults().mailbox(new MailboxLimit(1, Overflow.REJECT)));
		occupy(full);
		full.send("fills the mailbox");
		PendingReply<Object> reply = full.sendRequest(Ask.ping());
		assertThatExceptionOfType(CallException.Rejected.class).isThrownBy(reply::await);
	}

	@Test
	void a_server_that_waits_for_a_reply_of_its_own_is_refused() { // OTP G2
		Object problem = ask(this.server, (self, request, from, state) -> {
			PendingReply<Object> own = this.server.sendRequest(Ask.ping());
			try {
				return self.reply(request, own.await(), state);
			}
			catch (CallException.WouldDeadlock ex) {
				return self.reply(request, ex, state);
			}
		});
		assertThat(problem).isInstanceOf(CallException.WouldDeadlock.class);
	}

	@Test
	void an_interrupt_ends_a_waiting_and_is_kept_and_the_request_stays_alive() throws Throwable {
		PendingReply<Object> reply = request();
		Probe<Thread> waiter = new Probe<>();
		Future<Boolean> waiting = Probe.async(() -> {
			waiter.tell(Thread.currentThread());
			try {
				return reply.waitFor(SECOND);
			}
			catch (CallException.Interrupted ex) {
				return Thread.currentThread().isInterrupted();
			}
		});
		Thread thread = waiter.await();
		this.time.awaitParked(1);
		thread.interrupt();
		assertThat(Probe.get(waiting)).isTrue();
		this.deferred.await().reply("all the same");
		assertThat(reply.await()).isEqualTo("all the same");
	}

	@Test
	void whoever_answers_second_wakes_who_waits_in_case_the_first_ran_out_of_stack() {
		PendingReply<Object> reply = request();
		ReplyTo<Object> answer = this.deferred.await();
		AtomicInteger told = new AtomicInteger();
		reply.call().tell((call) -> {
			if (told.getAndIncrement() == 0) {
				throw new StackOverflowError("test");
			}
		});
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> answer.reply("at last"));
		assertThat(answer.raise(new IllegalStateException("no more stack"))).isFalse();
		assertThat(told).hasValue(2);
		assertThat(reply.await()).isEqualTo("at last");
	}

	@Test
	void a_collection_without_memory_to_note_what_arrives_returns_it_all_the_same() {
		PendingReplies<String, Object> replies = new PendingReplies<>(new ArrayDeque<>() {

			@Override
			public boolean add(PendingCall call) {
				throw new OutOfMemoryError("test");
			}

		});
		replies.add("a", request());
		replies.add("b", request());
		replies.add("c", request());
		List<ReplyTo<Object>> answers = this.deferred.await(3);
		answers.get(1).reply(2);
		assertThat(replies.awaitNext(SECOND).label()).isEqualTo("b");
		assertThat(replies.pollNext(Duration.ZERO)).isEmpty();
		answers.get(0).reply(1);
		answers.get(2).reply(3);
		assertThat(List.of(replies.awaitNext(SECOND).label(), replies.awaitNext(SECOND).label()))
			.containsExactlyInAnyOrder("a", "c");
	}

	@Test
	void senseless_arguments_are_refused() {
		PendingReply<Object> reply = request();
		assertThatNullPointerException().isThrownBy(() -> this.server.sendRequest(null));
		assertThatIllegalArgumentException().isThrownBy(() -> reply.await(Duration.ofMillis(-1)));
		assertThatIllegalArgumentException().isThrownBy(() -> reply.waitFor(Duration.ofMillis(-1)));
		assertThat(reply).hasToString("reply of " + this.server + " to " + Ask.class.getName());
	}

	@Nested
	class A_collection {

		private final PendingReplies<String, Object> replies = new PendingReplies<>();

		private List<ReplyTo<Object>> three() {
			this.replies.add("a", request());
			this.replies.add("b", request());
			this.replies.add("c", request());
			return PendingReplyTests.this.deferred.await(3);
		}

		private String next() {
			PendingReplies.Settled<String, Object> next = this.replies.awaitNext(SECOND);
			return next.label() + ": " + next.reply().await();
		}

		@Test
		@Conformance("GS-32")
		void returns_replies_in_the_order_they_come_with_their_labels_and_shrinks() { // OTP
																						// G9
			List<ReplyTo<Object>> answers = three();
			assertThat(this.replies.size()).isEqualTo(3);
			answers.get(2).reply(3);
			answers.get(0).reply(1);
			assertThat(next()).isEqualTo("c: 3");
			assertThat(next()).isEqualTo("a: 1");
			assertThat(this.replies.size()).isEqualTo(1);
			answers.get(1).reply(2);
			assertThat(next()).isEqualTo("b: 2");
			assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(this::next);
			assertThatExceptionOfType(NoSuchElementException.class)
				.isThrownBy(() -> this.replies.pollNext(Duration.ZERO));
		}

		@Test
		@Conformance("GS-32")
		void abandons_all_requests_after_a_timeout() { // OTP G9
			List<ReplyTo<Object>> answers = three();
			Future<String> waiting = Probe.async(this::next);
			PendingReplyTests.this.time.awaitParked(1);
			PendingReplyTests.this.time.advance(SECOND);
			assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> Probe.get(waiting))
				.withMessageContaining("None of 3")
				.withMessageContaining("1s");
			answers.forEach((each) -> assertThat(each.reply("too late")).isFalse());
			assertThat(deadLetters(DeadLetterReason.LATE_REPLY)).isEqualTo(3);
			assertThat(this.replies.size()).isZero();
		}

		@Test
		@Conformance("GS-32")
		void can_be_given_back_what_it_has_returned_and_returns_it_again() { // OTP G9
			List<ReplyTo<Object>> answers = three();
			answers.get(1).reply(2);
			PendingReplies.Settled<String, Object> kept = this.replies.awaitNext(SECOND);
			this.replies.add(kept.label(), kept.reply());
			assertThat(this.replies.size()).isEqualTo(3);
			assertThat(next()).isEqualTo("b: 2");
			assertThat(kept.reply().await()).as("it has its reply for ever").isEqualTo(2);
			answers.get(0).reply(1);
			assertThat(next()).isEqualTo("a: 1");
			assertThat(this.replies.size()).isEqualTo(1);
		}

		@Test
		@Conformance("GS-33")
		void keeps_all_requests_alive_when_it_is_only_polled() throws Throwable { // OTP
																					// G9
			List<ReplyTo<Object>> answers = three();
			assertThat(this.replies.pollNext(Duration.ZERO)).isEmpty();
			Future<Boolean> waiting = Probe.async(() -> this.replies.pollNext(SECOND).isPresent());
			PendingReplyTests.this.time.awaitParked(1);
			PendingReplyTests.this.time.advance(SECOND);
			assertThat(Probe.get(waiting)).isFalse();
			answers.get(1).reply(2);
			assertThat(this.replies.pollNext(SECOND).orElseThrow().label()).isEqualTo("b");
			assertThat(this.replies.size()).isEqualTo(2);
		}

		@Test
		void wakes_up_who_waits_when_a_reply_comes() throws Throwable {
			List<ReplyTo<Object>> answers = three();
			Future<String> waiting = Probe.async(this::next);
			PendingReplyTests.this.time.awaitParked(1);
			answers.get(1).reply(2);
			assertThat(Probe.get(waiting)).isEqualTo("b: 2");
		}

		@Test
		void returns_servers_that_end_and_replies_that_were_there_before() { // OTP G9
			PendingReply<Object> there = PendingReplyTests.this.server.sendRequest(Ask.ping());
			there.waitFor(Probe.PATIENCE);
			this.replies.add("there", there);
			assertThat(next()).isEqualTo("there: fresh");
			three();
			PendingReplyTests.this.node.kill(pidOf(PendingReplyTests.this.server));
			assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(this::next)
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(ExitReason.killed()));
			assertThat(this.replies.size()).isEqualTo(2);
		}

		@Test
		void loses_no_reply_that_comes_while_it_is_added() {
			for (int i = 0; i < 500; i++) {
				this.replies.add("ping " + i, PendingReplyTests.this.server.sendRequest(Ask.ping()));
				assertThat(this.replies.awaitNext(Probe.PATIENCE).label()).isEqualTo("ping " + i);
			}
		}

		@Test
		void takes_each_reply_once_and_for_itself() { // OTP G9
			PendingReply<Object> reply = request();
			this.replies.add("once", reply);
			assertThatIllegalArgumentException().isThrownBy(() -> this.replies.add("twice", reply));
			assertThatIllegalArgumentException()
				.isThrownBy(() -> new PendingReplies<String, Object>().add("elsewhere", reply));
			assertThatIllegalStateException().isThrownBy(reply::await);
			assertThatIllegalStateException().isThrownBy(() -> reply.waitFor(Duration.ZERO));
		}

		@Test
		void returns_what_was_abandoned_on_its_own() {
			PendingReply<Object> reply = request();
			this.replies.add("abandoned", reply);
			reply.abandon();
			assertThat(this.replies.awaitNext(SECOND).label()).isEqualTo("abandoned");
		}

		@Test
		void keeps_all_requests_alive_when_the_waiting_is_interrupted() throws Throwable {
			List<ReplyTo<Object>> answers = three();
			Probe<Thread> waiter = new Probe<>();
			Future<Boolean> waiting = Probe.async(() -> {
				waiter.tell(Thread.currentThread());
				try {
					return this.replies.pollNext(SECOND).isPresent();
				}
				catch (CallException.Interrupted ex) {
					return Thread.currentThread().isInterrupted();
				}
			});
			Thread thread = waiter.await();
			PendingReplyTests.this.time.awaitParked(1);
			thread.interrupt();
			assertThat(Probe.get(waiting)).isTrue();
			answers.get(0).reply(1);
			assertThat(next()).isEqualTo("a: 1");
		}

	}

}
