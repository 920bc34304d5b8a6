package io.triotp.jdbc;

import java.util.ArrayList;
import java.util.List;

import io.triotp.durable.Durability;
import io.triotp.durable.DurableStore;
import io.triotp.node.Node;
import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.virtual.VirtualServers;
import io.triotp.virtual.VirtualSpec;
import tools.jackson.databind.json.JsonMapper;

/**
 * A durable server that remembers all numbers it has been given, in order.
 */
public final class Ledger implements GenServer<Ledger.Entries, Ledger.Add, Cast<Ledger>> {

	/** Ledgers by key, in a tree. */
	static VirtualServers<Ledger> servers(Node node, DurableStore store) {
		VirtualServers<Ledger> servers = VirtualServers.of(node, "ledgers", VirtualSpec
			.<Ledger>servers((key) -> new Ledger())
			.durable(new Durability<>(store, "ledger", JacksonCodec.of(JsonMapper.shared(), Ledger.Entries.class))));
		Supervisor.start(node, "tree", SupervisorSpec.oneForOne(servers.child()));
		return servers;
	}

	@Override
	public Entries init() {
		return new Entries(List.of());
	}

	@Override
	public CallResult<Entries> handleCall(Add add, From from, Entries state) {
		Entries next = state.plus(add.number());
		return reply(add, next.numbers().size(), next);
	}

	/**
	 * Its state.
	 *
	 * @param numbers the numbers
	 */
	public record Entries(List<Long> numbers) {

		Entries plus(long number) {
			List<Long> all = new ArrayList<>(this.numbers);
			all.add(number);
			return new Entries(List.copyOf(all));
		}

	}

	/**
	 * Remembers a number; answers how many there are.
	 *
	 * @param number the number
	 */
	public record Add(long number) implements Call<Ledger, Integer> {
	}

}
