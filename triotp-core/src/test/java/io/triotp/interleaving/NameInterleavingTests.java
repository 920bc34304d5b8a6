package io.triotp.interleaving;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.triotp.node.Node;
import io.triotp.process.ExitReason;
import io.triotp.process.NameTakenException;
import io.triotp.process.NoSuchNameException;
import io.triotp.process.Pid;
import io.triotp.process.ProcessExitedException;
import io.triotp.process.SpawnOptions;
import io.triotp.process.SystemMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names, while several want them and their holders end.
 */
class NameInterleavingTests {

	private static Pid waiting(Node node) {
		return node.spawn((self) -> self.receive());
	}

	@Interleaved(windows = { "first", "second" })
	void of_two_that_want_a_name_one_gets_it(Schedule schedule) { // F54
		Node node = schedule.node();
		Pid[] pids = { waiting(node), waiting(node) };
		List<Pid> refused = new ArrayList<>();
		schedule.together(() -> register(node, pids[0], refused), () -> register(node, pids[1], refused));
		assertThat(refused).hasSize(1);
		Pid holder = node.whereis("name").orElseThrow();
		assertThat(holder).isNotEqualTo(refused.getFirst()).isIn((Object[]) pids);
		schedule.met(holder.equals(pids[0]) ? "first" : "second");
	}

	private static void register(Node node, Pid pid, List<Pid> refused) {
		try {
			node.register("name", pid);
		}
		catch (NameTakenException | ProcessExitedException ex) {
			refused.add(pid);
		}
	}

	@Interleaved(windows = { "registered", "refused" })
	void a_name_given_to_one_that_is_killed_is_free_at_last(Schedule schedule) { // I-7
		Node node = schedule.node();
		Pid pid = waiting(node);
		List<Pid> refused = new ArrayList<>();
		boolean[] named = new boolean[1];
		schedule.settle();
		schedule.together(() -> {
			try {
				node.register("name", pid);
				named[0] = true;
			}
			catch (RuntimeException ex) {
				refused.add(pid);
			}
		}, () -> node.kill(pid));
		schedule.settle();
		assertThat(node.whereis("name")).isEmpty();
		assertThat(named[0]).isNotEqualTo(!refused.isEmpty());
		Pid next = waiting(node);
		node.register("name", next);
		assertThat(node.whereis("name")).contains(next);
		schedule.met(named[0] ? "registered" : "refused");
	}

	@Interleaved
	void whoever_hears_of_an_end_finds_the_name_free(Schedule schedule) { // I-7
		Node node = schedule.node();
		Pid holder = node.spawn(SpawnOptions.defaults().name("name"), (self) -> self.receive());
		List<Optional<Pid>> found = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			node.spawn((self) -> {
				self.monitor(holder);
				SystemMessage.Down down = (SystemMessage.Down) self.receive();
				found.add(node.whereis("name").filter(down.pid()::equals));
			});
		}
		schedule.settle();
		schedule.together(() -> node.kill(holder), () -> node.exit(holder, ExitReason.shutdown()));
		schedule.settle();
		assertThat(found).hasSize(2).containsOnly(Optional.empty());
	}

	@Interleaved(windows = { "found", "not found" })
	void who_is_found_by_name_had_it_when_the_search_began(Schedule schedule) { // I-8
		Node node = schedule.node();
		Pid first = node.spawn(SpawnOptions.defaults().name("name"), (self) -> self.receive());
		schedule.settle();
		schedule.together(() -> {
			boolean alive = first.isAlive();
			Optional<Pid> found = node.whereis("name");
			assertThat(!alive && found.filter(first::equals).isPresent()).isFalse();
			schedule.met(found.isPresent() ? "found" : "not found");
		}, () -> node.exit(first, ExitReason.shutdown()), () -> {
			if (node.whereis("name").isEmpty()) {
				node.spawn(SpawnOptions.defaults().name("name"), (self) -> self.receive());
			}
		});
	}

	private static void unregister(Node node) {
		try {
			node.unregister("name");
		}
		catch (NoSuchNameException ex) {
			// Its holder has just been killed.
		}
	}

	@Interleaved
	void a_name_taken_away_and_given_anew_has_one_holder(Schedule schedule) {
		Node node = schedule.node();
		Pid[] pids = { waiting(node), waiting(node), waiting(node) };
		node.register("name", pids[0]);
		schedule.together(() -> unregister(node), () -> register(node, pids[1], new ArrayList<>()),
				() -> register(node, pids[2], new ArrayList<>()), () -> node.kill(pids[0]));
		schedule.settle();
		Optional<Pid> holder = node.whereis("name");
		for (Pid pid : pids) {
			List<String> names = node.view().info(pid).map((info) -> info.names()).orElse(List.of());
			assertThat(names.contains("name")).isEqualTo(holder.filter(pid::equals).isPresent());
		}
	}

}
