package io.triotp.jdbc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

import com.zaxxer.hikari.HikariDataSource;
import io.triotp.durable.DurableStore;
import io.triotp.durable.StoreOptions;
import io.triotp.node.Node;
import io.triotp.virtual.VirtualServers;

/**
 * Adds numbers to durable servers as fast as it can, and writes each one that it asks for
 * and that was answered into a file, until somebody kills it. What the ones before it
 * asked for, and were not answered, it asks for again.
 */
final class LedgerProgram {

	private static final int KEYS = 10;

	private static final int CLIENTS = 8;

	private LedgerProgram() {
	}

	/**
	 * @param arguments the URL of the database, the file, the number of the run, which
	 * begins all its numbers, what the keys begin with, and the file of what was asked
	 * for
	 */
	public static void main(String[] arguments) throws IOException, SQLException, InterruptedException {
		long first = Long.parseLong(arguments[2]) * 1_000_000;
		HikariDataSource source = Databases.pool(arguments[0]);
		Node node = Node.start();
		DurableStore store = DurableStore.of(node, "main", JdbcStateStore.of(source), StoreOptions.defaults());
		VirtualServers<Ledger> servers = Ledger.servers(node, store);
		AtomicLong next = new AtomicLong(first);
		Queue<String> open = new ConcurrentLinkedQueue<>(
				LedgerAnswers.unanswered(Path.of(arguments[4]), Path.of(arguments[1])));
		try (FileChannel answered = FileChannel.open(Path.of(arguments[1]), StandardOpenOption.APPEND);
				FileChannel asked = FileChannel.open(Path.of(arguments[4]), StandardOpenOption.APPEND)) {
			System.out.println("ready");
			Thread[] clients = new Thread[CLIENTS];
			for (int i = 0; i < CLIENTS; i++) {
				clients[i] = Thread.ofVirtual().start(() -> add(servers, open, next, arguments[3], asked, answered));
			}
			for (Thread each : clients) {
				each.join();
			}
		}
	}

	private static void add(VirtualServers<Ledger> servers, Queue<String> open, AtomicLong next, String prefix,
			FileChannel asked, FileChannel answered) {
		try {
			for (String again = open.poll(); again != null; again = open.poll()) {
				add(servers, again, answered);
			}
			while (true) {
				long number = next.getAndIncrement();
				String request = prefix + number % KEYS + " " + number;
				write(asked, request);
				add(servers, request, answered);
			}
		}
		catch (IOException | RuntimeException ex) {
			ex.printStackTrace();
			Runtime.getRuntime().halt(3);
		}
	}

	private static void add(VirtualServers<Ledger> servers, String request, FileChannel answered) throws IOException {
		String[] parts = request.split(" ");
		int position = servers.of(parts[0]).call(new Ledger.AddOnce(Long.parseLong(parts[1])));
		write(answered, request + " " + position);
	}

	/** One write, which is whole or not there. */
	private static void write(FileChannel file, String line) throws IOException {
		file.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII)));
	}

}
