package io.triotp.durable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.triotp.process.DeadLetterReason;
import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Outlet;
import io.triotp.process.Pid;
import io.triotp.process.PlainProcess;
import io.triotp.process.ProcessEvent;
import io.triotp.process.Processes;
import io.triotp.process.Self;
import io.triotp.process.SpawnOptions;
import io.triotp.server.Call;
import io.triotp.server.CallException;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.PendingReply;
import io.triotp.server.ServerOptions;
import io.triotp.server.ServerRef;
import io.triotp.server.StartException;
import io.triotp.test.ManualTime;
import io.triotp.test.TestStore;
import io.triotp.testing.Gate;
import io.triotp.testing.Probe;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Stores that hang, and rows that cannot be stored: what others notice of that.
 */
class StoreTroubleTests {

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final TestStore states = new TestStore();

	/** Those that are held up by the gate, and no others. */
	private final AtomicInteger toHold = new AtomicInteger();

	private final Gate gate = new Gate();

	private final AtomicBoolean interrupted = new AtomicBoolean();

	private final AtomicInteger back = new AtomicInteger();

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	private DurableStore store(StateStore states) {
		return DurableStore.of(this.node, "main", states, StoreOptions.defaults());
	}

	@SuppressWarnings("unchecked")
	private ServerRef<Account> start(DurableStore store, String key) {
		return (ServerRef<Account>) (ServerRef<?>) GenServer.start(this.node,
				new Durability<>(store, "account", Account.codec())
					.server(key, () -> new Account(Collections.synchronizedList(new ArrayList<>())))
					.get(),
				ServerOptions.defaults());
	}

	private void hold() {
		if (this.toHold.getAndDecrement() > 0) {
			this.interrupted.compareAndSet(false, this.gate.passStubbornly());
			this.back.incrementAndGet();
		}
	}

	private void holdCommits(int number) {
		this.toHold.set(number);
		this.states.beforeCommit(this::hold);
	}

	private void kill(String path) {
		this.node.kill(this.node.view()
			.processes()
			.filter((info) -> info.path().equals(path))
			.findFirst()
			.orElseThrow()
			.pid());
	}

	@Test
	void a_store_that_hangs_in_one_call_serves_others() {
		holdCommits(1);
		DurableStore store = store(this.states);
		PendingReply<Long> lost = start(store, "alice").sendRequest(new Account.Add(3));
		this.gate.awaitReached();
		this.time.passUntil(lost::isDone);
		PendingReply<Long> other = start(store, "bob").sendRequest(new Account.Add(4));
		this.time.advanceUntil(other::isDone);
		assertThat(other.await()).isEqualTo(4);
		assertThat(this.back).hasValue(0);
	}

	@Test
	void what_a_call_was_to_store_that_is_given_up_is_not_stored_under_a_next_process() throws Exception {
		holdCommits(1);
		DurableStore store = store(this.states);
		ServerRef<Account> first = start(store, "alice");
		first.sendRequest(new Account.Add(3));
		this.gate.awaitReached();
		this.node.kill(first.pid().orElseThrow());
		var started = Probe.async(() -> start(store, "alice"));
		this.time.passUntil(started::isDone);
		ServerRef<Account> next = started.get();
		assertThat(next.call(new Account.Read())).isZero();
		this.gate.open();
		Probe.until(() -> this.back.get() == 1);
		assertThat(next.call(new Account.Add(5))).isEqualTo(5);
		assertThat(this.states.history().stream().map(StateChange::version)).containsExactly(1L, 2L);
	}

	@Test
	void what_a_call_that_was_given_up_stores_while_a_next_process_begins_is_read_by_that() throws Exception {
		AtomicInteger commits = new AtomicInteger();
		DurableStore store = store(storing((changes) -> {
			if (!changes.getFirst().id().key().equals("alice")) {
				return;
			}
			int number = commits.incrementAndGet();
			if (number == 2) {
				this.gate.passStubbornly();
			}
			else if (number == 3) {
				// It has read what was stored before, and is about to say so.
				this.gate.open();
				Probe.until(() -> this.states.history().size() == 2);
			}
		}));
		ServerRef<Account> first = start(store, "alice");
		first.call(new Account.Add(1));
		first.sendRequest(new Account.Add(3));
		this.gate.awaitReached();
		this.node.kill(first.pid().orElseThrow());
		var started = Probe.async(() -> start(store, "alice"));
		this.time.passUntil(started::isDone);
		assertThat(started.get().call(new Account.Read())).isEqualTo(4);
	}

	@Test
	void a_state_that_cannot_be_read_in_time_ends_the_start() {
		this.toHold.set(Integer.MAX_VALUE);
		this.states.beforeLoad(this::hold);
		DurableStore store = store(this.states);
		var started = Probe.async(() -> start(store, "alice"));
		this.gate.awaitReached();
		this.time.passUntil(started::isDone);
		assertThat(started).failsWithin(Probe.PATIENCE)
			.withThrowableThat()
			.withCauseInstanceOf(StartException.class)
			.withMessageContaining("store-failed")
			.withMessageContaining("has not answered");
	}

	@Test
	void a_state_is_read_again_if_the_store_hangs_once() throws Exception {
		this.toHold.set(1);
		this.states.beforeLoad(this::hold);
		DurableStore store = store(this.states);
		var started = Probe.async(() -> start(store, "alice"));
		this.gate.awaitReached();
		this.time.awaitParked(Duration.ofMillis(1500));
		this.time.advance(Duration.ofMillis(1500));
		this.time.awaitParked(Duration.ofMillis(20));
		this.time.advance(Duration.ofMillis(20));
		assertThat(started.get().call(new Account.Add(3))).isEqualTo(3);
		assertThat(this.back).hasValue(0);
	}

	@Test
	void a_call_of_a_store_is_not_interrupted_when_who_waits_for_it_is_killed() {
		holdCommits(1);
		DurableStore store = store(this.states);
		PendingReply<Long> reply = start(store, "alice").sendRequest(new Account.Add(3));
		this.gate.awaitReached();
		kill("store main");
		this.time.advanceUntil(reply::isDone);
		assertThat(reply.await()).isEqualTo(3);
		this.gate.open();
		Probe.until(() -> this.back.get() == 1);
		assertThat(this.interrupted).isFalse();
	}

	@Test
	void a_state_that_is_read_is_not_interrupted_when_its_server_is_killed() {
		this.toHold.set(1);
		this.states.beforeLoad(this::hold);
		DurableStore store = store(this.states);
		Probe<Pid> starting = new Probe<>();
		this.node.spawn(SpawnOptions.defaults(), (PlainProcess self) -> {
			starting.tell(self.pid());
			start(store, "alice");
		});
		this.gate.awaitReached();
		this.node.view()
			.processes()
			.filter((info) -> info.path().contains("Account"))
			.forEach((info) -> this.node.kill(info.pid()));
		this.gate.open();
		Probe.until(() -> this.back.get() == 1);
		assertThat(this.interrupted).isFalse();
	}

	@Test
	void too_many_calls_that_do_not_come_back_keep_others_from_joining_them() {
		this.toHold.set(Integer.MAX_VALUE);
		AtomicInteger inside = new AtomicInteger();
		this.states.beforeLoad(() -> {
			inside.incrementAndGet();
			hold();
		});
		DurableStore store = store(this.states);
		var starts = IntStream.range(0, 100).mapToObj((i) -> Probe.async(() -> start(store, "key" + i))).toList();
		starts.forEach((each) -> this.time.passUntil(each::isDone));
		int before = inside.get();
		var late = Probe.async(() -> start(store, "late"));
		this.time.passUntil(late::isDone);
		assertThat(late).failsWithin(Probe.PATIENCE)
			.withThrowableThat()
			.withMessageContaining("64 calls of the store have been given up and have not come back");
		assertThat(inside).hasValue(before);
	}

	@Test
	void a_row_that_cannot_be_stored_does_not_keep_others_from_being_stored() {
		List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());
		AtomicReference<Gate> held = new AtomicReference<>();
		StateStore locked = storing((changes) -> {
			List<String> keys = changes.stream().map((each) -> each.id().key()).toList();
			if (keys.contains("first")) {
				held.get().passStubbornly();
			}
			batches.add(keys);
			if (keys.contains("locked")) {
				throw new IllegalStateException("the row is locked by somebody");
			}
		});
		// So long that the others cannot be late.
		DurableStore store = DurableStore.of(this.node, "main", locked,
				StoreOptions.defaults().commitTimeout(Duration.ofSeconds(10)));
		ServerRef<Account> first = start(store, "first");
		ServerRef<Account> other = start(store, "other");
		for (int i = 1; i < 4; i++) {
			Gate turn = new Gate();
			held.set(turn);
			first.cast(new Account.Note(1));
			Future<?> reached = Probe.async(() -> {
				turn.awaitReached();
				return true;
			});
			this.time.advanceUntil(reached::isDone);
			// What gathers meanwhile goes into the next transaction together.
			ServerRef<Account> row = start(store, "locked");
			PendingReply<Long> lost = row.sendRequest(new Account.Add(1));
			awaitHandled(row, 1);
			PendingReply<Long> reply = other.sendRequest(new Account.Add(1));
			awaitHandled(other, 2 * i - 1);
			turn.open();
			this.time.advanceUntil(reply::isDone);
			assertThat(reply.await()).isEqualTo(i);
			this.time.passUntil(lost::isDone);
			assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(lost::await)
				.withMessageContaining("the row is locked by somebody");
		}
		long together = batches.stream().filter((each) -> each.contains("locked") && each.size() > 1).count();
		assertThat(together).isOne();
	}

	/**
	 * Waits until it is done with its messages: it has begun with the next one, which
	 * changes nothing.
	 */
	private void awaitHandled(ServerRef<Account> server, int before) {
		server.cast(new Account.Note(0));
		Pid pid = server.pid().orElseThrow();
		Probe.until(() -> this.node.view().glance(pid).handled() > before);
	}

	/**
	 * A process whose output takes its time to leave, and which goes on when it is told.
	 */
	private Pid slowToLeave(DurableStore store, List<String> order) {
		return this.node.spawn(SpawnOptions.defaults(), (PlainProcess self) -> {
			io.triotp.durable.Gate<String> own = store.open(new StateId("account", "alice"), 1, self);
			own.opens(null, "", Reminders.NONE, 1);
			own.begins(1);
			own.answers(new Outlet.Output() {

				@Override
				public void release() {
					StoreTroubleTests.this.gate.passStubbornly();
					order.add("left");
				}

				@Override
				public void drop() {
				}

			});
			own.returns("changed", new byte[0], Reminders.NONE, List.of(), null, true);
			self.receive();
		});
	}

	private void assertNextComesAfter(DurableStore store, List<String> order) {
		Pid next = this.node.spawn(SpawnOptions.defaults(), (PlainProcess self) -> {
			store.open(new StateId("account", "alice"), 1, self);
			order.add("next");
		});
		Probe.until(() -> !next.isAlive() || this.node.host()
			.runner(next)
			.filter((thread) -> thread.getState() == Thread.State.WAITING)
			.isPresent());
		this.gate.open();
		Probe.exitOf(this.node, next);
		assertThat(order).containsExactly("left", "next");
	}

	@Test
	void a_next_process_waits_until_what_rests_on_what_is_stored_has_left() {
		DurableStore store = store(this.states);
		List<String> order = Collections.synchronizedList(new ArrayList<>());
		slowToLeave(store, order);
		this.gate.awaitReached();
		assertNextComesAfter(store, order);
	}

	@Test
	void a_next_process_waits_until_it_has_left_also_if_the_one_before_has_ended() {
		DurableStore store = store(this.states);
		List<String> order = Collections.synchronizedList(new ArrayList<>());
		Pid before = slowToLeave(store, order);
		this.gate.awaitReached();
		this.node.kill(before);
		Probe.exitOf(this.node, before);
		assertNextComesAfter(store, order);
	}

	@Test
	void a_handler_that_waits_for_room_ends_in_time_by_itself() {
		holdCommits(Integer.MAX_VALUE);
		DurableStore store = store(this.states);
		Probe<Object> failed = new Probe<>();
		this.node.spawn(SpawnOptions.defaults(), (PlainProcess self) -> {
			// Not opened by the store, so nobody else looks after it.
			io.triotp.durable.Gate<String> own = new io.triotp.durable.Gate<>(new StateId("account", "alone"), 1, store,
					self);
			own.opens(null, "", Reminders.NONE, 1);
			own.begins(1);
			own.returns("changed", new byte[0], Reminders.NONE, List.of(), null, true);
			failed.tell(own.begins(1));
		});
		this.gate.awaitReached();
		this.time.passUntil(() -> !failed.isEmpty());
		assertThat(failed.await()).isInstanceOf(NotCommitted.StoreFailed.class);
	}

	@Test
	void that_a_store_is_down_is_told_and_that_it_serves_again_though_nobody_asks_it() {
		DurableStore store = store(this.states);
		Probe<StoreEvent> events = new Probe<>();
		this.node.view().addListener((event) -> {
			if (event instanceof StoreEvent of) {
				events.tell(of);
			}
		});
		ServerRef<Account> server = start(store, "alice");
		this.states.down(true);
		server.cast(new Account.Note(3));
		this.time.passUntil(() -> !events.isEmpty());
		assertThat(events.await()).isInstanceOfSatisfying(StoreEvent.Down.class, (down) -> {
			assertThat(down.store()).isEqualTo("main");
			assertThat(down.path()).isEqualTo("store main");
			assertThat(down.failingFor()).isGreaterThanOrEqualTo(StoreOptions.defaults().commitTimeout());
			assertThat(down.error()).contains("the test store is down");
		});
		assertThat(store.status().serves()).isFalse();
		this.states.down(false);
		this.time.passUntil(() -> !events.isEmpty());
		assertThat(events.await()).isInstanceOf(StoreEvent.Up.class);
		assertThat(store.status().serves()).isTrue();
		assertThat(this.states.history()).isEmpty();
	}

	/** Each test decides what fails. */
	private StateStore failing(AtomicBoolean commits) {
		return storing((changes) -> {
			if (commits.get()) {
				throw new IllegalStateException("nothing can be written");
			}
		});
	}

	private StateStore storing(Consumer<List<StateChange>> before) {
		return new StateStore() {

			@Override
			public @Nullable StoredState load(StateId id) {
				return StoreTroubleTests.this.states.load(id);
			}

			@Override
			public List<DueServer> due(@Nullable DueServer after, Instant until, int most) {
				return StoreTroubleTests.this.states.due(after, until, most);
			}

			@Override
			public List<Boolean> commit(List<StateChange> changes) {
				before.accept(changes);
				return StoreTroubleTests.this.states.commit(changes);
			}

		};
	}

	@Test
	void a_store_that_can_be_read_but_stores_nothing_is_down() {
		AtomicBoolean readOnly = new AtomicBoolean(true);
		DurableStore store = store(failing(readOnly));
		start(store, "alice").cast(new Account.Note(3));
		this.time.passUntil(() -> !store.status().serves());
		// Those who only read do not make it well.
		start(store, "bob").call(new Account.Read());
		this.time.passUntil(
				() -> store.status().failingFor().compareTo(store.options().commitTimeout().multipliedBy(2)) > 0);
		readOnly.set(false);
		this.time.passUntil(() -> store.status().serves());
	}

	@Test
	void a_store_that_does_not_serve_is_asked_again_though_the_process_that_asks_is_killed() {
		AtomicInteger asked = new AtomicInteger();
		DurableStore store = store(storing((changes) -> {
			if (changes.getFirst().id().type().equals("triotp")) {
				asked.incrementAndGet();
			}
		}));
		ServerRef<Account> server = start(store, "alice");
		this.states.down(true);
		server.cast(new Account.Note(3));
		this.time.passUntil(() -> server.pid().filter(Pid::isAlive).isEmpty());
		// Nothing of anybody is in doubt any more when it asks for its own sake.
		int before = asked.get();
		this.time.passUntil(() -> asked.get() > before + 1);
		kill("in doubt in store main");
		this.states.down(false);
		this.time.passUntil(() -> store.status().serves());
	}

	@Test
	void who_starts_while_a_call_of_the_one_before_is_in_the_store_ends_as_one_that_cannot_be_stored() {
		holdCommits(Integer.MAX_VALUE);
		DurableStore store = store(this.states);
		ServerRef<Account> first = start(store, "alice");
		first.sendRequest(new Account.Add(3));
		this.gate.awaitReached();
		this.node.kill(first.pid().orElseThrow());
		var started = Probe.async(() -> start(store, "alice"));
		this.time.passUntil(started::isDone);
		assertThat(started).failsWithin(Probe.PATIENCE)
			.withThrowableThat()
			.withCauseInstanceOf(StartException.class)
			.withMessageContaining("shutdown: store-failed");
	}

	@Test
	void what_was_removed_is_not_stored_again_by_a_first_change_that_comes_late() {
		holdCommits(1);
		DurableStore store = store(this.states);
		ServerRef<Account> server = start(store, "alice");
		PendingReply<Long> added = server.sendRequest(new Account.Add(3));
		this.gate.awaitReached();
		this.time.awaitParked(Duration.ofMillis(1500));
		this.time.advance(Duration.ofMillis(1500));
		assertThat(added.await()).isEqualTo(3);
		PendingReply<Boolean> removed = server.sendRequest(new Account.Forget());
		Probe.until(() -> this.node.view().glance(server.pid().orElseThrow()).handled() == 2);
		this.gate.open();
		this.time.advanceUntil(removed::isDone);
		assertThat(removed.await()).isTrue();
		Probe.until(() -> this.back.get() == 1);
		assertThat(this.states.stored(new StateId("account", "alice"))).isEmpty();
	}

	@Test
	void trouble_that_callers_only_wait_for_is_not_told() {
		DurableStore store = store(this.states);
		Probe<StoreEvent> events = new Probe<>();
		this.node.view().addListener((event) -> {
			if (event instanceof StoreEvent of) {
				events.tell(of);
			}
		});
		AtomicInteger commits = new AtomicInteger();
		this.states.faults(() -> (commits.incrementAndGet() == 1) ? TestStore.Fault.BEFORE : TestStore.Fault.NONE);
		PendingReply<Long> reply = start(store, "alice").sendRequest(new Account.Add(3));
		this.time.advanceUntil(reply::isDone);
		assertThat(reply.await()).isEqualTo(3);
		this.time.advance(Duration.ofMinutes(1));
		assertThat(events.isEmpty()).isTrue();
	}

	@Test
	void who_waits_for_a_store_that_is_closed_is_told() {
		holdCommits(Integer.MAX_VALUE);
		DurableStore store = store(this.states);
		PendingReply<Long> lost = start(store, "alice").sendRequest(new Account.Add(3));
		this.gate.awaitReached();
		store.close();
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(lost::await)
			.withMessageContaining("it has been closed");
	}

	@Test
	void who_changes_its_state_when_the_store_has_been_closed_is_told() {
		DurableStore store = store(this.states);
		ServerRef<Account> server = start(store, "alice");
		store.close();
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> server.call(new Account.Add(3)))
			.withMessageContaining("it has been closed");
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> start(store, "bob"))
			.withMessageContaining("Store 'main' has been closed, and account/bob cannot be read");
	}

	@Test
	void listeners_are_not_called_by_the_process_that_stores() {
		DurableStore store = store(this.states);
		Pid gone = this.node.spawn(SpawnOptions.defaults(), (PlainProcess self) -> {
		});
		Probe.exitOf(this.node, gone);
		Probe<Boolean> byProcess = new Probe<>();
		this.node.view().addListener((event) -> {
			if (event instanceof ProcessEvent.DeadLetter) {
				byProcess.tell(Self.currentOrNull() != null);
			}
		});
		assertThat(start(store, "alice").call(new Account.AddAndSend(3, gone, "too late"))).isEqualTo(3);
		this.time.passUntil(() -> !byProcess.isEmpty());
		assertThat(byProcess.await()).isFalse();
	}

	@Test
	void a_reply_for_another_server_that_is_lost_is_counted() {
		DurableStore store = store(this.states);
		ServerRef<Account> server = start(store, "alice");
		this.states.down(true);
		Probe<From> asked = new Probe<>();
		ServerRef<Front> front = GenServer.start(this.node, new Front(asked), ServerOptions.defaults());
		Front.Ask question = new Front.Ask();
		PendingReply<Long> reply = front.sendRequest(question);
		server.cast(new Account.ReplyFor(asked.await(), question));
		this.time.passUntil(() -> this.node.view().deadLetters(DeadLetterReason.NOT_COMMITTED) == 1);
		assertThat(reply.isDone()).isFalse();
	}

	/** Leaves its answers to others. */
	private static final class Front implements GenServer<String, Front.Ask, Cast<Front>> {

		private final Probe<From> asked;

		Front(Probe<From> asked) {
			this.asked = asked;
		}

		@Override
		public String init() {
			return "";
		}

		@Override
		public CallResult<String> handleCall(Ask request, From from, String state) {
			this.asked.tell(from);
			return next(state);
		}

		record Ask() implements Call<Front, Long> {
		}

	}

}
