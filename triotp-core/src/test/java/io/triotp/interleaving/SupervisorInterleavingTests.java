package io.triotp.interleaving;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.triotp.node.Node;
import io.triotp.process.Pid;
import io.triotp.server.CallException;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.ChildConflictException;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.ChildStatus;
import io.triotp.supervisor.NoSuchChildException;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.Strategy;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Supervisors, while children end and operators ask.
 */
class SupervisorInterleavingTests {

	private static final RestartIntensity MANY = new RestartIntensity(100, Duration.ofSeconds(5));

	private static ChildSpec desk(String id) {
		return ChildSpec.server(id, Desk::new).name(id);
	}

	private static Supervisor start(Node node, Strategy strategy, String... ids) {
		ChildSpec[] children = Arrays.stream(ids).map(SupervisorInterleavingTests::desk).toArray(ChildSpec[]::new);
		return Supervisor.start(node, "sup", SupervisorSpec.of(strategy, children).intensity(MANY));
	}

	private static Pid pid(Node node, String name) {
		return node.whereis(name).orElseThrow();
	}

	private static void assertAllRun(Supervisor supervisor, Node node, String... ids) {
		List<ChildInfo> children = supervisor.children();
		assertThat(children).extracting(ChildInfo::id).containsExactly(ids);
		for (ChildInfo child : children) {
			assertThat(child.status()).isEqualTo(ChildStatus.RUNNING);
			assertThat(child.pid().filter(Pid::isAlive)).isPresent();
			assertThat(node.whereis(child.id())).isEqualTo(child.pid());
		}
		assertThat(node.view().processCount()).isEqualTo(ids.length + 1);
	}

	private static Strategy any(Schedule schedule) {
		return Strategy.values()[schedule.random(3)];
	}

	@Interleaved(windows = { "crashed first", "stopped first" })
	void a_child_that_is_stopped_while_it_crashes_stays_stopped(Schedule schedule) { // F20
		Node node = schedule.node();
		Supervisor supervisor = start(node, Strategy.ONE_FOR_ONE, "a");
		Pid a = pid(node, "a");
		schedule.together(() -> node.kill(a), () -> supervisor.terminateChild("a"));
		schedule.settle();
		ChildInfo child = supervisor.child("a").orElseThrow();
		assertThat(child.status()).isEqualTo(ChildStatus.STOPPED);
		assertThat(child.pid()).isEmpty();
		assertThat(node.view().processCount()).isEqualTo(1);
		assertThat(node.whereis("a")).isEmpty();
		schedule.met((child.restarts() > 0) ? "crashed first" : "stopped first");
	}

	@Interleaved(windows = { "one after the other", "at once" })
	void two_children_that_end_at_once_are_both_back(Schedule schedule) { // F17 F22
		Node node = schedule.node();
		Supervisor supervisor = start(node, any(schedule), "a", "b", "c");
		Pid a = pid(node, "a");
		Pid c = pid(node, "c");
		schedule.together(() -> node.kill(a), () -> node.kill(c));
		schedule.settle();
		assertAllRun(supervisor, node, "a", "b", "c");
		assertThat(pid(node, "a")).isNotEqualTo(a);
		assertThat(pid(node, "c")).isNotEqualTo(c);
		long restarts = supervisor.children().stream().mapToLong(ChildInfo::restarts).sum();
		schedule.met((restarts == 2) ? "one after the other" : "at once");
	}

	@Interleaved
	void a_child_that_ends_while_all_are_restarted_is_started_once_more_at_most(Schedule schedule) { // F17
		Node node = schedule.node();
		Supervisor supervisor = start(node, any(schedule), "a", "b");
		Pid a = pid(node, "a");
		schedule.together(() -> node.kill(a), () -> node.whereis("b").ifPresent(node::kill),
				() -> node.whereis("a").ifPresent(node::kill));
		schedule.settle();
		assertAllRun(supervisor, node, "a", "b");
	}

	@Interleaved(windows = { "started", "refused" })
	void a_child_started_while_its_supervisor_ends_is_no_orphan(Schedule schedule) { // F21
		Node node = schedule.node();
		Supervisor supervisor = start(node, Strategy.ONE_FOR_ONE, "a");
		Pid pid = supervisor.pid().orElseThrow();
		boolean[] started = new boolean[1];
		schedule.together(() -> {
			try {
				started[0] = supervisor.startChild(desk("b")).isPresent();
			}
			catch (CallException ex) {
				started[0] = false;
			}
		}, () -> {
			if (schedule.random(2) == 0) {
				supervisor.stop();
			}
			else {
				node.kill(pid);
			}
		});
		schedule.settle();
		assertThat(node.view().processCount()).isZero();
		assertThat(node.whereis("b")).isEmpty();
		schedule.met(started[0] ? "started" : "refused");
	}

	@Interleaved
	void a_supervisor_killed_while_it_restarts_leaves_nothing(Schedule schedule) { // F23
																					// I-14
		Node node = schedule.node();
		Supervisor supervisor = start(node, any(schedule), "a", "b");
		Pid pid = supervisor.pid().orElseThrow();
		Pid a = pid(node, "a");
		schedule.together(() -> node.kill(a), () -> node.kill(pid));
		schedule.settle();
		assertThat(node.view().processCount()).isZero();
		assertThat(node.whereis("a")).isEmpty();
		assertThat(node.whereis("b")).isEmpty();
	}

	@Interleaved
	void a_supervisor_killed_below_another_is_back_with_all_children(Schedule schedule) { // F23
		Node node = schedule.node();
		Supervisor top = Supervisor.start(node, "top", SupervisorSpec.oneForOne(
				ChildSpec.supervisor("sub", SupervisorSpec.oneForAll(desk("a"), desk("b")).intensity(MANY)).name("sub"))
			.intensity(MANY));
		Pid sub = pid(node, "sub");
		Pid a = pid(node, "a");
		schedule.together(() -> node.kill(sub), () -> node.kill(a));
		schedule.settle();
		assertThat(top.children()).allMatch((child) -> child.status() == ChildStatus.RUNNING);
		assertThat(Supervisor.of(node, pid(node, "sub")).children()).hasSize(2)
			.allMatch((child) -> node.whereis(child.id()).equals(child.pid()) && child.pid().orElseThrow().isAlive());
		assertThat(node.view().processCount()).isEqualTo(4);
	}

	@Interleaved(windows = { "restarted", "deleted", "neither" })
	void of_a_restart_and_a_deletion_at_once_each_is_done_or_refused(Schedule schedule) {
		Node node = schedule.node();
		Supervisor supervisor = start(node, Strategy.ONE_FOR_ONE, "a");
		supervisor.terminateChild("a");
		List<String> done = new ArrayList<>();
		schedule.together(() -> {
			try {
				supervisor.restartChild("a");
				done.add("restarted");
			}
			catch (NoSuchChildException | ChildConflictException ex) {
				schedule.met("neither");
			}
		}, () -> {
			try {
				supervisor.deleteChild("a");
				done.add("deleted");
			}
			catch (NoSuchChildException | ChildConflictException ex) {
				schedule.met("neither");
			}
		});
		schedule.settle();
		assertThat(done).hasSize(1);
		Optional<ChildInfo> child = supervisor.child("a");
		assertThat(child.isPresent()).isEqualTo(done.contains("restarted"));
		assertThat(node.whereis("a").isPresent()).isEqualTo(done.contains("restarted"));
		done.forEach(schedule::met);
	}

	@Interleaved(windows = { "one", "the other" })
	void of_two_that_start_a_child_with_the_same_id_one_is_refused(Schedule schedule) {
		Node node = schedule.node();
		Supervisor supervisor = start(node, Strategy.ONE_FOR_ONE);
		List<Integer> started = new ArrayList<>();
		schedule.together(() -> startChild(supervisor, 0, started), () -> startChild(supervisor, 1, started));
		assertThat(started).hasSize(1);
		assertAllRun(supervisor, node, "a");
		schedule.met((started.getFirst() == 0) ? "one" : "the other");
	}

	private static void startChild(Supervisor supervisor, int number, List<Integer> started) {
		try {
			supervisor.startChild(desk("a"));
			started.add(number);
		}
		catch (ChildConflictException ex) {
			// The other was there first.
		}
	}

	@Interleaved(windows = { "answered", "failed" })
	void a_call_by_name_meets_one_that_works_or_is_told_at_once(Schedule schedule) { // F14
		Node node = schedule.node();
		start(node, any(schedule), "a", "b");
		ServerRef<Desk> a = ServerRef.named(node, "a");
		Pid first = pid(node, "a");
		schedule.together(() -> node.kill(first), () -> {
			try {
				assertThat(a.call(new Desk.Add(1), Duration.ofSeconds(1))).isEqualTo(1);
				schedule.met("answered");
			}
			catch (CallException ex) {
				assertThat(ex).isNotInstanceOf(CallException.TimedOut.class);
				schedule.met("failed");
			}
		});
		schedule.settle();
		assertThat(a.call(new Desk.Add(1))).isPositive();
	}

	@Interleaved
	void what_is_seen_of_children_is_true_while_they_come_and_go(Schedule schedule) { // I-17
		Node node = schedule.node();
		Supervisor supervisor = start(node, any(schedule), "a", "b");
		Pid a = pid(node, "a");
		schedule.together(() -> node.kill(a), () -> {
			assertThat(supervisor.children()).extracting(ChildInfo::id).containsExactly("a", "b");
			assertThat(supervisor.counts().specs()).isEqualTo(2);
		}, () -> assertThat(node.view().processes().toList()).isNotEmpty());
		schedule.settle();
		assertAllRun(supervisor, node, "a", "b");
	}

}
