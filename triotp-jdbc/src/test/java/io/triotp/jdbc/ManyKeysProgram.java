package io.triotp.jdbc;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;
import io.triotp.durable.Durability;
import io.triotp.durable.DurableStore;
import io.triotp.durable.StateId;
import io.triotp.durable.StateStore;
import io.triotp.durable.StoreOptions;
import io.triotp.node.Node;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.virtual.VirtualServers;
import io.triotp.virtual.VirtualSpec;

/**
 * Durable servers for a million keys of which few are active, in a small heap: each key
 * is called once, then some that are stored and have no process, beside a plain read of
 * the same in the same run.
 */
final class ManyKeysProgram {

	private static final int ACTIVE = 10_000;

	private static final int CALLERS = 256;

	private static final int READS = 5_000;

	private ManyKeysProgram() {
	}

	/**
	 * @param arguments the URL of the database, and how many keys
	 */
	public static void main(String[] arguments) throws IOException, SQLException, InterruptedException {
		int keys = Integer.parseInt(arguments[1]);
		try (HikariDataSource source = Databases.pool(arguments[0]); Node node = Node.start()) {
			Databases.prepare(source);
			Databases.empty(source);
			StateStore states = JdbcStateStore.of(source);
			DurableStore store = DurableStore.of(node, "main", states, StoreOptions.defaults());
			VirtualServers<Counter> servers = VirtualServers.of(node, "counters",
					VirtualSpec.<Counter>servers((key) -> new Counter())
						.maxActive(ACTIVE)
						.durable(new Durability<>(store, "counter", new Counter.Codec())));
			Supervisor.start(node, "tree", SupervisorSpec.oneForOne(servers.child()));
			callEach(servers, keys);
			System.gc();
			System.out.printf("%,d keys, %,d of them active; %d MB of heap in use after a collection, %d MB at most%n",
					store.status().counts().states(), servers.active().size(), used(), max());
			for (int round = 1; round <= 3; round++) {
				activate(servers, states, keys, round);
			}
			store.close();
		}
		System.exit(0);
	}

	private static void callEach(VirtualServers<Counter> servers, int keys) throws InterruptedException {
		AtomicInteger next = new AtomicInteger();
		long begun = System.nanoTime();
		Thread[] threads = new Thread[CALLERS];
		for (int i = 0; i < CALLERS; i++) {
			threads[i] = Thread.ofVirtual().start(() -> {
				for (int key = next.getAndIncrement(); key < keys; key = next.getAndIncrement()) {
					servers.of("key-" + key).call(new Counter.Add());
				}
			});
		}
		for (Thread each : threads) {
			each.join();
		}
		System.out.printf("each of %,d keys was called once, %,d a second%n", keys,
				keys * 1_000_000_000L / (System.nanoTime() - begun));
	}

	/** By one caller, in turn. */
	private static void activate(VirtualServers<Counter> servers, StateStore states, int keys, int round) {
		long[] reads = new long[READS];
		long[] calls = new long[READS];
		for (int i = 0; i < READS; i++) {
			String key = passive(servers, keys);
			long begun = System.nanoTime();
			try {
				states.load(new StateId("counter", key));
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
			reads[i] = System.nanoTime() - begun;
			begun = System.nanoTime();
			servers.of(key).call(new Counter.Look());
			calls[i] = System.nanoTime() - begun;
		}
		Arrays.sort(reads);
		Arrays.sort(calls);
		System.out.printf(
				"round %d: a plain read p50 %.3f ms, p99 %.3f ms; a call that starts the server of a key p50 "
						+ "%.3f ms, p99 %.3f ms%n",
				round, reads[READS / 2] / 1e6, reads[READS * 99 / 100] / 1e6, calls[READS / 2] / 1e6,
				calls[READS * 99 / 100] / 1e6);
	}

	private static String passive(VirtualServers<Counter> servers, int keys) {
		while (true) {
			String key = "key-" + ThreadLocalRandom.current().nextInt(keys);
			if (servers.of(key).pid().isEmpty()) {
				return key;
			}
		}
	}

	private static long used() {
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
	}

	private static long max() {
		return Runtime.getRuntime().maxMemory() >> 20;
	}

}
