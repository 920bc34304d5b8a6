package io.triotp.interleaving;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.triotp.durable.Durability;
import io.triotp.durable.DurableStore;
import io.triotp.durable.StateChange;
import io.triotp.durable.StateCodec;
import io.triotp.durable.StateId;
import io.triotp.durable.StoreOptions;
import io.triotp.durable.StoredState;
import io.triotp.node.Node;
import io.triotp.process.Pid;
import io.triotp.process.SpawnOptions;
import io.triotp.server.Call;
import io.triotp.server.CallException;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.Reminder;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.test.TestStore;
import io.triotp.test.TestStore.Fault;
import io.triotp.virtual.VirtualServers;
import io.triotp.virtual.VirtualSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Durable servers, while stores fail and servers are killed, let go and started twice.
 */
class DurableInterleavingTests {

	private static final StateId ID = new StateId("ledger", "key");

	private static VirtualServers<Ledger> open(Node node, DurableStore store, String name, Pid told) {
		VirtualServers<Ledger> servers = VirtualServers.of(node, name,
				VirtualSpec.<Ledger>servers((key) -> new Ledger(told))
					.durable(new Durability<>(store, "ledger", new Codec())));
		Supervisor.start(node, "tree of " + name, SupervisorSpec.oneForOne(servers.child()));
		return servers;
	}

	private static Pid collector(Node node, List<Object> seen) {
		return node.spawn(SpawnOptions.defaults(), (self) -> {
			while (true) {
				seen.add(self.receive());
			}
		});
	}

	/**
	 * {@return the server, which somebody else has started a while ago}
	 */
	private static ServerRef<Ledger> started(VirtualServers<Ledger> servers) {
		servers.of("key").call(new Size());
		return servers.of("key");
	}

	private static Fault fault(Schedule schedule) {
		return switch (schedule.random(6)) {
			case 0 -> Fault.BEFORE;
			case 1 -> Fault.AFTER;
			default -> Fault.NONE;
		};
	}

	private static Entries stored(TestStore states) {
		Optional<StoredState> stored = states.stored(ID);
		return stored.map((state) -> new Codec().decode(state.bytes(), 1)).orElse(new Entries(List.of()));
	}

	/** Adds numbers, and looks whether what is answered is stored. */
	private static Schedule.Action client(Schedule schedule, TestStore states, ServerRef<Ledger> server, int from,
			List<Integer> acknowledged) {
		return () -> {
			for (int number = from; number < from + 3; number++) {
				try {
					server.call(new Add(number));
					assertThat(stored(states).numbers()).contains(number);
					acknowledged.add(number);
				}
				catch (CallException ex) {
					schedule.met("not answered");
				}
			}
		};
	}

	private static void assertExact(TestStore states, List<Integer> acknowledged, List<Object> seen) {
		List<Integer> numbers = stored(states).numbers();
		assertThat(numbers).doesNotHaveDuplicates().containsAll(acknowledged);
		assertThat(seen).doesNotHaveDuplicates();
		assertThat(numbers).containsSubsequence(seen.stream().map(Integer.class::cast).toList());
		long version = 0;
		long epoch = 0;
		for (StateChange each : states.history()) {
			assertThat(each.expectedVersion()).isEqualTo(version);
			assertThat(each.epoch()).isGreaterThanOrEqualTo(epoch);
			version = each.version();
			epoch = each.epoch();
		}
	}

	@Interleaved(windows = { "not answered", "killed" })
	void nothing_answered_is_lost_and_nothing_is_done_twice_while_the_store_fails_and_servers_are_killed(
			Schedule schedule) {
		Node node = schedule.node();
		TestStore states = new TestStore();
		states.faults(() -> fault(schedule));
		DurableStore store = DurableStore.of(node, "main", states, StoreOptions.defaults().window(2));
		List<Object> seen = new ArrayList<>();
		VirtualServers<Ledger> servers = open(node, store, "ledgers", collector(node, seen));
		List<Integer> acknowledged = new ArrayList<>();
		ServerRef<Ledger> server = servers.of("key");
		schedule.together(client(schedule, states, server, 10, acknowledged),
				client(schedule, states, server, 20, acknowledged), () -> {
					ServerRef<Ledger> meant = started(servers);
					if (schedule.random(2) == 0) {
						servers.passivate("key");
					}
					else if (meant.pid().isPresent()) {
						schedule.met("killed");
						node.kill(meant.pid().get());
					}
				}, () -> schedule.passes(Duration.ofMillis(20)));
		schedule.pass(Duration.ofSeconds(10));
		assertExact(states, acknowledged, seen);
		states.faults(() -> Fault.NONE);
		assertThat(server.call(new Size())).isEqualTo(stored(states).numbers().size());
		store.close();
	}

	@Interleaved(windows = { "not answered", "both" })
	void of_two_that_act_for_one_key_each_change_follows_the_other(Schedule schedule) {
		Node node = schedule.node();
		TestStore states = new TestStore();
		DurableStore first = DurableStore.of(node, "first", states, StoreOptions.defaults());
		DurableStore second = DurableStore.of(node, "second", states, StoreOptions.defaults());
		List<Object> seen = new ArrayList<>();
		Pid collector = collector(node, seen);
		VirtualServers<Ledger> here = open(node, first, "here", collector);
		VirtualServers<Ledger> there = open(node, second, "there", collector);
		List<Integer> acknowledged = new ArrayList<>();
		schedule.together(client(schedule, states, here.of("key"), 10, acknowledged),
				client(schedule, states, there.of("key"), 20, acknowledged));
		schedule.pass(Duration.ofSeconds(10));
		List<Integer> numbers = stored(states).numbers();
		assertThat(numbers).doesNotHaveDuplicates().containsAll(acknowledged);
		schedule.met("both",
				numbers.stream().anyMatch((each) -> each < 20) && numbers.stream().anyMatch((each) -> each >= 20));
		first.close();
		second.close();
	}

	@Interleaved(windows = "killed")
	void a_process_that_stores_may_be_killed_at_any_time(Schedule schedule) {
		Node node = schedule.node();
		TestStore states = new TestStore();
		DurableStore store = DurableStore.of(node, "main", states, StoreOptions.defaults());
		List<Object> seen = new ArrayList<>();
		VirtualServers<Ledger> servers = open(node, store, "ledgers", collector(node, seen));
		List<Integer> acknowledged = new ArrayList<>();
		schedule.together(() -> {
			for (int number = 10; number < 13; number++) {
				servers.of("key").call(new Add(number));
				assertThat(stored(states).numbers()).contains(number);
				acknowledged.add(number);
			}
		}, () -> {
			servers.of("key").call(new Size());
			Optional<Pid> committer = node.view()
				.processes()
				.filter((info) -> info.path().equals("store main"))
				.map((info) -> info.pid())
				.findFirst();
			if (committer.isPresent()) {
				schedule.met("killed");
				node.kill(committer.get());
			}
		});
		schedule.settle();
		assertThat(acknowledged).containsExactly(10, 11, 12);
		assertExact(states, acknowledged, seen);
		store.close();
	}

	@Interleaved(windows = { "killed", "let go", "not set", "giver killed" })
	void what_a_server_wanted_to_be_reminded_of_is_given_once_whoever_is_killed_or_let_go(Schedule schedule) {
		Node node = schedule.node();
		TestStore states = new TestStore();
		states.faults(() -> fault(schedule));
		DurableStore store = DurableStore.of(node, "main", states, StoreOptions.defaults());
		VirtualServers<Ledger> servers = open(node, store, "ledgers", collector(node, new ArrayList<>()));
		List<Integer> set = new ArrayList<>();
		schedule.together(() -> {
			for (int number = 10; number < 13; number++) {
				try {
					servers.of("key").call(new AddLater(number));
					set.add(number);
				}
				catch (CallException ex) {
					schedule.met("not set");
				}
			}
		}, () -> {
			ServerRef<Ledger> meant = started(servers);
			if (schedule.random(2) == 0) {
				schedule.met("let go", servers.passivate("key"));
			}
			else if (meant.pid().isPresent()) {
				schedule.met("killed");
				node.kill(meant.pid().get());
			}
		}, () -> {
			servers.of("key").cast(new Nothing());
			Optional<Pid> giver = node.view()
				.processes()
				.filter((info) -> info.path().equals("reminders of store main"))
				.map((info) -> info.pid())
				.findFirst();
			if (giver.isPresent()) {
				schedule.met("giver killed");
				node.kill(giver.get());
			}
		}, () -> schedule.passes(Duration.ofMillis(20)));
		states.faults(() -> Fault.NONE);
		for (int i = 0; i < 20; i++) {
			schedule.pass(Duration.ofSeconds(1));
		}
		assertThat(stored(states).numbers()).doesNotHaveDuplicates().containsAll(set);
		assertThat(states.stored(ID).map(StoredState::reminders).orElse(List.of())).isEmpty();
		store.close();
	}

	/**
	 * Numbers, in order.
	 */
	record Entries(List<Integer> numbers) {

		Entries plus(int number) {
			List<Integer> all = new ArrayList<>(this.numbers);
			all.add(number);
			return new Entries(List.copyOf(all));
		}

	}

	static final class Codec implements StateCodec<Entries> {

		@Override
		public int schema() {
			return 1;
		}

		@Override
		public byte[] encode(Entries state) {
			return String.join(",", state.numbers().stream().map(String::valueOf).toList())
				.getBytes(StandardCharsets.UTF_8);
		}

		@Override
		public Entries decode(byte[] bytes, int schema) {
			String text = new String(bytes, StandardCharsets.UTF_8);
			List<Integer> numbers = new ArrayList<>();
			for (String each : text.isEmpty() ? new String[0] : text.split(",")) {
				numbers.add(Integer.valueOf(each));
			}
			return new Entries(List.copyOf(numbers));
		}

	}

	sealed interface Ask<R> extends Call<Ledger, R> {

	}

	record Add(int number) implements Ask<Integer> {
	}

	record Size() implements Ask<Integer> {
	}

	record AddLater(int number) implements Ask<Integer> {
	}

	record Nothing() implements Cast<Ledger> {
	}

	/** It tells somebody else of each number it has added. */
	static final class Ledger implements GenServer<Entries, Ask<?>, Cast<Ledger>> {

		private final Pid told;

		Ledger(Pid told) {
			this.told = told;
		}

		@Override
		public Entries init() {
			return new Entries(List.of());
		}

		@Override
		public CallResult<Entries> handleCall(Ask<?> request, From from, Entries state) {
			return switch (request) {
				case Add add -> {
					self().send(this.told, add.number());
					yield reply(add, state.numbers().size() + 1, state.plus(add.number()));
				}
				case Size size -> reply(size, state.numbers().size(), state);
				case AddLater later -> reply(later, state.numbers().size(), state)
					.remind(Integer.toString(later.number()), Duration.ofMillis(later.number()));
			};
		}

		@Override
		public Next<Entries> handleCast(Cast<Ledger> message, Entries state) {
			return next(state);
		}

		@Override
		public Next<Entries> handleInfo(Object message, Entries state) {
			return next(state.plus(Integer.parseInt(((Reminder) message).name())));
		}

	}

}
