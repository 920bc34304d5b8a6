package io.triotp.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.triotp.durable.Durability;
import io.triotp.durable.DurableStore;
import io.triotp.durable.Repeatable;
import io.triotp.durable.RequestId;
import io.triotp.node.Node;
import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.Reminder;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.virtual.VirtualServers;
import io.triotp.virtual.VirtualSpec;
import tools.jackson.databind.json.JsonMapper;

/**
 * A durable server that remembers all numbers it has been given, in order.
 */
public final class Ledger implements GenServer<Ledger.Entries, Ledger.Ask, Cast<Ledger>> {

	private static final Duration SOON = Duration.ofMillis(200);

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
		return new Entries(List.of(), List.of());
	}

	@Override
	public CallResult<Entries> handleCall(Ask add, From from, Entries state) {
		Entries next = state.plus(add.number());
		CallResult.Reply<Entries> reply = reply(add, next.numbers().size(), next);
		return isRemembered(add.number()) ? reply.remind(Long.toString(add.number()), SOON) : reply;
	}

	@Override
	public Next<Entries> handleInfo(Object message, Entries state) {
		return next(state.remindedOf(Long.parseLong(((Reminder) message).name())));
	}

	/** It is reminded of some numbers, a while later. */
	static boolean isRemembered(long number) {
		return number % 50 == 0;
	}

	/**
	 * Its state.
	 *
	 * @param numbers the numbers
	 * @param reminded those it was reminded of
	 */
	public record Entries(List<Long> numbers, List<Long> reminded) {

		Entries plus(long number) {
			return new Entries(plus(this.numbers, number), this.reminded);
		}

		Entries remindedOf(long number) {
			return new Entries(this.numbers, plus(this.reminded, number));
		}

		private static List<Long> plus(List<Long> numbers, long number) {
			List<Long> all = new ArrayList<>(numbers);
			all.add(number);
			return List.copyOf(all);
		}

	}

	/**
	 * Remembers a number; answers how many there are.
	 */
	public sealed interface Ask extends Call<Ledger, Integer> {

		/**
		 * {@return the number}
		 */
		long number();

	}

	/**
	 * Adds it as often as it comes.
	 *
	 * @param number the number
	 */
	public record Add(long number) implements Ask {
	}

	/**
	 * Adds it once, however often it comes.
	 *
	 * @param number the number
	 */
	public record AddOnce(long number) implements Ask, Repeatable {

		@Override
		public RequestId requestId() {
			return new RequestId(Long.toString(this.number));
		}

	}

}
