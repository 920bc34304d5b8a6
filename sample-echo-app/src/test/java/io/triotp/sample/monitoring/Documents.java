package io.triotp.sample.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The board, the rules and the documents that speak of metrics.
 */
final class Documents {

	private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

	private static final Pattern EXPRESSION_OF_VARIABLE = Pattern.compile("label_values\\((.*), (\\w+)\\)");

	private Documents() {
	}

	static String read(String file) {
		try {
			return Files.readString(ROOT.resolve(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static JsonNode board() {
		return JsonMapper.shared().readTree(read("grafana/triotp.json"));
	}

	/**
	 * {@return each expression of the board, also those of its variables}
	 */
	static List<String> expressionsOfBoard() {
		List<String> expressions = new ArrayList<>();
		board().findValues("expr").forEach((expression) -> expressions.add(expression.asString()));
		board().get("templating").get("list").forEach((variable) -> {
			var labels = EXPRESSION_OF_VARIABLE.matcher(variable.get("definition").asString());
			if (!labels.matches()) {
				throw new AssertionError("not of the form label_values(metric, label): " + variable);
			}
			expressions.add("sum by (" + labels.group(2) + ") (" + labels.group(1) + ")");
		});
		return expressions;
	}

	static List<Rule> rules() {
		Map<String, List<Map<String, List<Map<String, Object>>>>> file = new Yaml()
			.load(read("grafana/triotp-alerts.yml"));
		return file.get("groups").stream().flatMap((group) -> group.get("rules").stream()).map(Rule::of).toList();
	}

	/**
	 * {@return the rows of the first table after a heading, each as its cells}
	 */
	static List<List<String>> table(String file, String heading) {
		Stream<String> after = read(file).lines().dropWhile((line) -> !line.equals(heading)).skip(1);
		return after.dropWhile((line) -> !line.startsWith("|"))
			.takeWhile((line) -> line.startsWith("|"))
			.skip(2)
			.map((line) -> Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList())
			.toList();
	}

	static Set<String> headings(String file) {
		return read(file).lines()
			.filter((line) -> line.startsWith("#"))
			.map((line) -> line.replaceFirst("#+ ", ""))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * A rule.
	 *
	 * @param record the name of the series it records, {@code null} if it alerts
	 * @param alert the name of the alert
	 * @param expression its expression
	 * @param waits how long that must hold
	 * @param severity how bad it is
	 * @param annotations what people are told
	 */
	record Rule(String record, String alert, String expression, String waits, String severity,
			Map<String, String> annotations) {

		@SuppressWarnings("unchecked")
		static Rule of(Map<String, Object> rule) {
			Map<String, String> labels = (Map<String, String>) rule.getOrDefault("labels", Map.of());
			return new Rule((String) rule.get("record"), (String) rule.get("alert"), (String) rule.get("expr"),
					(String) rule.get("for"), labels.get("severity"),
					(Map<String, String>) rule.getOrDefault("annotations", Map.of()));
		}

	}

}
