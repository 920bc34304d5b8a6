package io.triotp.virtual;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.triotp.process.DeadLetterReason;
import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.MailboxFullException;
import io.triotp.process.MailboxLimit;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.PlainProcess;
import io.triotp.process.Processes;
import io.triotp.process.Self;
import io.triotp.process.SpawnOptions;
import io.triotp.server.Call;
import io.triotp.server.CallException;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.PendingReply;
import io.triotp.server.ReplyTo;
import io.triotp.server.ServerRef;
import io.triotp.server.Sys;
import io.triotp.supervisor.Backoff;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.test.Await;
import io.triotp.test.ManualTime;
import io.triotp.testing.Gate;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Servers that are there for whoever has their key.
 */
class VirtualServersTests {

	private static final Duration IDLE = Duration.ofMillis(100);

	private static final Backoff SLOWLY = new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(1),
			Backoff.DEFAULT_FACTOR, 0, Backoff.DEFAULT_RESET_AFTER);

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final Map<String, AtomicInteger> starts = new ConcurrentHashMap<>();

	private final List<ReplyTo<String>> owed = new ArrayList<>();

	/** Holds up the init of those whose key begins with {@code slow}. */
	private final Gate gate = new Gate();

	/** Holds up whoever is told to hold. */
	private final Gate hold = new Gate();

	private VirtualServers<Cart> carts;

	private Supervisor tree;

	@AfterEach
	void close() {
		this.gate.open();
		this.hold.open();
		this.node.close();
	}

	private VirtualSpec<Cart> spec() {
		return VirtualSpec.servers(this::cart).passivateAfter(IDLE);
	}

	private Cart cart(String key) {
		return new Cart(key, this);
	}

	private void open(VirtualSpec<Cart> spec) {
		this.carts = VirtualServers.of(this.node, "carts", spec);
		this.tree = Supervisor.start(this.node, "shop", SupervisorSpec.oneForOne(this.carts.child()));
	}

	private void open() {
		open(spec());
	}

	private String ask(String key, String what) {
		return this.carts.of(key).call(new Ask(what));
	}

	private int starts(String key) {
		return this.starts.getOrDefault(key, new AtomicInteger()).get();
	}

	private void passivate(String key) {
		assertThat(this.carts.passivate(key)).isTrue();
		Await.until(() -> !this.carts.active().contains(key));
	}

	private Pid pidOf(String key) {
		return this.carts.of(key).pid().orElseThrow();
	}

	// starting

	@Test
	void nothing_is_started_before_a_message_comes() {
		open();
		ServerRef<Cart> alice = this.carts.of("alice");
		assertThat(alice.pid()).isEmpty();
		assertThat(this.carts.active()).isEmpty();
		assertThat(starts("alice")).isZero();
		assertThat(alice.call(new Ask("items"))).isEqualTo("[]");
		assertThat(alice.pid()).isPresent();
		assertThat(this.carts.active()).containsExactly("alice");
		assertThat(this.node.whereis("carts/alice")).isEqualTo(alice.pid());
	}

	@Test
	void any_kind_of_message_starts_it() throws Exception {
		open();
		this.carts.of("cast").cast(new Add("book"));
		this.carts.of("info").send("news");
		PendingReply<String> reply = this.carts.of("request").sendRequest(new Ask("items"));
		assertThat(ask("cast", "items")).isEqualTo("[book]");
		assertThat(ask("info", "items")).isEqualTo("[news]");
		assertThat(reply.await()).isEqualTo("[]");
		assertThat(this.starts.keySet()).containsExactlyInAnyOrder("cast", "info", "request");
	}

	@Test
	void what_one_sends_arrives_in_order_also_while_the_server_starts() {
		open();
		ServerRef<Cart> slow = this.carts.of("slow");
		IntStream.range(0, 50).forEach((i) -> slow.cast(new Add("" + i)));
		PendingReply<String> reply = slow.sendRequest(new Ask("items"));
		assertThat(starts("slow")).isZero();
		this.gate.open();
		assertThat(reply.await()).isEqualTo(IntStream.range(0, 50).mapToObj(String::valueOf).toList().toString());
	}

	@Test
	void of_many_that_send_at_once_one_starts_it() throws Throwable {
		open();
		CountDownLatch begin = new CountDownLatch(1);
		List<Future<String>> askers = IntStream.range(0, 50).mapToObj((i) -> Probe.async(() -> {
			begin.await();
			return ask("alice", "key");
		})).toList();
		begin.countDown();
		for (Future<String> asker : askers) {
			assertThat(Probe.get(asker)).isEqualTo("alice");
		}
		assertThat(starts("alice")).isEqualTo(1);
		assertThat(this.carts.counts()).isEqualTo(new VirtualCounts(1, 1, 0));
	}

	@Test
	void a_call_is_told_why_its_server_cannot_be_started_and_other_messages_are_dead_letters() {
		open();
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> ask("broken", "items"))
			.withMessageContaining("server 'broken' of virtual servers 'carts'")
			.withMessageContaining("broken on purpose");
		long before = this.node.view().deadLetters(DeadLetterReason.NO_PROCESS);
		this.carts.of("broken").cast(new Add("book"));
		Await.until(() -> this.node.view().deadLetters(DeadLetterReason.NO_PROCESS) == before + 1);
		assertThat(this.carts.active()).isEmpty();
		assertThat(ask("alice", "key")).isEqualTo("alice");
	}

	@Test
	void a_call_waits_for_the_start_no_longer_than_for_its_answer() throws Throwable {
		open();
		Future<String> caller = Probe.async(() -> this.carts.of("slow").call(new Ask("items"), Duration.ofSeconds(1)));
		this.time.passUntil(caller::isDone);
		assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> Probe.get(caller))
			.withMessageContaining("the server was being started");
		this.gate.open();
		// The call that was given up is skipped.
		assertThat(ask("slow", "items")).isEqualTo("[]");
		assertThat(this.node.view().deadLetters(DeadLetterReason.ABANDONED)).isEqualTo(1);
	}

	@Test
	void no_more_than_ten_thousand_messages_wait_for_one_server() {
		open();
		ServerRef<Cart> slow = this.carts.of("slow");
		IntStream.range(0, Resident.MOST_WAITING).forEach((i) -> slow.cast(new Add("")));
		assertThat(this.node.view().deadLetters(DeadLetterReason.MAILBOX_FULL)).isZero();
		slow.cast(new Add("one too many"));
		assertThat(this.node.view().deadLetters(DeadLetterReason.MAILBOX_FULL)).isEqualTo(1);
		assertThatExceptionOfType(CallException.Rejected.class).isThrownBy(() -> slow.call(new Ask("items")));
	}

	@Test
	void without_its_tree_nobody_is_there() {
		this.carts = VirtualServers.of(this.node, "carts", spec());
		assertThatExceptionOfType(CallException.NoServer.class).isThrownBy(() -> ask("alice", "items"));
		this.carts.of("alice").cast(new Add("book"));
		assertThat(this.node.view().deadLetters(DeadLetterReason.NO_PROCESS)).isEqualTo(1);
		open();
		assertThat(ask("alice", "items")).isEqualTo("[]");
		this.tree.stop();
		assertThatExceptionOfType(CallException.NoServer.class).isThrownBy(() -> ask("alice", "items"));
	}

	@Test
	void what_waits_when_the_tree_is_stopped_is_told() throws Throwable {
		open();
		Future<String> caller = Probe.async(() -> ask("slow", "items"));
		this.gate.awaitReached();
		this.carts.of("slow").cast(new Add("book"));
		Future<Object> stopping = Probe.async(() -> {
			this.tree.stop();
			return "stopped";
		});
		this.time.passUntil(caller::isDone);
		assertThatExceptionOfType(CallException.class).isThrownBy(() -> Probe.get(caller));
		this.gate.open();
		assertThat(Probe.get(stopping)).isEqualTo("stopped");
		assertThat(this.node.view().deadLetters(DeadLetterReason.NO_PROCESS)).isGreaterThanOrEqualTo(1);
	}

	@Test
	void a_key_is_a_part_of_a_path_and_not_too_long() {
		open();
		for (String bad : List.of("", " ", "a/b", "a\nb", "x".repeat(250))) {
			assertThatIllegalArgumentException().isThrownBy(() -> this.carts.of(bad));
			assertThatIllegalArgumentException().isThrownBy(() -> this.carts.passivate(bad));
		}
		assertThat(ask("x".repeat(249), "items")).isEqualTo("[]");
		assertThat(ask("grün und 🚲", "key")).isEqualTo("grün und 🚲");
	}

	@Test
	void a_permanent_server_is_refused() {
		open(VirtualSpec.children((key) -> ChildSpec.server(key, () -> cart(key))));
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> ask("alice", "items"))
			.withMessageContaining("make it transient");
	}

	@Test
	void what_makes_no_sense_is_refused() {
		assertThatIllegalArgumentException().isThrownBy(() -> spec().passivateAfter(Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> spec().maxActive(0));
	}

	@Test
	void a_bounded_mailbox_refuses_and_those_who_waited_for_the_start_are_in_it() {
		open(VirtualSpec.<Cart>children((key) -> ChildSpec.server(key, () -> cart(key))
			.restart(Restart.TRANSIENT)
			.mailbox(new MailboxLimit(1, MailboxLimit.Overflow.REJECT))));
		ServerRef<Cart> slow = this.carts.of("slow");
		slow.cast(new Add("hold"));
		slow.cast(new Add("book"));
		this.gate.awaitReached();
		this.gate.open();
		this.hold.awaitReached();
		Await.until(() -> slow.pid().isPresent());
		assertThatExceptionOfType(MailboxFullException.class).isThrownBy(() -> slow.cast(new Add("pen")));
		assertThatExceptionOfType(CallException.Rejected.class).isThrownBy(() -> ask("slow", "items"));
		this.hold.open();
		Await.until(() -> this.node.view().info(pidOf("slow")).orElseThrow().mailboxSize() == 0);
		assertThat(ask("slow", "items")).isEqualTo("[hold, book]");
	}

	// being let go

	@Test
	void one_that_was_idle_is_let_go_and_is_there_for_the_next_message() {
		open();
		assertThat(ask("alice", "add")).isEqualTo("[add]");
		Pid first = pidOf("alice");
		this.time.passUntil(() -> this.carts.active().isEmpty());
		assertThat(Await.exitOf(this.node, first)).isEqualTo(ExitReason.normal());
		assertThat(this.carts.of("alice").pid()).isEmpty();
		// Its memory has gone with it.
		assertThat(ask("alice", "items")).isEqualTo("[]");
		assertThat(pidOf("alice")).isNotEqualTo(first);
		assertThat(this.carts.counts()).isEqualTo(new VirtualCounts(1, 2, 1));
		assertThat(starts("terminated")).isEqualTo(1);
	}

	@Test
	void one_that_gets_a_message_now_and_then_stays() {
		open();
		ask("alice", "add");
		Pid first = pidOf("alice");
		for (int i = 0; i < 20; i++) {
			ask("alice", "items");
			this.time.advance(IDLE.dividedBy(2));
			this.time.awaitParked(1);
		}
		assertThat(pidOf("alice")).isEqualTo(first);
		assertThat(this.carts.counts().passivations()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "owe", "timer", "idle", "monitor", "link" })
	void one_that_still_has_something_to_do_is_not_let_go(String busy) {
		open();
		ServerRef<Cart> cart = this.carts.of(busy);
		PendingReply<String> reply = cart.sendRequest(new Ask(busy));
		Await.until(() -> cart.pid().isPresent());
		assertThat(this.carts.passivate(busy)).isTrue();
		Pid pid = pidOf(busy);
		Await.quiet(this.node);
		assertThat(pid.isAlive()).isTrue();
		assertThat(pidOf(busy)).isEqualTo(pid);
		if (busy.equals("owe")) {
			this.owed.forEach((each) -> each.reply("at last"));
			assertThat(reply.await()).isEqualTo("at last");
			passivate("owe");
		}
	}

	@Test
	void one_that_is_suspended_is_not_let_go() {
		open();
		ask("alice", "items");
		Sys<List<String>> system = Sys.of(this.carts.of("alice"));
		Pid pid = pidOf("alice");
		system.suspend();
		assertThat(this.carts.passivate("alice")).isTrue();
		assertThat(system.getState()).isEmpty();
		assertThat(pid.isAlive()).isTrue();
		system.resume();
		assertThat(ask("alice", "items")).isEqualTo("[]");
		assertThat(pidOf("alice")).isEqualTo(pid);
	}

	@Test
	void a_message_that_comes_after_the_request_to_leave_is_handled_and_the_server_stays() {
		open();
		ServerRef<Cart> alice = this.carts.of("alice");
		alice.cast(new Add("wait"));
		this.gate.awaitReached();
		Await.until(() -> this.carts.passivate("alice"));
		Pid pid = pidOf("alice");
		alice.cast(new Add("book"));
		this.gate.open();
		assertThat(ask("alice", "items")).isEqualTo("[wait, book]");
		assertThat(pidOf("alice")).isEqualTo(pid);
	}

	@Test
	void what_is_sent_while_one_leaves_waits_for_the_next() throws Throwable {
		open();
		assertThat(ask("leaves slowly", "items")).isEqualTo("[]");
		Pid first = pidOf("leaves slowly");
		assertThat(this.carts.passivate("leaves slowly")).isTrue();
		this.gate.awaitReached();
		ServerRef<Cart> cart = this.carts.of("leaves slowly");
		cart.cast(new Add("one"));
		cart.cast(new Add("two"));
		Future<String> items = Probe.async(() -> ask("leaves slowly", "items"));
		assertThat(first.isAlive()).isTrue();
		this.gate.open();
		assertThat(Probe.get(items)).isEqualTo("[one, two]");
		assertThat(first.isAlive()).isFalse();
		assertThat(starts("leaves slowly")).isEqualTo(2);
	}

	@Test
	void of_too_many_those_that_have_been_idle_for_longest_are_let_go() {
		open(spec().passivateAfter(Duration.ofDays(1)).maxActive(2));
		for (String key : List.of("one", "two", "three", "four")) {
			ask(key, "items");
			// Long enough to be seen.
			this.time.advance(Duration.ofSeconds(10));
			Await.quiet(this.node);
		}
		this.time.passUntil(() -> this.carts.active().size() == 2);
		assertThat(this.carts.active()).containsExactlyInAnyOrder("three", "four");
		ask("three", "items");
		this.time.advance(Duration.ofSeconds(10));
		Await.quiet(this.node);
		ask("five", "items");
		this.time.passUntil(() -> this.carts.active().size() == 2);
		assertThat(this.carts.active()).containsExactlyInAnyOrder("three", "five");
	}

	@Test
	void of_too_many_those_that_are_at_work_stay() {
		open(spec().passivateAfter(Duration.ofDays(1)).maxActive(1));
		this.carts.of("one").cast(new Add("wait"));
		this.gate.awaitReached();
		assertThat(ask("two", "items")).isEqualTo("[]");
		assertThat(ask("three", "items")).isEqualTo("[]");
		this.time.passUntil(() -> this.carts.active().equals(List.of("one")));
		assertThat(this.carts.counts().passivations()).isEqualTo(2);
	}

	// failing

	@Test
	void what_is_sent_to_one_that_waits_for_its_restart_waits_too() throws Throwable {
		open(spec().backoff(SLOWLY));
		ask("alice", "items");
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> ask("alice", "crash"));
		this.carts.of("alice").cast(new Add("book"));
		Future<String> items = Probe.async(() -> this.carts.of("alice").call(new Ask("items"), Duration.ofMinutes(2)));
		this.time.advance(Duration.ofSeconds(30));
		this.time.awaitParked(1);
		assertThat(starts("alice")).isEqualTo(1);
		this.time.passUntil(items::isDone);
		assertThat(Probe.get(items)).isEqualTo("[book]");
		assertThat(starts("alice")).isEqualTo(2);
	}

	@Test
	void one_that_crashed_and_came_back_by_itself_is_let_go_as_any_other() {
		open();
		ask("alice", "items");
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> ask("alice", "crash"));
		this.time.passUntil(() -> this.carts.active().contains("alice"));
		assertThat(starts("alice")).isEqualTo(2);
		this.time.passUntil(() -> this.carts.active().isEmpty());
		assertThat(this.carts.counts()).isEqualTo(new VirtualCounts(0, 2, 1));
	}

	@Test
	void one_that_is_not_restarted_is_started_by_the_next_message() {
		open(VirtualSpec.<Cart>children((key) -> ChildSpec.server(key, () -> cart(key)).restart(Restart.TEMPORARY)));
		ask("alice", "items");
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> ask("alice", "crash"));
		assertThat(ask("alice", "items")).isEqualTo("[]");
		assertThat(starts("alice")).isEqualTo(2);
	}

	@Test
	void one_that_stops_itself_is_started_by_the_next_message() {
		open();
		assertThat(ask("alice", "stop")).isEqualTo("bye");
		assertThat(ask("alice", "items")).isEqualTo("[]");
		assertThat(this.carts.counts()).isEqualTo(new VirtualCounts(1, 2, 0));
	}

	@Test
	void their_supervisor_and_their_keeper_may_be_killed() {
		open(spec().intensity(new RestartIntensity(100, Duration.ofSeconds(1))));
		ask("alice", "items");
		Await.restart(this.node, "carts", () -> this.node.kill(this.node.whereis("carts").orElseThrow()));
		Await.until(() -> answers("alice"));
		Pid keeper = keeper();
		ask("bob", "items");
		Pid bob = pidOf("bob");
		this.node.kill(keeper);
		Await.until(() -> answers("carol"));
		assertThat(pidOf("bob")).isEqualTo(bob);
		this.time.passUntil(() -> this.carts.active().isEmpty());
	}

	private boolean answers(String key) {
		try {
			return ask(key, "key").equals(key);
		}
		catch (CallException ex) {
			return false;
		}
	}

	@Test
	void two_that_call_each_other_are_told_of_the_circle() {
		open();
		ask("bob", "items");
		assertThatExceptionOfType(CallException.class).isThrownBy(() -> ask("alice", "call bob"))
			.withMessageContaining("would wait for each other");
	}

	@Test
	void an_init_that_calls_another_that_does_not_run_is_told_of_the_circle() {
		open();
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> ask("calls", "items"))
			.withMessageContaining("would wait for each other");
		assertThat(ask("alice", "key")).isEqualTo("alice");
	}

	@Test
	void an_error_of_the_template_is_the_end_of_its_start_only() {
		open(VirtualSpec.children((key) -> {
			if (key.equals("bad")) {
				throw new AssertionError("bad on purpose");
			}
			return ChildSpec.server(key, () -> cart(key)).restart(Restart.TRANSIENT);
		}));
		Pid keeper = keeper();
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> ask("bad", "items"))
			.withMessageContaining("bad on purpose");
		assertThat(ask("alice", "key")).isEqualTo("alice");
		assertThat(keeper()).isEqualTo(keeper);
	}

	@Test
	void what_is_no_generic_server_is_refused() {
		open(VirtualSpec.children((key) -> ChildSpec.process(key, PlainProcess::receive).restart(Restart.TRANSIENT)));
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> ask("alice", "items"))
			.withMessageContaining("no generic server");
	}

	@Test
	void a_message_that_is_not_for_the_keeper_does_it_no_harm() {
		open();
		Pid keeper = keeper();
		this.node.send(keeper, 17);
		assertThat(ask("alice", "key")).isEqualTo("alice");
		assertThat(keeper()).isEqualTo(keeper);
	}

	@Test
	void one_may_stay_for_ever() {
		open(spec().passivateAfter(Duration.ofSeconds(Long.MAX_VALUE)));
		Pid keeper = keeper();
		ask("alice", "items");
		this.time.advance(Duration.ofDays(1));
		Await.quiet(this.node);
		assertThat(this.carts.active()).containsExactly("alice");
		assertThat(keeper()).isEqualTo(keeper);
	}

	private Pid keeper() {
		return this.node.view()
			.processes()
			.filter((each) -> each.label().equals(Optional.of("shop/carts/keeper")))
			.findFirst()
			.orElseThrow()
			.pid();
	}

	@Test
	void a_process_that_was_killed_sends_no_more() throws Exception {
		open();
		ServerRef<Cart> alice = this.carts.of("alice");
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch over = new CountDownLatch(1);
		Pid zombie = this.node.spawn(SpawnOptions.defaults(), (self) -> {
			begun.countDown();
			while (self.alive()) {
				Thread.onSpinWait();
			}
			try {
				alice.cast(new Add("book"));
			}
			finally {
				over.countDown();
			}
		});
		begun.await();
		this.node.kill(zombie);
		over.await();
		assertThat(this.node.view().deadLetters(DeadLetterReason.SENDER_EXITED)).isEqualTo(1);
		assertThat(this.carts.active()).isEmpty();
	}

	@Test
	void references_of_one_key_are_equal_and_tell_what_they_are() {
		open();
		assertThat(this.carts.of("alice")).isEqualTo(this.carts.of("alice"))
			.hasSameHashCodeAs(this.carts.of("alice"))
			.isNotEqualTo(this.carts.of("bob"))
			.hasToString("server 'alice' of virtual servers 'carts'");
		assertThat(this.carts).hasToString("virtual servers 'carts'");
	}

	record Ask(String what) implements Call<Cart, String> {
	}

	record Add(String item) implements Cast<Cart> {
	}

	static final class Cart implements GenServer<List<String>, Ask, Add> {

		private final String key;

		private final VirtualServersTests test;

		Cart(String key, VirtualServersTests test) {
			this.key = key;
			this.test = test;
		}

		@Override
		public List<String> init() throws Exception {
			if (this.key.equals("broken")) {
				throw new IllegalStateException("broken on purpose");
			}
			if (this.key.startsWith("slow")) {
				this.test.gate.pass();
			}
			if (this.key.equals("calls")) {
				this.test.carts.of("other").call(new Ask("items"));
			}
			this.test.starts.computeIfAbsent(this.key, (none) -> new AtomicInteger()).incrementAndGet();
			return List.of();
		}

		@Override
		public CallResult<List<String>> handleCall(Ask ask, From from, List<String> items) {
			Self self = Self.current();
			return switch (ask.what()) {
				case "add" -> reply(ask, plus(items, "add").toString(), plus(items, "add"));
				case "crash" -> throw new IllegalStateException("asked to");
				case "stop" -> replyAndStop(ask, "bye", ExitReason.normal(), items);
				case "key" -> reply(ask, this.key, items);
				case "owe" -> {
					this.test.owed.add(from.to(ask));
					yield next(items);
				}
				case "timer" -> {
					self.sendAfter(Duration.ofDays(1), "late");
					yield reply(ask, "set", items);
				}
				case "idle" -> reply(ask, "waits", items).idle(Duration.ofDays(1));
				case "monitor" -> {
					self.monitor(Objects.requireNonNull(self.parent().orElseThrow()));
					yield reply(ask, "watches", items);
				}
				case "link" -> {
					self.link(self.processes().spawn(SpawnOptions.defaults(), PlainProcess::receive));
					yield reply(ask, "linked", items);
				}
				case "call bob" -> reply(ask, this.test.carts.of("bob").call(new Ask("call alice")), items);
				case "call alice" -> reply(ask, this.test.carts.of("alice").call(new Ask("items")), items);
				default -> reply(ask, items.toString(), items);
			};
		}

		@Override
		public Next<List<String>> handleCast(Add add, List<String> items) {
			if (add.item().equals("wait")) {
				pass(this.test.gate);
			}
			if (add.item().equals("hold")) {
				pass(this.test.hold);
			}
			return next(plus(items, add.item()));
		}

		private static void pass(Gate gate) {
			try {
				gate.pass();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		@Override
		public Next<List<String>> handleInfo(Object message, List<String> items) {
			return next(plus(items, message.toString()));
		}

		@Override
		public void terminate(ExitReason reason, List<String> items) {
			if (this.key.startsWith("leaves slowly")) {
				pass(this.test.gate);
			}
			this.test.starts.computeIfAbsent("terminated", (none) -> new AtomicInteger()).incrementAndGet();
		}

		private static List<String> plus(List<String> items, String item) {
			List<String> more = new ArrayList<>(items);
			more.add(item);
			return List.copyOf(more);
		}

	}

}
