package io.triotp.durable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.process.DeadLetterReason;
import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Processes;
import io.triotp.server.Call;
import io.triotp.server.CallException;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.InitResult;
import io.triotp.server.Next;
import io.triotp.server.PendingReply;
import io.triotp.server.ServerOptions;
import io.triotp.server.ServerRef;
import io.triotp.test.Await;
import io.triotp.test.ManualTime;
import io.triotp.test.TestStore;
import io.triotp.testing.Gate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Requests with an id, which durable servers handle once.
 */
class RepeatedRequestsTests {

	private static final StateId ALICE = new StateId("till", "alice");

	private static final RequestId ONE = new RequestId("one");

	private static final RequestId TWO = new RequestId("two");

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final TestStore states = new TestStore();

	private final Gate held = new Gate();

	/** What handlers have handled, in order. */
	private final List<Object> handled = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.held.open();
		this.node.close();
	}

	private ServerRef<Till> start() {
		return start(this.states);
	}

	/** As in a JVM of its own. */
	private ServerRef<Till> start(StateStore states) {
		return start(DurableStore.of(this.node, "main", states, StoreOptions.defaults()), 0);
	}

	@SuppressWarnings("unchecked")
	private ServerRef<Till> start(DurableStore store, int bonus) {
		return (ServerRef<Till>) (ServerRef<?>) GenServer.start(this.node,
				new Durability<>(store, "till", new Codec()).server("alice", () -> new Till(this.handled, bonus)).get(),
				ServerOptions.defaults());
	}

	private String stored() {
		return this.states.stored(ALICE)
			.map((state) -> new String(state.bytes(), StandardCharsets.US_ASCII))
			.orElse("");
	}

	@Test
	void a_request_that_comes_again_gets_the_first_reply_and_is_not_handled_again() {
		ServerRef<Till> till = start();
		assertThat(till.call(new Pay(ONE, 5))).isEqualTo("5 paid, 5 in all");
		assertThat(till.call(new Pay(TWO, 2))).isEqualTo("2 paid, 7 in all");
		assertThat(till.call(new Pay(ONE, 5))).isEqualTo("5 paid, 5 in all");
		assertThat(this.handled).hasSize(2);
		assertThat(stored()).isEqualTo("7");
	}

	@Test
	void it_gets_it_from_the_next_process_as_well() {
		ServerRef<Till> till = start();
		till.call(new Pay(ONE, 5));
		till.stop(ExitReason.normal(), Duration.ofSeconds(5));
		ServerRef<Till> next = start();
		assertThat(next.call(new Pay(ONE, 5))).isEqualTo("5 paid, 5 in all");
		assertThat(next.call(new Pay(TWO, 2))).isEqualTo("2 paid, 7 in all");
		assertThat(this.handled).hasSize(2);
	}

	@Test
	void a_request_that_has_changed_nothing_is_remembered_too() {
		ServerRef<Till> till = start();
		assertThat(till.call(new Pay(ONE, 0))).isEqualTo("0 paid, 0 in all");
		till.call(new Pay(TWO, 5));
		assertThat(till.call(new Pay(ONE, 0))).isEqualTo("0 paid, 0 in all");
		assertThat(this.handled).hasSize(2);
	}

	@Test
	void as_long_as_the_first_is_not_stored_the_second_waits_as_well() {
		AtomicInteger commits = new AtomicInteger();
		this.states.beforeCommit(() -> {
			if (commits.incrementAndGet() == 1) {
				this.held.passStubbornly();
			}
		});
		ServerRef<Till> till = start();
		PendingReply<String> first = till.sendRequest(new Pay(ONE, 5));
		this.held.awaitReached();
		PendingReply<String> second = till.sendRequest(new Pay(ONE, 5));
		this.time
			.advanceUntil(() -> till.pid().map((pid) -> this.node.view().glance(pid).handled() == 2).orElse(false));
		assertThat(second.isDone()).isFalse();
		this.held.open();
		assertThat(first.await()).isEqualTo("5 paid, 5 in all");
		assertThat(second.await()).isEqualTo("5 paid, 5 in all");
		assertThat(this.states.history()).hasSize(1);
	}

	@Test
	void those_of_all_handlers_that_are_stored_together_are_remembered() {
		AtomicInteger commits = new AtomicInteger();
		this.states.beforeCommit(() -> {
			if (commits.incrementAndGet() == 1) {
				this.held.passStubbornly();
			}
		});
		ServerRef<Till> till = start();
		till.sendRequest(new Pay(new RequestId("0"), 1));
		this.held.awaitReached();
		List<PendingReply<String>> waiting = new ArrayList<>();
		for (int i = 1; i < 5; i++) {
			waiting.add(till.sendRequest(new Pay(new RequestId(Integer.toString(i)), 1)));
		}
		this.time
			.advanceUntil(() -> till.pid().map((pid) -> this.node.view().glance(pid).handled() == 5).orElse(false));
		this.held.open();
		waiting.forEach(PendingReply::await);
		assertThat(this.states.history()).hasSizeLessThan(5);
		assertThat(this.states.answered(ALICE, 10)).extracting(RequestId::value)
			.containsExactlyInAnyOrder("0", "1", "2", "3", "4");
	}

	@Test
	void one_whose_handler_has_failed_is_handled_again() {
		ServerRef<Till> till = start();
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> till.call(new Pay(ONE, -1)));
		assertThat(start().call(new Pay(ONE, 3))).isEqualTo("3 paid, 3 in all");
	}

	@Test
	void one_that_could_not_be_stored_is_handled_again() {
		ServerRef<Till> till = start();
		till.call(new Pay(TWO, 1));
		this.states.down(true);
		PendingReply<String> lost = till.sendRequest(new Pay(ONE, 5));
		this.time.advanceUntil(lost::isDone);
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(lost::await);
		this.states.down(false);
		assertThat(start().call(new Pay(ONE, 5))).isEqualTo("5 paid, 6 in all");
		assertThat(this.handled).hasSize(3);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void what_the_store_has_done_although_it_has_thrown_is_remembered(boolean changes) {
		AtomicInteger commits = new AtomicInteger();
		this.states.faults(() -> (commits.incrementAndGet() == 1) ? TestStore.Fault.AFTER : TestStore.Fault.NONE);
		int cents = changes ? 5 : 0;
		PendingReply<String> paid = start().sendRequest(new Pay(ONE, cents));
		this.time.advanceUntil(paid::isDone);
		assertThat(start().call(new Pay(ONE, cents))).isEqualTo(paid.await());
		assertThat(this.handled).hasSize(1);
	}

	@Test
	void a_removal_that_the_store_has_done_although_it_has_thrown_is_answered() {
		AtomicInteger commits = new AtomicInteger();
		this.states.faults(() -> (commits.incrementAndGet() == 2) ? TestStore.Fault.AFTER : TestStore.Fault.NONE);
		ServerRef<Till> till = start();
		till.call(new Pay(ONE, 5));
		PendingReply<String> emptied = till.sendRequest(new Empty(TWO, false));
		this.time.advanceUntil(emptied::isDone);
		assertThat(emptied.await()).isEqualTo("5 taken out");
		assertThat(this.states.history()).hasSize(2);
	}

	@Test
	void one_that_has_removed_the_state_is_remembered() {
		ServerRef<Till> till = start();
		till.call(new Pay(ONE, 5));
		assertThat(till.call(new Empty(TWO, false))).isEqualTo("5 taken out");
		assertThat(stored()).isEmpty();
		assertThat(till.call(new Empty(TWO, false))).isEqualTo("5 taken out");
		assertThat(start().call(new Empty(TWO, false))).isEqualTo("5 taken out");
		assertThat(this.handled).hasSize(2);
	}

	@Test
	void one_after_which_the_server_has_stopped_is_remembered() {
		ServerRef<Till> till = start();
		till.call(new Pay(ONE, 5));
		assertThat(till.call(new Empty(TWO, true))).isEqualTo("5 taken out");
		assertThat(start().call(new Empty(TWO, true))).isEqualTo("5 taken out");
		assertThat(this.handled).hasSize(2);
	}

	@Test
	void where_nothing_was_ever_stored_one_is_remembered_though_the_store_fails() {
		AtomicInteger commits = new AtomicInteger();
		this.states.faults(() -> (commits.incrementAndGet() == 1) ? TestStore.Fault.BEFORE : TestStore.Fault.NONE);
		PendingReply<String> emptied = start().sendRequest(new Empty(ONE, false));
		this.time.advanceUntil(emptied::isDone);
		assertThat(emptied.await()).isEqualTo("0 taken out");
		assertThat(this.states.answered(ALICE, 10)).hasSize(1);
	}

	@Test
	void a_cast_that_comes_again_is_done_already() {
		ServerRef<Till> till = start();
		till.cast(new Drop(ONE, 5));
		till.cast(new Drop(ONE, 5));
		till.cast(new Drop(TWO, 5));
		assertThat(till.call(new Pay(new RequestId("three"), 0))).isEqualTo("0 paid, 10 in all");
		assertThat(this.handled).hasSize(3);
	}

	@Test
	void an_exception_is_not_remembered() {
		ServerRef<Till> till = start();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> till.call(new Refused(ONE, 0)))
			.withMessage("refused");
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> till.call(new Refused(ONE, 0)))
			.withMessage("refused");
		assertThat(this.handled).hasSize(2);
		assertThat(this.states.answered(ALICE, 10)).isEmpty();
	}

	@Test
	void an_exception_with_another_state_ends_the_server_and_nothing_is_stored() {
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> start().call(new Refused(ONE, 7)))
			.withMessageContaining("has changed the state and answered with an exception, which is not remembered");
		assertThat(this.states.history()).isEmpty();
	}

	@Test
	void one_that_its_handler_does_not_answer_ends_the_server_and_nothing_is_stored() {
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> start().call(new Later(ONE)))
			.withMessageContaining("must be answered by its handler");
		assertThat(this.states.history()).isEmpty();
	}

	@Test
	void whoever_uses_an_id_for_another_request_is_told_and_the_server_goes_on() {
		ServerRef<Till> till = start();
		till.call(new Pay(ONE, 5));
		assertThatIllegalArgumentException().isThrownBy(() -> till.call(new Count(ONE)))
			.withMessageContaining("Request 'one' of till/alice was handled at ")
			.withMessageContaining("the id was used for two requests");
		till.cast(new Drop(TWO, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> till.call(new Pay(TWO, 5)));
		assertThat(till.call(new Count(new RequestId("three")))).isEqualTo(6);
	}

	@Test
	void it_is_forgotten_after_a_day() {
		ServerRef<Till> till = start();
		till.call(new Pay(ONE, 5));
		this.time.advance(Duration.ofHours(23));
		assertThat(till.call(new Pay(ONE, 5))).isEqualTo("5 paid, 5 in all");
		this.time.advance(Duration.ofHours(2));
		assertThat(till.call(new Pay(ONE, 5))).isEqualTo("5 paid, 10 in all");
		assertThat(till.call(new Pay(ONE, 5))).isEqualTo("5 paid, 10 in all");
	}

	@Test
	void the_store_forgets_it_too_though_its_server_never_comes_back() {
		ServerRef<Till> till = start();
		till.call(new Pay(ONE, 5));
		pass(Duration.ofHours(23));
		till.call(new Pay(TWO, 5));
		till.stop(ExitReason.normal(), Duration.ofSeconds(5));
		pass(Duration.ofHours(2));
		// Whoever has looked while the clock went on looks again.
		pass(Forgetting.BETWEEN.plusMinutes(1));
		pass(Forgetting.BETWEEN.plusMinutes(1));
		Await.until(() -> this.states.answered(ALICE, 10).size() == 1);
		assertThat(this.states.answered(ALICE, 10)).containsExactly(TWO);
	}

	private void pass(Duration time) {
		this.time.advance(time);
		Await.quiet(this.node);
	}

	@Test
	void one_of_a_server_that_has_handled_more_than_it_keeps_in_memory_is_remembered_too() {
		ServerRef<Till> till = start();
		for (int i = 0; i <= AnsweredRequests.MOST; i++) {
			till.call(new Pay(new RequestId("r" + i), 1));
		}
		assertThat(till.call(new Pay(new RequestId("r0"), 1))).isEqualTo("1 paid, 1 in all");
		assertThat(till.call(new Pay(new RequestId("new"), 1))).isEqualTo("1 paid, 1002 in all");
		ServerRef<Till> next = start();
		assertThat(next.call(new Pay(new RequestId("r0"), 1))).isEqualTo("1 paid, 1 in all");
		assertThat(next.call(new Pay(new RequestId("newer"), 1))).isEqualTo("1 paid, 1003 in all");
		assertThat(next.call(new Pay(new RequestId("newer"), 1))).isEqualTo("1 paid, 1003 in all");
	}

	@Test
	void a_reply_of_long_ago_is_read_from_the_store() {
		ServerRef<Till> till = start();
		for (int i = 0; i <= StoreOptions.defaults().window(); i++) {
			till.call(new Pay(new RequestId("r" + i), 1));
		}
		assertThat(till.call(new Pay(new RequestId("r0"), 1))).isEqualTo("1 paid, 1 in all");
	}

	@Test
	void they_may_be_remembered_for_ever() {
		ServerRef<Till> till = start(DurableStore.of(this.node, "main", this.states,
				StoreOptions.defaults().rememberRequests(ChronoUnit.FOREVER.getDuration())), 0);
		till.call(new Pay(ONE, 5));
		this.time.advance(Duration.ofDays(1000));
		assertThat(till.call(new Pay(ONE, 5))).isEqualTo("5 paid, 5 in all");
	}

	@Test
	void one_that_comes_again_when_it_is_forgotten_but_not_gone_is_handled_again() {
		ServerRef<Till> till = start();
		till.call(new Pay(ONE, 5));
		till.stop(ExitReason.normal(), Duration.ofSeconds(5));
		this.states.forgets(false);
		this.time.advance(Duration.ofHours(25));
		ServerRef<Till> next = start();
		assertThat(next.call(new Pay(ONE, 5))).isEqualTo("5 paid, 10 in all");
		assertThat(next.call(new Pay(ONE, 5))).isEqualTo("5 paid, 10 in all");
		assertThat(start().call(new Pay(ONE, 5))).isEqualTo("5 paid, 10 in all");
	}

	@Test
	void as_long_as_they_cannot_be_read_none_is_handled() {
		ServerRef<Till> till = start();
		this.states.down(true);
		PendingReply<String> lost = till.sendRequest(new Pay(ONE, 5));
		this.time.advanceUntil(lost::isDone);
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(lost::await)
			.withMessageContaining("store-failed");
		assertThat(this.handled).isEmpty();
	}

	@Test
	void of_two_that_act_for_one_server_one_handles_it() {
		ServerRef<Till> till = start();
		till.call(new Pay(new RequestId("zero"), 1));
		this.states.overwrite(ALICE,
				new StoredState(9, Long.MAX_VALUE, 1, "5".getBytes(StandardCharsets.US_ASCII), List.of()));
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> till.call(new Pay(ONE, 5)))
			.withMessageContaining("conflict");
		assertThat(this.states.answered(ALICE, 10)).hasSize(1);
	}

	@Test
	void of_two_that_remove_the_state_for_one_request_one_has_done_it_though_the_store_fails() {
		AtomicInteger commits = new AtomicInteger();
		this.states.faults(() -> (commits.incrementAndGet() == 3) ? TestStore.Fault.BEFORE : TestStore.Fault.NONE);
		ServerRef<Till> first = start();
		first.call(new Pay(ONE, 5));
		ServerRef<Till> second = start();
		second.call(new Pay(ONE, 5));
		assertThat(first.call(new Empty(TWO, false))).isEqualTo("5 taken out");
		PendingReply<String> again = second.sendRequest(new Empty(TWO, false));
		this.time.advanceUntil(again::isDone);
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(again::await)
			.withMessageContaining("conflict");
		assertThat(start().call(new Empty(TWO, false))).isEqualTo("5 taken out");
	}

	@Test
	void of_two_that_have_nothing_stored_one_has_done_it() {
		ServerRef<Till> first = start();
		ServerRef<Till> second = start();
		second.call(new Empty(ONE, false));
		assertThat(first.call(new Empty(TWO, false))).isEqualTo("0 taken out");
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> second.call(new Empty(TWO, false)))
			.withMessageContaining("conflict");
	}

	@Test
	void one_whose_state_somebody_has_removed_while_nobody_knew_whether_it_was_stored_is_done_once() {
		AtomicInteger commits = new AtomicInteger();
		this.states.faults(() -> (commits.incrementAndGet() == 1) ? TestStore.Fault.AFTER : TestStore.Fault.NONE);
		PendingReply<String> first = start().sendRequest(new Pay(ONE, 5));
		Await.until(() -> !stored().isEmpty());
		assertThat(start().call(new Empty(TWO, false))).isEqualTo("5 taken out");
		this.time.advanceUntil(first::isDone);
		assertThat(first.await()).isEqualTo("5 paid, 5 in all");
		assertThat(stored()).isEmpty();
		assertThat(this.states.history()).hasSize(2);
	}

	@Test
	void one_that_has_been_overtaken_says_nothing_about_a_request() {
		ServerRef<Till> first = start();
		first.call(new Pay(ONE, 5));
		ServerRef<Till> second = start();
		second.call(new Pay(ONE, 5));
		first.call(new Pay(TWO, 5));
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> second.call(new Refused(TWO, 0)))
			.withMessageContaining("conflict");
	}

	@Test
	void an_exception_of_one_that_was_restored_as_another_state_is_an_answer() {
		start().call(new Pay(ONE, 5));
		ServerRef<Till> next = start(DurableStore.of(this.node, "main", this.states, StoreOptions.defaults()), 7);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> next.call(new Refused(TWO, 0)))
			.withMessage("refused");
		assertThat(next.call(new Pay(TWO, 1))).isEqualTo("1 paid, 13 in all");
	}

	@Test
	void a_call_without_an_id_is_refused_and_the_server_goes_on() {
		ServerRef<Till> till = start();
		assertThatIllegalArgumentException().isThrownBy(() -> till.call(new Pay(null, 5)))
			.withMessageContaining("to till/alice has no request id")
			.withMessageContaining("Nothing was done");
		assertThatIllegalArgumentException().isThrownBy(() -> till.call(new Vague()));
		assertThat(till.call(new Pay(ONE, 1))).isEqualTo("1 paid, 1 in all");
		assertThat(this.handled).hasSize(1);
	}

	@Test
	void a_cast_without_an_id_is_a_dead_letter() {
		ServerRef<Till> till = start();
		till.cast(new Drop(null, 5));
		assertThat(till.call(new Pay(ONE, 1))).isEqualTo("1 paid, 1 in all");
		this.time.passUntil(() -> this.node.view().deadLetters(DeadLetterReason.NOT_UNDERSTOOD) == 1);
	}

	@Test
	void a_cast_that_could_not_be_looked_for_is_a_dead_letter() {
		ServerRef<Till> till = start();
		this.states.down(true);
		till.cast(new Drop(ONE, 5));
		this.time.advanceUntil(() -> this.node.view().deadLetters(DeadLetterReason.NOT_COMMITTED) == 1);
	}

	@Test
	void a_store_that_remembers_nothing_ends_a_server_that_is_asked_to() {
		StateStore forgetful = new StateStore() {

			@Override
			public @Nullable StoredState load(StateId id) {
				return RepeatedRequestsTests.this.states.load(id);
			}

			@Override
			public List<DueServer> due(@Nullable DueServer after, Instant until, int most) {
				return List.of();
			}

			@Override
			public List<Boolean> commit(List<StateChange> changes) {
				return RepeatedRequestsTests.this.states.commit(changes);
			}

		};
		assertThatExceptionOfType(CallException.ServerExited.class)
			.isThrownBy(() -> start(forgetful).call(new Pay(ONE, 5)))
			.withMessageContaining("Store 'main' remembers no requests, so till/alice cannot handle ");
		assertThat(this.states.history()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a\nb", "\ud800", "a\udc00b" })
	void an_id_that_is_none_is_refused_where_it_is_made(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> new RequestId(value));
		assertThatIllegalArgumentException().isThrownBy(() -> new RequestId("x".repeat(201)));
	}

	private static final class Till implements GenServer<Integer, Ask<?>, Drop>, Restorable<Integer> {

		private final List<Object> handled;

		private final int bonus;

		Till(List<Object> handled, int bonus) {
			this.handled = handled;
			this.bonus = bonus;
		}

		@Override
		public InitResult<Integer> onRestore(Integer cents) {
			return InitResult.ready(cents + this.bonus);
		}

		@Override
		public Integer init() {
			return 0;
		}

		@Override
		public CallResult<Integer> handleCall(Ask<?> request, From from, Integer cents) {
			this.handled.add(request);
			return switch (request) {
				case Pay pay -> {
					if (pay.cents() < 0) {
						throw new IllegalArgumentException("nobody pays " + pay.cents());
					}
					int sum = cents + pay.cents();
					yield reply(pay, pay.cents() + " paid, " + sum + " in all", sum);
				}
				case Empty empty -> {
					String reply = cents + " taken out";
					yield empty.stops() ? replyAndStop(empty, reply, ExitReason.normal(), nothing())
							: reply(empty, reply, nothing());
				}
				case Count count -> reply(count, cents, cents);
				case Refused refused -> raise(new IllegalStateException("refused"), cents + refused.change());
				case Later later -> next(cents + 1);
				case Vague vague -> throw new AssertionError("never handled");
			};
		}

		@SuppressWarnings("NullAway")
		private static Integer nothing() {
			return null;
		}

		@Override
		public Next<Integer> handleCast(Drop drop, Integer cents) {
			this.handled.add(drop);
			return next(cents + drop.cents());
		}

	}

	private sealed interface Ask<R> extends Call<Till, R>, Repeatable {

	}

	private record Pay(RequestId requestId, int cents) implements Ask<String> {
	}

	private record Empty(RequestId requestId, boolean stops) implements Ask<String> {
	}

	private record Count(RequestId requestId) implements Ask<Integer> {
	}

	private record Refused(RequestId requestId, int change) implements Ask<String> {
	}

	private record Later(RequestId requestId) implements Ask<String> {
	}

	private record Vague() implements Ask<String> {

		@Override
		public RequestId requestId() {
			throw new IllegalStateException("which one?");
		}

	}

	private record Drop(RequestId requestId, int cents) implements Cast<Till>, Repeatable {
	}

	private static final class Codec implements StateCodec<Integer> {

		@Override
		public int schema() {
			return 1;
		}

		@Override
		public byte[] encode(Integer state) {
			return state.toString().getBytes(StandardCharsets.US_ASCII);
		}

		@Override
		public Integer decode(byte[] bytes, int schema) {
			return Integer.valueOf(new String(bytes, StandardCharsets.US_ASCII));
		}

		@Override
		public byte[] encodeReply(Call<?, ?> request, @Nullable Object reply) {
			return String.valueOf(reply).getBytes(StandardCharsets.US_ASCII);
		}

		@Override
		public Object decodeReply(Call<?, ?> request, byte[] bytes) {
			String text = new String(bytes, StandardCharsets.US_ASCII);
			return (request instanceof Count) ? Integer.valueOf(text) : text;
		}

	}

}
