package io.triotp.interleaving;

import java.util.ArrayList;
import java.util.List;

import io.triotp.application.ApplicationInfo;
import io.triotp.application.ApplicationSpec;
import io.triotp.application.ApplicationStartException;
import io.triotp.application.ApplicationState;
import io.triotp.node.Node;
import io.triotp.process.Pid;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.SupervisorSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications and nodes, while several start, stop and close them.
 */
class ApplicationInterleavingTests {

	private static ApplicationSpec application() {
		return ApplicationSpec.of("shop", SupervisorSpec.oneForOne(ChildSpec.server("desk", Desk::new).name("desk")));
	}

	@Interleaved
	void of_two_that_start_an_application_one_starts_it(Schedule schedule) {
		Node node = schedule.node();
		List<Boolean> started = new ArrayList<>();
		Schedule.Action start = () -> started.add(node.start(application()));
		schedule.together(start, start);
		assertThat(started).containsExactlyInAnyOrder(true, false);
		assertThat(node.application("shop").map(ApplicationInfo::state)).contains(ApplicationState.RUNNING);
	}

	@Interleaved(windows = { "runs", "does not" })
	void an_application_stopped_while_it_starts_runs_wholly_or_not_at_all(Schedule schedule) { // F58
		Node node = schedule.node();
		boolean[] stopped = new boolean[1];
		boolean[] refused = new boolean[1];
		schedule.together(() -> {
			try {
				node.start(application());
			}
			catch (ApplicationStartException ex) {
				refused[0] = true;
			}
		}, () -> stopped[0] = node.stop("shop"));
		schedule.settle();
		boolean runs = node.application("shop").filter((info) -> info.state() == ApplicationState.RUNNING).isPresent();
		assertThat(runs).isEqualTo(!stopped[0] && !refused[0]);
		assertThat(node.whereis("desk").isPresent()).isEqualTo(runs);
		assertThat(node.view().processCount()).isEqualTo(runs ? 3 : 0);
		schedule.met(runs ? "runs" : "does not");
	}

	@Interleaved
	void a_node_closed_while_an_application_starts_leaves_nothing(Schedule schedule) { // F58
																						// I-16
		Node node = schedule.node();
		schedule.together(() -> {
			try {
				node.start(application());
			}
			catch (ApplicationStartException | IllegalStateException ex) {
				// Closed before.
			}
		}, node::close);
		schedule.settle();
		assertThat(node.view().processCount()).isZero();
	}

	@Interleaved(windows = { "spawned", "refused" })
	void a_node_closed_while_processes_are_spawned_leaves_nothing(Schedule schedule) { // I-16
		Node node = schedule.node();
		List<Pid> spawned = new ArrayList<>();
		Schedule.Action spawn = () -> {
			try {
				spawned.add(node.spawn((self) -> self.receive()));
				schedule.met("spawned");
			}
			catch (IllegalStateException ex) {
				schedule.met("refused");
			}
		};
		schedule.together(spawn, spawn, node::close);
		schedule.settle();
		assertThat(node.view().processCount()).isZero();
		assertThat(spawned).noneMatch(Pid::isAlive);
	}

	@Interleaved
	void an_application_whose_root_is_killed_while_it_is_stopped_has_ended_for_all(Schedule schedule) {
		Node node = schedule.node();
		node.start(application());
		Pid desk = node.whereis("desk").orElseThrow();
		Pid root = node.application("shop").orElseThrow().root().orElseThrow().pid().orElseThrow();
		schedule.together(() -> node.stop("shop"), () -> node.kill(root), () -> node.kill(desk));
		schedule.settle();
		assertThat(node.application("shop").map((info) -> info.state().isLive())).contains(false);
		assertThat(node.view().processCount()).isZero();
		assertThat(node.start(application())).isTrue();
	}

}
