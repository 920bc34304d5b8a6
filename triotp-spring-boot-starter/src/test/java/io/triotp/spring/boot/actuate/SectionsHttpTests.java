package io.triotp.spring.boot.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.ExitReason;
import io.triotp.process.MailboxLimit;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.server.Call;
import io.triotp.server.Cast;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ServerRef;
import io.triotp.server.Sys;
import io.triotp.spring.boot.Crasher;
import io.triotp.spring.boot.Stubborn;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.test.Await;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * The sections of the endpoint besides the tree and the events, as a user of {@code curl}
 * sees them.
 */
@SuppressWarnings("unchecked")
class SectionsHttpTests {

	private static ConfigurableApplicationContext context;

	private static Node node;

	private static EndpointClient curl;

	@BeforeAll
	static void start() {
		context = new SpringApplicationBuilder(ShopConfiguration.class).run("--server.port=0",
				"--server.address=127.0.0.1", "--management.endpoints.web.exposure.include=triotp",
				"--spring.main.banner-mode=off");
		node = context.getBean(Node.class);
		curl = EndpointClient.of(context);
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@BeforeEach
	void beginAgain() {
		node.stop("shop");
		ShopConfiguration.startApplications(node);
	}

	private static void crash() {
		ServerRef<Crasher> till = node.server("till");
		Await.restarts(node, 1, () -> till.cast(new Crasher.Crash()));
	}

	private static DynamicSupervisor carts() {
		return node.dynamicSupervisor("carts");
	}

	private static String id(String name) {
		return "p" + node.whereis(name).orElseThrow().id();
	}

	// processes

	@Test
	void theProcessesAreSortedByWhatWaitsForThem() {
		try (Stubborn printer = new Stubborn(node, "shop/printer").flooded(7)) {
			List<Map<String, Object>> rows = curl.list("/processes?limit=2", "processes");
			assertThat(rows).hasSize(2);
			assertThat(rows.getFirst()).containsEntry("path", "shop/printer")
				.containsEntry("mailbox", 7)
				.containsEntry("state", "RUNNING")
				.containsEntry("kind", "WORKER")
				.containsEntry("behavior", Stubborn.class.getName())
				.containsKeys("id", "handled", "startedAt");
			assertThat(curl.json("/processes?minMailbox=7")).containsEntry("matched", 1)
				.containsEntry("truncated", false)
				.doesNotContainKey("nextCursor");
			assertThat(curl.text("/processes?minMailbox=7")).startsWith("ID ").contains("shop/printer");
		}
	}

	@Test
	void everyProcessIsReachedPageByPageInEachOrderAndNoneTwice() {
		for (int i = 0; i < 40; i++) {
			carts().startServer("cart" + i, Crasher::new);
		}
		for (String sort : List.of("path", "handled", "mailbox", "started", "working", "restarts")) {
			List<Object> ids = new ArrayList<>();
			String cursor = "";
			while (cursor != null) {
				Map<String, Object> page = curl.json("/processes?limit=7&sort=" + sort + cursor);
				ids.addAll(((List<Map<String, Object>>) page.get("processes")).stream()
					.map((row) -> row.get("id"))
					.toList());
				cursor = page.containsKey("nextCursor") ? "&cursor=" + page.get("nextCursor") : null;
			}
			assertThat(ids).as(sort).doesNotHaveDuplicates().hasSize((int) node.view().processCount());
		}
	}

	@Test
	void whoWasRestartedMostComesFirstIfThatIsWanted() {
		crash();
		crash();
		List<Map<String, Object>> rows = curl.list("/processes?sort=restarts", "processes");
		assertThat(rows.getFirst()).containsEntry("path", "shop/till").containsKey("restarts");
		assertThat(rows.getLast()).doesNotContainKey("restarts");
	}

	@Test
	void processesAreFoundByTextStateKindParentAndApplication() {
		carts().startServer("red", Crasher::new);
		assertThat(curl.list("/processes?q=CARTS/RED", "processes")).extracting("path")
			.containsExactly("shop/carts/red");
		assertThat(curl.list("/processes?q=crasher&sort=path", "processes")).extracting("path")
			.containsExactly("shop/carts/red", "shop/till");
		assertThat(curl.list("/processes?kind=dynamic-supervisor", "processes")).extracting("path")
			.containsExactly("shop/carts");
		assertThat(curl.list("/processes?parent=" + id("carts"), "processes")).extracting("path")
			.containsExactly("shop/carts/red");
		assertThat(curl.json("/processes?application=nope")).containsEntry("matched", 0);
		assertThat(curl.json("/processes?application=shop&state=suspended")).containsEntry("matched", 0);
	}

	@Test
	void aCursorOfAnotherListIsRefused() {
		String cursor = (String) curl.json("/processes?limit=1&sort=path").get("nextCursor");
		assertThat(curl.get("/processes?sort=mailbox&cursor=" + cursor).statusCode()).isEqualTo(400);
		assertThat(curl.get("/processes?cursor=nonsense").body()).contains("take the nextCursor of an answer");
		assertThat(curl.get("/tree?root=shop&cursor=nonsense").statusCode()).isEqualTo(400);
		assertThat(curl.get("/tree?cursor=" + cursor).body()).contains("name it with root");
	}

	// one process

	@Test
	void oneProcessTellsOfItsPlaceItsMailboxItsBondsAndItsPast() {
		crash();
		Map<String, Object> till = curl.json("/processes/" + id("till"));
		assertThat(till).containsEntry("path", "shop/till")
			.containsEntry("id", id("till"))
			.containsEntry("state", "WAITING")
			.containsEntry("behavior", Crasher.class.getName())
			.containsEntry("names", List.of("till"))
			.containsEntry("handled", 0)
			.containsKeys("crashes", "restarts")
			.containsEntry("unsupported", List.of("cpuTime", "memory"))
			.doesNotContainKeys("stack", "current", "thread");
		assertThat(till.get("place")).hasFieldOrPropertyWithValue("incarnation", 2)
			.hasFieldOrPropertyWithValue("restart", "PERMANENT")
			.hasFieldOrPropertyWithValue("shutdown", "PT5S");
		assertThat(till.get("supervisor")).hasFieldOrPropertyWithValue("path", "shop")
			.hasFieldOrPropertyWithValue("strategy", "ONE_FOR_ONE")
			.hasFieldOrPropertyWithValue("restartsInPeriod", 1);
		assertThat(till.get("mailbox")).hasFieldOrPropertyWithValue("size", 0)
			.hasFieldOrPropertyWithValue("messages", List.of());
		assertThat(till.get("links")).hasFieldOrPropertyWithValue("total", 1);
		assertThat((List<Map<String, Object>>) till.get("lastEvents")).extracting("type")
			.startsWith("PROCESS_RESTARTED", "RESTART_GRANTED", "PROCESS_CRASHED");
	}

	@Test
	void aBusyProcessTellsWhatItWorksOnWhatWaitsAndWhereItsCodeIs() {
		CountDownLatch done = new CountDownLatch(1);
		CountDownLatch begun = new CountDownLatch(1);
		node.send("desk", new Work(begun, done));
		assertThat(awaits(begun)).isTrue();
		node.send("desk", 4711);
		node.send("desk", "a message");
		node.send("desk", "another");
		Map<String, Object> desk = curl.json("/processes/" + id("desk") + "?include=stack");
		assertThat(desk).containsEntry("state", "RUNNING");
		assertThat(desk.get("current")).hasFieldOrPropertyWithValue("message", Work.class.getName())
			.hasFieldOrProperty("seconds");
		assertThat(desk.get("mailbox")).hasFieldOrPropertyWithValue("size", 3)
			.hasFieldOrPropertyWithValue("messages", List.of(Map.of("type", "java.lang.String", "count", 2),
					Map.of("type", "java.lang.Integer", "count", 1)));
		assertThat((List<String>) desk.get("stack")).anyMatch((frame) -> frame.contains("Desk.handleInfo"));
		assertThat(desk.get("thread")).hasFieldOrPropertyWithValue("virtual", true);
		assertThat(curl.text("/processes/" + id("desk") + "?include=stack"))
			.contains("works on    " + Work.class.getName() + " for ")
			.contains("  at ");
		assertThat(curl.list("/threads", "processes")).extracting("path").contains("shop/desk");
		assertThat(curl.list("/threads?path=shop/carts", "processes")).isEmpty();
		assertThat(curl.text("/threads?path=shop")).contains("shop/desk (" + id("desk")).contains("  at ");
		done.countDown();
	}

	@Test
	void whatWasFetchedWithTheMessageInWorkHasWaitedAtLeastAsLongAsThat() {
		CountDownLatch first = new CountDownLatch(1);
		CountDownLatch second = new CountDownLatch(1);
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch begunAgain = new CountDownLatch(1);
		node.send("desk", new Work(begun, first));
		assertThat(awaits(begun)).isTrue();
		node.send("desk", new Work(begunAgain, second));
		node.send("desk", "a message");
		String desk = "/processes/" + id("desk");
		assertThat((Map<String, Object>) curl.json(desk).get("mailbox")).containsEntry("size", 2)
			.doesNotContainKey("oldestAtLeastSeconds");
		first.countDown();
		assertThat(awaits(begunAgain)).isTrue();
		assertThat((Map<String, Object>) curl.json(desk).get("mailbox")).containsEntry("size", 1)
			.extractingByKey("oldestAtLeastSeconds")
			.asInstanceOf(InstanceOfAssertFactories.DOUBLE)
			.isBetween(0.0, 30.0);
		second.countDown();
	}

	@Test
	void aProcessTellsWhomItWaitsForAndWhomThatWaitsFor() {
		CountDownLatch done = new CountDownLatch(1);
		CountDownLatch begun = new CountDownLatch(1);
		node.send("desk", new Work(begun, done));
		assertThat(awaits(begun)).isTrue();
		Pid clerk = carts().startServer("clerk", Desk::new).pid().orElseThrow();
		Pid customer = carts().startServer("customer", Desk::new).pid().orElseThrow();
		node.send(clerk, new Ask(node.server("desk")));
		node.send(customer, new Ask(ServerRef.of(node, clerk)));
		awaitWaiting(clerk);
		awaitWaiting(customer);
		assertThat(waitsFor(clerk)).containsExactly(Map.of("id", id("desk"), "path", "shop/desk"));
		assertThat(waitsFor(customer)).extracting("path").containsExactly("shop/carts/clerk", "shop/desk");
		assertThat(curl.text("/processes/p" + customer.id()))
			.contains("waits for shop/carts/clerk (p" + clerk.id() + "), which waits for shop/desk (" + id("desk"));
		assertThat(curl.json("/processes/" + id("desk")).get("current")).asInstanceOf(InstanceOfAssertFactories.MAP)
			.doesNotContainKey("waitsFor");
		done.countDown();
	}

	private static List<Map<String, Object>> waitsFor(Pid process) {
		return ((Map<String, List<Map<String, Object>>>) curl.json("/processes/p" + process.id()).get("current"))
			.get("waitsFor");
	}

	private static void awaitWaiting(Pid process) {
		Await.until(() -> node.host().waiting(process).isPresent());
	}

	private static boolean awaits(CountDownLatch latch) {
		try {
			return latch.await(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void aPlaceIsKnownByItsPathAlsoWithoutAProcess() {
		assertThat(curl.json("/place?path=shop/till")).containsEntry("id", id("till"));
		DynamicSupervisor carts = carts();
		ServerRef<Crasher> cart = carts.startServer("gone", Crasher::new);
		Await.restarts(node, 1, () -> cart.cast(new Crasher.Crash()));
		carts.children().forEach((child) -> carts.terminateChild(child.pid().orElseThrow()));
		Map<String, Object> gone = curl.json("/place?path=shop/carts/gone");
		assertThat(gone).doesNotContainKeys("state", "mailbox").containsEntry("crashes", 1);
		assertThat(curl.get("/place").body()).contains("place needs a path");
		assertThat(curl.get("/place?path=never/was").statusCode()).isEqualTo(404);
		assertThat(curl.get("/processes/p999999").statusCode()).isEqualTo(404);
		assertThat(curl.get("/processes/p1?include=secrets").statusCode()).isEqualTo(400);
		assertThat(curl.get("/branches/p1").statusCode()).isEqualTo(404);
	}

	@Test
	void theEventsOfAProcessAreThoseOfItsPlace() {
		crash();
		assertThat(curl.list("/processes/" + id("till") + "/events?limit=3", "events")).extracting("type")
			.containsExactly("PROCESS_RESTARTED", "RESTART_GRANTED", "PROCESS_CRASHED");
		assertThat(curl.get("/processes/" + id("till") + "/nothing").statusCode()).isEqualTo(404);
	}

	@Test
	void aBoundedMailboxTellsItsCapacity() {
		Pid pid = carts()
			.startChild(ChildSpec.server("small", Crasher::new)
				.mailbox(new MailboxLimit(3, MailboxLimit.Overflow.DROP_OLDEST)))
			.orElseThrow();
		assertThat(curl.json("/processes/p" + pid.id()).get("mailbox")).hasFieldOrPropertyWithValue("capacity", 3)
			.hasFieldOrPropertyWithValue("overflow", "drop-oldest");
		assertThat(curl.json("/tree?root=p" + pid.id()).get("nodes")).extracting("p" + pid.id())
			.hasFieldOrPropertyWithValue("capacity", 3);
	}

	// trouble

	@Test
	void crashesAreGroupedByExceptionAndPlaceInTheCode() {
		crash();
		crash();
		List<Map<String, Object>> kinds = curl.list("/crashes", "kinds");
		assertThat(kinds).filteredOn((kind) -> kind.get("lastPath").equals("shop/till"))
			.first()
			.satisfies((kind) -> assertThat(kind).containsKeys("first", "last", "kind", "exception")
				.hasEntrySatisfying("count", (count) -> assertThat((int) count).isGreaterThanOrEqualTo(2)));
		assertThat(curl.text("/crashes")).startsWith("COUNT").contains("IllegalStateException at ");
	}

	@Test
	void lostMessagesAreToldByReceiverAndClass() {
		Pid gone = node.whereis("till").orElseThrow();
		Await.restarts(node, 1, () -> node.exit(gone, ExitReason.failure("enough")));
		node.send(gone, "hello");
		assertThat(curl.list("/lost", "messages"))
			.anySatisfy((lost) -> assertThat(lost).containsEntry("path", "shop/till")
				.containsEntry("message", "java.lang.String")
				.containsEntry("reason", "NO_PROCESS")
				.containsKeys("count", "first", "last"));
		assertThat(curl.text("/lost")).contains("shop/till");
	}

	@Test
	void theEventsCanBeStoredALineForEach() {
		crash();
		var response = curl.get("/events?limit=2&format=ndjson");
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/x-ndjson;charset=UTF-8");
		assertThat(response.body().lines()).hasSize(2)
			.allSatisfy((line) -> assertThat(line).startsWith("{\"seq\":").doesNotContain("null"));
		assertThat(curl.get("/tree?format=ndjson").statusCode()).isEqualTo(400);
	}

	// incidents

	@Test
	void whatBreaksIsWrittenDownWithWhatWasKnownThen() {
		node.start(ApplicationSpec
			.of("weak",
					SupervisorSpec.oneForOne(ChildSpec.server("one", Crasher::new).name("one"))
						.intensity(new RestartIntensity(0, Duration.ofSeconds(5))))
			.restart(Restart.TRANSIENT)
			.limits(new RestartIntensity(0, Duration.ofSeconds(5))));
		node.<Crasher>server("one").cast(new Crasher.Crash());
		String id = (String) awaitIncident("APPLICATION_FAILED", "weak").get("id");
		Map<String, Object> incident = curl.json("/incidents/" + id);
		assertThat(incident).containsEntry("application", "weak")
			.containsEntry("path", "weak")
			.containsKeys("at", "tree");
		assertThat((List<Map<String, Object>>) incident.get("events")).extracting("type")
			.contains("SUPERVISOR_GAVE_UP", "PROCESS_CRASHED");
		assertThat((List<Map<String, Object>>) incident.get("configuration"))
			.extracting((each) -> each.get("path"), (each) -> each.get("maxRestarts"))
			.containsExactly(tuple("weak", 0), tuple("weak/one", null));
		String gaveUp = (String) awaitIncident("SUPERVISOR_GAVE_UP", "weak").get("id");
		assertThat(curl.json("/incidents/" + gaveUp).get("event")).extracting("exception")
			.hasFieldOrPropertyWithValue("type", "java.lang.IllegalStateException");
		assertThat(curl.text("/incidents/" + gaveUp)).startsWith("incident  " + gaveUp)
			.contains("java.lang.IllegalStateException\n  at ")
			.contains("Events before\n")
			.contains("Declared\nweak ")
			.doesNotContain(Crasher.SECRET);
		assertThat(curl.text("/incidents")).contains("SUPERVISOR_GAVE_UP");
		assertThat(curl.get("/incidents/i0").statusCode()).isEqualTo(404);
	}

	/** It is written down by a thread of its own. */
	private static Map<String, Object> awaitIncident(String type, String path) {
		long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		while (System.nanoTime() < end) {
			for (Map<String, Object> each : curl.list("/incidents", "incidents")) {
				if (each.get("type").equals(type) && each.get("path").equals(path)) {
					return each;
				}
			}
		}
		throw new AssertionError(
				"no incident " + type + " of " + path + " but " + curl.text("/incidents") + curl.text("/events"));
	}

	// tree

	@Test
	void everyChildIsReachedPageByPageAndTheOldestComesFirst() {
		List<String> started = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			started.add("p" + carts().startServer("cart" + i, Crasher::new).pid().orElseThrow().id());
		}
		for (String sort : List.of("spec", "mailbox", "restarts", "name")) {
			List<String> seen = new ArrayList<>();
			String cursor = "";
			while (cursor != null) {
				Map<String, Object> page = curl.json("/tree?root=shop/carts&depth=2&limit=31&sort=" + sort + cursor);
				String root = ((List<String>) page.get("roots")).getFirst();
				seen.addAll(((Map<String, Map<String, List<String>>>) page.get("nodes")).get(root).get("children"));
				cursor = page.containsKey("nextCursor") ? "&cursor=" + page.get("nextCursor") : null;
			}
			assertThat(seen).as(sort).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(started);
			if (sort.equals("spec")) {
				assertThat(seen).containsExactlyElementsOf(started);
			}
		}
	}

	@Test
	void aParentThatIsFoldedUpShowsTheTroubleBelowIt() {
		try (Stubborn printer = new Stubborn(node, "shop/printer")) {
			for (int i = 0; i < 3; i++) {
				carts().startServer("cart" + i, Crasher::new);
			}
			crash();
			Map<String, Object> tree = curl.json("/tree?application=shop&depth=1");
			String root = ((List<String>) tree.get("roots")).getFirst();
			assertThat(((Map<String, Map<String, Object>>) tree.get("nodes")).get(root).get("descendants"))
				.hasFieldOrPropertyWithValue("processes", 6)
				.hasFieldOrPropertyWithValue("restarts", 1)
				.hasFieldOrPropertyWithValue("restarting", 0)
				.hasFieldOrPropertyWithValue("wedged", 0);
		}
	}

	@Test
	void theTreeIsDrawnForOtherTools() {
		carts().startServer("a\"];x --> y", Crasher::new);
		assertThat(curl.get("/tree?application=shop&format=mermaid").body()).startsWith("flowchart TD\n  n0[\"shop, ")
			.contains("n0 --> n1")
			.contains("a#34;#93;#59;x --#62; y")
			.doesNotContain("a\"];x");
		assertThat(curl.get("/tree?application=shop&format=dot").body()).startsWith("digraph triotp {\n")
			.contains("a\\\"];x --> y")
			.endsWith("}\n");
		assertThat(curl.get("/processes?format=dot").statusCode()).isEqualTo(400);
	}

	// all

	@Test
	void aParameterThatNobodyKnowsIsRefused() {
		for (String address : List.of("/processes?limt=3", "/tree?dept=2", "/events?typ=x", "?formt=text",
				"/threads?x=1", "/tree?security=x", "/crashes?limit=3", "/lost?path=x", "/processes/p1?includ=stack")) {
			assertThat(curl.get(address).statusCode()).as(address).isEqualTo(400);
		}
	}

	@Test
	void theSummaryTellsHowFarTheEventsGoBack() {
		crash();
		assertThat(curl.json("").get("events")).hasFieldOrProperty("oldestSeq")
			.hasFieldOrProperty("newestSeq")
			.hasFieldOrPropertyWithValue("capacity", 2_000)
			.hasFieldOrPropertyWithValue("dropped", 0);
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
							ChildSpec.dynamicSupervisor("carts", DynamicSupervisorSpec.defaults()).name("carts"),
							ChildSpec.server("desk", Desk::new).name("desk"))));
		}

	}

	/** What the desk works on until it is done. */
	private record Work(CountDownLatch begun, CountDownLatch done) {
	}

	/** Has the desk ask another, and wait. */
	private record Ask(ServerRef<Desk> other) {
	}

	private static final class Desk implements GenServer<String, Call<Desk, ?>, Cast<Desk>> {

		@Override
		public String init() {
			return "";
		}

		@Override
		public Next<String> handleInfo(Object message, String state) throws Exception {
			if (message instanceof Work work) {
				work.begun().countDown();
				work.done().await();
			}
			if (message instanceof Ask ask) {
				Sys.of(ask.other()).within(Duration.ofSeconds(30)).resume();
			}
			return next(state);
		}

	}

}
