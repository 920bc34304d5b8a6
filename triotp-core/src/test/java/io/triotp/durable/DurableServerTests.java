package io.triotp.durable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.triotp.process.DeadLetterReason;
import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.MailboxFullException;
import io.triotp.process.MailboxLimit;
import io.triotp.process.MailboxLimit.Overflow;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.PlainProcess;
import io.triotp.process.Processes;
import io.triotp.process.SpawnOptions;
import io.triotp.server.CallException;
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
 * Servers whose state is stored, and whose answers wait for that.
 */
class DurableServerTests {

	private static final StateId ID = new StateId("account", "alice");

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final TestStore states = new TestStore();

	private final DurableStore store = DurableStore.of(this.node, "main", this.states, StoreOptions.defaults());

	private final List<Object> terminated = Collections.synchronizedList(new ArrayList<>());

	/** Holds up the commits that are told to wait. */
	private final Gate commit = new Gate();

	private final Probe<Object> received = new Probe<>();

	@AfterEach
	void close() {
		this.commit.open();
		this.store.close();
		this.node.close();
	}

	private ServerRef<Account> start() {
		return start(this.store);
	}

	private ServerRef<Account> start(DurableStore in) {
		return start(in, "alice");
	}

	private ServerRef<Account> start(String key) {
		return start(this.store, key);
	}

	private ServerRef<Account> start(DurableStore in, String key) {
		Supplier<GenServer<?, ?, ?>> durable = new Durability<>(in, "account", Account.codec()).server(key,
				() -> new Account(this.terminated));
		return started(this.node, durable);
	}

	@SuppressWarnings("unchecked")
	private static ServerRef<Account> started(Processes node, Supplier<GenServer<?, ?, ?>> durable) {
		return (ServerRef<Account>) (ServerRef<?>) GenServer.start(node, durable.get(), ServerOptions.defaults());
	}

	private Pid receiver() {
		return this.node.spawn(SpawnOptions.defaults().label("receiver"), (PlainProcess self) -> {
			while (true) {
				this.received.tell(self.receive());
			}
		});
	}

	private Pid committer() {
		return processAt("store main");
	}

	private Pid processAt(String path) {
		return this.node.view().processes().filter((info) -> info.path().equals(path)).findFirst().orElseThrow().pid();
	}

	private void holdCommits() {
		this.states.beforeCommit(this.commit::passStubbornly);
	}

	private long stored() {
		return this.states.stored(ID)
			.map((state) -> Long.parseLong(new String(state.bytes(), StandardCharsets.UTF_8)))
			.orElse(-1L);
	}

	private ExitReason exitOf(ServerRef<Account> server) {
		return Probe.exitOf(this.node, server.pid().orElseThrow());
	}

	@Test
	void what_was_answered_is_there_for_the_next_process() throws Exception {
		ServerRef<Account> first = start();
		assertThat(first.call(new Account.Add(3))).isEqualTo(3);
		first.cast(new Account.Crash());
		assertThat(exitOf(first)).isInstanceOf(ExitReason.Crash.class);
		assertThat(start().call(new Account.Read())).isEqualTo(3);
	}

	@Test
	void a_state_is_stored_when_it_changes_and_not_before() {
		ServerRef<Account> server = start();
		assertThat(server.call(new Account.Read())).isZero();
		assertThat(server.call(new Account.Add(0))).isZero();
		assertThat(this.states.history()).isEmpty();
		server.call(new Account.Add(1));
		assertThat(this.states.history()).hasSize(1);
	}

	@Test
	void an_answer_waits_until_the_state_it_rests_on_is_stored() {
		holdCommits();
		PendingReply<Long> reply = start().sendRequest(new Account.Add(3));
		this.commit.awaitReached();
		assertThat(reply.isDone()).isFalse();
		this.commit.open();
		assertThat(reply.await()).isEqualTo(3);
		assertThat(stored()).isEqualTo(3);
	}

	@Test
	void an_answer_that_only_reads_waits_for_what_it_has_read() {
		holdCommits();
		ServerRef<Account> server = start();
		server.cast(new Account.Note(3));
		this.commit.awaitReached();
		PendingReply<Long> read = server.sendRequest(new Account.Read());
		PendingReply<Long> other = server.sendRequest(new Account.Read());
		Probe.until(() -> this.node.view().glance(server.pid().orElseThrow()).handled() == 3);
		assertThat(read.isDone()).isFalse();
		this.commit.open();
		assertThat(read.await()).isEqualTo(3);
		assertThat(other.await()).isEqualTo(3);
	}

	@Test
	void what_a_handler_sends_waits_as_its_answer_does_and_comes_before_it() {
		holdCommits();
		Pid receiver = receiver();
		PendingReply<Long> reply = start().sendRequest(new Account.AddAndSend(3, receiver, "added"));
		this.commit.awaitReached();
		assertThat(this.node.view().glance(receiver).handled()).isZero();
		this.commit.open();
		assertThat(this.received.await()).isEqualTo("added");
		assertThat(reply.await()).isEqualTo(3);
	}

	@Test
	void a_reply_that_a_handler_gives_itself_waits_too() {
		holdCommits();
		PendingReply<Long> reply = start().sendRequest(new Account.ReplyInside());
		this.commit.awaitReached();
		assertThat(reply.isDone()).isFalse();
		this.commit.open();
		assertThat(reply.await()).isEqualTo(1);
	}

	@Test
	void handlers_go_on_meanwhile_and_one_write_stores_what_all_of_them_did() {
		holdCommits();
		ServerRef<Account> server = start();
		PendingReply<Long> first = server.sendRequest(new Account.Add(1));
		this.commit.awaitReached();
		List<PendingReply<Long>> others = IntStream.range(0, 10)
			.mapToObj((i) -> server.sendRequest(new Account.Add(1)))
			.toList();
		Probe.until(() -> this.node.view().glance(server.pid().orElseThrow()).handled() == 11);
		this.commit.open();
		assertThat(first.await()).isEqualTo(1);
		assertThat(others.stream().map(PendingReply::await)).containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
		assertThat(this.states.history().stream().map(StateChange::version)).containsExactly(1L, 11L);
	}

	@Test
	void no_more_changes_wait_than_the_window_allows() {
		holdCommits();
		DurableStore narrow = DurableStore.of(this.node, "narrow", this.states, StoreOptions.defaults().window(4));
		ServerRef<Account> server = start(narrow);
		List<PendingReply<Long>> replies = IntStream.range(0, 10)
			.mapToObj((i) -> server.sendRequest(new Account.Add(1)))
			.toList();
		this.commit.awaitReached();
		Pid pid = server.pid().orElseThrow();
		Probe.until(() -> this.node.host()
			.runner(pid)
			.filter((thread) -> thread.getState() == Thread.State.WAITING)
			.isPresent());
		assertThat(this.node.view().glance(pid).handled()).isEqualTo(5);
		this.commit.open();
		assertThat(replies.stream().map(PendingReply::await)).endsWith(9L, 10L);
		narrow.close();
	}

	@Test
	void a_change_is_stored_once_though_the_store_fails_after_it_has_stored_it() {
		AtomicInteger commits = new AtomicInteger();
		this.states.faults(() -> (commits.incrementAndGet() == 1) ? TestStore.Fault.AFTER : TestStore.Fault.NONE);
		PendingReply<Long> reply = start().sendRequest(new Account.Add(3));
		this.time.advanceUntil(reply::isDone);
		assertThat(reply.await()).isEqualTo(3);
		assertThat(this.states.history()).hasSize(1);
	}

	@Test
	void a_change_is_stored_at_last_if_the_store_fails_for_a_short_time() {
		AtomicInteger commits = new AtomicInteger();
		this.states.faults(() -> (commits.incrementAndGet() < 4) ? TestStore.Fault.BEFORE : TestStore.Fault.NONE);
		PendingReply<Long> reply = start().sendRequest(new Account.Add(3));
		this.time.advanceUntil(reply::isDone);
		assertThat(reply.await()).isEqualTo(3);
		assertThat(stored()).isEqualTo(3);
		assertThat(this.store.status().serves()).isTrue();
	}

	@Test
	void who_has_been_overtaken_by_another_writer_ends_with_a_conflict_and_its_caller_is_told() {
		ServerRef<Account> server = start();
		server.call(new Account.Add(3));
		this.states.overwrite(ID, new StoredState(7, 99, 1, "70".getBytes(StandardCharsets.UTF_8), List.of()));
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> server.call(new Account.Add(1)))
			.withMessageContaining("conflict: the stored state of account/alice is no longer version 1");
		assertThat(exitOf(server)).isEqualTo(ExitReason.shutdown(new NotCommitted.Conflict(ID, 1)));
		assertThat(start().call(new Account.Read())).isEqualTo(70);
	}

	@Test
	void of_two_processes_for_one_key_the_later_acts_and_the_earlier_ends() {
		ServerRef<Account> first = start();
		first.call(new Account.Add(3));
		ServerRef<Account> second = start();
		assertThat(exitOf(first)).isEqualTo(ExitReason.shutdown(new NotCommitted.Conflict(ID, 1)));
		assertThat(second.call(new Account.Add(1))).isEqualTo(4);
	}

	@Test
	void who_cannot_store_for_too_long_ends_and_nobody_sees_what_is_lost() {
		ServerRef<Account> server = start();
		server.call(new Account.Add(3));
		this.states.down(true);
		PendingReply<Long> reply = server.sendRequest(new Account.AddAndSend(4, receiver(), "added"));
		this.time.passUntil(reply::isDone);
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(reply::await)
			.withMessageContaining("store-failed: store 'main' has not served account/alice for ")
			.withMessageContaining("the test store is down");
		assertThat(exitOf(server)).matches(ExitReason::isClean);
		assertThat(this.terminated).element(1).isEqualTo(new Account.Sum(3));
		this.time.passUntil(() -> this.node.view().deadLetters(DeadLetterReason.NOT_COMMITTED) == 1);
		assertThat(this.received.isEmpty()).isTrue();
		assertThat(this.store.status().serves()).isFalse();
		assertThat(this.store.status().counts().failures()).isOne();
		this.states.down(false);
		assertThat(start().call(new Account.Read())).isEqualTo(3);
		this.time.passUntil(() -> this.store.status().serves());
	}

	@Test
	void callers_are_told_in_time_though_the_store_hangs() {
		holdCommits();
		ServerRef<Account> server = start();
		PendingReply<Long> reply = server.sendRequest(new Account.Add(3));
		this.commit.awaitReached();
		this.time.passUntil(reply::isDone);
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(reply::await)
			.withMessageContaining("has not answered");
	}

	@Test
	void callers_are_told_in_time_though_the_process_that_looks_after_that_is_killed() {
		holdCommits();
		PendingReply<Long> reply = start().sendRequest(new Account.Add(3));
		this.commit.awaitReached();
		Pid looking = processAt("overdue in store main");
		this.node.kill(looking);
		this.time.passUntil(reply::isDone);
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(reply::await);
	}

	@Test
	void a_message_that_waits_for_room_when_the_store_fails_is_counted() {
		holdCommits();
		DurableStore narrow = DurableStore.of(this.node, "narrow", this.states, StoreOptions.defaults().window(1));
		ServerRef<Account> server = start(narrow);
		PendingReply<Long> reply = server.sendRequest(new Account.Add(3));
		this.commit.awaitReached();
		server.cast(new Account.Note(1));
		Probe.until(() -> this.node.view().glance(server.pid().orElseThrow()).handled() == 2);
		this.time.passUntil(reply::isDone);
		exitOf(server);
		this.time.passUntil(() -> this.node.view().deadLetters(DeadLetterReason.NOT_COMMITTED) == 1);
		narrow.close();
	}

	@Test
	void a_store_that_answers_nonsense_does_not_keep_others_from_being_stored() {
		AtomicInteger commits = new AtomicInteger();
		StateStore broken = new StateStore() {

			@Override
			public StoredState load(StateId id) {
				return DurableServerTests.this.states.load(id);
			}

			@Override
			public List<DueServer> due(@Nullable DueServer after, Instant until, int most) {
				return List.of();
			}

			@Override
			public List<Boolean> commit(List<StateChange> changes) {
				List<Boolean> outcomes = DurableServerTests.this.states.commit(changes);
				return (commits.incrementAndGet() == 1) ? Collections.singletonList(null) : outcomes;
			}

		};
		DurableStore store = DurableStore.of(this.node, "broken", broken, StoreOptions.defaults());
		PendingReply<Long> reply = start(store).sendRequest(new Account.Add(3));
		this.time.advanceUntil(reply::isDone);
		assertThat(reply.await()).isEqualTo(3);
		assertThat(this.states.history()).hasSize(1);
		store.close();
	}

	@Test
	void a_handler_that_fails_has_changed_and_sent_nothing() {
		ServerRef<Account> server = start();
		server.call(new Account.Add(3));
		Pid receiver = receiver();
		assertThatExceptionOfType(CallException.ServerExited.class)
			.isThrownBy(() -> server.call(new Account.SendAndCrash(receiver)))
			.withMessageContaining("asked to crash");
		this.node.send(receiver, "after");
		assertThat(this.received.await()).isEqualTo("after");
		this.time.passUntil(() -> this.node.view().deadLetters(DeadLetterReason.NOT_COMMITTED) == 1);
		assertThat(stored()).isEqualTo(3);
	}

	@Test
	void what_was_done_before_a_crash_is_stored_and_answered() {
		holdCommits();
		ServerRef<Account> server = start();
		PendingReply<Long> reply = server.sendRequest(new Account.Add(3));
		this.commit.awaitReached();
		PendingReply<Long> second = server.sendRequest(new Account.Add(4));
		server.cast(new Account.Crash());
		Probe.until(() -> this.node.view().glance(server.pid().orElseThrow()).handled() == 3);
		this.commit.open();
		assertThat(reply.await()).isEqualTo(3);
		assertThat(second.await()).isEqualTo(7);
		assertThat(exitOf(server)).isInstanceOf(ExitReason.Crash.class);
		assertThat(stored()).isEqualTo(7);
	}

	@Test
	void a_state_that_cannot_be_encoded_is_a_crash_of_its_handler() {
		ServerRef<Account> server = start();
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> server.call(new Account.Add(666)))
			.withMessageContaining("666 cannot be encoded");
		assertThat(stored()).isEqualTo(-1);
	}

	@Test
	void a_state_of_null_removes_what_is_stored() {
		ServerRef<Account> server = start();
		server.call(new Account.Add(3));
		server.call(new Account.Forget());
		assertThat(this.states.stored(ID)).isEmpty();
		server.stop();
		assertThat(start().call(new Account.Add(1))).isEqualTo(1);
		assertThat(stored()).isEqualTo(1);
	}

	@Test
	void a_server_that_stops_has_stored_its_last_state_before_it_answers() {
		ServerRef<Account> server = start();
		assertThat(server.call(new Account.AddAndStop(3))).isEqualTo(3);
		assertThat(exitOf(server)).isEqualTo(ExitReason.normal());
		assertThat(stored()).isEqualTo(3);
	}

	@Test
	void a_call_that_a_handler_makes_waits_for_what_it_was_given_and_takes_along_what_was_sent_before() {
		holdCommits();
		ServerRef<Account> server = start();
		Supplier<GenServer<?, ?, ?>> bob = new Durability<>(
				DurableStore.of(this.node, "other", new TestStore(), StoreOptions.defaults()), "account",
				Account.codec())
			.server("bob", () -> new Account(this.terminated));
		ServerRef<Account> other = started(this.node, bob);
		server.cast(new Account.Note(1));
		this.commit.awaitReached();
		PendingReply<Long> reply = server.sendRequest(new Account.AddThenCall(5, receiver(), other));
		Pid pid = server.pid().orElseThrow();
		Probe.until(() -> this.node.host()
			.runner(pid)
			.filter((thread) -> thread.getState() == Thread.State.WAITING)
			.isPresent());
		assertThat(other.call(new Account.Read())).isZero();
		assertThat(this.received.isEmpty()).isTrue();
		this.commit.open();
		assertThat(this.received.await()).isEqualTo("before the call");
		assertThat(reply.await()).isEqualTo(5);
		assertThat(stored()).isEqualTo(6);
	}

	@Test
	void a_reply_that_a_handler_gives_itself_does_not_leave_with_a_call_it_makes() {
		holdCommits();
		ServerRef<Account> server = start();
		ServerRef<Account> other = started(this.node,
				new Durability<>(DurableStore.of(this.node, "other", new TestStore(), StoreOptions.defaults()),
						"account", Account.codec())
					.server("bob", () -> new Account(this.terminated)));
		PendingReply<Long> reply = server.sendRequest(new Account.ReplyThenCall(3, other));
		this.commit.awaitReached();
		assertThat(other.call(new Account.Read())).isEqualTo(3);
		assertThat(reply.isDone()).isFalse();
		this.commit.open();
		assertThat(reply.await()).isEqualTo(3);
	}

	@Test
	void of_one_that_is_killed_nothing_is_stored_that_nobody_had_begun_to_store() {
		holdCommits();
		ServerRef<Account> server = start();
		PendingReply<Long> first = server.sendRequest(new Account.Add(1));
		this.commit.awaitReached();
		PendingReply<Long> second = server.sendRequest(new Account.Add(1));
		server.cast(new Account.Note(0));
		Pid pid = server.pid().orElseThrow();
		// It has begun with the third, and so is done with the second.
		Probe.until(() -> this.node.view().glance(pid).handled() == 3);
		this.node.kill(pid);
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(first::await)
			.withMessageContaining("killed");
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(second::await);
		this.commit.open();
		Probe.until(() -> this.store.status().servers() == 0);
		// What was to be stored before this is stored before it.
		assertThat(start("bob").call(new Account.Add(1))).isOne();
		assertThat(this.states.history().stream().map((each) -> each.id().key())).containsExactly("alice", "bob");
		assertThat(start().call(new Account.Read())).isEqualTo(1);
	}

	@Test
	void what_is_held_back_for_a_full_mailbox_is_refused_at_once() {
		Gate inside = new Gate();
		Pid full = this.node.spawn(SpawnOptions.defaults().mailbox(new MailboxLimit(1, Overflow.REJECT)), (self) -> {
			inside.passStubbornly();
			while (true) {
				this.received.tell(self.receive());
			}
		});
		inside.awaitReached();
		ServerRef<Account> server = start();
		this.node.send(full, "first");
		assertThatExceptionOfType(CallException.ServerExited.class)
			.isThrownBy(() -> server.call(new Account.AddAndSend(1, full, "second")))
			.withCauseInstanceOf(MailboxFullException.class);
		inside.open();
		assertThat(this.received.await()).isEqualTo("first");
	}

	@Test
	void what_is_held_back_is_in_the_mailbox_at_last_though_others_have_filled_it() {
		holdCommits();
		Gate inside = new Gate();
		Pid full = this.node.spawn(SpawnOptions.defaults().mailbox(new MailboxLimit(1, Overflow.BLOCK)), (self) -> {
			inside.passStubbornly();
			while (true) {
				this.received.tell(self.receive());
			}
		});
		inside.awaitReached();
		PendingReply<Long> reply = start().sendRequest(new Account.AddAndSend(1, full, "held back"));
		this.commit.awaitReached();
		this.node.send(full, "first");
		this.commit.open();
		assertThat(reply.await()).isEqualTo(1);
		inside.open();
		assertThat(this.received.await(2)).containsExactly("first", "held back");
	}

	@Test
	void the_oldest_gives_way_to_what_was_held_back_where_it_does_so() {
		holdCommits();
		Gate inside = new Gate();
		Pid full = this.node.spawn(SpawnOptions.defaults().mailbox(new MailboxLimit(1, Overflow.DROP_OLDEST)),
				(self) -> {
					inside.passStubbornly();
					while (true) {
						this.received.tell(self.receive());
					}
				});
		inside.awaitReached();
		PendingReply<Long> reply = start().sendRequest(new Account.AddAndSend(1, full, "held back"));
		this.commit.awaitReached();
		this.node.send(full, "first");
		this.commit.open();
		assertThat(reply.await()).isEqualTo(1);
		inside.open();
		assertThat(this.received.await()).isEqualTo("held back");
		this.time.passUntil(() -> this.node.view().deadLetters(DeadLetterReason.MAILBOX_FULL) == 1);
	}

	@Test
	void what_a_handler_returns_after_its_process_was_killed_is_not_stored() {
		ServerRef<Account> server = start();
		Gate inside = new Gate();
		server.cast(new Account.WaitAndAdd(inside, 5));
		inside.awaitReached();
		Thread runner = this.node.host().runner(server.pid().orElseThrow()).orElseThrow();
		this.node.kill(server.pid().orElseThrow());
		inside.open();
		Probe.until(() -> !runner.isAlive());
		assertThat(start().call(new Account.Add(1))).isEqualTo(1);
		assertThat(this.states.history()).hasSize(1);
	}

	@Test
	void a_process_that_stores_and_is_killed_is_followed_by_another() {
		holdCommits();
		ServerRef<Account> server = start();
		PendingReply<Long> reply = server.sendRequest(new Account.Add(3));
		this.commit.awaitReached();
		this.states.beforeCommit(() -> {
		});
		this.node.kill(committer());
		assertThat(reply.await()).isEqualTo(3);
		this.commit.open();
		assertThat(server.call(new Account.Add(1))).isEqualTo(4);
		assertThat(this.states.history()).hasSize(2);
	}

	@Test
	void what_a_killed_process_stores_after_all_is_no_conflict() {
		AtomicInteger commits = new AtomicInteger();
		this.states.beforeCommit(() -> {
			if (commits.incrementAndGet() == 1) {
				this.commit.passStubbornly();
			}
			else {
				// The other comes back, just when this one has seen that nothing is
				// stored.
				this.commit.open();
				Probe.until(() -> !this.states.history().isEmpty());
			}
		});
		PendingReply<Long> reply = start().sendRequest(new Account.Add(3));
		this.commit.awaitReached();
		this.node.kill(committer());
		assertThat(reply.await()).isEqualTo(3);
		assertThat(this.states.history()).hasSize(1);
	}

	@Test
	void who_starts_while_the_store_is_down_waits_for_it() throws Exception {
		this.states.overwrite(ID, new StoredState(7, 99, 1, "70".getBytes(StandardCharsets.UTF_8), List.of()));
		this.states.down(true);
		var started = Probe.async(this::start);
		this.time.awaitParked(Duration.ofMillis(20));
		this.states.down(false);
		this.time.advance(Duration.ofMillis(20));
		assertThat(started.get().call(new Account.Read())).isEqualTo(70);
	}

	@Test
	void a_server_in_a_store_of_another_node_is_refused() {
		try (Processes other = LocalNode.create()) {
			DurableStore foreign = DurableStore.of(other, "foreign", this.states, StoreOptions.defaults());
			assertThatExceptionOfType(StartException.class).isThrownBy(() -> start(foreign))
				.withMessageContaining("Store 'foreign' belongs to another node");
		}
	}

}
