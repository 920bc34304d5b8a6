package io.triotp.interleaving;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.triotp.node.Node;
import io.triotp.process.Pid;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.KeyedServers;
import io.triotp.supervisor.NoSuchChildException;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.TooManyChildrenException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Children on demand, while several demand them.
 */
class DynamicInterleavingTests {

	private static final RestartIntensity MANY = new RestartIntensity(100, Duration.ofSeconds(5));

	private static DynamicSupervisor start(Node node, int most) {
		return DynamicSupervisor.start(node, "dyn", DynamicSupervisorSpec.defaults().maxChildren(most).intensity(MANY));
	}

	@Interleaved
	void there_are_never_more_than_allowed(Schedule schedule) { // F57
		Node node = schedule.node();
		DynamicSupervisor supervisor = start(node, 2);
		int[] started = new int[1];
		int[] refused = new int[1];
		Schedule.Action starter = () -> {
			for (int i = 0; i < 2; i++) {
				try {
					supervisor.startChild(ChildSpec.server("child", Desk::new));
					started[0]++;
				}
				catch (TooManyChildrenException ex) {
					refused[0]++;
				}
			}
		};
		schedule.together(starter, starter);
		assertThat(started[0]).isEqualTo(2);
		assertThat(refused[0]).isEqualTo(2);
		assertThat(node.view().processCount()).isEqualTo(3);
	}

	@Interleaved
	void all_who_ask_for_a_key_get_the_same_server(Schedule schedule) {
		Node node = schedule.node();
		start(node, 10);
		KeyedServers<Desk> desks = KeyedServers.of(node, "dyn", (key) -> new Desk());
		Set<Pid> found = new HashSet<>();
		Schedule.Action client = () -> {
			ServerRef<Desk> desk = desks.get("k");
			desk.call(new Desk.Add(1), Duration.ofSeconds(1));
			found.add(desk.pid().orElseThrow());
		};
		schedule.together(client, client, client);
		assertThat(found).hasSize(1);
		assertThat(desks.get("k").call(new Desk.Add(0))).isEqualTo(3);
		assertThat(desks.keys()).containsExactly("k");
	}

	@Interleaved(windows = { "the first", "another" })
	void a_key_asked_for_while_its_server_is_killed_has_one_that_works(Schedule schedule) {
		Node node = schedule.node();
		start(node, 10);
		KeyedServers<Desk> desks = KeyedServers.of(node, "dyn", (key) -> new Desk());
		Pid first = desks.get("k").pid().orElseThrow();
		List<Pid> found = new ArrayList<>();
		schedule.together(() -> node.kill(first), () -> desks.get("k").pid().ifPresent(found::add));
		schedule.settle();
		Pid last = desks.get("k").pid().orElseThrow();
		assertThat(last.isAlive()).isTrue();
		assertThat(node.view().processCount()).isEqualTo(2);
		schedule.met(found.contains(first) ? "the first" : "another");
	}

	@Interleaved(windows = { "stopped", "gone" })
	void a_child_stopped_by_two_is_stopped_once(Schedule schedule) {
		Node node = schedule.node();
		DynamicSupervisor supervisor = start(node, 10);
		Pid pid = supervisor.startChild(ChildSpec.server("child", Desk::new)).orElseThrow();
		List<String> outcomes = new ArrayList<>();
		Schedule.Action stop = () -> {
			try {
				supervisor.terminateChild(pid);
				outcomes.add("stopped");
			}
			catch (NoSuchChildException ex) {
				outcomes.add("gone");
			}
		};
		schedule.together(stop, stop, () -> node.kill(pid));
		schedule.settle();
		assertThat(supervisor.children()).hasSize(outcomes.contains("stopped") ? 0 : 1);
		assertThat(node.view().processCount()).isEqualTo(1 + supervisor.children().size());
		outcomes.forEach(schedule::met);
	}

}
