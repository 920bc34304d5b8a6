package io.triotp.spring.boot.actuate;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.ProcessInfo;
import io.triotp.server.CallException;
import io.triotp.server.ServerRef;
import io.triotp.spring.boot.Crasher;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.Shutdown;
import io.triotp.supervisor.SupervisorEvent;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.test.Await;
import io.triotp.test.ManualTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What an operator can do with {@code curl} where that is allowed.
 */
class ActionsHttpTests {

	private static ConfigurableApplicationContext context;

	private static Node node;

	private static EndpointClient curl;

	@BeforeAll
	static void start() {
		context = run("--management.endpoint.triotp.access=unrestricted");
		node = context.getBean(Node.class);
		curl = EndpointClient.of(context);
	}

	private static ConfigurableApplicationContext run(String... more) {
		return run(ShopConfiguration.class, more);
	}

	private static ConfigurableApplicationContext run(Class<?> configuration, String... more) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--server.address=127.0.0.1",
				"--spring.main.banner-mode=off", "--management.endpoints.web.exposure.include=triotp"));
		arguments.addAll(List.of(more));
		return new SpringApplicationBuilder(configuration).run(arguments.toArray(String[]::new));
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@BeforeEach
	void beginAgain() {
		node.stop("shop");
		ShopConfiguration.startApplications(node);
		audits().clear();
	}

	private static List<AuditEvent> audits() {
		return context.getBean(ShopConfiguration.class).audits;
	}

	private static String id(String name) {
		return "p" + node.whereis(name).orElseThrow().id();
	}

	private static HttpResponse<String> act(String id, String action) {
		return curl.post("/processes/" + id, "{\"action\":\"" + action + "\",\"reason\":\"it leaks\"}");
	}

	private static Map<String, Object> done(HttpResponse<String> response, int status) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		return EndpointClient.parse(response);
	}

	@Test
	void aProcessIsRestartedThroughItsSupervisorAndTheAnswerNamesItsSuccessor() {
		String before = id("till");
		Map<String, Object> answer = done(act(before, "restart"), 200);
		assertThat(id("till")).isNotEqualTo(before);
		assertThat(answer).containsEntry("path", "shop/till")
			.containsEntry("oldId", before)
			.containsEntry("newId", id("till"))
			.doesNotContainKey("message");
		assertThat(curl.list("/events?path=shop/till&limit=2", "events")).extracting("type")
			.containsExactly("PROCESS_RESTARTED", "ADMIN_ACTION");
		assertThat(curl.list("/events?type=admin_action&limit=1", "events").getFirst()).containsEntry("detail",
				"RESTART by anonymous: it leaks");
		assertThat(curl.list("", "applications").getFirst()).containsEntry("restarts", 0);
	}

	@Test
	void eachActionLeavesAnAuditEventAlsoIfItWasNotDone() {
		String stale = id("till");
		act(stale, "restart");
		act(stale, "restart");
		assertThat(audits()).hasSize(2)
			.allSatisfy((event) -> assertThat(event.getType()).isEqualTo("TRIOTP_ACTION"))
			.allSatisfy((event) -> assertThat(event.getPrincipal()).isEqualTo("anonymous"));
		assertThat(audits().getFirst().getData()).containsEntry("action", "restart")
			.containsEntry("id", stale)
			.containsEntry("path", "shop/till")
			.containsEntry("reason", "it leaks")
			.containsEntry("status", 200);
		assertThat(audits().getLast().getData()).containsEntry("status", 409).containsKey("message");
	}

	@Test
	void anIdThatIsStaleHitsNobodyAndTheAnswerNamesTheSuccessor() {
		String stale = id("till");
		Await.restarts(node, 1, () -> act(stale, "kill"));
		String successor = id("till");
		for (String action : List.of("restart", "terminate", "kill", "suspend", "resume")) {
			assertThat(done(act(stale, action), 409)).containsEntry("newId", successor)
				.containsEntry("path", "shop/till")
				.extractingByKey("message")
				.asString()
				.contains(successor);
		}
		assertThat(id("till")).isEqualTo(successor);
		assertThat(curl.delete("/processes/" + stale).statusCode()).isEqualTo(409);
	}

	@Test
	void aChildThatIsTerminatedIsAPlaceThatCanBeStartedAgain() {
		String before = id("till");
		assertThat(curl.delete("/processes/" + before).statusCode()).isEqualTo(200);
		assertThat(node.whereis("till")).isEmpty();
		Map<String, Object> place = curl.json("/place?path=shop/till");
		assertThat(place.get("place")).hasFieldOrPropertyWithValue("state", "STOPPED");
		String id = (String) place.get("id");
		assertThat(id).startsWith("s");
		assertThat(done(act(id, "restart"), 409)).extractingByKey("message").asString().contains("is a place");
		assertThat(done(act(id, "start"), 200)).containsEntry("newId", id("till"));
		assertThat(done(act(id, "start"), 409)).containsEntry("newId", id("till"));
		assertThat(done(act(before, "start"), 409)).containsKey("message");
	}

	@Test
	void aSuspendedServerHandlesNothingUntilItIsResumed() {
		done(act(id("till"), "suspend"), 200);
		assertThat(node.view().info(node.whereis("till").orElseThrow()).map(ProcessInfo::state))
			.contains(ProcessInfo.State.SUSPENDED);
		ServerRef<Crasher> till = node.server("till");
		assertThatExceptionOfType(CallException.TimedOut.class)
			.isThrownBy(() -> till.call(new Crasher.Ping(), Duration.ofMillis(1)));
		done(act(id("till"), "resume"), 200);
		assertThat(till.call(new Crasher.Ping())).isEqualTo("pong");
	}

	@Test
	void whatTheSupervisorRefusesIsAConflict() {
		String cart = "p" + node.dynamicSupervisor("carts")
			.startChild(ChildSpec.server("cart", Crasher::new).restart(Restart.TEMPORARY))
			.orElseThrow()
			.id();
		assertThat(done(act(cart, "restart"), 409)).extractingByKey("message").asString().contains("is temporary");
		String root = "p" + node.application("shop").orElseThrow().root().orElseThrow().pid().orElseThrow().id();
		assertThat(done(act(root, "terminate"), 409)).extractingByKey("message")
			.asString()
			.contains("is the root of an application");
	}

	@Test
	void whatIsNotThereOrMakesNoSenseIsToldAsSuch() {
		assertThat(act("p999999", "restart").statusCode()).isEqualTo(404);
		assertThat(act("nonsense", "restart").statusCode()).isEqualTo(404);
		assertThat(done(act(id("till"), "explode"), 400)).extractingByKey("message")
			.asString()
			.isEqualTo("action must be one of restart, terminate, start, suspend, resume, kill");
		assertThat(curl.post("/processes/" + id("till"), "{}").statusCode()).isEqualTo(400);
		assertThat(curl.post("/events/1", "{\"action\":\"restart\"}").statusCode()).isEqualTo(404);
	}

	@Test
	void aFormOfAnotherSiteCannotAskForAnything() {
		HttpResponse<String> response = curl
			.send(HttpRequest.newBuilder(URI.create(curl.base() + "/processes/" + id("till")))
				.header("Content-Type", "application/x-www-form-urlencoded")
				.POST(HttpRequest.BodyPublishers.ofString("action=kill")));
		assertThat(response.statusCode()).isEqualTo(415);
	}

	@Test
	void whatIsNotDoneInTimeIsAcceptedAndMayBeDoneLater() throws Exception {
		try (ConfigurableApplicationContext slow = run(SlowConfiguration.class,
				"--management.endpoint.triotp.access=unrestricted")) {
			SlowConfiguration shop = slow.getBean(SlowConfiguration.class);
			try {
				restartTheDoor(slow, shop);
			}
			finally {
				shop.closed.countDown();
			}
		}
	}

	private static void restartTheDoor(ConfigurableApplicationContext slow, SlowConfiguration shop) throws Exception {
		Node its = slow.getBean(Node.class);
		CompletableFuture<Pid> successor = new CompletableFuture<>();
		its.view().addListener((event) -> {
			if (event instanceof SupervisorEvent.ChildStarted started && started.child().equals("door")) {
				successor.complete(started.process());
			}
		});
		EndpointClient operator = EndpointClient.of(slow);
		String door = (String) operator.json("/place?path=shop/door").get("id");
		CompletableFuture<HttpResponse<String>> response = CompletableFuture
			.supplyAsync(() -> operator.post("/processes/" + door, "{\"action\":\"restart\"}"));
		assertThat(shop.closing.await(10, TimeUnit.SECONDS)).isTrue();
		shop.time.advance(Duration.ofSeconds(11));
		assertThat(done(response.get(30, TimeUnit.SECONDS), 202)).containsEntry("action", "restart")
			.containsEntry("path", "shop/door")
			.containsEntry("oldId", door)
			.doesNotContainKey("newId")
			.extractingByKey("message")
			.asString()
			.contains("10s");
		shop.closed.countDown();
		assertThat("p" + successor.get(10, TimeUnit.SECONDS).id()).isNotEqualTo(door);
	}

	@Test
	void theSummaryTellsWhetherActionsAreAllowed() {
		assertThat(curl.json("").get("access")).hasFieldOrPropertyWithValue("actions", true);
	}

	@Test
	void nothingCanBeDoneUnlessItIsAllowed() {
		for (String[] options : new String[][] { {}, { "--management.endpoint.triotp.access=unrestricted",
				"--management.endpoints.access.max-permitted=read-only" } }) {
			try (ConfigurableApplicationContext readOnly = run(options)) {
				EndpointClient reader = EndpointClient.of(readOnly);
				Node its = readOnly.getBean(Node.class);
				String till = "p" + its.whereis("till").orElseThrow().id();
				assertThat(reader.post("/processes/" + till, "{\"action\":\"kill\"}").statusCode()).isEqualTo(405);
				assertThat(reader.delete("/processes/" + till).statusCode()).isEqualTo(405);
				assertThat(reader.json("").get("access")).hasFieldOrPropertyWithValue("actions", false);
				assertThat(its.whereis("till")).hasValueSatisfying((pid) -> assertThat("p" + pid.id()).isEqualTo(till));
			}
		}
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class SlowConfiguration {

		final ManualTime time = new ManualTime();

		final CountDownLatch closing = new CountDownLatch(1);

		final CountDownLatch closed = new CountDownLatch(1);

		@Bean
		Node node() {
			Node node = Node.start(NodeOptions.defaults().time(this.time));
			node.start(ApplicationSpec.of("shop", SupervisorSpec.oneForOne(ChildSpec.resource("door", () -> () -> {
				this.closing.countDown();
				this.closed.await();
			}).shutdown(Shutdown.infinity()))));
			return node;
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class ShopConfiguration {

		final List<AuditEvent> audits = new ArrayList<>();

		@EventListener
		void audited(AuditApplicationEvent event) {
			this.audits.add(event.getAuditEvent());
		}

		@Bean
		Node node() {
			Node node = Node.start(NodeOptions.defaults().name("shop-1"));
			startApplications(node);
			return node;
		}

		static void startApplications(Node node) {
			node.start(ApplicationSpec.of("shop",
					SupervisorSpec.oneForOne(ChildSpec.server("till", Crasher::new).name("till"),
							ChildSpec.dynamicSupervisor("carts", DynamicSupervisorSpec.defaults()).name("carts"))));
		}

	}

}
