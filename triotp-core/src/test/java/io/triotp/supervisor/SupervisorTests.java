package io.triotp.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.MailboxLimit;
import io.triotp.process.NameTakenException;
import io.triotp.process.NodeEvent;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.PlainProcess;
import io.triotp.process.ProcessEvent;
import io.triotp.process.ProcessInfo;
import io.triotp.process.Processes;
import io.triotp.process.Self;
import io.triotp.server.CallException;
import io.triotp.server.StartException;
import io.triotp.server.Sys;
import io.triotp.supervisor.ChildConflictException.Conflict;
import io.triotp.testing.Conformance;
import io.triotp.testing.Gate;
import io.triotp.testing.Lives;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import io.triotp.testing.Stamps;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What a supervisor does, seen from its children.
 */
class SupervisorTests {

	private static final RestartIntensity MANY = new RestartIntensity(100, Duration.ofSeconds(5));

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final Lives lives = new Lives();

	private final Gate gate = new Gate();

	private final Probe<SupervisorEvent> events = new Probe<>();

	private Supervisor supervisor;

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	private Supervisor start(SupervisorSpec spec) {
		this.supervisor = Supervisor.start(this.node, "sup", spec);
		return this.supervisor;
	}

	private Supervisor startOneForOne(String... ids) {
		return start(SupervisorSpec.oneForOne(servers(ids)));
	}

	/** Start, and forget that the children have. */
	private Supervisor started(SupervisorSpec spec) {
		start(spec);
		this.lives.rest();
		return this.supervisor;
	}

	private ChildSpec[] servers(String... ids) {
		ChildSpec[] specs = new ChildSpec[ids.length];
		for (int i = 0; i < ids.length; i++) {
			specs[i] = this.lives.server(ids[i]);
		}
		return specs;
	}

	private ChildInfo info(String id) {
		return info(this.supervisor, id);
	}

	private static ChildInfo info(Supervisor supervisor, String id) {
		return supervisor.children().stream().filter((child) -> child.id().equals(id)).findFirst().orElseThrow();
	}

	private Pid pid(String id) {
		return info(id).pid().orElseThrow();
	}

	private Pid supervisorPid() {
		return this.supervisor.pid().orElseThrow();
	}

	private List<String> ids() {
		return this.supervisor.children().stream().map(ChildInfo::id).toList();
	}

	private void crash(String id) {
		Lives.crash(this.node, pid(id));
	}

	private void end(String id, ExitReason reason) {
		Lives.end(this.node, pid(id), reason);
	}

	/** Until the supervisor has heard of the end of a child. */
	private ExitReason awaitExitSeen(String id) {
		while (true) {
			if (this.events.await() instanceof SupervisorEvent.ChildExited exited && exited.child().equals(id)) {
				this.supervisor.children();
				return exited.reason();
			}
		}
	}

	private void listen() {
		this.node.view().addListener((event) -> {
			if (event instanceof SupervisorEvent mine) {
				this.events.tell(mine);
			}
		});
	}

	/** A request that is in the mailbox of the supervisor while that is busy. */
	private <T> Future<T> queued(Callable<T> request) {
		int before = mailboxOfSupervisor();
		Future<T> future = Probe.async(request);
		Probe.until(() -> mailboxOfSupervisor() > before);
		return future;
	}

	private int mailboxOfSupervisor() {
		return this.node.view().info(supervisorPid()).map(ProcessInfo::mailboxSize).orElse(0);
	}

	private GaveUp gaveUp() {
		ExitReason reason = Probe.exitOf(this.node, this.supervisorPidBefore);
		assertThat(reason).isInstanceOf(ExitReason.Shutdown.class);
		return (GaveUp) ((ExitReason.Shutdown) reason).detail();
	}

	private Pid supervisorPidBefore;

	private void remember() {
		this.supervisorPidBefore = supervisorPid();
	}

	@Nested
	class Starting {

		@Test
		void a_specification_that_makes_no_sense_starts_nothing() { // OTP V3
			ChildSpec significant = lives.server("b").restart(Restart.TRANSIENT).significant(true);
			assertThatIllegalArgumentException()
				.isThrownBy(() -> start(SupervisorSpec.oneForOne(lives.server("a"), significant)))
				.withMessage(
						"Child 'b' is significant, but its supervisor has auto-shutdown 'never': it would mean nothing");
			assertThat(node.whereis("sup")).isEmpty();
			startOneForOne("a");
			assertThatIllegalArgumentException().isThrownBy(() -> supervisor.startChild(significant))
				.withMessage(
						"Child 'b' is significant, but its supervisor has auto-shutdown 'never': it would mean nothing");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> supervisor.startChild(lives.server("b").significant(true)))
				.withMessage("Child 'b' cannot be significant and permanent: a permanent child never ends for good");
			assertThat(lives.rest()).containsExactly("+a");
		}

		@Test
		void children_are_started_in_order() { // OTP V6
			startOneForOne("a", "b", "c");
			assertThat(lives.rest()).containsExactly("+a", "+b", "+c");
			assertThat(ids()).containsExactly("a", "b", "c");
		}

		@Test
		void each_child_is_up_before_the_next_is_started_and_before_start_returns() throws Throwable { // OTP
																										// V6
			lives.nextStarts("a", gate::pass);
			Future<Supervisor> starting = Probe.async(() -> startOneForOne("a", "b"));
			gate.awaitReached();
			assertThat(lives.rest()).isEmpty();
			assertThat(starting.isDone()).isFalse();
			gate.open();
			Probe.get(starting);
			assertThat(lives.rest()).containsExactly("+a", "+b");
		}

		@Test
		@Conformance("SUP-92")
		void a_start_that_fails_stops_the_children_before_it_in_reverse_and_starts_none_behind() { // OTP
																									// V7
			lives.everyStart("c", Lives.boom());
			assertThatExceptionOfType(StartException.Failed.class).isThrownBy(() -> startOneForOne("a", "b", "c", "d"))
				.havingCause()
				.isInstanceOfSatisfying(ChildStartException.class, (ex) -> {
					assertThat(ex.path()).isEqualTo("sup/c");
					assertThat(ex).hasCauseInstanceOf(Lives.Boom.class);
				});
			assertThat(lives.rest()).containsExactly("+a", "+b", "-b", "-a");
			assertThat(node.whereis("sup")).isEmpty();
			assertThat(node.view().processCount()).isZero();
		}

		@Test
		void a_failure_deep_down_is_reported_with_its_whole_path() { // OTP V7
			lives.everyStart("leaf", Lives.boom());
			SupervisorSpec deep = SupervisorSpec.oneForOne(ChildSpec.supervisor("upper", SupervisorSpec
				.oneForOne(ChildSpec.supervisor("lower", SupervisorSpec.oneForOne(servers("leaf"))))));
			assertThatExceptionOfType(StartException.Failed.class).isThrownBy(() -> start(deep))
				.havingCause()
				.isInstanceOfSatisfying(ChildStartException.class, (ex) -> {
					assertThat(ex.path()).isEqualTo("sup/upper/lower/leaf");
					assertThat(ex).hasMessage(
							"Child 'sup/upper/lower/leaf' did not start: " + ExitReason.crash(new Lives.Boom()));
				});
		}

		@Test
		void an_init_that_hangs_ends_the_start_when_its_time_is_over() {
			lives.nextStarts("b", gate::pass);
			Future<Supervisor> starting = Probe.async(() -> start(SupervisorSpec.oneForOne(lives.server("a"),
					lives.server("b").startTimeout(Duration.ofSeconds(2)))));
			gate.awaitReached();
			time.awaitParked(1);
			time.advance(Duration.ofSeconds(2));
			assertThatExceptionOfType(StartException.Failed.class).isThrownBy(() -> Probe.get(starting))
				.havingRootCause()
				.isInstanceOf(StartException.TimedOut.class)
				.withMessageContaining("did not return within 2s");
			assertThat(lives.rest()).containsExactly("+a", "-a");
		}

		@Test
		@Conformance("SUP-06")
		void a_child_that_has_nothing_to_do_is_kept_unless_it_is_temporary() { // OTP V9
			lives.everyStart("idle", Lives.ignore()).everyStart("gone", Lives.ignore());
			start(SupervisorSpec.oneForOne(lives.server("idle"), lives.server("gone").restart(Restart.TEMPORARY),
					lives.server("a")));
			assertThat(ids()).containsExactly("idle", "a");
			assertThat(info("idle").status()).isEqualTo(ChildStatus.STOPPED);
			assertThat(supervisor.counts()).isEqualTo(new ChildCounts(2, 1, 0, 2));
		}

		@Test
		void a_child_that_calls_its_supervisor_from_init_does_not_start_and_nobody_waits() {
			lives.everyStart("a", () -> Supervisor.named(node, "sup").children());
			assertThatExceptionOfType(StartException.Failed.class).isThrownBy(() -> startOneForOne("a"))
				.havingRootCause()
				.isInstanceOfSatisfying(CallException.WouldDeadlock.class, (ex) -> assertThat(ex.circle()).hasSize(3))
				.withMessageContaining("would wait for each other: sup/a");
			assertThat(node.view().processCount()).isZero();
		}

		@Test
		void a_child_that_calls_its_supervisor_once_it_is_up_gets_its_answer() {
			startOneForOne("a");
			Probe<List<ChildInfo>> seen = new Probe<>();
			Lives.tell(node, pid("a"), () -> seen.tell(supervisor.children()));
			assertThat(seen.await()).hasSize(1);
		}

		@Test
		void a_supervisor_without_children_is_fine() {
			startOneForOne();
			assertThat(ids()).isEmpty();
			assertThat(supervisor.counts()).isEqualTo(new ChildCounts(0, 0, 0, 0));
		}

		@Test
		void a_start_function_that_gives_no_child_has_failed() {
			assertThatExceptionOfType(StartException.Failed.class)
				.isThrownBy(() -> start(SupervisorSpec.oneForOne(ChildSpec.worker("null", (context) -> null))))
				.havingCause()
				.isInstanceOf(ChildStartException.class)
				.withMessageContaining("sup/null");
		}

	}

	@Nested
	class Stopping {

		@Test
		void children_are_stopped_in_reverse_order() { // OTP V10
			started(SupervisorSpec.oneForOne(servers("a", "b", "c")));
			supervisor.stop();
			assertThat(lives.rest()).containsExactly("-c", "-b", "-a");
			assertThat(node.view().processCount()).isZero();
		}

		@Test
		void each_child_is_gone_before_the_next_is_asked() throws Throwable { // OTP V10
			lives.onEnd("b", gate::pass);
			started(SupervisorSpec.oneForOne(servers("a", "b")));
			Future<?> stopping = Probe.async(() -> {
				supervisor.stop();
				return null;
			});
			gate.awaitReached();
			assertThat(lives.rest()).isEmpty();
			gate.open();
			Probe.get(stopping);
			assertThat(lives.rest()).containsExactly("-b", "-a");
		}

		@Test
		void a_whole_tree_is_stopped_from_its_last_leaf_to_its_first() {
			started(SupervisorSpec.oneForOne(lives.server("a"),
					ChildSpec.supervisor("inner", SupervisorSpec.oneForOne(servers("b", "c"))), lives.server("d")));
			supervisor.stop();
			assertThat(lives.rest()).containsExactly("-d", "-c", "-b", "-a");
		}

		@Test
		void a_child_that_does_not_end_in_time_is_killed() throws Throwable { // OTP V11
			lives.onEnd("a", gate::passStubbornly);
			start(SupervisorSpec.oneForOne(lives.server("a").shutdown(Shutdown.within(Duration.ofSeconds(3)))));
			Pid a = pid("a");
			Future<?> stopping = stopLater();
			gate.awaitReached();
			time.awaitParked(1);
			time.advance(Duration.ofSeconds(3).minusNanos(1));
			assertThat(a.isAlive()).isTrue();
			time.advance(Duration.ofNanos(1));
			Probe.get(stopping);
			assertThat(node.exitReason(a)).contains(ExitReason.killed());
		}

		@Test
		void without_a_limit_a_child_may_take_as_long_as_it_likes() throws Throwable { // OTP
																						// V11
			lives.onEnd("a", gate::pass);
			start(SupervisorSpec.oneForOne(lives.server("a").shutdown(Shutdown.infinity())));
			Pid a = pid("a");
			Future<?> stopping = stopLater();
			gate.awaitReached();
			time.advance(Duration.ofDays(1000));
			gate.open();
			Probe.get(stopping);
			assertThat(node.exitReason(a)).contains(ExitReason.shutdown());
			assertThat(lives.rest()).containsExactly("+a", "-a");
		}

		@Test
		void a_brutal_kill_leaves_no_time_to_clean_up() { // OTP V11
			started(SupervisorSpec.oneForOne(lives.server("a").shutdown(Shutdown.brutalKill())));
			Pid a = pid("a");
			supervisor.stop();
			assertThat(node.exitReason(a)).contains(ExitReason.killed());
			assertThat(lives.rest()).isEmpty();
		}

		@Test
		@Conformance("SUP-65")
		void a_child_that_has_cut_its_link_cannot_hang_the_stop() { // OTP V12
			started(SupervisorSpec.oneForOne(servers("a", "b")));
			Pid sup = supervisorPid();
			Lives.tell(node, pid("a"), () -> {
				Self.current().unlink(sup);
				lives.tell("unlinked");
			});
			assertThat(lives.await(1)).containsExactly("unlinked");
			supervisor.terminateChild("a");
			assertThat(lives.rest()).containsExactly("-a");
			assertThat(ids()).containsExactly("a", "b");
		}

		@Test
		void a_child_that_calls_its_supervisor_on_its_way_out_is_told_that_this_cannot_be() {
			lives.onEnd("a", () -> {
				try {
					supervisor.children();
				}
				catch (CallException.WouldDeadlock ex) {
					lives.tell("refused");
				}
			});
			started(SupervisorSpec.oneForOne(servers("a")));
			supervisor.terminateChild("a");
			assertThat(lives.rest()).containsExactly("refused", "-a");
		}

		@Test
		void a_child_that_has_cut_its_link_and_ended_cannot_hang_the_stop_either() { // OTP
																						// V12
			started(SupervisorSpec.oneForOne(servers("a", "b")));
			Pid sup = supervisorPid();
			Pid a = pid("a");
			Lives.tell(node, a, () -> Self.current().unlink(sup));
			Lives.end(node, a, ExitReason.normal());
			Probe.exitOf(node, a);
			supervisor.stop();
			assertThat(lives.rest()).containsExactly("-a", "-b");
		}

		@Test
		void a_child_that_crashes_on_its_way_out_does_not_stop_the_others_from_being_stopped() { // OTP
																									// V13
			lives.onEnd("b", Lives.boom());
			started(SupervisorSpec.oneForOne(servers("a", "b", "c")));
			supervisor.stop();
			assertThat(lives.rest()).containsExactly("-c", "-a");
		}

		@ParameterizedTest
		@EnumSource
		void a_child_that_ends_by_itself_while_another_is_being_stopped_is_not_restarted(Restart restart)
				throws Throwable {
			lives.onEnd("last", gate::pass);
			started(SupervisorSpec.oneForOne(lives.server("a").restart(restart), lives.server("last")));
			Pid a = pid("a");
			Future<?> stopping = stopLater();
			gate.awaitReached();
			Lives.crash(node, a);
			Probe.exitOf(node, a);
			gate.open();
			Probe.get(stopping);
			assertThat(lives.rest()).containsExactly("-a", "-last");
		}

		@Test
		void when_the_supervisor_is_killed_its_children_are() { // OTP V15
			started(SupervisorSpec.oneForOne(lives.server("a"),
					ChildSpec.supervisor("inner", SupervisorSpec.oneForOne(servers("b")))));
			Pid a = pid("a");
			Pid b = Supervisor.of(node, pid("inner")).children().get(0).pid().orElseThrow();
			node.kill(supervisorPid());
			assertThat(Probe.exitOf(node, a)).isEqualTo(ExitReason.killed());
			assertThat(Probe.exitOf(node, b)).isEqualTo(ExitReason.shutdown());
			Probe.until(() -> node.view().processCount() == 0);
		}

		@Test
		void a_supervisor_that_is_killed_while_it_waits_for_a_child_leaves_nothing_behind() throws Throwable {
			lives.onEnd("b", gate::pass);
			started(SupervisorSpec.oneForOne(servers("a", "b")));
			Pid sup = supervisorPid();
			Pid b = pid("b");
			Future<?> stopping = stopLater();
			gate.awaitReached();
			node.kill(sup);
			assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> Probe.get(stopping));
			gate.open();
			Probe.exitOf(node, b);
			Probe.until(() -> node.view().processCount() == 0);
		}

		@Test
		void exit_signals_of_strangers_and_messages_of_no_meaning_change_nothing() { // OTP
																						// V14
			started(SupervisorSpec.oneForOne(servers("a")));
			Pid a = pid("a");
			Pid sup = supervisorPid();
			node.exit(sup, ExitReason.shutdown());
			Pid stranger = node.spawn((self) -> self.processes().exit(sup, ExitReason.failure("stranger")));
			Probe.exitOf(node, stranger);
			node.send(sup, "hello");
			assertThat(pid("a")).isEqualTo(a);
			assertThat(supervisorPid()).isEqualTo(sup);
		}

		@Test
		void an_exit_signal_that_a_living_child_sends_is_not_its_end() { // OTP V14
			started(SupervisorSpec.oneForOne(servers("a")));
			Pid a = pid("a");
			Pid sup = supervisorPid();
			Lives.tell(node, a, () -> {
				node.exit(sup, ExitReason.failure("not dead"));
				lives.tell("sent");
			});
			lives.await(1);
			assertThat(info("a")).satisfies((info) -> {
				assertThat(info.pid()).contains(a);
				assertThat(info.incarnation()).isEqualTo(1);
			});
		}

	}

	private Future<?> stopLater() {
		return Probe.async(() -> {
			this.supervisor.stop();
			return null;
		});
	}

	@Nested
	class RestartRules {

		@ParameterizedTest
		@Conformance("SUP-49")
		@ValueSource(strings = { "normal", "shutdown", "crash", "kill" })
		void a_permanent_child_is_always_restarted(String how) { // OTP V16
			started(SupervisorSpec.oneForOne(servers("a")));
			Pid before = pid("a");
			finish("a", how);
			awaitStart("a");
			assertThat(info("a")).satisfies((info) -> {
				assertThat(info.pid()).get().isNotEqualTo(before);
				assertThat(info.restarts()).isEqualTo(1);
				assertThat(info.incarnation()).isEqualTo(2);
			});
		}

		@ParameterizedTest
		@Conformance("SUP-49")
		@ValueSource(strings = { "crash", "kill" })
		void a_transient_child_is_restarted_after_an_abnormal_end(String how) { // OTP V16
			started(SupervisorSpec.oneForOne(lives.server("a").restart(Restart.TRANSIENT)));
			finish("a", how);
			awaitStart("a");
			assertThat(info("a").restarts()).isEqualTo(1);
		}

		@ParameterizedTest
		@Conformance("SUP-44")
		@ValueSource(strings = { "normal", "shutdown" })
		void a_transient_child_that_ends_well_is_kept_and_not_restarted(String how) { // OTP
																						// V17
			listen();
			started(SupervisorSpec.oneForOne(lives.server("a").restart(Restart.TRANSIENT)));
			finish("a", how);
			ExitReason reason = awaitExitSeen("a");
			assertThat(info("a")).satisfies((info) -> {
				assertThat(info.status()).isEqualTo(ChildStatus.STOPPED);
				assertThat(info.pid()).isEmpty();
				assertThat(info.lastExit()).contains(reason);
				assertThat(info.lastExitAt()).isPresent();
			});
			assertThat(supervisor.counts()).isEqualTo(new ChildCounts(1, 0, 0, 1));
		}

		@ParameterizedTest
		@Conformance("SUP-49")
		@ValueSource(strings = { "normal", "shutdown", "crash", "kill" })
		void a_temporary_child_is_never_restarted_and_is_forgotten(String how) { // OTP
																					// V16
			listen();
			started(SupervisorSpec.oneForOne(lives.server("a").restart(Restart.TEMPORARY), lives.server("b")));
			finish("a", how);
			awaitExitSeen("a");
			assertThat(ids()).containsExactly("b");
		}

		@Test
		void the_id_of_a_temporary_child_is_free_at_once_when_it_has_ended() {
			listen();
			started(SupervisorSpec.oneForOne(lives.server("a").restart(Restart.TEMPORARY)));
			crash("a");
			awaitExitSeen("a");
			assertThat(supervisor.startChild(lives.server("a"))).isPresent();
		}

		private void finish(String id, String how) {
			switch (how) {
				case "normal" -> end(id, ExitReason.normal());
				case "shutdown" -> end(id, ExitReason.shutdown("detail"));
				case "crash" -> crash(id);
				case "kill" -> node.kill(pid(id));
				default -> throw new IllegalArgumentException(how);
			}
		}

	}

	/** Until a child has started again, and the supervisor knows. */
	private void awaitStart(String id) {
		while (!this.lives.await(1).equals(List.of("+" + id))) {
			Thread.onSpinWait();
		}
	}

	@Nested
	class OneForOne {

		@Test
		void only_the_child_that_ended_is_restarted() { // OTP V23
			started(SupervisorSpec.oneForOne(servers("a", "b", "c")));
			List<Pid> before = List.of(pid("a"), pid("b"), pid("c"));
			crash("b");
			assertThat(lives.await(2)).containsExactly("-b", "+b");
			assertThat(pid("a")).isEqualTo(before.get(0));
			assertThat(pid("b")).isNotEqualTo(before.get(1));
			assertThat(pid("c")).isEqualTo(before.get(2));
			assertThat(lives.rest()).isEmpty();
		}

		@Test
		void a_restarted_child_keeps_its_place_in_the_order() {
			started(SupervisorSpec.oneForOne(servers("a", "b", "c")));
			crash("a");
			awaitStart("a");
			supervisor.stop();
			assertThat(lives.rest()).containsExactly("-c", "-b", "-a");
		}

	}

	@Nested
	class OneForAll {

		@Test
		void all_others_are_stopped_in_reverse_and_all_are_started_in_order() { // OTP V25
			started(SupervisorSpec.oneForAll(servers("a", "b", "c")));
			crash("b");
			assertThat(lives.await(6)).containsExactly("-b", "-c", "-a", "+a", "+b", "+c");
			assertThat(info("a").restarts()).as("a bystander was not restarted for its own sake").isZero();
			assertThat(info("b").restarts()).isEqualTo(1);
		}

		@Test
		@Conformance("SUP-96")
		void the_stopped_come_back_and_the_temporary_do_not() { // OTP V26, V27
			listen();
			started(SupervisorSpec.oneForAll(lives.server("a"), lives.server("b"),
					lives.server("c").restart(Restart.TRANSIENT), lives.server("d").restart(Restart.TEMPORARY)));
			supervisor.terminateChild("b");
			end("c", ExitReason.normal());
			awaitExitSeen("c");
			lives.rest();
			node.kill(pid("a"));
			assertThat(lives.await(4)).containsExactly("-d", "+a", "+b", "+c");
			assertThat(ids()).containsExactly("a", "b", "c");
		}

		@Test
		void siblings_stay_when_a_child_ends_that_is_not_restarted() { // OTP V28
			listen();
			started(SupervisorSpec.oneForAll(lives.server("a"), lives.server("b").restart(Restart.TRANSIENT)));
			Pid a = pid("a");
			end("b", ExitReason.normal());
			awaitExitSeen("b");
			assertThat(pid("a")).isEqualTo(a);
		}

		@Test
		@Conformance("SUP-57")
		void when_one_does_not_start_those_started_again_before_it_are_stopped_for_the_next_attempt() { // OTP
																										// V30
			lives.nextStarts("b", Lives.fine(), Lives.boom());
			started(SupervisorSpec.oneForAll(servers("a", "b", "c")));
			Probe<ExitReason> ends = new Probe<>();
			node.view().addListener((event) -> {
				if (event instanceof ProcessEvent.Exited exited && exited.reason().exception() == null) {
					ends.tell(exited.reason());
				}
			});
			node.kill(pid("a"));
			assertThat(lives.await(7)).containsExactly("-c", "-b", "+a", "-a", "+a", "+b", "+c");
			assertThat(ends.await(4)).as("also the first new a was stopped in order")
				.containsExactlyInAnyOrder(ExitReason.killed(), ExitReason.shutdown(), ExitReason.shutdown(),
						ExitReason.shutdown());
			assertThat(info("b").restarts()).as("the second attempt counts").isEqualTo(1);
		}

		@Test
		void two_children_that_end_together_are_one_incident_each_at_most() {
			listen();
			started(SupervisorSpec.oneForAll(servers("a", "b")).intensity(MANY));
			lives.onEnd("a", () -> node.kill(pidOutside("b")));
			crash("a");
			awaitStart("b");
			supervisor.children();
			assertThat(supervisor.counts().active()).isEqualTo(2);
		}

		private Pid pidOutside(String id) {
			return info(id).pid().orElseThrow();
		}

	}

	@Nested
	class RestForOne {

		@Test
		@Conformance("SUP-62")
		void those_started_after_the_child_are_stopped_in_reverse_and_started_again_with_it() { // OTP
																								// V24
			started(SupervisorSpec.restForOne(servers("a", "b", "c", "d", "e")));
			List<Pid> before = List.of(pid("a"), pid("b"));
			crash("c");
			assertThat(lives.await(6)).containsExactly("-c", "-e", "-d", "+c", "+d", "+e");
			assertThat(List.of(pid("a"), pid("b"))).isEqualTo(before);
			supervisor.stop();
			assertThat(lives.rest()).containsExactly("-e", "-d", "-c", "-b", "-a");
		}

		@Test
		void when_one_does_not_start_those_before_it_stay() { // OTP V30
			lives.nextStarts("c", Lives.fine(), Lives.boom());
			started(SupervisorSpec.restForOne(servers("a", "b", "c", "d")));
			node.kill(pid("b"));
			assertThat(lives.await(5)).containsExactly("-d", "-c", "+b", "+c", "+d");
			assertThat(info("b").incarnation()).isEqualTo(2);
		}

		@Test
		@Conformance("SUP-78")
		void while_one_waits_to_be_tried_again_those_before_it_run_and_those_behind_it_do_not() throws Throwable {
			lives.nextStarts("b", Lives.fine(), () -> {
				gate.pass();
				throw new Lives.Boom();
			});
			started(SupervisorSpec.restForOne(servers("a", "b", "c")));
			node.kill(pid("b"));
			gate.awaitReached();
			Future<List<ChildInfo>> seen = queued(supervisor::children);
			gate.open();
			assertThat(Probe.get(seen)).extracting(ChildInfo::status)
				.containsExactly(ChildStatus.RUNNING, ChildStatus.RESTARTING, ChildStatus.STOPPED);
		}

		@Test
		void a_child_that_waits_to_be_restarted_waits_for_one_before_it_that_has_to_come_first() { // OTP
																									// V24
			listen();
			started(SupervisorSpec
				.restForOne(lives.server("a").backoff(fixedBackoff(Duration.ofSeconds(10))),
						lives.server("b").backoff(fixedBackoff(Duration.ofSeconds(1))))
				.intensity(MANY));
			crash("b");
			awaitExitSeen("b");
			crash("a");
			awaitExitSeen("a");
			time.advance(Duration.ofSeconds(1));
			assertThat(supervisor.counts().active()).as("nobody runs before a does").isZero();
			time.advance(Duration.ofSeconds(9));
			assertThat(lives.await(4)).containsExactly("-b", "-a", "+a", "+b");
		}

	}

	private static Backoff fixedBackoff(Duration delay) {
		return new Backoff(delay, delay, 1, 0, Duration.ofDays(1));
	}

	@Nested
	class Intensity {

		private final Duration period = Duration.ofSeconds(5);

		private void crashAndAwaitRestart(String id) {
			node.kill(pid(id));
			assertThat(lives.await(1)).containsExactly("+" + id);
		}

		@ParameterizedTest
		@Conformance("SUP-93")
		@ValueSource(ints = { 0, 1, 2, 5 })
		void a_supervisor_survives_as_many_restarts_as_allowed_and_not_one_more(int allowed) { // OTP
																								// V19
			started(SupervisorSpec.oneForOne(servers("a")).intensity(new RestartIntensity(allowed, this.period)));
			remember();
			for (int i = 0; i < allowed; i++) {
				crashAndAwaitRestart("a");
			}
			node.kill(pid("a"));
			assertThat(gaveUp()).isEqualTo(
					new GaveUp(Place.of("sup"), "a", ExitReason.killed(), new RestartIntensity(allowed, this.period)));
			assertThat(lives.rest()).isEmpty();
		}

		@Test
		void a_restart_still_counts_at_the_end_of_the_period() { // OTP V19
			started(SupervisorSpec.oneForOne(servers("a")).intensity(new RestartIntensity(1, this.period)));
			remember();
			crashAndAwaitRestart("a");
			time.advance(this.period);
			node.kill(pid("a"));
			gaveUp();
		}

		@Test
		void a_restart_no_longer_counts_after_the_period() { // OTP V19
			started(SupervisorSpec.oneForOne(servers("a")).intensity(new RestartIntensity(1, this.period)));
			crashAndAwaitRestart("a");
			time.advance(this.period.plusNanos(1));
			crashAndAwaitRestart("a");
			assertThat(info("a").restarts()).isEqualTo(2);
		}

		@Test
		@Conformance("SUP-53")
		void all_children_share_the_limit() { // OTP V18
			started(SupervisorSpec.oneForOne(servers("a", "b")).intensity(new RestartIntensity(2, this.period)));
			remember();
			crashAndAwaitRestart("a");
			crashAndAwaitRestart("b");
			node.kill(pid("a"));
			assertThat(gaveUp().child()).isEqualTo("a");
		}

		@Test
		void who_gives_up_stops_the_other_children_in_reverse() { // OTP V20
			started(SupervisorSpec.oneForOne(servers("a", "b", "c")).intensity(new RestartIntensity(0, this.period)));
			remember();
			node.kill(pid("b"));
			gaveUp();
			assertThat(lives.rest()).containsExactly("-c", "-a");
		}

		@Test
		void who_gives_up_says_so() {
			listen();
			started(SupervisorSpec.oneForOne(servers("a")).intensity(new RestartIntensity(0, this.period)));
			remember();
			node.kill(pid("a"));
			GaveUp detail = gaveUp();
			assertThat(events.rest()).usingRecursiveFieldByFieldElementComparatorIgnoringFields("stamp")
				.contains(
						new SupervisorEvent.SupervisorGaveUp(Stamps.ANY, supervisorPidBefore, Place.of("sup"), detail));
			assertThat(detail)
				.hasToString("supervisor 'sup' gave up: more than 0 restarts within 5s, last 'a' because of: killed");
		}

		@Test
		void what_is_started_by_request_does_not_count() { // OTP V19
			started(SupervisorSpec.oneForOne(servers("a")).intensity(new RestartIntensity(0, this.period)));
			for (int i = 0; i < 5; i++) {
				supervisor.terminateChild("a");
				supervisor.restartChild("a");
			}
			assertThat(info("a").restarts()).isZero();
			assertThat(info("a").incarnation()).isEqualTo(6);
		}

		@Test
		void a_call_to_one_that_gives_up_fails_with_the_reason() throws Throwable {
			lives.onEnd("b", gate::pass);
			started(SupervisorSpec.oneForOne(servers("a", "b")).intensity(new RestartIntensity(0, this.period)));
			node.kill(pid("a"));
			gate.awaitReached();
			Future<List<ChildInfo>> waiting = queued(supervisor::children);
			gate.open();
			assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> Probe.get(waiting))
				.matches((ex) -> ex.reason() instanceof ExitReason.Shutdown(GaveUp detail));
		}

	}

	@Nested
	class Escalation {

		private ChildSpec sub(Restart restart) {
			return ChildSpec
				.supervisor("sub",
						SupervisorSpec.oneForOne(servers("a", "b"))
							.intensity(new RestartIntensity(0, Duration.ofSeconds(5))))
				.restart(restart);
		}

		private Pid leaf(String id) {
			return info(Supervisor.of(node, pid("sub")), id).pid().orElseThrow();
		}

		@Test
		void a_permanent_supervisor_that_gives_up_is_restarted_and_counted_one_level_up() { // OTP
																							// V21
			started(SupervisorSpec.oneForOne(sub(Restart.PERMANENT))
				.intensity(new RestartIntensity(1, Duration.ofSeconds(5))));
			remember();
			node.kill(leaf("a"));
			assertThat(lives.await(3)).containsExactly("-b", "+a", "+b");
			assertThat(info("sub").restarts()).isEqualTo(1);
			assertThat(info("sub").lastExit()).get()
				.isInstanceOfSatisfying(ExitReason.Shutdown.class,
						(reason) -> assertThat(reason.detail()).isInstanceOfSatisfying(GaveUp.class,
								(detail) -> assertThat(detail.supervisor()).isEqualTo("sup/sub")));
			node.kill(leaf("a"));
			assertThat(gaveUp().child()).isEqualTo("sub");
		}

		@Test
		@Conformance("SUP-94")
		void a_transient_supervisor_that_gives_up_is_not_restarted() { // OTP V21
			listen();
			started(SupervisorSpec.oneForOne(sub(Restart.TRANSIENT)));
			node.kill(leaf("a"));
			awaitExitSeen("sub");
			assertThat(info("sub").status()).isEqualTo(ChildStatus.STOPPED);
		}

		@Test
		void a_supervisor_that_was_killed_is_restarted_with_new_children() {
			started(SupervisorSpec.oneForOne(sub(Restart.TRANSIENT)));
			node.kill(pid("sub"));
			awaitStart("b");
			assertThat(info("sub").supervision().orElseThrow().childCount()).isEqualTo(2);
			assertThat(leaf("a").isAlive()).isTrue();
		}

		@Test
		void children_that_were_started_by_request_are_gone_after_a_restart_of_their_supervisor() {
			started(SupervisorSpec.oneForOne(sub(Restart.PERMANENT)));
			Supervisor.of(node, pid("sub")).startChild(lives.server("extra"));
			lives.rest();
			node.kill(leaf("a"));
			assertThat(lives.await(4)).containsExactly("-extra", "-b", "+a", "+b");
			assertThat(info("sub").supervision().orElseThrow().children()).extracting(ChildInfo::id)
				.containsExactly("a", "b");
		}

	}

	@Nested
	class FailedRestarts {

		@Test
		@Conformance("SUP-54")
		void each_attempt_is_counted_until_the_supervisor_gives_up() { // OTP V29
			AtomicInteger attempts = new AtomicInteger();
			started(SupervisorSpec.oneForOne(servers("a", "b"))
				.intensity(new RestartIntensity(4, Duration.ofSeconds(5))));
			remember();
			lives.everyStart("a", () -> {
				attempts.incrementAndGet();
				throw new Lives.Boom();
			});
			node.kill(pid("a"));
			time.advanceUntil(() -> !supervisorPidBefore.isAlive());
			GaveUp detail = gaveUp();
			assertThat(attempts).hasValue(4);
			assertThat(detail.reason().exception()).isInstanceOf(Lives.Boom.class);
			assertThat(lives.rest()).as("the healthy sibling was stopped").containsExactly("-b");
		}

		@ParameterizedTest
		@Conformance({ "SUP-56", "SUP-64" })
		@EnumSource(names = { "ONE_FOR_ALL", "REST_FOR_ONE" })
		void one_that_never_starts_again_escalates_under_any_strategy(Strategy strategy) {
			started(SupervisorSpec.of(strategy, servers("a", "b"))
				.intensity(new RestartIntensity(4, Duration.ofSeconds(5))));
			remember();
			lives.everyStart("b", Lives.boom());
			node.kill(pid("a"));
			time.advanceUntil(() -> !supervisorPidBefore.isAlive());
			assertThat(gaveUp().child()).isEqualTo("b");
			assertThat(node.view().processCount()).isZero();
		}

		@Test
		void attempts_go_on_until_one_succeeds() { // OTP V29
			lives.nextStarts("a", Lives.fine(), Lives.boom(), Lives.boom());
			listen();
			started(SupervisorSpec.oneForOne(servers("a")));
			node.kill(pid("a"));
			time.advanceUntil(() -> info("a").pid().isPresent());
			assertThat(lives.await(1)).containsExactly("+a");
			assertThat(info("a").restarts()).isEqualTo(3);
			assertThat(info("a").incarnation()).isEqualTo(2);
			assertThat(events.rest()).filteredOn(SupervisorEvent.StartFailed.class::isInstance).hasSize(2);
		}

		@Test
		void the_first_attempt_comes_at_once_and_each_further_one_after_a_longer_pause() {
			lives.nextStarts("a", Lives.fine(), Lives.boom(), Lives.boom(), Lives.boom());
			started(SupervisorSpec.oneForOne(servers("a")).intensity(MANY));
			Probe<Duration> delays = new Probe<>();
			node.view().addListener((event) -> {
				if (event instanceof SupervisorEvent.StartFailed) {
					delays.tell(Duration.between(ManualTime.EPOCH, time.instant()));
				}
			});
			node.kill(pid("a"));
			assertThat(delays.await(2)).containsOnly(Duration.ZERO);
			awaitTimerOfSupervisor();
			time.advance(Duration.ofMillis(10));
			assertThat(delays.await()).isEqualTo(Duration.ofMillis(10));
			awaitTimerOfSupervisor();
			time.advance(Duration.ofMillis(19));
			supervisor.children();
			assertThat(lives.rest()).isEmpty();
			time.advance(Duration.ofMillis(1));
			assertThat(lives.await(1)).containsExactly("+a");
		}

		/** It sets it before it answers. Others may have something scheduled too. */
		private void awaitTimerOfSupervisor() {
			supervisor.children();
		}

		@Test
		void one_that_hangs_at_every_restart_longer_than_the_period_makes_its_supervisor_give_up() {
			started(SupervisorSpec.oneForOne(servers("a")).intensity(new RestartIntensity(2, Duration.ofSeconds(5))));
			remember();
			lives.everyStart("a", () -> time.advance(Duration.ofSeconds(8)));
			lives.nextStarts("a", Lives.boom(), Lives.boom());
			node.kill(pid("a"));
			time.advanceUntil(() -> !supervisorPidBefore.isAlive());
			assertThat(gaveUp().child()).isEqualTo("a");
		}

		@Test
		void between_two_attempts_the_supervisor_answers() throws Throwable { // OTP V29
			failOnceBehindTheGate();
			Future<List<ChildInfo>> seen = queued(supervisor::children);
			gate.open();
			assertThat(Probe.get(seen)).singleElement().satisfies((info) -> {
				assertThat(info.status()).isEqualTo(ChildStatus.RESTARTING);
				assertThat(info.pid()).isEmpty();
			});
			assertThat(lives.await(1)).containsExactly("+a");
		}

		@Test
		@Conformance("SUP-76")
		void between_two_attempts_the_child_can_be_stopped_for_good() throws Throwable { // OTP
																							// V34
			failOnceBehindTheGate();
			Future<?> terminated = queued(() -> {
				supervisor.terminateChild("a");
				return null;
			});
			gate.open();
			Probe.get(terminated);
			assertThat(info("a").status()).isEqualTo(ChildStatus.STOPPED);
			assertThat(lives.rest()).isEmpty();
			assertThat(supervisor.restartChild("a")).isPresent();
		}

		@Test
		void between_two_attempts_the_child_cannot_be_restarted_or_deleted_and_who_starts_it_gets_it_at_once()
				throws Throwable { // OTP
			// V32,
			// V36,
			// V37
			failOnceBehindTheGate();
			Future<?> restart = queued(() -> supervisor.restartChild("a"));
			Future<?> delete = queued(() -> {
				supervisor.deleteChild("a");
				return null;
			});
			Future<?> start = queued(() -> supervisor.startChild(lives.server("a")));
			gate.open();
			assertConflict(Conflict.RESTARTING, () -> Probe.get(restart));
			assertConflict(Conflict.RESTARTING, () -> Probe.get(delete));
			assertConflict(Conflict.ALREADY_STARTED, () -> Probe.get(start));
		}

		@Test
		@Conformance("SUP-77")
		void between_two_attempts_the_supervisor_can_be_stopped() throws Throwable {
			failOnceBehindTheGate();
			remember();
			node.host().stop(supervisorPidBefore, ExitReason.shutdown());
			gate.open();
			assertThat(Probe.exitOf(node, supervisorPidBefore)).isEqualTo(ExitReason.shutdown());
			assertThat(node.whereis("sup")).isEmpty();
			assertThat(lives.rest()).isEmpty();
		}

		@Test
		void a_restart_that_finds_nothing_to_do_leaves_the_child_stopped() { // OTP V31
			lives.nextStarts("a", Lives.fine(), Lives.ignore());
			listen();
			started(SupervisorSpec.oneForOne(servers("a")));
			node.kill(pid("a"));
			awaitExitSeen("a");
			assertThat(info("a").status()).isEqualTo(ChildStatus.STOPPED);
		}

		@Test
		void a_start_function_that_wants_to_exit_ends_the_attempt_and_not_the_supervisor() {
			AtomicInteger attempts = new AtomicInteger();
			ChildSpec quitter = ChildSpec.worker("quitter", (context) -> {
				attempts.incrementAndGet();
				throw Self.current().exit(ExitReason.failure("no"));
			});
			startOneForOne("a");
			assertThatExceptionOfType(ChildStartException.class).isThrownBy(() -> supervisor.startChild(quitter))
				.matches((ex) -> ex.reason().equals(ExitReason.failure("no")));
			assertThat(ids()).containsExactly("a");
		}

		@Test
		void an_attempt_gets_through_when_the_mailbox_of_the_supervisor_is_full() throws Throwable {
			lives.nextStarts("leaf", Lives.fine(), () -> {
				gate.pass();
				throw new Lives.Boom();
			});
			start(SupervisorSpec.oneForOne(ChildSpec.supervisor("sub", SupervisorSpec.oneForOne(servers("leaf")))
				.mailbox(new MailboxLimit(1, MailboxLimit.Overflow.DROP_NEWEST, MailboxLimit.DEFAULT_TIMEOUT))));
			lives.rest();
			Pid sub = pid("sub");
			Supervisor inner = Supervisor.of(node, sub);
			node.kill(info(inner, "leaf").pid().orElseThrow());
			gate.awaitReached();
			node.send(sub, "fills the mailbox");
			gate.open();
			assertThat(lives.await(1)).containsExactly("+leaf");
			assertThat(pid("sub")).isEqualTo(sub);
		}

		private void failOnceBehindTheGate() {
			lives.nextStarts("a", Lives.fine(), () -> {
				gate.pass();
				throw new Lives.Boom();
			});
			started(SupervisorSpec.oneForOne(servers("a")));
			node.kill(pid("a"));
			gate.awaitReached();
		}

	}

	@Nested
	class WithBackoff {

		private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(3), 2, 0,
				Duration.ofSeconds(30));

		private void startWithBackoff(Strategy strategy, String... ids) {
			listen();
			started(SupervisorSpec.of(strategy, servers(ids)).backoff(this.backoff).intensity(MANY));
		}

		private void killAndSee(String id) {
			node.kill(pid(id));
			awaitExitSeen(id);
		}

		private void assertRestartAfter(String id, Duration delay) {
			time.advance(delay.minusNanos(1));
			assertThat(info(id).status()).as("just before " + delay).isEqualTo(ChildStatus.RESTARTING);
			time.advance(Duration.ofNanos(1));
			assertThat(lives.await(1)).containsExactly("+" + id);
		}

		@Test
		void a_restart_waits_and_shows_until_when() {
			startWithBackoff(Strategy.ONE_FOR_ONE, "a");
			killAndSee("a");
			assertThat(info("a")).satisfies((info) -> {
				assertThat(info.status()).isEqualTo(ChildStatus.RESTARTING);
				assertThat(info.restartAt()).contains(time.instant().plusSeconds(1));
				assertThat(info.lastExitAt()).contains(time.instant());
				assertThat(info.restarts()).isEqualTo(1);
			});
			assertRestartAfter("a", Duration.ofSeconds(1));
			assertThat(info("a").restartAt()).isEmpty();
		}

		@Test
		void delays_grow_up_to_the_longest() {
			startWithBackoff(Strategy.ONE_FOR_ONE, "a");
			for (int seconds : new int[] { 1, 2, 3, 3 }) {
				killAndSee("a");
				assertRestartAfter("a", Duration.ofSeconds(seconds));
			}
		}

		@Test
		void a_child_that_has_run_long_enough_begins_anew() {
			startWithBackoff(Strategy.ONE_FOR_ONE, "a");
			killAndSee("a");
			assertRestartAfter("a", Duration.ofSeconds(1));
			supervisor.children();
			time.advance(Duration.ofSeconds(30));
			killAndSee("a");
			assertRestartAfter("a", Duration.ofSeconds(1));
		}

		@Test
		void a_child_that_has_not_run_long_enough_does_not() {
			startWithBackoff(Strategy.ONE_FOR_ONE, "a");
			killAndSee("a");
			assertRestartAfter("a", Duration.ofSeconds(1));
			supervisor.children();
			time.advance(Duration.ofSeconds(30).minusNanos(1));
			killAndSee("a");
			assertRestartAfter("a", Duration.ofSeconds(2));
		}

		@Test
		void a_child_that_cannot_be_started_for_long_does_not_begin_anew() {
			startWithBackoff(Strategy.ONE_FOR_ONE, "a");
			lives.everyStart("a", Lives.boom());
			killAndSee("a");
			for (int seconds = 0; seconds < 60; seconds += 3) {
				time.advance(Duration.ofSeconds(3));
				assertThat(info("a").status()).isEqualTo(ChildStatus.RESTARTING);
			}
			lives.everyStart("a", Lives.fine());
			time.advance(Duration.ofSeconds(3));
			assertThat(lives.await(1)).containsExactly("+a");
			killAndSee("a");
			assertRestartAfter("a", Duration.ofSeconds(3));
		}

		@Test
		void an_attempt_that_fails_waits_longer_and_counts_when_it_is_made() {
			lives.nextStarts("a", Lives.fine(), Lives.boom());
			startWithBackoff(Strategy.ONE_FOR_ONE, "a");
			killAndSee("a");
			time.advance(Duration.ofSeconds(1));
			assertThat(info("a")).satisfies((info) -> {
				assertThat(info.status()).isEqualTo(ChildStatus.RESTARTING);
				assertThat(info.restarts()).isEqualTo(1);
			});
			assertRestartAfter("a", Duration.ofSeconds(2));
			assertThat(info("a").restarts()).isEqualTo(2);
		}

		@Test
		void to_terminate_the_child_cancels_its_restart() {
			startWithBackoff(Strategy.ONE_FOR_ONE, "a");
			killAndSee("a");
			supervisor.terminateChild("a");
			time.advance(Duration.ofHours(1));
			assertThat(info("a").status()).isEqualTo(ChildStatus.STOPPED);
			assertThat(info("a").restartAt()).isEmpty();
			assertThat(lives.rest()).isEmpty();
		}

		@Test
		void all_siblings_wait_under_one_for_all() {
			startWithBackoff(Strategy.ONE_FOR_ALL, "a", "b");
			killAndSee("b");
			assertThat(lives.await(1)).containsExactly("-a");
			assertThat(supervisor.counts().active()).isZero();
			time.advance(Duration.ofSeconds(1));
			assertThat(lives.await(2)).containsExactly("+a", "+b");
		}

		@Test
		void a_delayed_restart_that_was_overtaken_does_not_cut_the_next_one_short() {
			listen();
			started(SupervisorSpec
				.oneForAll(lives.server("a").backoff(fixedBackoff(Duration.ofSeconds(10))), lives.server("b"))
				.intensity(MANY));
			killAndSee("a");
			supervisor.restartChild("b");
			time.advance(Duration.ofSeconds(4));
			killAndSee("b");
			assertThat(lives.rest()).containsExactly("-b", "+b", "+a", "+b");
			killAndSee("a");
			assertThat(lives.rest()).containsExactly("-b");
			time.advance(Duration.ofSeconds(6));
			assertThat(info("a").status()).as("when the first was to come").isEqualTo(ChildStatus.RESTARTING);
			time.advance(Duration.ofSeconds(4));
			assertThat(lives.await(2)).containsExactly("+a", "+b");
		}

		@Test
		void a_sibling_that_was_restarted_by_hand_meanwhile_runs_on_when_the_delay_is_over() {
			startWithBackoff(Strategy.ONE_FOR_ALL, "a", "b");
			killAndSee("a");
			Pid b = supervisor.restartChild("b").orElseThrow();
			time.advance(Duration.ofSeconds(1));
			assertThat(pid("b")).isEqualTo(b);
			assertThat(lives.rest()).containsExactly("-b", "+b", "+a");
		}

		@Test
		void when_one_does_not_start_after_the_delay_those_behind_it_are_stopped_and_free_to_be_restarted() {
			startWithBackoff(Strategy.ONE_FOR_ALL, "a", "b");
			lives.everyStart("a", Lives.boom());
			killAndSee("b");
			time.advance(Duration.ofSeconds(1));
			assertThat(info("a").status()).isEqualTo(ChildStatus.RESTARTING);
			assertThat(info("b").status()).isEqualTo(ChildStatus.STOPPED);
			supervisor.terminateChild("a");
			assertThat(supervisor.restartChild("b")).isPresent();
		}

		@Test
		void the_supervisor_can_be_stopped_while_a_child_waits() {
			startWithBackoff(Strategy.ONE_FOR_ONE, "a", "b");
			killAndSee("a");
			supervisor.stop();
			time.advance(Duration.ofHours(1));
			assertThat(lives.rest()).containsExactly("-b");
		}

		@Test
		void a_child_may_have_delays_of_its_own() {
			listen();
			started(SupervisorSpec.oneForOne(lives.server("a").backoff(fixedBackoff(Duration.ofMinutes(1))))
				.backoff(this.backoff));
			killAndSee("a");
			assertRestartAfter("a", Duration.ofMinutes(1));
		}

		@Test
		void delays_do_not_widen_the_window_of_restarts() {
			listen();
			started(SupervisorSpec.oneForOne(servers("a"))
				.backoff(fixedBackoff(Duration.ofSeconds(2)))
				.intensity(new RestartIntensity(2, Duration.ofSeconds(5))));
			remember();
			killAndSee("a");
			assertRestartAfter("a", Duration.ofSeconds(2));
			killAndSee("a");
			assertRestartAfter("a", Duration.ofSeconds(2));
			node.kill(pid("a"));
			gaveUp();
		}

		@Test
		void a_reset_that_never_comes_is_allowed() {
			listen();
			Duration forever = java.time.temporal.ChronoUnit.FOREVER.getDuration();
			started(SupervisorSpec.oneForOne(servers("a"))
				.backoff(new Backoff(Duration.ofSeconds(1), forever, 2, 0, forever)));
			killAndSee("a");
			assertRestartAfter("a", Duration.ofSeconds(1));
		}

	}

	private static void assertConflict(Conflict conflict, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
		assertThatExceptionOfType(ChildConflictException.class).isThrownBy(call)
			.matches((ex) -> ex.conflict() == conflict, conflict.toString());
	}

	@Nested
	class Requests {

		@Test
		void a_new_child_comes_last_in_the_order() { // OTP V32
			started(SupervisorSpec.oneForOne(servers("a", "b")));
			Optional<Pid> pid = supervisor.startChild(lives.server("c"));
			assertThat(pid).contains(pid("c"));
			supervisor.stop();
			assertThat(lives.rest()).containsExactly("+c", "-c", "-b", "-a");
		}

		@Test
		void a_new_child_is_supervised_like_the_others() {
			started(SupervisorSpec.restForOne(servers("a")));
			supervisor.startChild(lives.server("b"));
			lives.rest();
			crash("a");
			assertThat(lives.await(4)).containsExactly("-a", "-b", "+a", "+b");
		}

		@Test
		@Conformance("SUP-25")
		void a_child_that_runs_cannot_be_started_under_the_same_id() { // OTP V32
			startOneForOne("a");
			Pid a = pid("a");
			assertThatExceptionOfType(ChildConflictException.class)
				.isThrownBy(() -> supervisor.startChild(lives.server("a")))
				.withMessage("Child 'a' of supervisor 'sup' has been started already as " + a)
				.matches((ex) -> ex.conflict() == Conflict.ALREADY_STARTED && ex.pid().equals(Optional.of(a)));
		}

		@Test
		void a_child_that_is_known_but_does_not_run_cannot_be_started_anew() { // OTP V32
			startOneForOne("a");
			supervisor.terminateChild("a");
			assertConflict(Conflict.ALREADY_PRESENT, () -> supervisor.startChild(lives.server("a")));
		}

		@Test
		void a_child_that_does_not_start_is_not_kept() { // OTP V32
			startOneForOne("a");
			lives.everyStart("b", Lives.boom());
			assertThatExceptionOfType(ChildStartException.class)
				.isThrownBy(() -> supervisor.startChild(lives.server("b")))
				.withCauseInstanceOf(Lives.Boom.class)
				.matches((ex) -> ex.path().equals("sup/b"));
			assertThat(ids()).containsExactly("a");
		}

		@Test
		@Conformance("SUP-05")
		void a_child_with_nothing_to_do_is_kept_without_a_process() { // OTP V9
			startOneForOne();
			lives.everyStart("a", Lives.ignore()).everyStart("t", Lives.ignore());
			assertThat(supervisor.startChild(lives.server("a"))).isEmpty();
			assertThat(supervisor.startChild(lives.server("t").restart(Restart.TEMPORARY))).isEmpty();
			assertThat(info("a").pid()).isEmpty();
			assertThat(supervisor.counts()).isEqualTo(new ChildCounts(1, 0, 0, 1));
		}

		@Test
		@Conformance("SUP-41")
		void a_significant_child_is_refused_where_it_would_mean_nothing() { // OTP V3
			startOneForOne();
			ChildSpec significant = lives.server("a").restart(Restart.TRANSIENT).significant(true);
			assertThatExceptionOfType(IllegalArgumentException.class)
				.isThrownBy(() -> supervisor.startChild(significant))
				.withMessageContaining("auto-shutdown 'never'");
		}

		@Test
		@Conformance("SUP-26")
		void to_terminate_a_child_stops_it_for_good_and_keeps_it() { // OTP V34
			started(SupervisorSpec.oneForOne(servers("a", "b")));
			supervisor.terminateChild("a");
			supervisor.terminateChild("a");
			assertThat(lives.rest()).containsExactly("-a");
			assertThat(info("a")).satisfies((info) -> {
				assertThat(info.status()).isEqualTo(ChildStatus.STOPPED);
				assertThat(info.lastExit()).contains(ExitReason.shutdown());
				assertThat(info.restarts()).isZero();
			});
			assertThat(supervisor.counts()).isEqualTo(new ChildCounts(2, 1, 0, 2));
		}

		@Test
		void to_terminate_a_temporary_child_forgets_it() { // OTP V34
			start(SupervisorSpec.oneForOne(lives.server("a").restart(Restart.TEMPORARY)));
			supervisor.terminateChild("a");
			assertThat(ids()).isEmpty();
			assertThat(supervisor.startChild(lives.server("a"))).isPresent();
		}

		@Test
		@Conformance("SUP-28")
		void a_stopped_child_can_be_restarted_in_its_old_place() { // OTP V36
			started(SupervisorSpec.oneForOne(servers("a", "b")));
			supervisor.terminateChild("a");
			Optional<Pid> pid = supervisor.restartChild("a");
			assertThat(pid).contains(pid("a"));
			assertThat(ids()).containsExactly("a", "b");
			assertConflict(Conflict.RUNNING, () -> supervisor.restartChild("a"));
		}

		@Test
		@Conformance("SUP-12")
		void a_restart_that_fails_keeps_the_child() { // OTP V36
			startOneForOne("a");
			supervisor.terminateChild("a");
			lives.nextStarts("a", Lives.boom());
			assertThatExceptionOfType(ChildStartException.class).isThrownBy(() -> supervisor.restartChild("a"));
			assertThat(info("a").status()).isEqualTo(ChildStatus.STOPPED);
			assertThat(supervisor.restartChild("a")).isPresent();
		}

		@Test
		void a_restart_may_find_nothing_to_do() { // OTP V36
			startOneForOne("a");
			supervisor.terminateChild("a");
			lives.nextStarts("a", Lives.ignore());
			assertThat(supervisor.restartChild("a")).isEmpty();
		}

		@Test
		@Conformance("SUP-30")
		void only_a_child_that_does_not_run_can_be_deleted() { // OTP V37
			startOneForOne("a", "b");
			assertConflict(Conflict.RUNNING, () -> supervisor.deleteChild("a"));
			supervisor.terminateChild("a");
			supervisor.deleteChild("a");
			assertThat(ids()).containsExactly("b");
			assertThatExceptionOfType(NoSuchChildException.class).isThrownBy(() -> supervisor.restartChild("a"));
		}

		@Test
		@Conformance("SUP-29")
		void an_unknown_child_is_an_error_for_each_of_them() {
			startOneForOne("a");
			List<Consumer<String>> requests = List.of(supervisor::terminateChild, supervisor::restartChild,
					supervisor::deleteChild);
			for (Consumer<String> request : requests) {
				assertThatExceptionOfType(NoSuchChildException.class).isThrownBy(() -> request.accept("x"))
					.withMessage("Supervisor 'sup' has no child 'x'");
			}
		}

		@Test
		void a_null_does_no_harm_to_the_supervisor() {
			startOneForOne("a");
			remember();
			assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> supervisor.startChild(null));
			assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> supervisor.terminateChild(null));
			assertThat(supervisorPid()).isEqualTo(supervisorPidBefore);
			assertThat(ids()).containsExactly("a");
		}

		@Test
		void supervisors_and_workers_are_counted_running_or_not() { // OTP V39
			start(SupervisorSpec.oneForOne(lives.server("a"), ChildSpec.supervisor("s", SupervisorSpec.oneForOne()),
					ChildSpec.dynamicSupervisor("d", DynamicSupervisorSpec.defaults())));
			supervisor.terminateChild("s");
			supervisor.terminateChild("a");
			assertThat(supervisor.counts()).isEqualTo(new ChildCounts(3, 1, 2, 1));
		}

		@Test
		void a_supervisor_that_is_not_there_cannot_be_asked() {
			Supervisor nobody = Supervisor.named(node, "nobody");
			assertThatExceptionOfType(CallException.NoServer.class).isThrownBy(nobody::children);
		}

		@Test
		void a_child_may_register_a_name_and_gets_it_again_when_it_is_restarted() {
			started(SupervisorSpec.oneForOne(lives.server("a").name("well-known")));
			assertThat(node.whereis("well-known")).contains(pid("a"));
			node.kill(pid("a"));
			awaitStart("a");
			assertThat(node.whereis("well-known")).contains(pid("a"));
		}

		@Test
		@Conformance("SUP-97")
		void a_child_whose_name_is_taken_does_not_start_and_who_asked_is_told_the_holder() { // OTP
																								// V32
			startOneForOne("a");
			Pid holder = pid("a");
			node.register("taken", holder);
			assertThatExceptionOfType(NameTakenException.class)
				.isThrownBy(() -> supervisor.startChild(lives.server("b").name("taken")))
				.satisfies((ex) -> assertThat(ex.holder()).isEqualTo(holder));
			assertThat(ids()).containsExactly("a");
			assertThat(holder.isAlive()).isTrue();
		}

		@Test
		void a_child_with_a_taken_name_further_down_is_a_child_that_did_not_start() { // OTP
																						// V7
			startOneForOne("a");
			node.register("taken", pid("a"));
			ChildSpec inner = ChildSpec.supervisor("inner", SupervisorSpec.oneForOne(lives.server("b").name("taken")));
			assertThatExceptionOfType(ChildStartException.class).isThrownBy(() -> supervisor.startChild(inner))
				.withCauseInstanceOf(NameTakenException.class)
				.matches((ex) -> ex.path().equals("sup/inner/b"));
		}

	}

	@Nested
	class AutomaticShutdown {

		private ChildSpec significant(String id, Restart restart) {
			return lives.server(id).restart(restart).significant(true);
		}

		private SupervisorSpec spec(AutoShutdown rule, ChildSpec... children) {
			return SupervisorSpec.oneForOne().autoShutdown(rule).children(children);
		}

		@Test
		void the_end_of_any_significant_child_ends_the_supervisor() { // OTP V43
			started(spec(AutoShutdown.ANY_SIGNIFICANT, lives.server("a"), significant("b", Restart.TRANSIENT),
					significant("c", Restart.TRANSIENT)));
			remember();
			end("b", ExitReason.normal());
			assertThat(Probe.exitOf(node, supervisorPidBefore)).isEqualTo(ExitReason.shutdown());
			assertThat(lives.rest()).containsExactly("-b", "-c", "-a");
		}

		@Test
		@Conformance("SUP-86")
		void the_end_of_the_last_significant_child_ends_the_supervisor() { // OTP V43
			listen();
			started(spec(AutoShutdown.ALL_SIGNIFICANT, lives.server("a"), significant("b", Restart.TRANSIENT),
					significant("c", Restart.TEMPORARY)));
			remember();
			end("b", ExitReason.normal());
			awaitExitSeen("b");
			assertThat(info("c").status()).isEqualTo(ChildStatus.RUNNING);
			crash("c");
			assertThat(Probe.exitOf(node, supervisorPidBefore)).isEqualTo(ExitReason.shutdown());
			assertThat(lives.rest()).containsExactly("-b", "-c", "-a");
		}

		@Test
		@Conformance("SUP-84")
		void to_terminate_a_significant_child_ends_nothing() { // OTP V44
			started(spec(AutoShutdown.ANY_SIGNIFICANT, significant("a", Restart.TRANSIENT),
					significant("b", Restart.TEMPORARY)));
			supervisor.terminateChild("a");
			supervisor.terminateChild("b");
			assertThat(ids()).containsExactly("a");
		}

		@Test
		void a_significant_child_that_crashes_is_restarted() {
			started(spec(AutoShutdown.ANY_SIGNIFICANT, significant("a", Restart.TRANSIENT)));
			crash("a");
			assertThat(lives.await(2)).containsExactly("-a", "+a");
		}

		@Test
		@Conformance("SUP-89")
		void the_end_of_a_significant_supervisor_goes_up_the_tree() { // OTP V45
			started(spec(AutoShutdown.ANY_SIGNIFICANT,
					ChildSpec
						.supervisor("inner", spec(AutoShutdown.ANY_SIGNIFICANT, significant("leaf", Restart.TRANSIENT)))
						.restart(Restart.TRANSIENT)
						.significant(true)));
			remember();
			Pid leaf = info(Supervisor.of(node, pid("inner")), "leaf").pid().orElseThrow();
			Lives.end(node, leaf, ExitReason.normal());
			assertThat(Probe.exitOf(node, supervisorPidBefore)).isEqualTo(ExitReason.shutdown());
		}

	}

	@Nested
	class KindsOfChildren {

		private final Probe<Object> seen = new Probe<>();

		@Test
		void a_task_that_returns_ends_well() {
			listen();
			start(SupervisorSpec
				.oneForOne(ChildSpec.task("t", () -> this.seen.tell("ran")).restart(Restart.TRANSIENT)));
			assertThat(this.seen.await()).isEqualTo("ran");
			assertThat(awaitExitSeen("t")).isEqualTo(ExitReason.normal());
			assertThat(info("t").status()).isEqualTo(ChildStatus.STOPPED);
		}

		@Test
		void a_task_is_temporary_unless_told_otherwise() { // OTP K9
			listen();
			start(SupervisorSpec.oneForOne(ChildSpec.task("t", () -> this.seen.tell("ran"))));
			assertThat(awaitExitSeen("t")).isEqualTo(ExitReason.normal());
			assertThat(ids()).isEmpty();
			assertThat(this.seen.rest()).containsExactly("ran");
		}

		@Test
		void a_task_that_throws_has_crashed() {
			AtomicInteger runs = new AtomicInteger();
			listen();
			start(SupervisorSpec.oneForOne(ChildSpec.task("t", () -> {
				if (runs.incrementAndGet() == 1) {
					throw new Exception("checked");
				}
			}).restart(Restart.TRANSIENT)));
			assertThat(awaitExitSeen("t").exception()).hasMessage("checked");
			assertThat(awaitExitSeen("t")).isEqualTo(ExitReason.normal());
			assertThat(runs).hasValue(2);
		}

		@Test
		void a_task_is_interrupted_when_it_shall_stop() {
			start(SupervisorSpec.oneForOne(ChildSpec.task("t", () -> {
				try {
					gate.pass();
				}
				catch (InterruptedException ex) {
					this.seen.tell("interrupted");
					throw ex;
				}
			})));
			gate.awaitReached();
			Pid task = pid("t");
			supervisor.stop();
			assertThat(this.seen.rest()).containsExactly("interrupted");
			assertThat(node.exitReason(task)).contains(ExitReason.shutdown());
		}

		@Test
		void a_task_that_ignores_interrupts_is_killed_when_its_time_is_over() throws Throwable {
			start(SupervisorSpec.oneForOne(ChildSpec.task("t", gate::passStubbornly)));
			gate.awaitReached();
			Pid task = pid("t");
			Future<?> stopping = stopLater();
			time.awaitParked(1);
			time.advance(Duration.ofSeconds(5));
			Probe.get(stopping);
			assertThat(node.exitReason(task)).contains(ExitReason.killed());
		}

		@Test
		void a_resource_is_opened_at_the_start_and_closed_at_the_end() {
			start(SupervisorSpec.oneForOne(ChildSpec.resource("r", () -> {
				this.seen.tell("opened");
				return () -> this.seen.tell("closed");
			})));
			assertThat(this.seen.rest()).containsExactly("opened");
			supervisor.stop();
			assertThat(this.seen.rest()).containsExactly("closed");
		}

		@Test
		void a_resource_that_cannot_be_opened_did_not_start() {
			assertThatExceptionOfType(StartException.Failed.class)
				.isThrownBy(() -> start(SupervisorSpec.oneForOne(ChildSpec.resource("r", () -> {
					throw new java.io.IOException("port in use");
				}))))
				.havingRootCause()
				.withMessage("port in use");
			assertThatExceptionOfType(StartException.Failed.class)
				.isThrownBy(() -> start(SupervisorSpec.oneForOne(ChildSpec.resource("r", () -> null))))
				.havingCause()
				.withMessageContaining("sup/r");
		}

		@Test
		void a_plain_process_receives_its_messages() {
			start(SupervisorSpec.oneForOne(
					ChildSpec.process("p", (self) -> this.seen.tell(self.receive())).restart(Restart.TEMPORARY)));
			node.send(pid("p"), "hello");
			assertThat(this.seen.await()).isEqualTo("hello");
		}

		@Test
		void the_process_of_a_task_is_reported_as_the_code_of_the_user() {
			TaskBody task = gate::pass;
			start(SupervisorSpec.oneForOne(ChildSpec.task("plain", task),
					ChildSpec.task("typed", task).code(Lives.class)));
			assertThat(typeOf("plain")).isEqualTo(task.getClass());
			assertThat(typeOf("typed")).isEqualTo(Lives.class);
		}

		private Class<?> typeOf(String id) {
			return node.view().info(pid(id)).map(ProcessInfo::behaviour).orElseThrow();
		}

		@Test
		void a_process_tells_whether_it_is_a_supervisor() {
			start(SupervisorSpec.oneForOne(lives.server("a"),
					ChildSpec.dynamicSupervisor("d", DynamicSupervisorSpec.defaults())));
			assertThat(node.view().processes().filter(Supervisor::isSupervisor).map(ProcessInfo::pid))
				.containsExactlyInAnyOrder(supervisorPid(), pid("d"));
		}

		@Test
		void one_child_can_be_asked_for() {
			startOneForOne("a", "b");
			assertThat(supervisor.child("b")).contains(info("b"));
			assertThat(supervisor.child("c")).isEmpty();
		}

		@Test
		void a_supervisor_is_whoever_has_the_name_or_one_process_dead_or_alive() {
			startOneForOne("a");
			Pid pid = supervisorPid();
			assertThat(supervisor.pid()).contains(pid);
			assertThat(Supervisor.named(node, "sup").pid()).contains(pid);
			supervisor.stop();
			assertThat(supervisor.pid()).contains(pid);
			assertThat(Supervisor.named(node, "sup").pid()).isEmpty();
		}

		@Test
		void a_start_is_told_its_place_its_name_and_which_one_it_is() {
			Probe<ChildContext> contexts = new Probe<>();
			start(SupervisorSpec.oneForOne(lives.server("a").name("n").intercept((context, next) -> {
				contexts.tell(context);
				return next.start(context);
			})));
			crash("a");
			assertThat(contexts.await(2)).satisfiesExactly((first) -> assertThat(first.incarnation()).isEqualTo(1),
					(second) -> {
						assertThat(second.incarnation()).isEqualTo(2);
						assertThat(second.place()).isEqualTo(Place.of("sup/a"));
						assertThat(second.path()).isEqualTo("sup/a");
						assertThat(second.name()).isEqualTo("n");
					});
		}

		@Test
		void what_code_makes_at_each_start_is_made_anew() {
			AtomicInteger made = new AtomicInteger();
			start(SupervisorSpec.oneForOne(ChildSpec.of("a", ChildType.WORKER,
					new ChildStart.Made(() -> lives.server("m" + made.incrementAndGet())))));
			crash("a");
			assertThat(lives.await(3)).containsExactly("+m1", "-m1", "+m2");
		}

		@Test
		void a_tree_can_be_looked_at_from_outside() {
			SupervisionTree tree = SupervisionTree.start(node, Place.of("app"), "the app", SupervisorSpec.restForOne(
					lives.server("a"), ChildSpec.supervisor("inner", SupervisorSpec.oneForOne(servers("b", "c")))));
			assertThat(tree.root().processCount()).isEqualTo(5);
			assertThat(tree.root().strategy()).isEqualTo(Strategy.REST_FOR_ONE);
			assertThat(paths(tree.root())).containsExactly("app/a", "app/inner", "app/inner/b", "app/inner/c");
			assertThat(tree.totals().restarts()).isZero();
		}

		private static List<String> paths(SupervisorView view) {
			List<String> all = new ArrayList<>();
			view.children().forEach((child) -> {
				all.add(child.path());
				child.supervision().ifPresent((inner) -> all.addAll(paths(inner)));
			});
			return all;
		}

		@Test
		void a_tree_counts_what_happens_anywhere_in_it() {
			SupervisionTree tree = SupervisionTree.start(node, Place.of("app"), "the app",
					SupervisorSpec.oneForOne(ChildSpec.supervisor("inner", SupervisorSpec.oneForOne(servers("b"))
						.intensity(new RestartIntensity(1, Duration.ofSeconds(5))))));
			lives.rest();
			for (int i = 0; i < 2; i++) {
				Pid inner = info(Supervisor.of(node, tree.pid()), "inner").pid().orElseThrow();
				node.kill(info(Supervisor.of(node, inner), "b").pid().orElseThrow());
				lives.await(1);
			}
			Supervisor.of(node, tree.pid()).children();
			assertThat(tree.totals().restarts()).isEqualTo(2);
			assertThat(tree.totals().supervisorsGaveUp()).isEqualTo(1);
			assertThat(tree.totals().lastRestart()).isPresent();
			assertThat(tree.totals().lastExit()).get().satisfies((last) -> {
				assertThat(last.path()).isEqualTo("app/inner/b");
				assertThat(last.reason()).isEqualTo(ExitReason.killed());
			});
		}

	}

	@Test
	void a_killed_supervisor_starts_no_further_child() {
		Pid other = this.node.spawn(PlainProcess::receive);
		ChildSpec killer = ChildSpec.worker("killer", (context) -> {
			this.node.kill(Self.current().pid());
			return StartedChild.worker(other);
		});
		ChildSpec second = ChildSpec.worker("second", (context) -> {
			this.lives.tell("second");
			return StartedChild.worker(other);
		});
		assertThatExceptionOfType(StartException.class)
			.isThrownBy(() -> start(SupervisorSpec.oneForOne(killer, second)));
		Probe.until(() -> this.node.view().zombieCount() == 0);
		assertThat(this.lives.rest()).isEmpty();
	}

	@Test
	void a_supervisor_that_is_killed_during_a_restart_blames_no_child() {
		Probe<NodeEvent> failed = new Probe<>();
		this.node.view().addListener((event) -> {
			if (event instanceof SupervisorEvent.StartFailed) {
				failed.tell(event);
			}
		});
		ChildSpec suicide = ChildSpec.worker("a", (context) -> {
			if (context.incarnation() > 1) {
				this.node.kill(Self.current().pid());
			}
			return StartedChild.worker(Self.current().spawnLink(PlainProcess::receive));
		});
		started(SupervisorSpec.oneForOne(suicide));
		Pid supervisor = supervisorPid();
		this.node.kill(pid("a"));
		assertThat(Probe.exitOf(this.node, supervisor)).isEqualTo(ExitReason.killed());
		Probe.until(() -> this.node.view().zombieCount() == 0);
		assertThat(failed.rest()).isEmpty();
	}

	@Nested
	class When_suspended {

		@Test
		void a_supervisor_restarts_nothing_until_it_is_resumed() { // OTP Y2
			started(SupervisorSpec.oneForOne(servers("a")));
			Sys<Object> sys = Sys.of(node, supervisorPid());
			Pid a = pid("a");
			sys.suspend();
			Lives.crash(node, a);
			Probe.until(() -> sys.getStatus().mailboxSize() > 0);
			assertThat(lives.rest()).containsExactly("-a");
			sys.resume();
			assertThat(lives.await(1)).containsExactly("+a");
		}

		@Test
		void a_supervisor_stops_its_children_when_it_is_stopped_and_they_stop_suspended_or_not() {
			started(SupervisorSpec.oneForOne(servers("a", "b")));
			Sys.of(node, pid("a")).suspend();
			Sys.of(node, supervisorPid()).suspend();
			supervisor.stop();
			assertThat(lives.rest()).containsExactly("-b", "-a");
		}

	}

}
