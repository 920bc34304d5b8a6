package io.triotp.sample.guides;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.triotp.agent.Agent;
import io.triotp.node.Node;
import io.triotp.process.MonitorRef;
import io.triotp.process.Pid;
import io.triotp.process.PlainProcess;
import io.triotp.process.SystemMessage.Down;
import io.triotp.process.SystemMessage.Exit;
import io.triotp.registry.ProcessGroups;
import io.triotp.registry.ProcessRegistry;
import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ServerRef;
import io.triotp.task.Task;
import io.triotp.test.TriotpTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plain processes, names, tasks and agents of the guide "Coming from Erlang and Elixir".
 */
@TriotpTest
class ErlangProcessesGuideTests {

	@Test
	void who_traps_exits_hears_why_a_linked_process_ended(Node node) throws Exception {
		CompletableFuture<Object> heard = new CompletableFuture<>();
		// tag::linked[]
		node.spawn((PlainProcess self) -> {
			self.trapExits(true);
			Pid worker = self.spawnLink((PlainProcess its) -> {
				throw new IllegalStateException("oops");
			});
			Optional<Object> exit = self.receiveMatching(
					(message) -> message instanceof Exit signal && signal.from().equals(worker), Duration.ofSeconds(5));
			heard.complete(exit.map((signal) -> ((Exit) signal).reason()).orElseThrow());
		});
		// end::linked[]
		assertThat(heard.get(10, TimeUnit.SECONDS)).hasToString("java.lang.IllegalStateException: oops");
	}

	@Test
	void who_monitors_a_process_is_told_of_its_end(Node node) throws Exception {
		CompletableFuture<Object> heard = new CompletableFuture<>();
		// tag::monitored[]
		node.spawn((PlainProcess self) -> {
			MonitorRef worker = self.spawnMonitor((PlainProcess its) -> its.receiveMatching("go"::equals));
			self.send(worker.target(), "go");
			Object down = self
				.receiveMatching((message) -> message instanceof Down signal && signal.ref().equals(worker));
			heard.complete(((Down) down).reason());
		});
		// end::monitored[]
		assertThat(heard.get(10, TimeUnit.SECONDS)).hasToString("normal");
	}

	// tag::player[]
	static final class Player implements GenServer<List<Object>, Player.Heard, Cast<Player>> {

		private final String name;

		private final ProcessRegistry<String, Integer> players;

		private final ProcessGroups<String> rooms;

		Player(String name, ProcessRegistry<String, Integer> players, ProcessGroups<String> rooms) {
			this.name = name;
			this.players = players;
			this.rooms = rooms;
		}

		record Heard() implements Call<Player, List<Object>> {
		}

		@Override
		public List<Object> init() {
			this.players.register(this.name, 0);
			this.rooms.join("lobby");
			return List.of();
		}

		@Override
		public Next<List<Object>> handleInfo(Object message, List<Object> heard) {
			return next(List.of(message));
		}

		@Override
		public CallResult<List<Object>> handleCall(Heard request, From from, List<Object> heard) {
			return reply(request, heard, heard);
		}

	}
	// end::player[]

	@Test
	void a_server_is_found_by_what_it_registers_and_gets_what_its_group_gets(Node node) {
		// tag::players[]
		ProcessRegistry<String, Integer> players = ProcessRegistry.unique(node);
		ProcessGroups<String> rooms = new ProcessGroups<>(node);
		GenServer.start(node, new Player("ann", players, rooms));

		rooms.publish("lobby", "hello");
		ServerRef<Player> ann = ServerRef.of(node, players.whereis("ann").orElseThrow());
		List<Object> heard = ann.call(new Player.Heard());
		// end::players[]
		assertThat(heard).containsExactly("hello");
		ann.stop();
		assertThat(players.whereis("ann")).isEmpty();
		assertThat(rooms.members("lobby")).isEmpty();
	}

	@Test
	void tasks_are_awaited_and_an_agent_keeps_what_they_give(Node node) throws Exception {
		// tag::task[]
		Agent<Integer> sum = Agent.start(node, () -> 0);
		Task<Integer> price = Task.asyncNoLink(node, () -> 7);
		int found = price.await(Duration.ofSeconds(5));
		sum.update((state) -> state + found);
		int total = sum.get((state) -> state);
		// end::task[]
		assertThat(total).isEqualTo(7);
		sum.stop();
	}

}
