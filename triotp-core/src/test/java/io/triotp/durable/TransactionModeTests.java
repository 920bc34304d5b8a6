package io.triotp.durable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.triotp.process.DeadLetterReason;
import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.process.Self;
import io.triotp.process.SpawnOptions;
import io.triotp.server.Call;
import io.triotp.server.CallException;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.InitResult;
import io.triotp.server.Next;
import io.triotp.server.PendingReply;
import io.triotp.server.Reminder;
import io.triotp.server.ServerOptions;
import io.triotp.server.ServerRef;
import io.triotp.server.StartException;
import io.triotp.test.Await;
import io.triotp.test.ManualTime;
import io.triotp.test.TestStore;
import io.triotp.testing.Gate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Durable servers whose handlers run in transactions of the store.
 */
class TransactionModeTests {

	private static final StateId ALICE = new StateId("account", "alice");

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final TestStore states = new TestStore();

	private final Gate held = new Gate();

	/** What the account has told somebody else. */
	private final List<Object> told = new CopyOnWriteArrayList<>();

	private final AtomicReference<Pid> teller = new AtomicReference<>();

	/** Whether the account is reminded of its interest. */
	private volatile boolean reminded;

	@AfterEach
	void close() {
		this.held.open();
		this.node.close();
	}

	private ServerRef<Account> start() {
		return start(this.states);
	}

	/** As in a JVM of its own. */
	private ServerRef<Account> start(StateStore states) {
		return start(DurableStore.of(this.node, "main", states, StoreOptions.defaults()));
	}

	@SuppressWarnings("unchecked")
	private ServerRef<Account> start(DurableStore store) {
		Durability<Integer> durability = new Durability<>(store, "account", new Codec())
			.mode(Durability.Mode.TRANSACTION);
		return (ServerRef<Account>) (ServerRef<?>) GenServer.start(this.node,
				durability.server("alice", () -> new Account(this)).get(), ServerOptions.defaults());
	}

	private int stored() {
		return this.states.stored(ALICE)
			.map((state) -> Integer.valueOf(new String(state.bytes(), StandardCharsets.US_ASCII)))
			.orElse(-1);
	}

	private long version() {
		return this.states.stored(ALICE).map(StoredState::version).orElse(0L);
	}

	@Test
	void what_a_handler_returns_is_stored_by_its_process_in_the_transaction_it_ran_in() {
		ServerRef<Account> account = start();
		List<Pid> by = new CopyOnWriteArrayList<>();
		this.states.beforeCommit(() -> by.add(Self.current().pid()));
		assertThat(account.call(new Add(5))).isEqualTo(5);
		assertThat(stored()).isEqualTo(5);
		assertThat(by).containsExactly(account.pid().orElseThrow());
		assertThat(account.call(new Add(2))).isEqualTo(7);
		assertThat(this.states.history()).hasSize(2);
	}

	@Test
	void a_state_that_is_the_same_is_a_version_too_since_the_handler_may_have_written_more() {
		ServerRef<Account> account = start();
		account.call(new Add(5));
		assertThat(account.call(new Add(0))).isEqualTo(5);
		assertThat(version()).isEqualTo(2);
	}

	@Test
	void what_a_handler_sends_leaves_when_it_is_committed() {
		ServerRef<Account> account = start();
		List<Integer> waiting = new CopyOnWriteArrayList<>();
		this.states.beforeCommit(() -> waiting.add(this.node.view().glance(this.teller.get()).mailboxSize()));
		this.teller.set(this.node.spawn(SpawnOptions.defaults(), (self) -> {
			this.held.passStubbornly();
			while (true) {
				this.told.add(self.receive());
			}
		}));
		account.call(new Tell("hello"));
		this.held.open();
		Await.until(() -> this.told.equals(List.of("hello")));
		assertThat(waiting).containsExactly(0);
		assertThat(this.told).hasSize(1);
	}

	@Test
	void what_a_handler_that_fails_has_sent_and_returned_is_nowhere() {
		ServerRef<Account> account = start();
		account.call(new Add(5));
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> account.call(new Add(-1)))
			.withMessageContaining("nobody adds -1");
		assertThat(stored()).isEqualTo(5);
		assertThat(version()).isOne();
		assertThat(start().call(new Add(1))).isEqualTo(6);
	}

	@Test
	void a_commit_that_fails_is_the_end_of_the_server_and_will_never_be_done() {
		ServerRef<Account> account = start();
		account.call(new Add(5));
		this.states.faults(once(TestStore.Fault.BEFORE));
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> account.call(new Add(1)))
			.withMessageContaining("undone: the transaction of a handler of account/alice")
			.withMessageContaining("the test store fails before it stores");
		assertThat(stored()).isEqualTo(5);
		// In the way of the transaction, wherever it may be.
		assertThat(version()).isEqualTo(3);
		assertThat(start().call(new Add(1))).isEqualTo(6);
	}

	@Test
	void a_commit_that_was_done_although_it_has_failed_is_answered() {
		ServerRef<Account> account = start();
		account.call(new Add(5));
		this.states.faults(once(TestStore.Fault.AFTER));
		assertThat(account.call(new Add(1))).isEqualTo(6);
		assertThat(stored()).isEqualTo(6);
		assertThat(account.call(new Add(1))).isEqualTo(7);
	}

	@Test
	void the_first_one_whose_commit_fails_will_never_be_done() {
		this.states.faults(once(TestStore.Fault.BEFORE));
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> start().call(new Add(5)))
			.withMessageContaining("undone");
		assertThat(stored()).isZero();
		assertThat(start().call(new Add(1))).isOne();
	}

	@Test
	void where_nothing_is_stored_nothing_tells_that_a_commit_was_done() {
		ServerRef<Account> account = start();
		account.call(new Add(5));
		account.call(new Forget());
		this.states.faults(once(TestStore.Fault.BEFORE));
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> account.call(new Forget()))
			.withMessageContaining("nobody knows whether the transaction of a handler was committed");
	}

	@Test
	void what_is_stored_nowhere_may_have_been_committed_though_its_commit_has_failed() {
		this.states.faults(once(TestStore.Fault.AFTER));
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> start().call(new Forget()))
			.withMessageContaining("nobody knows whether the transaction of a handler was committed");
		assertThat(stored()).isEqualTo(-1);
	}

	@Test
	void one_whose_commit_takes_long_is_answered_all_the_same() {
		ServerRef<Account> account = start();
		account.call(new Add(5));
		this.states.beforeCommit(this.held::passStubbornly);
		PendingReply<Integer> late = account.sendRequest(new Add(1));
		this.held.awaitReached();
		this.time.advance(Duration.ofSeconds(10));
		this.held.open();
		assertThat(late.await()).isEqualTo(6);
	}

	@Test
	void what_is_sent_by_who_takes_part_in_a_transaction_leaves_with_it() {
		ServerRef<Account> account = start();
		this.teller.set(this.node.spawn(SpawnOptions.defaults(), (self) -> {
			while (true) {
				this.told.add(self.receive());
			}
		}));
		// Also a fence is stored, by a thread of the store.
		this.states.beforeCommit(() -> {
			Self self = Self.currentOrNull();
			if (self != null) {
				self.send(this.teller.get(), "late");
			}
		});
		this.states.faults(once(TestStore.Fault.BEFORE));
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> account.call(new Tell("hello")));
		start().call(new Tell("again"));
		Await.until(() -> this.told.equals(List.of("again", "late")));
	}

	@Test
	void who_takes_part_in_a_transaction_may_call_another_server() {
		ServerRef<Account> other = start(new TestStore());
		AtomicReference<Integer> answer = new AtomicReference<>();
		this.states.beforeCommit(() -> answer.set(other.call(new Add(3))));
		assertThat(start().call(new Add(5))).isEqualTo(5);
		assertThat(answer).hasValue(3);
	}

	@Test
	void a_cast_for_which_no_transaction_can_begin_is_a_dead_letter() {
		ServerRef<Account> account = start();
		account.call(new Add(5));
		this.states.down(true);
		account.cast(new Put(1));
		Await.until(() -> this.node.view().deadLetters(DeadLetterReason.NOT_COMMITTED) == 1);
	}

	@Test
	void a_store_that_has_been_closed_begins_none() {
		DurableStore store = DurableStore.of(this.node, "main", this.states, StoreOptions.defaults());
		ServerRef<Account> account = start(store);
		account.call(new Add(5));
		store.close();
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> account.call(new Add(1)))
			.withMessageContaining("has been closed");
		assertThat(stored()).isEqualTo(5);
	}

	@Test
	void an_exception_to_a_request_with_an_id_undoes_the_transaction() {
		ServerRef<Account> account = start();
		account.call(new Add(5));
		List<Boolean> done = new CopyOnWriteArrayList<>();
		this.states.afterTransaction(done::add);
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> account.call(new Once(new RequestId("one"), -1)))
			.withMessage("refused");
		assertThat(done).containsExactly(false);
		assertThat(version()).isEqualTo(2);
		assertThat(account.call(new Once(new RequestId("one"), 1))).isEqualTo(6);
	}

	@Test
	void the_first_one_that_was_done_although_it_has_failed_is_answered() {
		this.states.faults(once(TestStore.Fault.AFTER));
		ServerRef<Account> account = start();
		assertThat(account.call(new Add(5))).isEqualTo(5);
		assertThat(account.call(new Add(1))).isEqualTo(6);
	}

	private static Supplier<TestStore.Fault> once(TestStore.Fault fault) {
		AtomicInteger commits = new AtomicInteger();
		return () -> (commits.incrementAndGet() == 1) ? fault : TestStore.Fault.NONE;
	}

	@Test
	void who_cannot_learn_what_became_of_it_ends_in_time_and_the_next_reads_it() {
		DurableStore store = DurableStore.of(this.node, "main", this.states, StoreOptions.defaults());
		ServerRef<Account> account = start(store);
		account.call(new Add(5));
		this.states.beforeCommit(() -> this.states.down(true));
		PendingReply<Integer> lost = account.sendRequest(new Add(1));
		this.time.advanceUntil(lost::isDone);
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(lost::await)
			.withMessageContaining("store-failed");
		this.states.beforeCommit(() -> {
		});
		this.states.down(false);
		Await.until(() -> store.status().servers() == 0);
		assertThat(start(store).call(new Add(1))).isEqualTo(6);
	}

	@Test
	void where_no_transaction_can_begin_no_handler_runs() {
		ServerRef<Account> account = start();
		account.call(new Add(5));
		this.states.down(true);
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> account.call(new Tell("never")))
			.withMessageContaining("store-failed")
			.withMessageContaining("the test store is down");
		assertThat(this.told).isEmpty();
	}

	@Test
	void of_two_that_act_for_one_server_one_is_in_conflict() {
		ServerRef<Account> first = start();
		first.call(new Add(5));
		ServerRef<Account> second = start();
		assertThat(second.call(new Add(1))).isEqualTo(6);
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> first.call(new Add(0)))
			.withMessageContaining("conflict");
		assertThat(stored()).isEqualTo(6);
	}

	@Test
	void what_one_returns_that_was_killed_meanwhile_is_not_stored() {
		ServerRef<Account> account = start();
		account.call(new Add(5));
		account.sendRequest(new Hold());
		this.held.awaitReached();
		Pid pid = account.pid().orElseThrow();
		this.node.kill(pid);
		Await.until(() -> !pid.isAlive());
		this.held.open();
		Await.until(() -> this.node.view().zombieCount() == 0);
		assertThat(this.states.history()).hasSize(1);
		assertThat(start().call(new Add(1))).isEqualTo(6);
	}

	@Test
	void a_state_is_removed_and_a_server_stops_when_that_is_committed() {
		ServerRef<Account> account = start();
		account.call(new Add(5));
		assertThat(account.call(new Close())).isEqualTo(5);
		Await.until(() -> account.pid().map((pid) -> !pid.isAlive()).orElse(true));
		assertThat(stored()).isEqualTo(-1);
		assertThat(start().call(new Add(1))).isEqualTo(1);
	}

	@Test
	void a_request_with_an_id_is_handled_once() {
		ServerRef<Account> account = start();
		Once once = new Once(new RequestId("one"), 5);
		assertThat(account.call(once)).isEqualTo(5);
		account.call(new Add(1));
		assertThat(account.call(once)).isEqualTo(5);
		assertThat(version()).isEqualTo(2);
		assertThat(start().call(once)).isEqualTo(5);
	}

	@Test
	void a_reminder_of_its_start_is_stored_and_one_is_handled_in_a_transaction() {
		this.reminded = true;
		ServerRef<Account> account = start();
		Await.until(() -> this.states.history().size() == 1);
		account.call(new Add(5));
		this.time.advance(Duration.ofDays(1));
		this.time.advanceUntil(() -> stored() == 105);
		assertThat(this.states.stored(ALICE).orElseThrow().reminders()).isEmpty();
		assertThat(this.states.history()).hasSize(3);
	}

	@Test
	void a_cast_is_handled_in_a_transaction_too() {
		ServerRef<Account> account = start();
		account.cast(new Put(5));
		assertThat(account.call(new Add(0))).isEqualTo(5);
		assertThat(version()).isGreaterThanOrEqualTo(2);
	}

	@Test
	void a_store_that_runs_no_handlers_refuses_a_server_that_wants_that() {
		StateStore plain = new StateStore() {

			@Override
			public @Nullable StoredState load(StateId id) {
				return null;
			}

			@Override
			public List<DueServer> due(@Nullable DueServer after, Instant until, int most) {
				return List.of();
			}

			@Override
			public List<Boolean> commit(List<StateChange> changes) {
				return TransactionModeTests.this.states.commit(changes);
			}

		};
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> start(plain))
			.withMessageContaining("Store 'main' runs no handlers in its transactions, so account/alice cannot");
	}

	@Test
	void a_store_that_runs_a_handler_twice_is_told() {
		StateStore eager = new StateStore() {

			@Override
			public @Nullable StoredState load(StateId id) {
				return null;
			}

			@Override
			public List<DueServer> due(@Nullable DueServer after, Instant until, int most) {
				return List.of();
			}

			@Override
			public List<Boolean> commit(List<StateChange> changes) {
				return TransactionModeTests.this.states.commit(changes);
			}

			@Override
			public boolean runsHandlers() {
				return true;
			}

			@Override
			public boolean transact(Callable<@Nullable StateChange> handler) throws Exception {
				handler.call();
				return TransactionModeTests.this.states.transact(handler);
			}

		};
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> start(eager).call(new Add(1)))
			.withMessageContaining("in one transaction and not in several");
	}

	private static final class Account implements GenServer<Integer, Ask, Put> {

		private final TransactionModeTests test;

		Account(TransactionModeTests test) {
			this.test = test;
		}

		@Override
		public Integer init() {
			return 0;
		}

		@Override
		public InitResult<Integer> onStart() {
			return this.test.reminded ? InitResult.ready(0).remind("interest", Duration.ofDays(1))
					: InitResult.ready(0);
		}

		@Override
		public CallResult<Integer> handleCall(Ask request, From from, Integer state) {
			return switch (request) {
				case Add add when add.number() < 0 -> throw new IllegalArgumentException("nobody adds " + add.number());
				case Add add -> reply(add, state + add.number(), state + add.number());
				case Once once when once.number() < 0 -> raise(new IllegalStateException("refused"), state);
				case Forget forget -> reply(forget, 0, nothing());
				case Once once -> reply(once, state + once.number(), state + once.number());
				case Tell tell -> {
					Self.current().send(this.test.teller.get(), tell.what());
					yield reply(tell, state, state);
				}
				case Hold hold -> {
					this.test.held.passStubbornly();
					yield reply(hold, state, state + 1000);
				}
				case Close close -> replyAndStop(close, state, ExitReason.normal(), nothing());
			};
		}

		@Override
		public Next<Integer> handleCast(Put put, Integer state) {
			return next(state + put.number());
		}

		@Override
		public Next<Integer> handleInfo(Object message, Integer state) {
			return (message instanceof Reminder) ? next(state + 100) : next(state);
		}

		@SuppressWarnings("NullAway")
		private static Integer nothing() {
			return null;
		}

	}

	private sealed interface Ask extends Call<Account, Integer> {

	}

	private record Add(int number) implements Ask {
	}

	private record Once(RequestId requestId, int number) implements Ask, Repeatable {
	}

	private record Tell(String what) implements Ask {
	}

	private record Hold() implements Ask {
	}

	private record Forget() implements Ask {
	}

	private record Close() implements Ask {
	}

	private record Put(int number) implements Cast<Account> {
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
			return encode((Integer) reply);
		}

		@Override
		public Object decodeReply(Call<?, ?> request, byte[] bytes) {
			return decode(bytes, 1);
		}

	}

}
