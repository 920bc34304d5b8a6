package io.triotp.durable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.MailboxLimit;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.server.Call;
import io.triotp.server.CallException;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.IdleTimeout;
import io.triotp.server.InitResult;
import io.triotp.server.Next;
import io.triotp.server.Reminder;
import io.triotp.server.ServerOptions;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.test.ManualTime;
import io.triotp.test.TestStore;
import io.triotp.testing.Gate;
import io.triotp.testing.Probe;
import io.triotp.virtual.VirtualServers;
import io.triotp.virtual.VirtualSpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What durable servers want to be reminded of, and are.
 */
class RemindersTests {

	private static final StateId ALICE = new StateId("diary", "alice");

	private ManualTime time = new ManualTime();

	private final TestStore states = new TestStore();

	private Processes node = node();

	private DurableStore store = store();

	/** How many reminders to come a diary fails with. */
	private final AtomicInteger toFail = new AtomicInteger();

	private final AtomicInteger failed = new AtomicInteger();

	private final AtomicInteger noted = new AtomicInteger();

	private final AtomicInteger broken = new AtomicInteger();

	/** What is given to a diary is held up here, if it is told to. */
	private final Gate held = new Gate();

	@AfterEach
	void close() {
		this.held.open();
		this.store.close();
		this.node.close();
	}

	private Processes node() {
		return LocalNode.create(NodeOptions.defaults().time(this.time));
	}

	private DurableStore store() {
		return DurableStore.of(this.node, "main", this.states, StoreOptions.defaults());
	}

	private Durability<List<String>> durability() {
		return new Durability<>(this.store, "diary", new Lines());
	}

	private ServerRef<Diary> start() {
		return start(ServerOptions.defaults());
	}

	@SuppressWarnings("unchecked")
	private ServerRef<Diary> start(ServerOptions options) {
		return (ServerRef<Diary>) (ServerRef<?>) GenServer.start(this.node,
				durability().server("alice", Diary::new).get(), options);
	}

	private VirtualServers<Diary> diaries() {
		VirtualServers<Diary> diaries = VirtualServers.of(this.node, "diaries",
				VirtualSpec.<Diary>servers((key) -> new Diary()).durable(durability()));
		Supervisor.start(this.node, "tree", SupervisorSpec.oneForOne(diaries.child()));
		return diaries;
	}

	/** All is gone but what is stored. */
	private void restartJvm() {
		this.store.close();
		this.node.close();
		Duration passed = Duration.ofNanos(this.time.nanoTime());
		this.time = new ManualTime();
		this.time.advance(passed);
		this.node = node();
		this.store = store();
	}

	private List<String> stored() {
		return this.states.stored(ALICE).map((state) -> new Lines().decode(state.bytes(), 1)).orElse(List.of());
	}

	private void awaitStored(String... lines) {
		this.time.advanceUntil(() -> stored().equals(List.of(lines)));
	}

	/** Whatever has to happen until then has happened. */
	private void passTo(Duration end) {
		while (this.time.instant().plusSeconds(5).isBefore(in(end))) {
			this.time.advance(Duration.ofSeconds(5));
			long after = this.time.nanoTime();
			this.time.advanceUntil(() -> this.time.nanoTime() > after);
		}
		this.time.advanceUntil(() -> !this.time.instant().isBefore(in(end)));
	}

	private List<Reminder> reminders() {
		return this.states.stored(ALICE).map(StoredState::reminders).orElse(List.of());
	}

	private Instant in(Duration time) {
		return ManualTime.EPOCH.plus(time);
	}

	@Test
	void a_server_is_reminded_when_it_is_due_and_not_before() {
		ServerRef<Diary> diary = start();
		diary.call(new Remind("tea", Duration.ofMinutes(5)));
		assertThat(reminders()).containsExactly(new Reminder("tea", in(Duration.ofMinutes(5))));
		passTo(Duration.ofMinutes(4).plusSeconds(59));
		assertThat(diary.call(new Read())).isEmpty();
		awaitStored("tea");
		assertThat(this.time.instant()).isBetween(in(Duration.ofMinutes(5)), in(Duration.ofMinutes(5).plusSeconds(1)));
		assertThat(reminders()).isEmpty();
	}

	@Test
	void a_reminder_is_there_for_the_next_process() {
		ServerRef<Diary> first = start();
		first.call(new Remind("tea", Duration.ofSeconds(3)));
		this.node.kill(first.pid().orElseThrow());
		Probe.exitOf(this.node, first.pid().orElseThrow());
		this.time.advance(Duration.ofSeconds(10));
		assertThat(stored()).isEmpty();
		start();
		awaitStored("tea");
	}

	@Test
	void a_virtual_server_that_was_let_go_is_woken() {
		VirtualServers<Diary> diaries = diaries();
		diaries.of("alice").call(new Remind("tea", Duration.ofHours(1)));
		diaries.passivate("alice");
		Probe.until(() -> diaries.active().isEmpty());
		passTo(Duration.ofMinutes(59).plusSeconds(58));
		assertThat(stored()).isEmpty();
		awaitStored("tea");
		assertThat(this.time.instant()).isBetween(in(Duration.ofHours(1)), in(Duration.ofHours(1).plusSeconds(1)));
	}

	@Test
	void a_virtual_server_is_woken_in_the_next_jvm() {
		diaries().of("alice").call(new Remind("tea", Duration.ofHours(1)));
		restartJvm();
		VirtualServers<Diary> diaries = diaries();
		assertThat(diaries.active()).isEmpty();
		passTo(Duration.ofMinutes(59).plusSeconds(58));
		awaitStored("tea");
		assertThat(this.time.instant()).isBetween(in(Duration.ofHours(1)), in(Duration.ofHours(1).plusSeconds(1)));
	}

	@Test
	void what_became_due_while_no_jvm_ran_is_given_at_once() {
		diaries().of("alice").call(new Remind("tea", Duration.ofHours(1)));
		restartJvm();
		this.time.advance(Duration.ofHours(5));
		diaries();
		awaitStored("tea");
		assertThat(this.time.instant()).isBefore(in(Duration.ofHours(5).plusSeconds(1)));
	}

	@Test
	void more_than_a_page_of_servers_is_woken() {
		int many = Reminding.PAGE * 2 + 1;
		for (int i = 0; i < many; i++) {
			this.states.overwrite(new StateId("diary", "key" + i), new StoredState(1, 1, 1, new byte[0],
					List.of(new Reminder("tea", ManualTime.EPOCH.plusMillis(i % 7)))));
		}
		diaries();
		this.time.advanceUntil(() -> this.states.history().size() == many);
	}

	@Test
	void a_reminder_replaces_one_of_the_same_name() {
		ServerRef<Diary> diary = start();
		diary.call(new Remind("tea", Duration.ofSeconds(3)));
		diary.call(new Remind("tea", Duration.ofSeconds(30)));
		awaitStored("tea");
		assertThat(this.time.instant()).isAfterOrEqualTo(in(Duration.ofSeconds(30)));
		assertThat(this.states.history()).hasSize(3);
	}

	@Test
	void a_cancelled_reminder_is_not_given() {
		ServerRef<Diary> diary = start();
		diary.call(new Remind("tea", Duration.ofSeconds(3)));
		diary.call(new Remind("cake", Duration.ofSeconds(4)));
		diary.call(new Cancel("tea"));
		awaitStored("cake");
		assertThat(reminders()).isEmpty();
	}

	@Test
	void a_reminder_that_is_cancelled_while_it_waits_in_the_mailbox_is_not_given() {
		ServerRef<Diary> diary = start();
		diary.call(new Remind("tea", Duration.ofSeconds(3)));
		diary.cast(new Hold(this.held));
		this.held.awaitReached();
		var cancelled = diary.sendRequest(new Cancel("tea"));
		Pid pid = diary.pid().orElseThrow();
		this.time.advanceUntil(() -> this.node.view().glance(pid).mailboxSize() == 2);
		this.held.open();
		cancelled.await();
		assertThat(diary.call(new Read())).isEmpty();
		assertThat(stored()).isEmpty();
	}

	@Test
	void several_reminders_come_in_the_order_of_their_times() {
		ServerRef<Diary> diary = start();
		diary.call(new Remind("third", Duration.ofMillis(20)));
		diary.call(new Remind("first", Duration.ofMillis(5)));
		diary.call(new Remind("second", Duration.ofMillis(10)));
		this.time.advance(Duration.ofSeconds(1));
		awaitStored("first", "second", "third");
	}

	@Test
	void a_reminder_that_fails_is_given_again_after_a_while_that_is_longer_each_time() {
		this.toFail.set(4);
		ServerRef<Diary> first = start();
		first.call(new Remind("tea", Duration.ZERO));
		this.time.advanceUntil(() -> this.failed.get() == 1);
		for (int i = 2; i < 5; i++) {
			int number = i;
			start();
			Instant before = this.time.instant();
			this.time.advanceUntil(() -> this.failed.get() == number);
			assertThat(Duration.between(before, this.time.instant()))
				.isBetween(Duration.ofSeconds(1L << (i - 2)).minusMillis(500), Duration.ofSeconds((1L << (i - 2)) + 1));
		}
		start();
		awaitStored("tea");
	}

	@Test
	void one_that_fails_keeps_no_other_from_being_reminded() {
		this.toFail.set(Integer.MAX_VALUE);
		VirtualServers<Diary> diaries = diaries();
		diaries.of("alice").call(new Remind("tea", Duration.ofSeconds(1)));
		this.time.advanceUntil(() -> this.failed.get() == 3);
		diaries.of("bob").call(new Write("I am here"));
		assertThat(diaries.of("alice").call(new Read())).isEmpty();
	}

	@Test
	void a_reminder_of_a_change_that_is_not_stored_is_not_given() {
		ServerRef<Diary> diary = start();
		this.states.down(true);
		diary.sendRequest(new Remind("tea", Duration.ofSeconds(1)));
		Pid pid = diary.pid().orElseThrow();
		this.time.advanceUntil(() -> !pid.isAlive());
		this.states.down(false);
		this.time.advance(Duration.ofMinutes(1));
		assertThat(start().call(new Read())).isEmpty();
		assertThat(this.states.history()).isEmpty();
	}

	@Test
	void a_reminder_is_set_and_given_once_though_the_store_fails_after_it_has_stored() {
		ServerRef<Diary> diary = start();
		AtomicInteger commits = new AtomicInteger();
		this.states.faults(() -> (commits.incrementAndGet() % 2 == 1) ? TestStore.Fault.AFTER : TestStore.Fault.NONE);
		var set = diary.sendRequest(new Remind("tea", Duration.ofSeconds(1)));
		this.time.advanceUntil(set::isDone);
		awaitStored("tea");
		assertThat(this.states.history()).hasSize(2);
	}

	@Test
	void a_full_mailbox_refuses_no_reminder() {
		ServerRef<Diary> diary = start(
				ServerOptions.defaults().mailbox(new MailboxLimit(1, MailboxLimit.Overflow.REJECT)));
		diary.call(new Remind("tea", Duration.ofSeconds(1)));
		diary.cast(new Hold(this.held));
		this.held.awaitReached();
		diary.cast(new Hold(this.held));
		passTo(Duration.ofSeconds(3));
		this.held.open();
		awaitStored("tea");
		assertThat(this.time.instant()).isBefore(in(Duration.ofSeconds(4)));
	}

	@Test
	void what_a_server_wants_to_be_reminded_of_when_it_begins_is_stored() {
		Durability<List<String>> durability = durability();
		GenServer.start(this.node, durability.server("alice", () -> new Diary() {

			@Override
			public InitResult<List<String>> onStart() {
				return InitResult.ready(List.<String>of()).remind("tea", Duration.ofSeconds(2));
			}

		}).get(), ServerOptions.defaults());
		this.time.advanceUntil(() -> reminders().size() == 1);
		awaitStored("tea");
	}

	@Test
	void a_reminder_may_set_the_next_one() {
		ServerRef<Diary> diary = start();
		diary.call(new Remind("every second", Duration.ofSeconds(1)));
		awaitStored("every second", "every second", "every second");
		assertThat(this.time.instant()).isBetween(in(Duration.ofSeconds(3)), in(Duration.ofSeconds(4)));
		assertThat(reminders()).hasSize(1);
	}

	@Test
	void a_server_that_forgets_its_state_has_no_reminders_any_more() {
		ServerRef<Diary> diary = start();
		diary.call(new Remind("tea", Duration.ofSeconds(1)));
		diary.call(new Forget());
		this.time.advance(Duration.ofMinutes(1));
		assertThat(this.states.stored(ALICE)).isEmpty();
		assertThat(diary.pid().orElseThrow().isAlive()).isTrue();
	}

	@Test
	void a_server_without_a_state_cannot_be_reminded_of_anything() {
		ServerRef<Diary> diary = start();
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> diary.call(new ForgetAndRemind()))
			.withMessageContaining("diary/alice has no state any more");
	}

	@Test
	void too_many_reminders_end_the_handler_and_are_named() {
		ServerRef<Diary> diary = start();
		IntStream.range(0, Reminders.MOST).forEach((i) -> diary.call(new Remind("number " + i, Duration.ofDays(1))));
		diary.call(new Remind("number 7", Duration.ofDays(2)));
		assertThatExceptionOfType(CallException.ServerExited.class)
			.isThrownBy(() -> diary.call(new Remind("one more", Duration.ofDays(1))))
			.withMessageContaining("100 reminders")
			.withMessageContaining("101");
		assertThat(reminders()).hasSize(Reminders.MOST);
	}

	@Test
	void a_server_that_is_not_durable_is_told_that_it_must_be() {
		ServerRef<Diary> diary = GenServer.start(this.node, new Diary(), ServerOptions.defaults());
		diary.call(new Remind("tea", Duration.ofSeconds(1)));
		ExitReason reason = Probe.exitOf(this.node, diary.pid().orElseThrow());
		assertThat(reason).hasToString("java.lang.IllegalStateException: This server is not durable, so nothing "
				+ "can be stored with its state: [Remind[name=tea, after=PT1S]]. Say where its state is to be stored");
	}

	@Test
	void one_that_is_not_durable_ends_if_it_begins_with_a_reminder() {
		ServerRef<Diary> diary = GenServer.start(this.node, new Diary() {

			@Override
			public InitResult<List<String>> onStart() {
				return InitResult.ready(List.<String>of()).remind("tea", Duration.ofSeconds(2));
			}

		}, ServerOptions.defaults());
		assertThat(Probe.exitOf(this.node, diary.pid().orElseThrow()).toString()).contains("not durable");
	}

	@Test
	void what_happens_next_is_not_forgotten_for_a_reminder() {
		ServerRef<Diary> diary = start();
		diary.call(new RemindAndGoOn());
		awaitStored("went on", "idle", "late", "tea");
	}

	@Test
	void a_reminder_that_nobody_has_set_is_not_given() {
		ServerRef<Diary> diary = start();
		diary.send(new Reminder("forged", ManualTime.EPOCH));
		assertThat(diary.call(new Read())).isEmpty();
	}

	@Test
	void times_beyond_those_of_databases_are_the_last_and_the_first_of_them() {
		ServerRef<Diary> diary = start();
		diary.call(new Remind("never", Duration.ofSeconds(Long.MAX_VALUE)));
		assertThat(reminders().getFirst().due()).isEqualTo("9999-12-31T23:59:59.999Z");
		assertThat(new Reminder("always", Instant.MIN).due()).isEqualTo(Instant.EPOCH);
		assertThat(new Reminder("never", Instant.MAX)).isEqualTo(reminders().getFirst());
	}

	/** It is there a moment after the first reminder is. */
	private Pid giver() {
		Probe.until(() -> findGiver().isPresent());
		return findGiver().orElseThrow();
	}

	private Optional<Pid> findGiver() {
		return this.node.view()
			.processes()
			.filter((info) -> info.path().equals("reminders of store main"))
			.map((info) -> info.pid())
			.findFirst();
	}

	@Test
	void one_that_cannot_be_restored_does_not_end_the_others_and_is_tried_again() {
		StoredState broken = new StoredState(1, 1, 1, "broken".getBytes(StandardCharsets.UTF_8),
				List.of(new Reminder("tea", ManualTime.EPOCH)));
		this.states.overwrite(ALICE, broken);
		VirtualServers<Diary> diaries = diaries();
		Pid before = this.node.whereis("diaries").orElseThrow();
		passTo(Duration.ofSeconds(60));
		assertThat(this.node.whereis("diaries")).hasValue(before);
		assertThat(this.broken).hasValueBetween(1, 8);
		diaries.of("bob").call(new Write("I am here"));
		this.states.overwrite(ALICE, new StoredState(2, 1, 1, new byte[0], broken.reminders()));
		awaitStored("tea");
	}

	@Test
	void a_reminder_in_a_far_future_disturbs_nobody() {
		ServerRef<Diary> diary = start();
		diary.call(new Remind("never", Duration.ofSeconds(Long.MAX_VALUE)));
		Pid giver = giver();
		passTo(Duration.ofSeconds(30));
		assertThat(giver()).isEqualTo(giver);
		diary.call(new Remind("tea", Duration.ofSeconds(1)));
		awaitStored("tea");
		assertThat(giver()).isEqualTo(giver);
	}

	@Test
	void one_that_another_jvm_has_overtaken_and_left_a_reminder_for_ends() {
		ServerRef<Diary> diary = start();
		diary.call(new Write("mine"));
		StoredState mine = this.states.stored(ALICE).orElseThrow();
		this.states.overwrite(ALICE, new StoredState(mine.version() + 1, mine.epoch() + 1, 1, mine.bytes(),
				List.of(new Reminder("tea", ManualTime.EPOCH))));
		diary.call(new Read());
		this.store.wakenBy("diary", (key, message) -> {
		});
		Pid pid = diary.pid().orElseThrow();
		this.time.advanceUntil(() -> !pid.isAlive());
		start();
		awaitStored("mine", "tea");
	}

	@Test
	void a_reminder_whose_end_cannot_be_stored_is_given_again_after_a_while_that_is_longer_each_time() {
		start().call(new Remind("tea", Duration.ofSeconds(1)));
		this.states.faults(() -> TestStore.Fault.BEFORE);
		while (this.time.instant().isBefore(in(Duration.ofSeconds(60)))) {
			Pid pid = start().pid().orElseThrow();
			Instant next = this.time.instant().plusSeconds(5);
			this.time.advanceUntil(() -> !pid.isAlive() || this.time.instant().isAfter(next));
		}
		assertThat(this.noted).hasValueBetween(3, 8);
		this.states.faults(() -> TestStore.Fault.NONE);
		start();
		awaitStored("tea");
	}

	@Test
	void one_that_its_server_fails_with_keeps_no_other_from_it() {
		VirtualServers<Diary> diaries = diaries();
		diaries.of("alice").call(new Remind("poison", Duration.ofSeconds(1)));
		diaries.of("alice").call(new Remind("tea", Duration.ofSeconds(1)));
		awaitStored("tea");
		assertThat(this.time.instant()).isBefore(in(Duration.ofSeconds(30)));
		assertThat(reminders()).singleElement().satisfies((rest) -> assertThat(rest.name()).isEqualTo("poison"));
	}

	@Test
	void one_that_is_set_again_for_the_same_time_is_given_again() {
		start().call(new Remind("again", Duration.ofSeconds(1)));
		awaitStored("again", "again", "again");
		assertThat(this.time.instant()).isBefore(in(Duration.ofSeconds(5)));
	}

	@Test
	void to_set_the_same_reminder_again_changes_nothing() {
		ServerRef<Diary> diary = start();
		for (int i = 0; i < 3; i++) {
			diary.call(new RemindAt("tea", in(Duration.ofMinutes(5))));
		}
		assertThat(this.states.history()).hasSize(1);
	}

	@Test
	void a_store_that_cannot_tell_who_has_reminders_is_not_down() {
		AtomicInteger asked = new AtomicInteger();
		this.store = DurableStore.of(this.node, "main", new StateStore() {

			@Override
			public @Nullable StoredState load(StateId id) {
				return RemindersTests.this.states.load(id);
			}

			@Override
			public List<DueServer> due(@Nullable DueServer after, Instant until, int most) {
				asked.incrementAndGet();
				throw new IllegalStateException("there is no index");
			}

			@Override
			public List<Boolean> commit(List<StateChange> changes) {
				return RemindersTests.this.states.commit(changes);
			}

		}, StoreOptions.defaults());
		VirtualServers<Diary> diaries = diaries();
		diaries.of("alice").call(new Remind("tea", Duration.ofSeconds(40)));
		while (this.time.instant().isBefore(in(Duration.ofSeconds(41)))) {
			this.time.advanceUntil(() -> true);
			this.time.advance(Duration.ofMillis(200));
			assertThat(this.store.status().serves()).isTrue();
		}
		assertThat(asked).hasValueLessThan(10);
	}

	@Test
	void what_a_server_waits_for_as_it_begins_is_not_cancelled_by_a_wake() {
		Durability<List<String>> durability = durability();
		ServerRef<Diary> diary = GenServer.start(this.node, durability.server("alice", () -> new Diary() {

			@Override
			public InitResult<List<String>> onStart() {
				return InitResult.ready(List.<String>of()).idle(Duration.ofSeconds(5));
			}

		}).get(), ServerOptions.defaults()).pid().map((pid) -> ServerRef.<Diary>of(this.node, pid)).orElseThrow();
		diary.send(new Wake());
		awaitStored("idle");
	}

	@Test
	void what_is_stored_of_a_server_can_be_seen() {
		ServerRef<Diary> diary = start();
		Pid pid = diary.pid().orElseThrow();
		assertThat(this.store.statusOf(pid)).hasValueSatisfying((status) -> {
			assertThat(status.id()).isEqualTo(ALICE);
			assertThat(status.store()).isEqualTo("main");
			assertThat(status.version()).isZero();
			assertThat(status.committedAt()).isNull();
			assertThat(status.reminders()).isEmpty();
		});
		this.time.advance(Duration.ofSeconds(3));
		diary.call(new Remind("tea", Duration.ofMinutes(5)));
		assertThat(this.store.statusOf(pid)).hasValueSatisfying((status) -> {
			assertThat(status.version()).isOne();
			assertThat(status.committedAt()).isEqualTo(in(Duration.ofSeconds(3)));
			assertThat(status.uncommittedFor()).isZero();
			assertThat(status.reminders()).isEqualTo(reminders());
		});
		this.states.down(true);
		diary.sendRequest(new Write("a line"));
		Duration most = StoreOptions.defaults().commitTimeout();
		this.time.advanceUntil(() -> this.store.statusOf(pid)
			.filter((status) -> status.uncommittedFor().compareTo(most.dividedBy(2)) > 0)
			.isPresent());
		this.time.advanceUntil(() -> !pid.isAlive());
		this.time.advanceUntil(() -> this.store.statusOf(pid).isEmpty());
	}

	@Test
	void bad_names_and_times_are_refused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Reminder(" ", ManualTime.EPOCH));
		assertThatIllegalArgumentException().isThrownBy(() -> new Reminder("a\nb", ManualTime.EPOCH));
		assertThatIllegalArgumentException().isThrownBy(() -> new Reminder("x".repeat(101), ManualTime.EPOCH));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> InitResult.ready("state").remind("tea", Duration.ofMillis(-1)))
			.withMessageContaining("0 or more");
	}

	@Test
	void reminders_are_given_by_the_next_process_of_the_store_if_one_is_killed() {
		ServerRef<Diary> diary = start();
		diary.call(new Remind("tea", Duration.ofSeconds(5)));
		this.node.kill(giver());
		awaitStored("tea");
		assertThat(this.time.instant()).isBefore(in(Duration.ofSeconds(6)));
	}

	@Test
	void who_has_no_reminders_has_the_store_asked_for_none() {
		start().call(new Write("a line"));
		assertThat(this.node.view().processes().map((info) -> info.path()))
			.noneMatch((path) -> path.contains("reminders"));
	}

	/** Notes what it is reminded of. */
	private class Diary implements GenServer<List<String>, Ask<?>, Cast<Diary>> {

		@Override
		public List<String> init() {
			return List.of();
		}

		@Override
		public CallResult<List<String>> handleCall(Ask<?> request, From from, List<String> state) {
			return switch (request) {
				case Remind remind -> reply(remind, true, state).remind(remind.name(), remind.after());
				case RemindAt remind -> reply(remind, true, state).remind(remind.name(), remind.due());
				case Cancel cancel -> reply(cancel, true, state).cancelReminder(cancel.name());
				case Read read -> reply(read, state, state);
				case Write write -> reply(write, true, Lines.plus(state, write.line()));
				case Forget forget -> reply(forget, true, nothing());
				case ForgetAndRemind forget -> reply(forget, true, nothing()).remind("tea", Duration.ZERO);
				case RemindAndGoOn goOn -> reply(goOn, true, state).remind("tea", Duration.ofSeconds(4))
					.then("went on")
					.remind("late", RemindersTests.this.time.instant().plusSeconds(3));
			};
		}

		@SuppressWarnings("NullAway")
		private static List<String> nothing() {
			return null;
		}

		@Override
		public Next<List<String>> handleContinue(Object continuation, List<String> state) {
			return next(Lines.plus(state, continuation.toString())).remind("gone", Duration.ofSeconds(1))
				.cancelReminder("gone")
				.idle(Duration.ofSeconds(2));
		}

		@Override
		public Next<List<String>> handleCast(Cast<Diary> message, List<String> state) {
			((Hold) message).gate().passStubbornly();
			return next(state);
		}

		@Override
		public Next<List<String>> handleInfo(Object message, List<String> state) {
			if (message instanceof IdleTimeout) {
				return next(Lines.plus(state, "idle"));
			}
			Reminder reminder = (Reminder) message;
			RemindersTests.this.noted.incrementAndGet();
			if (reminder.name().equals("poison")) {
				throw new IllegalStateException("it cannot bear to be reminded");
			}
			if (RemindersTests.this.toFail.getAndUpdate((number) -> Math.max(0, number - 1)) > 0) {
				RemindersTests.this.failed.incrementAndGet();
				throw new IllegalStateException("cannot be reminded of " + reminder.name());
			}
			Next.Continue<List<String>> noted = next(Lines.plus(state, reminder.name()));
			if (reminder.name().equals("again") && state.size() < 2) {
				return noted.remind(reminder.name(), reminder.due());
			}
			return reminder.name().startsWith("every") ? noted.remind(reminder.name(), reminder.due().plusSeconds(1))
					: noted;
		}

	}

	private sealed interface Ask<R> extends Call<Diary, R> {

	}

	private record Remind(String name, Duration after) implements Ask<Boolean> {
	}

	private record RemindAt(String name, Instant due) implements Ask<Boolean> {
	}

	private record Cancel(String name) implements Ask<Boolean> {
	}

	private record Read() implements Ask<List<String>> {
	}

	private record Write(String line) implements Ask<Boolean> {
	}

	private record Forget() implements Ask<Boolean> {
	}

	private record ForgetAndRemind() implements Ask<Boolean> {
	}

	private record RemindAndGoOn() implements Ask<Boolean> {
	}

	private record Hold(Gate gate) implements Cast<Diary> {
	}

	private final class Lines implements StateCodec<List<String>> {

		static List<String> plus(List<String> lines, String line) {
			return java.util.stream.Stream.concat(lines.stream(), java.util.stream.Stream.of(line)).toList();
		}

		@Override
		public int schema() {
			return 1;
		}

		@Override
		public byte[] encode(List<String> state) {
			return String.join("\n", state).getBytes(StandardCharsets.UTF_8);
		}

		@Override
		public List<String> decode(byte[] bytes, int schema) {
			if (new String(bytes, StandardCharsets.UTF_8).equals("broken")) {
				RemindersTests.this.broken.incrementAndGet();
				throw new IllegalStateException("this is no diary");
			}
			return (bytes.length == 0) ? List.of() : List.of(new String(bytes, StandardCharsets.UTF_8).split("\n"));
		}

	}

}
