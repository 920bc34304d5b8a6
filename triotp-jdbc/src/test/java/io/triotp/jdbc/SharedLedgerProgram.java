package io.triotp.jdbc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import com.zaxxer.hikari.HikariDataSource;
import io.triotp.durable.DurableStore;
import io.triotp.durable.StoreOptions;
import io.triotp.node.Node;
import io.triotp.server.CallException;
import io.triotp.virtual.VirtualServers;

/**
 * Adds numbers to durable servers whose keys others use too, writes each one that was
 * answered into a file, and tells how often another was in its way.
 */
final class SharedLedgerProgram {

	private static final int KEYS = 3;

	private static final int CLIENTS = 3;

	private SharedLedgerProgram() {
	}

	/**
	 * @param arguments the URL of the database, the file, the first number, and how many
	 * numbers each client adds
	 */
	public static void main(String[] arguments) throws IOException, SQLException, InterruptedException {
		int first = Integer.parseInt(arguments[2]);
		int number = Integer.parseInt(arguments[3]);
		HikariDataSource source = Databases.pool(arguments[0]);
		Node node = Node.start();
		DurableStore store = DurableStore.of(node, "main", JdbcStateStore.of(source), StoreOptions.defaults());
		VirtualServers<Ledger> servers = Ledger.servers(node, store);
		AtomicInteger conflicts = new AtomicInteger();
		AtomicInteger answers = new AtomicInteger();
		AtomicReference<Throwable> strange = new AtomicReference<>();
		try (FileChannel answered = FileChannel.open(Path.of(arguments[1]), StandardOpenOption.APPEND)) {
			System.out.println("ready");
			// The other begins too.
			System.in.read();
			Thread[] clients = new Thread[CLIENTS];
			for (int i = 0; i < CLIENTS; i++) {
				int from = first + i * number;
				clients[i] = Thread.ofVirtual().start(() -> {
					for (int each = from; each < from + number && strange.get() == null; each++) {
						try {
							String key = "key" + each % KEYS;
							int position = servers.of(key).call(new Ledger.Add(each));
							answers.incrementAndGet();
							answered.write(ByteBuffer
								.wrap((key + " " + each + " " + position + "\n").getBytes(StandardCharsets.US_ASCII)));
						}
						catch (CallException.ServerExited ex) {
							if (ex.getMessage().contains("conflict: the stored state of ledger/key")) {
								conflicts.incrementAndGet();
							}
							else {
								strange.set(ex);
							}
						}
						catch (IOException | RuntimeException ex) {
							strange.set(ex);
						}
					}
				});
			}
			for (Thread each : clients) {
				each.join();
			}
		}
		System.out.println(answers + " answers, " + conflicts + " conflicts, "
				+ ((strange.get() != null) ? strange.get().toString() : "nothing else"));
		Runtime.getRuntime().halt(0);
	}

}
