package io.triotp.jdbc;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two JVMs with the same keys in one database. {@code -Dshared=10000} adds as many
 * numbers by each client.
 */
abstract class SharedContract {

	private static final int NUMBERS = Integer.getInteger("shared", 300);

	private static final Pattern OUTCOME = Pattern.compile("(\\d+) answers, (\\d+) conflicts, nothing else");

	@TempDir
	private Path folder;

	abstract String url(Path folder);

	@Test
	void of_two_jvms_with_the_same_keys_one_acts_and_the_other_is_told_of_the_conflict() throws Exception {
		Path answered = Files.createFile(this.folder.resolve("answered"));
		try (HikariDataSource source = Databases.pool(url(this.folder))) {
			Databases.prepare(source);
			Databases.empty(source);
			List<Process> programs = new ArrayList<>();
			List<BufferedReader> outputs = new ArrayList<>();
			for (int i = 0; i < 2; i++) {
				Process program = LedgerAnswers.start(SharedLedgerProgram.class, this.folder.resolve("errors" + i),
						url(this.folder), answered.toString(), String.valueOf((i + 1) * 10_000_000),
						String.valueOf(NUMBERS));
				programs.add(program);
				outputs
					.add(new BufferedReader(new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8)));
			}
			int answers = 0;
			int conflicts = 0;
			try {
				for (BufferedReader each : outputs) {
					assertThat(awaitLine(each, "ready")).isNotNull();
				}
				for (Process each : programs) {
					each.getOutputStream().write('\n');
					each.getOutputStream().flush();
				}
				for (BufferedReader each : outputs) {
					String line = awaitLine(each, "answers");
					Matcher outcome = OUTCOME.matcher(String.valueOf(line));
					assertThat(outcome.matches()).as("%s, %s", line, Files.readString(this.folder.resolve("errors0")))
						.isTrue();
					answers += Integer.parseInt(outcome.group(1));
					conflicts += Integer.parseInt(outcome.group(2));
				}
			}
			finally {
				programs.forEach(Process::destroyForcibly);
			}
			assertThat(conflicts).isPositive();
			Map<String, List<Long>> stored = LedgerAnswers.stored(source);
			assertThat(LedgerAnswers.assertAllThere(answered, stored, "two JVMs")).isEqualTo(answers);
			System.out.printf("%s: %d answers, %d conflicts, %d changes stored%n", getClass().getSimpleName(), answers,
					conflicts, stored.values().stream().mapToLong(List::size).sum());
		}
	}

	/** The program may log. */
	private static String awaitLine(BufferedReader output, String part) throws java.io.IOException {
		String line = output.readLine();
		while (line != null && !line.contains(part)) {
			line = output.readLine();
		}
		return line;
	}

}
