package io.triotp.sample.monitoring;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.triotp.durable.DurableStore;
import io.triotp.durable.StoreOptions;
import io.triotp.node.Node;
import io.triotp.sample.EchoApplication;
import io.triotp.sample.monitoring.Documents.Rule;
import io.triotp.sample.monitoring.PromQl.Selection;
import io.triotp.server.GenServer;
import io.triotp.test.Await;
import io.triotp.test.TestStore;
import io.triotp.virtual.VirtualServers;
import io.triotp.virtual.VirtualSpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the board, the rules and the documents against what a scrape of the sample over
 * HTTP has.
 */
class MonitoringTests {

	/** What Prometheus adds to what it scrapes. */
	private static final Set<String> OF_TARGET = Set.of("job", "instance");

	private static final Map<String, Set<String>> OF_PROMETHEUS = Map.of("scrape_duration_seconds", Set.of());

	private static final Pattern CURL = Pattern.compile("curl '?localhost:8080(/[^'\\s`]*)");

	private static final Pattern METRIC = Pattern.compile("`(triotp_\\w+)`");

	private static final Pattern METER = Pattern.compile("`(triotp\\.(?!json)[a-z.]+)`");

	private static ConfigurableApplicationContext context;

	private static Scrape scrape;

	@BeforeAll
	static void scrapeTheSample() {
		context = new SpringApplicationBuilder(EchoApplication.class, WithStore.class).run("--server.port=0",
				"--server.address=127.0.0.1", "--triotp.metrics.handlers.enabled=true",
				"--triotp.observation.always=true",
				"--management.metrics.distribution.percentiles-histogram.triotp.messages.handled=true",
				"--management.metrics.distribution.percentiles-histogram.triotp.mailbox.wait=true");
		Await.restarts(context.getBean(Node.class), 1, () -> send("POST", "/echo/crash"));
		scrape = Scrape.of(send("GET", "/actuator/prometheus"));
	}

	/**
	 * The sample has neither durable nor virtual servers. Without an annotation, or it
	 * would find it.
	 */
	static class WithStore {

		@Bean
		DurableStore store(Node node) {
			return DurableStore.of(node, "main", new TestStore(), StoreOptions.defaults());
		}

		@Bean
		VirtualServers<?> servers(Node node) {
			return VirtualServers.of(node, "servers", VirtualSpec.<GenServer<?, ?, ?>>servers((key) -> {
				throw new IllegalStateException("nobody starts " + key);
			}));
		}

	}

	private static String send(String method, String path) {
		try (HttpClient client = HttpClient.newHttpClient()) {
			String port = context.getEnvironment().getProperty("local.server.port");
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
				.method(method, BodyPublishers.noBody())
				.build();
			HttpResponse<String> response = client.sendAsync(request, BodyHandlers.ofString())
				.orTimeout(30, TimeUnit.SECONDS)
				.join();
			assertThat(response.statusCode()).as(path).isBetween(200, 299);
			return response.body();
		}
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@Test
	void every_metric_and_label_of_the_board_is_in_the_scrape() {
		assertThat(Documents.expressionsOfBoard()).hasSizeGreaterThan(40).allSatisfy(MonitoringTests::isKnown);
	}

	@Test
	void every_metric_and_label_of_the_rules_is_in_the_scrape_or_recorded() {
		assertThat(Documents.rules()).hasSizeGreaterThan(15).allSatisfy((rule) -> isKnown(rule.expression()));
	}

	@Test
	void every_metric_that_a_document_names_is_in_the_scrape() {
		for (String file : List.of("README.md", "CHANGELOG.md", "docs/metrics.md", "docs/runbook.md",
				"grafana/README.md")) {
			assertThat(METRIC.matcher(Documents.read(file)).results().map((found) -> found.group(1)))
				.as("metrics in " + file)
				.allMatch((metric) -> scrape.labels().containsKey(metric) || scrape.types().containsKey(metric));
		}
	}

	@Test
	void every_meter_is_documented_with_its_type_tags_and_name() {
		Set<String> documented = new TreeSet<>();
		for (List<String> row : meters()) {
			String meter = plain(row.get(0));
			String family = plain(row.get(4));
			documented.add(family);
			boolean isTimer = row.get(1).equals("timer");
			String series = isTimer ? family + "_count" : family;
			assertThat(scrape.labels()).as(meter).containsKey(series);
			assertThat(scrape.labels().get(series)).as("tags of " + meter)
				.isEqualTo(Arrays.stream(row.get(2).split(","))
					.map((tag) -> plain(tag).replace('.', '_'))
					.filter((tag) -> !tag.isEmpty())
					.collect(Collectors.toCollection(TreeSet::new)));
			assertThat(scrape.types().get(family)).as("type of " + meter)
				.isIn(isTimer ? List.of("summary", "histogram") : List.of(row.get(1)));
			assertThat(family).startsWith(meter.replace('.', '_'));
		}
		assertThat(documented).isEqualTo(scrape.types()
			.keySet()
			.stream()
			.filter((family) -> family.startsWith("triotp_") && !family.endsWith("_seconds_max")
					&& !family.endsWith("_active_seconds"))
			.collect(Collectors.toSet()));
	}

	@Test
	void every_meter_that_another_document_names_is_in_the_table_of_meters() {
		Set<String> known = meters().stream().map((row) -> plain(row.get(0))).collect(Collectors.toSet());
		Set<String> properties = Set.of("triotp.metrics.stalled", "triotp.defaults", "triotp.metrics.handlers.enabled",
				"triotp.observation.enabled", "triotp.observation.always", "triotp.node");
		for (String file : List.of("docs/runbook.md", "grafana/README.md", "docs/metrics.md")) {
			assertThat(METER.matcher(Documents.read(file)).results().map((found) -> found.group(1)))
				.as("meters in " + file)
				.allMatch((meter) -> known.contains(meter) || properties.stream().anyMatch(meter::startsWith));
		}
	}

	private static List<List<String>> meters() {
		return Stream.of("## Meters", "## Observations")
			.flatMap((heading) -> Documents.table("docs/metrics.md", heading).stream())
			.toList();
	}

	private static String plain(String cell) {
		return cell.replace("`", "").strip();
	}

	@Test
	void the_board_asks_for_its_datasource_and_names_none() {
		JsonNode board = Documents.board();
		assertThat(board.get("__inputs").get(0).get("pluginId").asString()).isEqualTo("prometheus");
		assertThat(board.findValues("datasource")).isNotEmpty()
			.allSatisfy((source) -> assertThat(source.get("uid").asString()).isEqualTo("${DS_PROMETHEUS}"));
		assertThat(board.get("templating").get("list").valueStream().map((each) -> each.get("name").asString()))
			.containsExactly("job", "instance", "application", "supervisor", "behavior");
		assertThat(board.get("panels")
			.valueStream()
			.filter((panel) -> panel.get("type").asString().equals("row"))
			.map((row) -> row.get("title").asString()))
			.containsExactly("Overview", "Supervision", "Mailboxes", "Handlers", "Lifecycle", "JVM", "Self");
	}

	@Test
	void no_two_panels_of_the_board_overlap_and_each_says_what_it_shows() {
		Set<String> taken = new HashSet<>();
		Documents.board().get("panels").forEach((panel) -> {
			JsonNode place = panel.get("gridPos");
			for (int x = 0; x < place.get("w").asInt(); x++) {
				for (int y = 0; y < place.get("h").asInt(); y++) {
					int column = place.get("x").asInt() + x;
					assertThat(column).isLessThan(24);
					assertThat(taken.add(column + "," + (place.get("y").asInt() + y))).as(panel.get("title").asString())
						.isTrue();
				}
			}
			if (!panel.get("type").asString().equals("row")) {
				assertThat(panel.path("description").asString("")).endsWith(".");
			}
		});
	}

	@Test
	void every_alert_has_a_severity_texts_and_a_section_in_the_runbook() {
		List<Rule> alerts = alerts();
		Set<String> sections = Documents.headings("docs/runbook.md");
		assertThat(alerts).allSatisfy((alert) -> {
			assertThat(alert.severity()).isIn("critical", "warning", "info");
			assertThat(alert.annotations()).containsOnlyKeys("summary", "description", "runbook_url");
			assertThat(alert.annotations().get("runbook_url"))
				.isEqualTo("docs/runbook.md#" + alert.alert().toLowerCase(Locale.ROOT));
			assertThat(sections).contains(alert.alert());
			assertThat(section(alert.alert())).contains("**Meaning.**", "**Impact.**", "**First look.**", "curl ",
					"**Fix.**");
		});
		assertThat(sections.stream().filter((each) -> each.startsWith("TriOtp")))
			.containsExactlyInAnyOrderElementsOf(alerts.stream().map(Rule::alert).toList());
	}

	@Test
	void the_thresholds_of_the_runbook_are_those_of_the_rules() {
		List<Rule> alerts = alerts();
		List<List<String>> rows = Documents.table("docs/runbook.md", "## Thresholds");
		assertThat(rows).hasSameSizeAs(alerts);
		for (int i = 0; i < rows.size(); i++) {
			Rule alert = alerts.get(i);
			List<String> row = rows.get(i);
			assertThat(row.get(0))
				.isEqualTo("[" + alert.alert() + "](#" + alert.alert().toLowerCase(Locale.ROOT) + ")");
			assertThat(row.get(1)).isEqualTo(alert.severity());
			assertThat(row.get(2)).isEqualTo(alert.waits());
			assertThat(Pattern.compile("`([^`]+)`").matcher(row.get(3)).results().map((found) -> found.group(1)))
				.isNotEmpty()
				.allMatch((threshold) -> alert.expression().contains(threshold));
		}
	}

	@Test
	void every_command_of_the_documents_works() throws Exception {
		Set<String> paths = Stream.of("docs/runbook.md", "docs/metrics.md", "grafana/README.md")
			.flatMap((file) -> CURL.matcher(Documents.read(file)).results())
			.map((found) -> found.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(paths).hasSizeGreaterThan(8);
		for (String path : paths) {
			assertThat(send("GET", path)).isNotEmpty();
		}
	}

	private static String section(String heading) {
		String text = Documents.read("docs/runbook.md");
		int begin = text.indexOf("\n## " + heading + "\n");
		int end = text.indexOf("\n## ", begin + 1);
		return text.substring(begin, (end < 0) ? text.length() : end);
	}

	private static List<Rule> alerts() {
		return Documents.rules().stream().filter((rule) -> rule.alert() != null).toList();
	}

	/** Each metric is there with its labels, and what is grouped by is one of them. */
	private static void isKnown(String expression) {
		PromQl found = PromQl.of(expression);
		assertThat(found.selections()).as(expression).isNotEmpty();
		Set<String> all = new HashSet<>(OF_TARGET);
		for (Selection selection : found.selections()) {
			Set<String> labels = labelsOf(selection.metric());
			assertThat(labels).as(selection.metric()).isNotNull();
			assertThat(labels).as(expression).containsAll(selection.labels());
			all.addAll(labels);
		}
		assertThat(all).as(expression).containsAll(found.grouping());
	}

	private static Set<String> labelsOf(String metric) {
		Set<String> labels = scrape.labels().getOrDefault(metric, OF_PROMETHEUS.get(metric));
		if (labels == null) {
			return Documents.rules()
				.stream()
				.filter((rule) -> Objects.equals(rule.record(), metric))
				.findFirst()
				.map((rule) -> PromQl.of(rule.expression()).grouping())
				.orElse(null);
		}
		Set<String> withTarget = new HashSet<>(labels);
		withTarget.addAll(OF_TARGET);
		return withTarget;
	}

}
