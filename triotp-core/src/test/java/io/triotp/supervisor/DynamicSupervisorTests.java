package io.triotp.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.ProcessInfo;
import io.triotp.process.Processes;
import io.triotp.process.Self;
import io.triotp.server.Call;
import io.triotp.server.CallException;
import io.triotp.server.Cast;
import io.triotp.server.GenServer;
import io.triotp.testing.Conformance;
import io.triotp.testing.Gate;
import io.triotp.testing.Lives;
import io.triotp.testing.LogProbe;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A supervisor whose children come and go.
 */
class DynamicSupervisorTests {

	private static final Duration PERIOD = Duration.ofSeconds(5);

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final Lives lives = new Lives();

	private final Gate gate = new Gate();

	private final Probe<SupervisorEvent.ChildExited> exits = new Probe<>();

	private DynamicSupervisor supervisor;

	private Pid supervisorPid;

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	private void start(DynamicSupervisorSpec spec) {
		this.supervisor = DynamicSupervisor.start(this.node, "dyn", spec);
		this.supervisorPid = this.supervisor.pid().orElseThrow();
		this.node.view().addListener((event) -> {
			if (event instanceof SupervisorEvent.ChildExited exited) {
				this.exits.tell(exited);
			}
		});
	}

	private void start() {
		start(DynamicSupervisorSpec.defaults());
	}

	private Pid child(String id) {
		return child(this.lives.server(id));
	}

	private Pid child(ChildSpec spec) {
		return this.supervisor.startChild(spec).orElseThrow();
	}

	private ChildInfo only() {
		List<ChildInfo> children = this.supervisor.children();
		assertThat(children).hasSize(1);
		return children.get(0);
	}

	/** Until the supervisor has dealt with the end of a child. */
	private void awaitExitSeen() {
		this.exits.await();
		this.supervisor.children();
	}

	@Test
	void it_begins_without_children() { // OTP D1
		start();
		assertThat(this.supervisor.children()).isEmpty();
		assertThat(this.supervisor.counts()).isEqualTo(new ChildCounts(0, 0, 0, 0));
	}

	@Test
	void one_child_can_be_asked_for_by_its_pid() {
		start();
		Pid a = child("a");
		child("b");
		assertThat(this.supervisor.child(a)).get().extracting(ChildInfo::id).isEqualTo("a");
		this.supervisor.terminateChild(a);
		assertThat(this.supervisor.child(a)).isEmpty();
	}

	@Test
	@Conformance("DYN-01")
	void three_restarts_in_five_seconds_and_any_number_of_children_if_nothing_is_said() { // OTP
																							// D2
		assertThat(DynamicSupervisorSpec.defaults())
			.isEqualTo(new DynamicSupervisorSpec(new RestartIntensity(3, PERIOD), Integer.MAX_VALUE, null, null));
	}

	@Test
	void a_child_is_known_by_its_pid_and_two_may_share_an_id() { // OTP D1
		start();
		Pid first = child("a");
		Pid second = child("a");
		assertThat(this.supervisor.children()).extracting((child) -> child.pid().orElseThrow())
			.containsExactlyInAnyOrder(first, second);
		assertThat(this.supervisor.children()).extracting(ChildInfo::path).containsExactly("dyn/a", "dyn/a");
	}

	@Test
	@Conformance("SUP-58")
	void a_child_that_crashes_is_restarted_alone() { // OTP D7
		start();
		Pid a = child("a");
		Pid b = child("b");
		this.lives.rest();
		Lives.crash(this.node, a);
		assertThat(this.lives.await(2)).containsExactly("-a", "+a");
		assertThat(this.supervisor.children()).hasSize(2)
			.extracting((child) -> child.pid().orElseThrow())
			.contains(b)
			.doesNotContain(a);
	}

	@ParameterizedTest
	@ValueSource(strings = { "normal", "shutdown", "crash" })
	void a_temporary_child_is_gone_when_it_has_ended(String how) { // OTP D7
		start();
		finish(child(this.lives.server("a").restart(Restart.TEMPORARY)), how);
		awaitExitSeen();
		assertThat(this.supervisor.children()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "normal", "shutdown" })
	void a_transient_child_is_gone_when_it_has_ended_well(String how) {
		start();
		finish(child(this.lives.server("a").restart(Restart.TRANSIENT)), how);
		awaitExitSeen();
		assertThat(this.supervisor.children()).isEmpty();
	}

	@Test
	void a_transient_child_is_restarted_when_it_has_crashed() {
		start();
		finish(child(this.lives.server("a").restart(Restart.TRANSIENT)), "crash");
		assertThat(this.lives.await(3)).containsExactly("+a", "-a", "+a");
	}

	@ParameterizedTest
	@ValueSource(strings = { "normal", "shutdown", "crash" })
	void a_permanent_child_is_always_restarted(String how) {
		start();
		finish(child("a"), how);
		assertThat(this.lives.await(3)).containsExactly("+a", "-a", "+a");
		assertThat(only().restarts()).isEqualTo(1);
	}

	private void finish(Pid pid, String how) {
		switch (how) {
			case "normal" -> Lives.end(this.node, pid, ExitReason.normal());
			case "shutdown" -> Lives.end(this.node, pid, ExitReason.shutdown("detail"));
			default -> Lives.crash(this.node, pid);
		}
	}

	@Test
	void a_child_that_does_not_start_is_not_kept() { // OTP D4
		start();
		this.lives.everyStart("a", Lives.boom());
		assertThatExceptionOfType(ChildStartException.class).isThrownBy(() -> child("a"))
			.withCauseInstanceOf(Lives.Boom.class)
			.matches((ex) -> ex.path().equals("dyn/a"));
		assertThat(this.supervisor.children()).isEmpty();
	}

	@Test
	void a_child_with_nothing_to_do_is_not_kept() { // OTP D4
		start();
		this.lives.everyStart("a", Lives.ignore());
		assertThat(this.supervisor.startChild(this.lives.server("a"))).isEmpty();
		assertThat(this.supervisor.children()).isEmpty();
		this.supervisor.stop();
	}

	@Test
	void a_start_function_that_exits_or_returns_null_does_no_harm_to_the_supervisor() {
		start();
		assertThatExceptionOfType(ChildStartException.class).isThrownBy(() -> child(ChildSpec.worker("x", (context) -> {
			throw Self.current().exit(ExitReason.failure("no"));
		})));
		assertThatExceptionOfType(ChildStartException.class)
			.isThrownBy(() -> child(ChildSpec.worker("x", (context) -> null)));
		assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> this.supervisor.startChild(null));
		assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> this.supervisor.terminateChild(null));
		assertThat(this.supervisor.pid()).contains(this.supervisorPid);
	}

	@Test
	void a_significant_child_is_refused() { // OTP D3
		start();
		ChildSpec significant = this.lives.server("a").restart(Restart.TEMPORARY).significant(true);
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> child(significant))
			.withMessageContaining("'a' is significant");
	}

	@Test
	void a_significant_child_is_refused_by_the_caller_itself() { // OTP D3
		start();
		this.supervisor.stop();
		ChildSpec significant = this.lives.server("a").restart(Restart.TEMPORARY).significant(true);
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> child(significant));
	}

	@Test
	void there_are_never_more_children_than_allowed() { // OTP D5
		start(DynamicSupervisorSpec.defaults().maxChildren(2));
		Pid a = child("a");
		child("b");
		assertThatExceptionOfType(TooManyChildrenException.class).isThrownBy(() -> child("c"))
			.withMessage("Dynamic supervisor 'dyn' has 2 children, which is its max-children");
		this.supervisor.terminateChild(a);
		assertThat(child("c").isAlive()).isTrue();
	}

	@Test
	@Conformance("DYN-16")
	void a_child_that_waits_to_be_restarted_takes_a_place() { // OTP D5
		start(DynamicSupervisorSpec.defaults().maxChildren(1).backoff(fixedBackoff(Duration.ofSeconds(1))));
		this.node.kill(child("a"));
		awaitExitSeen();
		assertThatExceptionOfType(TooManyChildrenException.class).isThrownBy(() -> child("b"));
	}

	private static Backoff fixedBackoff(Duration delay) {
		return new Backoff(delay, delay, 1, 0, Duration.ofDays(1));
	}

	@Test
	@Conformance("DYN-24")
	void a_child_is_stopped_by_its_pid_for_good() { // OTP D6
		start();
		Pid a = child("a");
		this.supervisor.terminateChild(a);
		assertThat(this.lives.rest()).containsExactly("+a", "-a");
		assertThat(this.node.exitReason(a)).contains(ExitReason.shutdown());
		assertThat(this.supervisor.counts()).isEqualTo(new ChildCounts(0, 0, 0, 0));
		assertThatExceptionOfType(NoSuchChildException.class).isThrownBy(() -> this.supervisor.terminateChild(a));
	}

	@Test
	@Conformance("SUP-36")
	void a_stranger_is_no_child() {
		start();
		Pid stranger = this.node.spawn((self) -> self.receive());
		assertThatExceptionOfType(NoSuchChildException.class).isThrownBy(() -> this.supervisor.terminateChild(stranger))
			.withMessage("Supervisor 'dyn' has no child " + stranger);
		assertThat(stranger.isAlive()).isTrue();
	}

	@Test
	@Conformance("DYN-25")
	void a_child_that_waits_to_be_restarted_is_stopped_by_the_pid_it_had() { // OTP D6
		start(DynamicSupervisorSpec.defaults().backoff(fixedBackoff(Duration.ofSeconds(1))));
		Pid a = child("a");
		this.lives.rest();
		this.node.kill(a);
		awaitExitSeen();
		assertThat(only()).satisfies((info) -> {
			assertThat(info.status()).isEqualTo(ChildStatus.RESTARTING);
			assertThat(info.pid()).isEmpty();
			assertThat(info.restartAt()).isPresent();
		});
		assertThat(this.supervisor.counts()).isEqualTo(new ChildCounts(1, 0, 0, 1));
		this.supervisor.terminateChild(a);
		this.time.advance(Duration.ofHours(1));
		assertThat(this.supervisor.children()).isEmpty();
		assertThat(this.lives.rest()).isEmpty();
	}

	@Test
	void after_a_delay_it_is_restarted() {
		start(DynamicSupervisorSpec.defaults().backoff(fixedBackoff(Duration.ofSeconds(1))));
		Pid a = child("a");
		this.node.kill(a);
		awaitExitSeen();
		this.lives.rest();
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.lives.await(1)).containsExactly("+a");
		assertThat(only().pid()).get().isNotEqualTo(a);
		assertThat(only().restarts()).isEqualTo(1);
	}

	@Test
	@Conformance("DYN-18")
	void a_restart_that_fails_is_tried_again_and_each_attempt_counts() { // OTP D8
		start(DynamicSupervisorSpec.defaults());
		this.lives.nextStarts("a", Lives.fine(), Lives.boom(), Lives.boom());
		this.node.kill(child("a"));
		this.time.advanceUntil(() -> only().pid().isPresent());
		assertThat(this.lives.await(2)).containsExactly("+a", "+a");
		assertThat(only().restarts()).isEqualTo(3);
	}

	@Test
	@Conformance("SUP-61")
	void attempts_that_never_succeed_make_it_give_up() { // OTP D8
		start(DynamicSupervisorSpec.defaults().intensity(new RestartIntensity(4, PERIOD)));
		AtomicInteger attempts = new AtomicInteger();
		Pid a = child("a");
		child("healthy");
		this.lives.everyStart("a", () -> {
			attempts.incrementAndGet();
			throw new Lives.Boom();
		});
		this.lives.rest();
		this.node.kill(a);
		this.time.advanceUntil(() -> !this.supervisorPid.isAlive());
		assertThat(Probe.exitOf(this.node, this.supervisorPid)).isInstanceOf(ExitReason.Shutdown.class);
		assertThat(attempts).hasValue(4);
		assertThat(this.lives.rest()).containsExactly("-healthy");
	}

	@Test
	@Conformance("DYN-25")
	void between_two_attempts_it_answers_and_the_child_can_be_stopped() throws Throwable {
		start();
		this.lives.nextStarts("a", Lives.fine(), () -> {
			this.gate.pass();
			throw new Lives.Boom();
		});
		Pid a = child("a");
		this.lives.rest();
		this.node.kill(a);
		this.gate.awaitReached();
		Future<?> stopped = Probe.async(() -> {
			this.supervisor.terminateChild(a);
			return null;
		});
		Probe.until(() -> this.node.view().info(this.supervisorPid).map(ProcessInfo::mailboxSize).orElse(0) > 0);
		this.gate.open();
		Probe.get(stopped);
		assertThat(this.supervisor.children()).isEmpty();
		assertThat(this.lives.rest()).isEmpty();
	}

	@Test
	void a_restart_that_finds_nothing_to_do_removes_the_child() { // OTP D8
		start();
		this.lives.nextStarts("a", Lives.fine(), Lives.ignore());
		this.node.kill(child("a"));
		awaitExitSeen();
		assertThat(this.supervisor.children()).isEmpty();
		this.supervisor.stop();
	}

	@Test
	@Conformance("SUP-58")
	void the_limit_is_shared_by_all_children() { // OTP D7
		start(DynamicSupervisorSpec.defaults().intensity(new RestartIntensity(2, PERIOD)));
		Pid a = child("a");
		Pid b = child("b");
		Pid c = child("c");
		this.lives.rest();
		this.node.kill(a);
		this.lives.await(1);
		this.node.kill(b);
		this.lives.await(1);
		this.node.kill(c);
		assertThat(Probe.exitOf(this.node, this.supervisorPid)).isEqualTo(ExitReason
			.shutdown(new GaveUp(Place.of("dyn"), "c", ExitReason.killed(), new RestartIntensity(2, PERIOD))));
		assertThat(this.lives.rest()).containsExactlyInAnyOrder("-a", "-b");
	}

	@Test
	void a_restart_no_longer_counts_after_the_period() { // OTP V19
		start(DynamicSupervisorSpec.defaults().intensity(new RestartIntensity(1, PERIOD)));
		this.node.kill(child("a"));
		this.lives.await(2);
		this.time.advance(PERIOD.plusNanos(1));
		this.node.kill(only().pid().orElseThrow());
		this.lives.await(1);
		this.time.advance(PERIOD);
		this.node.kill(only().pid().orElseThrow());
		Probe.exitOf(this.node, this.supervisorPid);
	}

	@Test
	@Conformance("SUP-68")
	void supervisors_and_workers_are_counted() { // OTP D10
		start();
		child("a");
		child(ChildSpec.supervisor("s", SupervisorSpec.oneForOne(this.lives.server("leaf"))));
		child(ChildSpec.dynamicSupervisor("d", DynamicSupervisorSpec.defaults()));
		assertThat(this.supervisor.counts()).isEqualTo(new ChildCounts(3, 3, 2, 1));
	}

	@Test
	void a_template_makes_children_of_arguments_at_each_start_the_same() { // OTP V33
		Probe<String> made = new Probe<>();
		start(DynamicSupervisorSpec.defaults().template((id, arguments) -> {
			made.tell(id + List.of(arguments));
			return this.lives.server(id + arguments[0]).id(id);
		}));
		Optional<Pid> pid = this.supervisor.startChild("w", "X", 1);
		assertThat(made.rest()).containsExactly("w[X, 1]");
		assertThat(this.lives.rest()).containsExactly("+wX");
		Lives.crash(this.node, pid.orElseThrow());
		assertThat(this.lives.await(2)).containsExactly("-wX", "+wX");
	}

	@Test
	void an_argument_that_is_null_is_refused_with_its_position_and_the_child() {
		start(DynamicSupervisorSpec.defaults().template((id, arguments) -> this.lives.server(id)));
		assertThatExceptionOfType(NullPointerException.class)
			.isThrownBy(() -> this.supervisor.startChild("w", "X", null))
			.withMessage("Argument 2 of child 'w' is null: a template takes no null. Give it an Optional, or a value "
					+ "that means nothing");
		assertThatExceptionOfType(NullPointerException.class)
			.isThrownBy(() -> this.supervisor.startChild("w", (Object[]) null))
			.withMessage("arguments of child 'w'");
		assertThat(this.lives.rest()).isEmpty();
	}

	@Test
	void a_child_of_a_template_with_a_name_is_reached_by_it_after_a_restart() {
		start(DynamicSupervisorSpec.defaults().template((id, arguments) -> this.lives.server(id).name("dyn/" + id)));
		Pid before = this.supervisor.startChild("a").orElseThrow();
		this.node.kill(before);
		assertThat(this.lives.await(2)).containsExactly("+a", "+a");
		awaitExitSeen();
		assertThat(this.node.whereis("dyn/a")).isEqualTo(only().pid()).get().isNotEqualTo(before);
	}

	@Test
	void without_a_template_a_child_needs_a_specification() {
		start();
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> this.supervisor.startChild("w", "X"))
			.withMessage("Dynamic supervisor 'dyn' has no template: start a child with its specification");
	}

	@Test
	void a_template_that_fails_does_no_harm_to_the_supervisor() {
		AtomicInteger calls = new AtomicInteger();
		start(DynamicSupervisorSpec.defaults().template((id, arguments) -> switch (calls.incrementAndGet()) {
			case 1 -> throw new IllegalStateException("no such thing");
			case 2 -> throw new NoClassDefFoundError("gone");
			default -> null;
		}));
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(ChildStartException.class).isThrownBy(() -> this.supervisor.startChild("w"))
				.matches((ex) -> ex.path().equals("dyn/w"));
		}
		assertThat(this.supervisor.pid()).contains(this.supervisorPid);
	}

	@Test
	void a_server_is_started_and_its_reference_given_back() {
		start();
		assertThat(this.supervisor.startServer("nobody", Nobody::new).pid()).isPresent();
		assertThat(only().id()).isEqualTo("nobody");
	}

	@Test
	void children_are_stopped_all_at_once_and_each_in_its_own_time() throws Throwable { // OTP
																						// D9
		start();
		int count = 20;
		AtomicInteger stopping = new AtomicInteger();
		for (int i = 0; i < count; i++) {
			this.lives.onEnd("slow" + i, () -> {
				stopping.incrementAndGet();
				this.gate.passStubbornly();
			});
			child(this.lives.server("slow" + i).shutdown(Shutdown.within(Duration.ofSeconds(3))));
		}
		List<Pid> pids = this.supervisor.children().stream().map((child) -> child.pid().orElseThrow()).toList();
		Future<?> stopped = stopLater();
		Probe.until(() -> stopping.get() == count);
		this.time.awaitParked(1);
		this.time.advance(Duration.ofSeconds(3));
		Probe.get(stopped);
		assertThat(pids).allSatisfy((pid) -> assertThat(this.node.exitReason(pid)).contains(ExitReason.killed()));
	}

	@Test
	void many_that_are_late_together_are_one_warning_with_some_of_their_names() throws Throwable {
		start();
		AtomicInteger stopping = new AtomicInteger();
		for (int i = 0; i < 20; i++) {
			this.lives.onEnd("slow" + i, () -> {
				stopping.incrementAndGet();
				this.gate.passStubbornly();
			});
			child(this.lives.server("slow" + i).shutdown(Shutdown.within(Duration.ofSeconds(3))));
		}
		try (LogProbe log = new LogProbe("io.triotp.supervisor")) {
			Future<?> stopped = stopLater();
			Probe.until(() -> stopping.get() == 20);
			this.time.awaitParked(1);
			this.time.advance(Duration.ofSeconds(3));
			Probe.get(stopped);
			assertThat(log.await().getFormattedMessage()).contains("20 children of 'dyn'", "3s", "'slow", "and others");
			assertThat(log.rest()).isEmpty();
		}
	}

	@Test
	void the_exits_of_its_children_are_not_too_many_for_one_that_ends_itself() {
		try (Processes low = LocalNode.create(NodeOptions.defaults().time(this.time).highWaterMark(10))) {
			DynamicSupervisor many = DynamicSupervisor.start(low, "many", DynamicSupervisorSpec.defaults());
			for (int i = 0; i < 100; i++) {
				many.startChild(this.lives.server("life" + i));
			}
			many.stop();
			assertThat(low.view().highMailboxTotal()).isZero();
		}
	}

	@Test
	void the_exits_of_its_children_are_not_too_many_for_one_that_gives_up() {
		try (Processes low = LocalNode.create(NodeOptions.defaults().time(this.time).highWaterMark(10))) {
			DynamicSupervisor many = DynamicSupervisor.start(low, "many",
					DynamicSupervisorSpec.defaults().intensity(new RestartIntensity(0, PERIOD)));
			for (int i = 0; i < 100; i++) {
				many.startChild(this.lives.server("life" + i));
			}
			Pid one = many.children().get(0).pid().orElseThrow();
			Pid supervisor = many.pid().orElseThrow();
			Lives.crash(low, one);
			Probe.exitOf(low, supervisor);
			assertThat(low.view().highMailboxTotal()).isZero();
		}
	}

	@Test
	void one_that_may_take_for_ever_does_not_save_another_whose_time_is_over() throws Throwable { // OTP
																									// D9
		start();
		Gate other = new Gate();
		this.lives.onEnd("patient", this.gate::pass).onEnd("late", other::passStubbornly);
		Pid patient = child(this.lives.server("patient").shutdown(Shutdown.infinity()));
		Pid late = child(this.lives.server("late").shutdown(Shutdown.within(Duration.ofSeconds(1))));
		Pid brutal = child(this.lives.server("brutal").shutdown(Shutdown.brutalKill()));
		Future<?> stopped = stopLater();
		this.gate.awaitReached();
		other.awaitReached();
		this.time.awaitParked(1);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(Probe.exitOf(this.node, late)).isEqualTo(ExitReason.killed());
		assertThat(patient.isAlive()).isTrue();
		assertThat(this.node.exitReason(brutal)).contains(ExitReason.killed());
		this.gate.open();
		other.open();
		Probe.get(stopped);
		assertThat(this.node.exitReason(patient)).contains(ExitReason.shutdown());
	}

	private Future<?> stopLater() {
		return Probe.async(() -> {
			this.supervisor.stop();
			return null;
		});
	}

	@Test
	void a_child_that_has_cut_its_link_cannot_hang_the_stop() { // OTP V12
		start();
		Pid a = child("a");
		Lives.tell(this.node, a, () -> Self.current().unlink(this.supervisorPid));
		Lives.end(this.node, a, ExitReason.normal());
		Probe.exitOf(this.node, a);
		this.supervisor.stop();
		assertThat(this.node.view().processCount()).isZero();
	}

	@Test
	void an_exit_signal_that_a_living_child_sends_is_not_its_end() { // OTP V14
		start();
		Pid a = child("a");
		Lives.tell(this.node, a, () -> {
			this.node.exit(this.supervisorPid, ExitReason.failure("not dead"));
			this.lives.tell("sent");
		});
		this.lives.await(2);
		assertThat(only().pid()).contains(a);
	}

	@Test
	void one_below_a_supervisor_starts_without_children_when_it_is_restarted() {
		Supervisor top = Supervisor.start(this.node, "top",
				SupervisorSpec.oneForOne(
						ChildSpec.dynamicSupervisor("dyn", DynamicSupervisorSpec.defaults()).name("dyn"),
						this.lives.server("witness")));
		DynamicSupervisor named = DynamicSupervisor.named(this.node, "dyn");
		Pid child = named.startChild(this.lives.server("a")).orElseThrow();
		assertThat(named.children()).extracting(ChildInfo::path).containsExactly("top/dyn/a");
		Pid before = named.pid().orElseThrow();
		this.node.kill(before);
		Probe.exitOf(this.node, child);
		Probe.until(() -> top.children().get(0).pid().filter((pid) -> pid != before).isPresent());
		assertThat(named.children()).isEmpty();
	}

	@Test
	void one_that_is_not_there_cannot_be_asked() {
		assertThatExceptionOfType(CallException.NoServer.class)
			.isThrownBy(() -> DynamicSupervisor.named(this.node, "nobody").children());
	}

	@Test
	void a_hundred_thousand_children_are_stopped_within_ten_seconds() {
		start();
		int count = 100_000;
		AtomicLong ended = new AtomicLong();
		ChildSpec spec = ChildSpec.server("n", () -> new Nobody() {
			@Override
			public void terminate(ExitReason reason, String state) {
				ended.incrementAndGet();
			}
		});
		for (int i = 0; i < count; i++) {
			this.supervisor.startChild(spec);
		}
		assertThat(this.supervisor.counts()).isEqualTo(new ChildCounts(count, count, 0, count));
		long begin = System.nanoTime();
		this.supervisor.stop();
		Duration took = Duration.ofNanos(System.nanoTime() - begin);
		assertThat(ended).hasValue(count);
		System.out.printf("%,d dynamic children stopped in %d ms%n", count, took.toMillis());
		assertThat(took).isLessThan(Duration.ofSeconds(10));
		assertThat(this.node.view().processCount()).isZero();
	}

	private static class Nobody implements GenServer<String, Call<Nobody, ?>, Cast<Nobody>> {

		@Override
		public String init() {
			return "";
		}

	}

}
