package io.triotp.jdbc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import io.triotp.durable.DurableStore;
import io.triotp.durable.StoreOptions;
import io.triotp.node.Node;
import io.triotp.test.Await;
import io.triotp.virtual.VirtualServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever was answered finds what it did after {@code kill -9}, and whoever was not asks
 * again and has it done once. {@code -Dkills=1000} kills as often.
 */
abstract class CrashContract {

	private static final int KILLS = Integer.getInteger("kills", 5);

	/** So many runs in a row go on with the same keys. */
	private static final int SAME_KEYS = 5;

	private static final int LONGEST_MILLIS = 400;

	/** So many answered requests are asked for again at the end. */
	private static final int LAST_ANSWERS = 100;

	@TempDir
	private Path folder;

	abstract String url(Path folder);

	@Test
	@Timeout(value = 3, unit = TimeUnit.HOURS)
	void nothing_answered_is_lost_and_nothing_is_done_twice_however_often_the_jvm_is_killed() throws Exception {
		long seed = Long.getLong("seed", System.nanoTime());
		Random random = new Random(seed);
		Path answered = Files.createFile(this.folder.resolve("answered"));
		Path asked = Files.createFile(this.folder.resolve("asked"));
		try (HikariDataSource source = Databases.pool(url(this.folder))) {
			Databases.prepare(source);
			Databases.empty(source);
		}
		for (int run = 1; run <= KILLS; run++) {
			runAndKill(asked, answered, run, random.nextInt(LONGEST_MILLIS));
		}
		Map<String, List<Long>> stored;
		long reminders;
		int open = LedgerAnswers.unanswered(asked, answered).size();
		try (HikariDataSource source = Databases.pool(url(this.folder))) {
			reminders = askAgain(source, asked, answered);
			stored = LedgerAnswers.stored(source);
		}
		int answers = LedgerAnswers.assertAllThere(answered, stored, "seed " + seed);
		long changes = stored.values().stream().mapToLong(List::size).sum();
		System.out.printf(
				"%s: %d kills, %d requests, of which %d had no answer and were asked for again, %d changes "
						+ "stored, each once, and %d reminders given; seed %d%n",
				getClass().getSimpleName(), KILLS, answers, open, changes, reminders, seed);
		assertThat(answers).isGreaterThan(KILLS).isEqualTo(changes);
	}

	/**
	 * The last runs have left requests without an answer. Each ledger is reminded once of
	 * what it was to be reminded of, by whichever JVM.
	 */
	private static long askAgain(HikariDataSource source, Path asked, Path answered) throws IOException, SQLException {
		try (Node node = Node.start();
				DurableStore store = DurableStore.of(node, "main", JdbcStateStore.of(source),
						StoreOptions.defaults())) {
			VirtualServers<Ledger> servers = Ledger.servers(node, store);
			for (String each : LedgerAnswers.unanswered(asked, answered)) {
				Files.writeString(answered, each + " " + add(servers, each) + "\n", StandardCharsets.US_ASCII,
						StandardOpenOption.APPEND);
			}
			List<String> answers = Files.readAllLines(answered, StandardCharsets.US_ASCII);
			for (String each : answers.subList(Math.max(0, answers.size() - LAST_ANSWERS), answers.size())) {
				assertThat(each).endsWith(" " + add(servers, each));
			}
			Await.until(() -> store.status().serves() && outstanding(source) == 0);
		}
		Collection<Ledger.Entries> ledgers = LedgerAnswers.ledgers(source).values();
		ledgers.forEach((each) -> assertThat(each.reminded())
			.containsExactlyInAnyOrderElementsOf(each.numbers().stream().filter(Ledger::isRemembered).toList()));
		return ledgers.stream().mapToLong((each) -> each.reminded().size()).sum();
	}

	private static int add(VirtualServers<Ledger> servers, String request) {
		String[] parts = request.split(" ");
		return servers.of(parts[0]).call(new Ledger.AddOnce(Long.parseLong(parts[1])));
	}

	private static int outstanding(HikariDataSource source) {
		try (Connection connection = source.getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement
					.executeQuery("SELECT COUNT(*) FROM triotp_server WHERE due_at IS NOT NULL")) {
			rows.next();
			return rows.getInt(1);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** At any moment, also while it starts. */
	private void runAndKill(Path asked, Path answered, int run, int millis) throws IOException, InterruptedException {
		Process program = LedgerAnswers.start(LedgerProgram.class, this.folder.resolve("errors"), url(this.folder),
				answered.toString(), String.valueOf(run), "keys-" + run / SAME_KEYS + "-", asked.toString());
		try (BufferedReader output = new BufferedReader(
				new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8))) {
			String line = output.readLine();
			while (line != null && !line.equals("ready")) {
				line = output.readLine();
			}
			boolean ended = line == null || program.waitFor(millis, TimeUnit.MILLISECONDS);
			assertThat(ended).as(() -> "run " + run + " ended by itself: " + errors()).isFalse();
		}
		finally {
			program.destroyForcibly().waitFor();
		}
	}

	private String errors() {
		try {
			return Files.readString(this.folder.resolve("errors"));
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

}
