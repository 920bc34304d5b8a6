package io.triotp.jdbc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever was answered finds what it did after {@code kill -9}. {@code -Dkills=1000}
 * kills as often.
 */
abstract class CrashContract {

	private static final int KILLS = Integer.getInteger("kills", 5);

	/** So many runs in a row go on with the same keys. */
	private static final int SAME_KEYS = 5;

	private static final int LONGEST_MILLIS = 400;

	@TempDir
	private Path folder;

	abstract String url(Path folder);

	@Test
	@Timeout(value = 3, unit = TimeUnit.HOURS)
	void nothing_answered_is_lost_and_nothing_is_done_twice_however_often_the_jvm_is_killed() throws Exception {
		long seed = Long.getLong("seed", System.nanoTime());
		Random random = new Random(seed);
		Path answered = Files.createFile(this.folder.resolve("answered"));
		try (HikariDataSource source = Databases.pool(url(this.folder))) {
			Databases.prepare(source);
			Databases.empty(source);
		}
		for (int run = 1; run <= KILLS; run++) {
			runAndKill(answered, run, random.nextInt(LONGEST_MILLIS));
		}
		Map<String, List<Long>> stored = stored();
		List<String> answers = Files.readAllLines(answered, StandardCharsets.US_ASCII);
		for (String each : answers) {
			String[] parts = each.split(" ");
			List<Long> numbers = stored.getOrDefault(parts[0], List.of());
			int position = Integer.parseInt(parts[2]);
			assertThat(numbers.size()).as("seed %d, %s", seed, each).isGreaterThanOrEqualTo(position);
			assertThat(numbers.get(position - 1)).as("seed %d, %s", seed, each).isEqualTo(Long.parseLong(parts[1]));
		}
		stored.values().forEach((numbers) -> assertThat(numbers).doesNotHaveDuplicates());
		long changes = stored.values().stream().mapToLong(List::size).sum();
		System.out.printf("%s: %d kills, %d answers, %d changes stored, all of them there; seed %d%n",
				getClass().getSimpleName(), KILLS, answers.size(), changes, seed);
		assertThat(answers).hasSizeGreaterThan(KILLS);
	}

	/** At any moment, also while it starts. */
	private void runAndKill(Path answered, int run, int millis) throws IOException, InterruptedException {
		Process program = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
				LedgerProgram.class.getName(), url(this.folder), answered.toString(), String.valueOf(run),
				"keys-" + run / SAME_KEYS + "-")
			.redirectError(this.folder.resolve("errors").toFile())
			.start();
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

	private Map<String, List<Long>> stored() throws SQLException {
		JacksonCodec<Ledger.Entries> codec = JacksonCodec.of(JsonMapper.shared(), Ledger.Entries.class);
		Map<String, List<Long>> all = new HashMap<>();
		try (HikariDataSource source = Databases.pool(url(this.folder));
				Connection connection = source.getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT server_key, state FROM triotp_server")) {
			while (rows.next()) {
				all.put(rows.getString(1), codec.decode(rows.getBytes(2), 1).numbers());
			}
		}
		return all;
	}

}
