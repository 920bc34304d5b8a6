package io.triotp.jdbc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.zaxxer.hikari.HikariDataSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What programs were answered, beside what is stored.
 */
final class LedgerAnswers {

	private LedgerAnswers() {
	}

	static Process start(Class<?> program, Path errors, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
						"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), program.getName()));
		command.addAll(List.of(arguments));
		return new ProcessBuilder(command).redirectError(errors.toFile()).start();
	}

	static Map<String, List<Long>> stored(HikariDataSource source) throws SQLException {
		Map<String, List<Long>> all = new HashMap<>();
		ledgers(source).forEach((key, ledger) -> all.put(key, ledger.numbers()));
		return all;
	}

	static Map<String, Ledger.Entries> ledgers(HikariDataSource source) throws SQLException {
		JacksonCodec<Ledger.Entries> codec = JacksonCodec.of(JsonMapper.shared(), Ledger.Entries.class);
		Map<String, Ledger.Entries> all = new HashMap<>();
		try (Connection connection = source.getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT server_key, state FROM triotp_server")) {
			while (rows.next()) {
				all.put(rows.getString(1), codec.decode(rows.getBytes(2), 1));
			}
		}
		return all;
	}

	/**
	 * {@return what was asked for and not answered, as key and number}
	 */
	static List<String> unanswered(Path asked, Path answered) throws IOException {
		Set<String> open = new LinkedHashSet<>(Files.readAllLines(asked, StandardCharsets.US_ASCII));
		for (String each : Files.readAllLines(answered, StandardCharsets.US_ASCII)) {
			open.remove(each.substring(0, each.lastIndexOf(' ')));
		}
		return List.copyOf(open);
	}

	/**
	 * Each number that was answered is where its answer said, and none is there twice.
	 * @return how many were answered
	 */
	static int assertAllThere(Path answered, Map<String, List<Long>> stored, String which) throws IOException {
		List<String> answers = Files.readAllLines(answered, StandardCharsets.US_ASCII);
		for (String each : answers) {
			String[] parts = each.split(" ");
			List<Long> numbers = stored.getOrDefault(parts[0], List.of());
			int position = Integer.parseInt(parts[2]);
			assertThat(numbers.size()).as("%s, %s", which, each).isGreaterThanOrEqualTo(position);
			assertThat(numbers.get(position - 1)).as("%s, %s", which, each).isEqualTo(Long.parseLong(parts[1]));
		}
		stored.values().forEach((numbers) -> assertThat(numbers).doesNotHaveDuplicates());
		return answers.size();
	}

}
