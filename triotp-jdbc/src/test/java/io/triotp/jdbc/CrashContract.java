package io.triotp.jdbc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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
		Map<String, List<Long>> stored;
		try (HikariDataSource source = Databases.pool(url(this.folder))) {
			stored = LedgerAnswers.stored(source);
		}
		int answers = LedgerAnswers.assertAllThere(answered, stored, "seed " + seed);
		long changes = stored.values().stream().mapToLong(List::size).sum();
		System.out.printf("%s: %d kills, %d answers, %d changes stored, all of them there; seed %d%n",
				getClass().getSimpleName(), KILLS, answers, changes, seed);
		assertThat(answers).isGreaterThan(KILLS);
	}

	/** At any moment, also while it starts. */
	private void runAndKill(Path answered, int run, int millis) throws IOException, InterruptedException {
		Process program = LedgerAnswers.start(LedgerProgram.class, this.folder.resolve("errors"), url(this.folder),
				answered.toString(), String.valueOf(run), "keys-" + run / SAME_KEYS + "-");
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
