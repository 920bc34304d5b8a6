package io.triotp.spring.boot.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.server.ServerRef;
import io.triotp.spring.boot.Crasher;
import io.triotp.spring.boot.Stubborn;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.test.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint as a user of {@code curl} sees it.
 */
class TriOtpEndpointHttpTests {

	private static ConfigurableApplicationContext context;

	private static Node node;

	private final HttpClient http = HttpClient.newHttpClient();

	@BeforeAll
	static void start() {
		context = new SpringApplicationBuilder(ShopConfiguration.class).run("--server.port=0",
				"--server.address=127.0.0.1", "--management.endpoints.web.exposure.include=triotp,health",
				"--management.endpoint.health.show-components=always", "--spring.main.banner-mode=off",
				// Nothing here may depend on how the application writes its own JSON.
				"--spring.jackson.property-naming-strategy=UPPER_CAMEL_CASE");
		node = context.getBean(Node.class);
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@BeforeEach
	void beginAgain() {
		node.stop("idle");
		node.stop("shop");
		ShopConfiguration.startApplications(node);
	}

	@Test
	void theSummaryTellsOfNodeProcessesAndApplications() {
		assertThat(json("")).containsOnlyKeys("generatedAt", "node", "access", "processes", "mailboxes", "restarts",
				"deadLetters", "zombies", "events", "problems", "applications");
		assertThat(section("", "node")).containsEntry("name", "shop-1").containsKey("startedAt");
		assertThat(Instant.parse((String) section("", "node").get("startedAt"))).isBefore(Instant.now());
		assertThat(section("", "access")).containsEntry("actions", false).containsEntry("values", "NEVER");
		assertThat(section("", "processes")).containsEntry("total", 6).containsEntry("supervisors", 5);
		assertThat(applications().getFirst()).containsEntry("name", "shop")
			.containsEntry("state", "RUNNING")
			.containsEntry("processes", 3)
			.containsEntry("restarts", 0)
			.doesNotContainKeys("lastExit", "endReason");
	}

	@Test
	void eachRestartCountsOnceForItsApplicationAndNamesTheException() {
		crash();
		assertThat(section("", "restarts")).containsEntry("total", 1).containsKeys("lastMinute", "lastHour", "lastAt");
		assertThat(applications().getFirst()).containsEntry("restarts", 1)
			.extractingByKey("lastExit")
			.hasFieldOrPropertyWithValue("path", "shop/till")
			.hasFieldOrPropertyWithValue("reason", "CRASH")
			.hasFieldOrPropertyWithValue("exception", "java.lang.IllegalStateException");
		crash();
		assertThat(applications().getFirst()).containsEntry("restarts", 2);
		assertThat(applications().get(1)).containsEntry("name", "idle").containsEntry("restarts", 0);
		assertThat(problems()).singleElement()
			.hasFieldOrPropertyWithValue("code", "RESTART_INTENSITY_NEAR_LIMIT")
			.hasFieldOrPropertyWithValue("path", "shop");
	}

	@Test
	void aHighMailboxIsAProblemAtItsPlace() {
		try (Stubborn printer = new Stubborn(node, "shop/printer").flooded(99)) {
			assertThat(section("", "mailboxes")).containsEntry("high", 0);
			printer.flooded(1);
			assertThat(section("", "mailboxes")).containsEntry("high", 1);
			assertThat(problems()).singleElement()
				.hasFieldOrPropertyWithValue("code", "MAILBOX_HIGH")
				.hasFieldOrPropertyWithValue("severity", "WARNING")
				.hasFieldOrPropertyWithValue("path", "shop/printer")
				.hasFieldOrPropertyWithValue("detail", "100 messages wait, the high-water mark is 100");
		}
		assertThat(section("", "mailboxes")).containsEntry("high", 0);
	}

	@Test
	@SuppressWarnings("unchecked")
	void zombiesAreCountedListedAndAProblem() {
		assertThat(section("", "zombies")).containsEntry("running", 0).containsEntry("oldest", List.of());
		assertThat(get("?format=text", "*/*").body()).doesNotContain("zombies");
		try (Stubborn printer = new Stubborn(node, "shop/printer")) {
			printer.kill();
			assertThat(section("", "zombies")).containsEntry("running", 1).containsEntry("reported", 0);
			assertThat((List<Map<String, Object>>) section("", "zombies").get("oldest")).singleElement()
				.hasFieldOrPropertyWithValue("id", "p" + printer.pid().id())
				.hasFieldOrPropertyWithValue("path", "shop/printer")
				.hasFieldOrPropertyWithValue("behavior", Stubborn.class.getName())
				.satisfies((zombie) -> assertThat(zombie).containsKey("ageSeconds").doesNotContainKey("message"));
			assertThat(problems()).singleElement()
				.hasFieldOrPropertyWithValue("code", "ZOMBIE")
				.hasFieldOrPropertyWithValue("path", "shop/printer");
			assertThat(get("?format=text", "*/*").body()).contains("zombies       1\n");
		}
		assertThat(section("", "zombies")).containsEntry("running", 0);
	}

	@Test
	void deadLettersAreCountedByReason() {
		Map<String, Object> before = section("", "deadLetters");
		Pid gone = pid("shop/till");
		node.kill(gone);
		node.send(gone, "hello");
		Map<String, Object> after = section("", "deadLetters");
		assertThat((int) after.get("total")).isEqualTo((int) before.get("total") + 1);
		assertThat(after.get("byReason")).hasFieldOrProperty("NO_PROCESS")
			.hasFieldOrProperty("MAILBOX_FULL")
			.hasFieldOrProperty("LATE_REPLY");
	}

	@Test
	void theTreeIsAFlatMapInStartOrder() {
		crash();
		Map<String, Object> tree = json("/tree?application=shop");
		Map<String, Object> root = node(tree, roots(tree).getFirst());
		assertThat(root).containsEntry("path", "shop")
			.containsEntry("kind", "SUPERVISOR")
			.containsEntry("strategy", "ONE_FOR_ONE")
			.containsEntry("maxRestarts", 3)
			.containsEntry("period", "PT5S")
			.containsEntry("restartsInPeriod", 1)
			.containsEntry("restarts", 1)
			.containsEntry("state", "RUNNING")
			.containsEntry("childCount", 2);
		assertThat(children(tree, root)).extracting("name").containsExactly("till", "carts");
		assertThat(children(tree, root).getFirst()).containsEntry("kind", "WORKER")
			.containsEntry("restart", "PERMANENT")
			.containsEntry("shutdown", "PT5S")
			.containsEntry("mailbox", 0)
			.containsEntry("restarts", 1)
			.containsEntry("incarnation", 2)
			.containsEntry("behavior", Crasher.class.getName())
			.extractingByKey("lastExit")
			.hasFieldOrPropertyWithValue("exception", "java.lang.IllegalStateException");
		assertThat(children(tree, root).get(1)).containsEntry("kind", "DYNAMIC_SUPERVISOR");
	}

	@Test
	void theTreeBeginsAtAnyIdOrPath() {
		String id = node.whereis("till").map((pid) -> "p" + pid.id()).orElseThrow();
		assertThat(roots(json("/tree?root=" + id))).containsExactly(id);
		assertThat(roots(json("/tree?root=shop/till"))).containsExactly(id);
		assertThat(roots(json("/tree"))).hasSize(2);
	}

	@Test
	void whatIsNotThereIsNotFound() {
		assertThat(get("/tree?root=p999999", "*/*").statusCode()).isEqualTo(404);
		assertThat(get("/tree?application=none", "*/*").body())
			.isEqualTo("{\"status\":404,\"error\":\"Not Found\",\"message\":\"There is no application 'none'\"}");
		assertThat(get("/branches", "*/*").statusCode()).isEqualTo(404);
	}

	@Test
	void aBadParameterIsRefusedWithWhatWouldBeRight() {
		assertThat(get("/tree?depth=abc", "*/*").statusCode()).isEqualTo(400);
		assertThat(get("/tree?depth=abc", "*/*").body())
			.contains("depth must be a whole number from 1 to 8, but is 'abc'");
		assertThat(get("/tree?limit=0", "*/*").body()).contains("limit must be a whole number from 1 to 2000");
		assertThat(get("/tree?format=xml", "*/*").body())
			.contains("format must be one of json, text, mermaid, dot, ndjson, but is 'xml'");
		assertThat(get("?format=xml", "*/*").statusCode()).isEqualTo(400);
		assertThat(get("/tree?depth=abc", "text/plain").body())
			.isEqualTo("depth must be a whole number from 1 to 8, but is 'abc'\n");
	}

	@Test
	void aParameterOfAnotherSectionIsRefusedWithWhatThereIs() {
		HttpResponse<String> response = get("/events?depth=3", "*/*");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body())
			.contains("events knows no parameter 'depth', but after, type, severity, path, limit, format");
		assertThat(get("/tree?severity=error", "*/*").statusCode()).isEqualTo(400);
		assertThat(get("/events?type=nonsense", "*/*").body()).contains("type must be one of process_crashed, ");
		assertThat(get("/events?after=-1", "*/*").body()).contains("after must be a whole number from 0 on");
	}

	@Test
	void theEventsTellWhatHappenedTheNewestFirst() {
		long before = ((Number) json("/events?limit=1").get("newestSeq")).longValue();
		crash();
		List<Map<String, Object>> events = events("/events?path=shop/till&limit=3");
		assertThat(events).extracting("type")
			.containsExactly("PROCESS_RESTARTED", "RESTART_GRANTED", "PROCESS_CRASHED");
		assertThat(events.getFirst()).containsEntry("incarnation", 2)
			.containsEntry("id", "p" + node.whereis("till").orElseThrow().id())
			.doesNotContainKeys("exception", "reason", "delaySeconds");
		assertThat(events.get(1)).extractingByKey("detail").asString().startsWith("1 of 3");
		assertThat(events.get(2)).containsEntry("reason", "CRASH")
			.containsEntry("severity", "WARNING")
			.containsKeys("at", "seq", "id")
			.extractingByKey("exception")
			.hasFieldOrPropertyWithValue("type", "java.lang.IllegalStateException")
			.hasFieldOrProperty("frames");
		assertThat(events("/events?path=shop&severity=warning&after=" + before)).extracting("type")
			.containsExactly("PROCESS_CRASHED", "RESTART_GRANTED");
		assertThat(json("/events?path=shop&after=" + before + "&limit=1")).containsEntry("truncated", true)
			.containsEntry("returned", 1);
		assertThat(events("/events?type=application-started&path=idle&limit=1")).hasSize(1);
	}

	@Test
	void theEventsAreWrittenForPeople() {
		crash();
		assertThat(get("/events?path=shop/till&limit=3&format=text", "*/*").body()).matches("""
				\\S+Z +PROCESS_RESTARTED  shop/till  p\\d+  incarnation 2
				\\S+Z +RESTART_GRANTED    shop/till  1 of 3 in 5s
				\\S+Z +PROCESS_CRASHED    shop/till  java.lang.IllegalStateException at .*Crasher.*  p\\d+

				There are more: .*
				|\\S+Z +PROCESS_RESTARTED  shop/till  p\\d+  incarnation 2
				\\S+Z +RESTART_GRANTED    shop/till  1 of 3 in 5s
				\\S+Z +PROCESS_CRASHED    shop/till  java.lang.IllegalStateException at .*Crasher.*  p\\d+
				""");
		assertThat(get("/events?path=nowhere", "text/plain").body())
			.isEqualTo("Nothing has happened that was asked for\n");
	}

	@Test
	void moreThanTheServerAllowsIsCapped() {
		assertThat(json("/tree?depth=100&limit=99999999999")).containsEntry("depth", 8).containsEntry("limit", 2000);
	}

	@Test
	void theTreeIsDrawnForPeople() {
		crash();
		HttpResponse<String> response = get("/tree?format=text", "*/*");
		assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain;charset=UTF-8");
		assertThat(response.body()
			.replaceAll("#PID<\\d+> +", "# ")
			.replaceAll("\\d+s ago", "1s ago")
			.replaceAll("permanent( +)RUNNING", "permanent$1WAITING")).isEqualTo(
					"""
							shop      SUPERVISOR  one-for-one 1/3 in 5s  RUNNING  # restarts 1
							├─ till   WORKER      permanent              WAITING  # restarts 1  last exit java.lang.IllegalStateException 1s ago
							└─ carts  DYNAMIC     one-for-one 0/3 in 5s  RUNNING  # restarts 0
							idle      SUPERVISOR  one-for-one 0/3 in 5s  RUNNING  # restarts 0
							""");
		assertThat(get("/tree", "text/plain").body()).startsWith("shop ");
	}

	@Test
	void theSummaryIsWrittenForPeople() {
		crash();
		HttpResponse<String> response = get("?format=text", "*/*");
		assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain;charset=UTF-8");
		assertThat(response.body()).startsWith("node          shop-1, up ")
			.contains("restarts      1, ")
			.contains("APPLICATION  STATE    PROCESSES  RESTARTS  LAST EXIT\n")
			.contains("shop         RUNNING  3          1         shop/till java.lang.IllegalStateException ");
		assertThat(get("", "text/plain").body()).startsWith("node ");
	}

	@Test
	void nothingOfUsersIsEverShown() {
		DynamicSupervisor.of(node, pid("shop/carts")).startServer("cart", Crasher::new);
		crash();
		String till = "/processes/p" + node.whereis("till").orElseThrow().id();
		for (String address : List.of("", "?format=text", "/tree", "/tree?format=text", "/events",
				"/events?format=text", "/events?format=ndjson", "/processes", "/processes?format=text", "/crashes",
				"/crashes?format=text", "/lost", "/lost?format=text", "/threads", "/threads?format=text", till,
				till + "?format=text", till + "?include=stack", till + "/events", "/place?path=shop/till", "/incidents",
				"/incidents?format=text")) {
			assertThat(get(address, "*/*").body()).doesNotContain(Crasher.SECRET).doesNotContain("null");
		}
	}

	@Test
	void healthHasAnEntryForEachApplication() {
		assertThat(get("/../health/triotp", "*/*").statusCode()).isEqualTo(200);
		assertThat(get("/../health/triotp/shop", "*/*").body()).contains("\"status\":\"UP\"");
		node.stop("shop");
		assertThat(get("/../health/triotp/shop", "*/*").body()).contains("\"status\":\"OUT_OF_SERVICE\"");
	}

	@Test
	void theEndpointChangesNothing() throws Exception {
		HttpRequest post = HttpRequest.newBuilder(uri("/tree")).POST(HttpRequest.BodyPublishers.noBody()).build();
		assertThat(this.http.send(post, HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(405);
	}

	private Pid pid(String path) {
		String id = roots(json("/tree?root=" + path)).getFirst();
		return node.view()
			.processes()
			.map((process) -> process.pid())
			.filter((pid) -> id.equals("p" + pid.id()))
			.findFirst()
			.orElseThrow();
	}

	private void crash() {
		ServerRef<Crasher> till = node.server("till");
		Await.restarts(node, 1, () -> till.cast(new Crasher.Crash()));
	}

	private HttpResponse<String> get(String address, String accept) {
		try {
			return this.http.send(HttpRequest.newBuilder(uri(address)).header("Accept", accept).build(),
					HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private URI uri(String address) {
		return URI
			.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + "/actuator/triotp"
					+ address)
			.normalize();
	}

	@SuppressWarnings("unchecked")
	private Map<String, Object> json(String address) {
		HttpResponse<String> response = get(address, "application/json");
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return JsonMapper.shared().readValue(response.body(), Map.class);
	}

	@SuppressWarnings("unchecked")
	private Map<String, Object> section(String address, String key) {
		return (Map<String, Object>) json(address).get(key);
	}

	@SuppressWarnings("unchecked")
	private List<Map<String, Object>> applications() {
		return (List<Map<String, Object>>) json("").get("applications");
	}

	@SuppressWarnings("unchecked")
	private List<Map<String, Object>> problems() {
		return (List<Map<String, Object>>) json("").get("problems");
	}

	@SuppressWarnings("unchecked")
	private List<Map<String, Object>> events(String address) {
		return (List<Map<String, Object>>) json(address).get("events");
	}

	@SuppressWarnings("unchecked")
	private static List<String> roots(Map<String, Object> tree) {
		return (List<String>) tree.get("roots");
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> node(Map<String, Object> tree, String id) {
		return ((Map<String, Map<String, Object>>) tree.get("nodes")).get(id);
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> children(Map<String, Object> tree, Map<String, Object> node) {
		return ((List<String>) node.get("children")).stream().map((id) -> node(tree, id)).toList();
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class ShopConfiguration {

		@Bean
		Node node() {
			Node node = Node.start(NodeOptions.defaults().name("shop-1").highWaterMark(100));
			startApplications(node);
			return node;
		}

		static void startApplications(Node node) {
			node.start(ApplicationSpec.of("shop",
					SupervisorSpec.oneForOne(ChildSpec.server("till", Crasher::new).name("till"),
							ChildSpec.dynamicSupervisor("carts", DynamicSupervisorSpec.defaults()))));
			node.start(ApplicationSpec.of("idle", SupervisorSpec.oneForOne()));
		}

	}

}
