package io.triotp.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

import com.zaxxer.hikari.HikariDataSource;
import io.triotp.durable.Durability;
import io.triotp.durable.DurableStore;
import io.triotp.durable.StoreCounts;
import io.triotp.durable.StoreOptions;
import io.triotp.node.Node;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.virtual.VirtualServers;
import io.triotp.virtual.VirtualSpec;

/**
 * Prints what durable calls cost beside one plain statement and commit for each call, in
 * turn and in the same run.
 */
final class FiguresProgram {

	private static final int SERVERS = 1_000;

	private static final long ROUND_NANOS = 3_000_000_000L;

	private FiguresProgram() {
	}

	/**
	 * @param arguments the URL of the database, the number of rounds, and how many call
	 * at a time
	 */
	public static void main(String[] arguments) throws IOException, SQLException, InterruptedException {
		int rounds = Integer.parseInt(arguments[1]);
		int callers = Integer.parseInt(arguments[2]);
		try (HikariDataSource source = Databases.pool(arguments[0]); Node node = Node.start()) {
			// Whoever makes a statement for each call waits for a connection.
			source.setConnectionTimeout(30_000);
			Databases.prepare(source);
			Databases.empty(source);
			DurableStore store = DurableStore.of(node, "main", JdbcStateStore.of(source), StoreOptions.defaults());
			VirtualServers<Counter> servers = VirtualServers.of(node, "counters",
					VirtualSpec.<Counter>servers((key) -> new Counter())
						.durable(new Durability<>(store, "counter", new Counter.Codec())));
			Supervisor.start(node, "tree", SupervisorSpec.oneForOne(servers.child()));
			String sql = JdbcDialect.of(product(source)).insert("triotp_server");
			for (int round = 0; round <= rounds; round++) {
				StoreCounts before = store.status().counts();
				print(round, "durable call", callers, (random) -> {
					servers.of("key-" + random).call(new Counter.Add());
				});
				StoreCounts after = store.status().counts();
				System.out.printf("  %.1f states in a transaction%n",
						(double) (after.states() - before.states()) / (after.transactions() - before.transactions()));
				print(round, "statement and commit", callers, (random) -> plain(source, sql, round(random)));
				print(round, "one caller, durable", 1, (random) -> {
					servers.of("key-" + random).call(new Counter.Add());
				});
				print(round, "one caller, statement", 1, (random) -> plain(source, sql, round(random)));
			}
			store.close();
		}
	}

	private static String round(int random) {
		return "plain-" + random + "-" + ThreadLocalRandom.current().nextLong();
	}

	private static String product(HikariDataSource source) throws SQLException {
		try (Connection connection = source.getConnection()) {
			return connection.getMetaData().getDatabaseProductName();
		}
	}

	private static void plain(HikariDataSource source, String sql, String key) throws SQLException {
		try (Connection connection = source.getConnection();
				PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setString(1, "plain");
			statement.setString(2, key);
			statement.setLong(3, 1);
			statement.setLong(4, 1);
			statement.setInt(5, 1);
			statement.setBytes(6, new byte[] { 49 });
			statement.executeUpdate();
		}
	}

	private static void print(int round, String what, int callers, Work work) throws InterruptedException {
		AtomicLong done = new AtomicLong();
		long[][] times = new long[callers][];
		Thread[] threads = new Thread[callers];
		long end = System.nanoTime() + ROUND_NANOS;
		for (int i = 0; i < callers; i++) {
			int number = i;
			threads[i] = Thread.ofVirtual().start(() -> times[number] = work(end, work, done));
		}
		for (Thread each : threads) {
			each.join();
		}
		long[] all = Arrays.stream(times).flatMapToLong(Arrays::stream).sorted().toArray();
		System.out.printf("round %d, %-22s %,9d a second, p50 %.2f ms, p99 %.2f ms%n", round, what,
				done.get() * 1_000_000_000L / ROUND_NANOS, all[all.length / 2] / 1e6, all[all.length * 99 / 100] / 1e6);
	}

	private static long[] work(long end, Work work, AtomicLong done) {
		long[] times = new long[1 << 10];
		int count = 0;
		for (long begun = System.nanoTime(); begun < end;) {
			try {
				work.run(ThreadLocalRandom.current().nextInt(SERVERS));
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
			long now = System.nanoTime();
			if (count == times.length) {
				times = Arrays.copyOf(times, times.length * 2);
			}
			times[count++] = now - begun;
			done.incrementAndGet();
			begun = now;
		}
		return Arrays.copyOf(times, count);
	}

	/** One call. */
	@FunctionalInterface
	private interface Work {

		void run(int random) throws SQLException;

	}

}
