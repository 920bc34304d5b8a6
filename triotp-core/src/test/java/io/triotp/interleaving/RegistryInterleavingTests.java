package io.triotp.interleaving;

import java.util.ArrayList;
import java.util.List;

import io.triotp.agent.Agent;
import io.triotp.node.Node;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.registry.AlreadyRegisteredException;
import io.triotp.registry.ProcessGroups;
import io.triotp.registry.ProcessRegistry;
import io.triotp.task.Task;
import io.triotp.task.TaskException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Registries, groups, agents and tasks, while those in them end.
 */
class RegistryInterleavingTests {

	@Interleaved(windows = { "first", "second" })
	void of_two_that_want_a_key_one_gets_it(Schedule schedule) {
		Node node = schedule.node();
		ProcessRegistry<String, Integer> registry = ProcessRegistry.unique(node);
		List<Integer> got = new ArrayList<>();
		List<Integer> refused = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			int number = i;
			node.spawn((self) -> {
				try {
					registry.register("key", number);
					got.add(number);
				}
				catch (AlreadyRegisteredException ex) {
					refused.add(number);
				}
				self.receive();
			});
		}
		schedule.settle();
		assertThat(got).hasSize(1);
		assertThat(refused).hasSize(1);
		assertThat(registry.lookup("key")).extracting(ProcessRegistry.Entry::value).isEqualTo(got);
		schedule.met((got.getFirst() == 0) ? "first" : "second");
	}

	@Interleaved(windows = { "had it", "had not" })
	void one_killed_while_it_registers_leaves_nothing_behind(Schedule schedule) { // I-7
		Node node = schedule.node();
		ProcessRegistry<String, Integer> registry = (schedule.random(2) == 0) ? ProcessRegistry.unique(node)
				: ProcessRegistry.duplicate(node);
		boolean[] had = new boolean[1];
		Pid pid = node.spawn((self) -> {
			registry.register("key", 1);
			had[0] = true;
			registry.register("other", 2);
			self.receive();
		});
		schedule.together(() -> node.kill(pid), () -> {
		});
		schedule.settle();
		assertThat(registry.count()).isZero();
		assertThat(registry.lookup("key")).isEmpty();
		assertThat(registry.keys(pid)).isEmpty();
		schedule.met(had[0] ? "had it" : "had not");
	}

	@Interleaved
	void those_that_join_and_leave_and_end_are_members_or_not(Schedule schedule) {
		Node node = schedule.node();
		ProcessGroups<String> groups = new ProcessGroups<>(node);
		List<Pid> all = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			boolean leaves = i == 0;
			all.add(node.spawn((self) -> {
				groups.join("topic");
				if (leaves) {
					groups.leave("topic");
				}
				self.receiveMatching("end"::equals);
			}));
		}
		schedule.together(() -> groups.publish("topic", "news"), () -> node.exit(all.get(1), ExitReason.shutdown()));
		schedule.settle();
		assertThat(groups.members("topic")).containsExactly(all.get(2));
	}

	@Interleaved
	void a_lock_is_held_by_one_and_freed_by_who_is_killed(Schedule schedule) {
		Node node = schedule.node();
		ProcessRegistry<String, Integer> registry = ProcessRegistry.unique(node);
		// The code of one that was killed may still be inside.
		List<Pid> inside = new ArrayList<>();
		List<Pid> all = new ArrayList<>();
		int[] done = new int[1];
		for (int i = 0; i < 3; i++) {
			all.add(node.spawn((self) -> registry.lock("lock", () -> {
				assertThat(List.copyOf(inside)).noneMatch(Pid::isAlive);
				inside.add(self.pid());
				Thread.yield();
				inside.remove(self.pid());
				return done[0]++;
			})));
		}
		schedule.together(() -> node.kill(all.get(1)));
		schedule.settle();
		assertThat(node.exitReason(all.get(0))).contains(ExitReason.normal());
		assertThat(node.exitReason(all.get(2))).contains(ExitReason.normal());
		assertThat(done[0]).isGreaterThanOrEqualTo(2);
	}

	@Interleaved
	void updates_of_an_agent_are_all_made(Schedule schedule) {
		Node node = schedule.node();
		Agent<Integer> agent = Agent.start(node, () -> 0);
		Schedule.Action update = () -> {
			agent.update((number) -> number + 1);
			agent.cast((number) -> number + 1);
		};
		schedule.together(update, update, update);
		Integer sum = agent.get((number) -> number);
		assertThat(sum).isEqualTo(6);
	}

	@Interleaved(windows = { "done", "failed" })
	void a_task_that_is_killed_while_it_ends_has_a_result_or_an_exception(Schedule schedule)
			throws InterruptedException {
		Node node = schedule.node();
		Task<Integer> task = Task.asyncNoLink(node, () -> {
			Thread.yield();
			return 1;
		});
		schedule.together(() -> task.pid().ifPresent(node::kill), () -> {
		});
		try {
			assertThat(task.await()).isEqualTo(1);
			schedule.met("done");
		}
		catch (TaskException ex) {
			schedule.met("failed");
		}
		schedule.settle();
		assertThat(node.view().processCount()).isZero();
	}

}
