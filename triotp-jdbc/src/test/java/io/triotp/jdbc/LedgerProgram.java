package io.triotp.jdbc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

import com.zaxxer.hikari.HikariDataSource;
import io.triotp.durable.DurableStore;
import io.triotp.durable.StoreOptions;
import io.triotp.node.Node;
import io.triotp.server.ServerRef;
import io.triotp.virtual.VirtualServers;

/**
 * Adds numbers to durable servers as fast as it can, and writes each one that was
 * answered into a file, until somebody kills it.
 */
final class LedgerProgram {

	private static final int KEYS = 10;

	private static final int CLIENTS = 8;

	private LedgerProgram() {
	}

	/**
	 * @param arguments the URL of the database, the file, the number of the run, which
	 * begins all its numbers, and what the keys begin with
	 */
	public static void main(String[] arguments) throws IOException, SQLException, InterruptedException {
		long first = Long.parseLong(arguments[2]) * 1_000_000;
		HikariDataSource source = Databases.pool(arguments[0]);
		Node node = Node.start();
		DurableStore store = DurableStore.of(node, "main", JdbcStateStore.of(source), StoreOptions.defaults());
		VirtualServers<Ledger> servers = Ledger.servers(node, store);
		AtomicLong next = new AtomicLong(first);
		try (FileChannel answered = FileChannel.open(Path.of(arguments[1]), StandardOpenOption.APPEND)) {
			System.out.println("ready");
			Thread[] clients = new Thread[CLIENTS];
			for (int i = 0; i < CLIENTS; i++) {
				clients[i] = Thread.ofVirtual().start(() -> add(servers, next, arguments[3], answered));
			}
			for (Thread each : clients) {
				each.join();
			}
		}
	}

	private static void add(VirtualServers<Ledger> servers, AtomicLong next, String prefix, FileChannel answered) {
		try {
			while (true) {
				long number = next.getAndIncrement();
				String key = prefix + number % KEYS;
				ServerRef<Ledger> server = servers.of(key);
				int position = server.call(new Ledger.Add(number));
				// One write, which is whole or not there.
				answered.write(ByteBuffer
					.wrap((key + " " + number + " " + position + "\n").getBytes(StandardCharsets.US_ASCII)));
			}
		}
		catch (IOException | RuntimeException ex) {
			ex.printStackTrace();
			Runtime.getRuntime().halt(3);
		}
	}

}
