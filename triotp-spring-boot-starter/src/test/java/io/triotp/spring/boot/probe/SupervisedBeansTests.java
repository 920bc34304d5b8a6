package io.triotp.spring.boot.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.triotp.node.Node;
import io.triotp.process.Pid;
import io.triotp.resource.Probe;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.Supervisor;
import io.triotp.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a team has in its application beside servers: it fails by itself, and is started
 * again by the rule of its tree.
 */
@ExtendWith(OutputCaptureExtension.class)
class SupervisedBeansTests {

	private static final String YAML = """
			spring.main.banner-mode: "off"
			server: { port: 0, address: 127.0.0.1 }
			management.endpoints.web.exposure.include: triotp
			triotp:
			  applications:
			    shop:
			      supervisor:
			        max-restarts: 100
			        children:
			        - { id: web, bean: web }
			        - { id: poller, bean: poller, probe: { every: 20ms } }
			        - { id: pool, bean: pool, probe: { every: 20ms, failures: 2, health: pool } }
			        - { id: cleanup, bean: cleanup, every: 20ms }
			        - { id: nightly, bean: cleanup, cron: "0 0 3 * * *" }
			""";

	@TempDir
	private Path folder;

	private ConfigurableApplicationContext context;

	private Node node;

	private Shop shop;

	@BeforeEach
	void start() throws IOException {
		Files.writeString(this.folder.resolve("application.yml"), YAML);
		this.context = new SpringApplicationBuilder(Shop.class)
			.run("--spring.config.additional-location=file:" + this.folder + "/");
		this.node = this.context.getBean(Node.class);
		this.shop = this.context.getBean(Shop.class);
	}

	@AfterEach
	void close() {
		this.context.close();
	}

	private ChildInfo child(String id) {
		return this.node.application("shop")
			.flatMap((shop) -> shop.root())
			.flatMap((root) -> root.pid())
			.flatMap((root) -> Supervisor.of(this.node, root).child(id))
			.orElseThrow();
	}

	private Pid pid(String id) {
		return child(id).pid().orElseThrow();
	}

	@SuppressWarnings("unchecked")
	private Map<String, Object> lastExit(String id) throws Exception {
		String port = this.context.getEnvironment().getProperty("local.server.port");
		String body = HttpClient.newHttpClient()
			.send(HttpRequest
				.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/triotp/tree?root=shop/" + id))
				.build(), HttpResponse.BodyHandlers.ofString())
			.body();
		Map<String, Object> tree = JsonMapper.shared().readValue(body, Map.class);
		String root = ((List<String>) tree.get("roots")).getFirst();
		Map<String, Object> found = ((Map<String, Map<String, Object>>) tree.get("nodes")).get(root);
		return (Map<String, Object>) found.get("lastExit");
	}

	@Test
	void aWebServerThatNoLongerAnswersIsReplacedOnItsPort(CapturedOutput output) throws Exception {
		int port = this.shop.web().getAddress().getPort();
		HttpServer first = this.shop.web();
		Await.restarts(this.node, 1, () -> first.stop(0));
		assertThat(this.shop.web()).isNotSameAs(first);
		assertThat(this.shop.web().getAddress().getPort()).isEqualTo(port);
		assertThat(Shop.get(port)).isEqualTo(200);
		assertThat(lastExit("web")).containsEntry("reason", "UNHEALTHY")
			.containsEntry("exception", "java.net.ConnectException")
			.containsEntry("detail", "it was unhealthy: its probe failed (2 probes in a row)");
		assertThat(output).contains("'shop/web' (#PID<")
			.contains("its probe failed (2 probes in a row): java.net.ConnectException, and ends");
	}

	@Test
	void aWebServerWhoseHolderIsKilledIsClosedBeforeTheNextOneIsBound(CapturedOutput output) throws Exception {
		int port = this.shop.web().getAddress().getPort();
		for (int i = 0; i < 3; i++) {
			Pid holder = pid("web");
			Await.restarts(this.node, 1, () -> this.node.kill(holder));
			assertThat(Shop.get(port)).isEqualTo(200);
		}
		assertThat(lastExit("web")).containsEntry("reason", "KILLED");
		assertThat(child("web").restarts()).isEqualTo(3);
		assertThat(output).contains("was killed and has left").doesNotContain("BindException");
	}

	@Test
	void aSmartLifecycleThatStopsByItselfIsStartedAgain(CapturedOutput output) throws Exception {
		Await.restarts(this.node, 1, () -> this.shop.poller.running = false);
		assertThat(this.shop.poller.running).isTrue();
		assertThat(lastExit("poller")).containsEntry("reason", "STOPPED_BY_ITSELF")
			.containsEntry("detail", "it has stopped by itself: " + Poller.class.getName() + " is not running");
		assertThat(output).contains("'shop/poller' (#PID<").contains("stopped by itself");
	}

	@Test
	void aSmartLifecycleThatSpringStopsBeforeTheApplicationIsNotStartedAgain(CapturedOutput output) {
		this.context.close();
		assertThat(this.shop.stoppedBySpring).as("stopped before the application").isTrue();
		assertThat(this.shop.poller.starts).hasValue(1);
		assertThat(output).doesNotContain("stopped by itself");
	}

	@Test
	void aPoolWhoseHealthIndicatorIsDownIsClosedAndMadeAnew(CapturedOutput output) throws Exception {
		Await.restarts(this.node, 1, () -> this.shop.pools.getFirst().exhausted = true);
		assertThat(this.shop.pools).hasSize(2);
		assertThat(this.shop.pools.getFirst().events).containsExactly("closed after 1 pools");
		assertThat(lastExit("pool")).containsEntry("reason", "UNHEALTHY")
			.containsEntry("detail", "it was unhealthy: pool is DOWN (2 probes in a row)");
		assertThat(output).contains("pool is DOWN").contains("no connection left");
		MeterRegistry meters = this.context.getBean(MeterRegistry.class);
		assertThat(meters.get("triotp.supervisor.restart.causes")
			.tag("application", "shop")
			.tag("exception", "unhealthy")
			.counter()
			.count()).isEqualTo(1);
		assertThat(meters.get("triotp.probe.failures").counter().count()).isEqualTo(2);
	}

	@Test
	void aScheduledTaskThatThrowsIsACountedCrashAndTheNextRunComes(CapturedOutput output) throws Exception {
		Await.restarts(this.node, 1, () -> this.shop.fail = true);
		int before = this.shop.runs.get();
		Await.until(() -> this.shop.runs.get() > before);
		assertThat(lastExit("cleanup")).containsEntry("reason", "CRASH")
			.containsEntry("exception", "java.lang.IllegalStateException");
		assertThat(child("cleanup").restarts()).isEqualTo(1);
		assertThat(child("nightly").restarts()).isZero();
		assertThat(output).contains("the table is locked");
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Shop {

		private final List<HttpServer> servers = new CopyOnWriteArrayList<>();

		private final Poller poller = new Poller();

		private final List<Pool> pools = new CopyOnWriteArrayList<>();

		private final AtomicInteger runs = new AtomicInteger();

		private volatile boolean fail;

		private final AtomicInteger asked = new AtomicInteger();

		private volatile boolean stoppedBySpring;

		/** Stops after the beans in the default phase, before the applications. */
		@Bean
		SmartLifecycle between() {
			return new Between(this);
		}

		HttpServer web() {
			return this.servers.getLast();
		}

		private HttpServer serve() {
			try {
				int port = this.servers.isEmpty() ? 0 : web().getAddress().getPort();
				HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
				server.createContext("/", (exchange) -> {
					exchange.sendResponseHeaders(200, -1);
					exchange.close();
				});
				server.start();
				this.servers.add(server);
				return server;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		static int get(int port) throws IOException, InterruptedException {
			try (HttpClient client = HttpClient.newHttpClient()) {
				return client
					.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build(),
							HttpResponse.BodyHandlers.discarding())
					.statusCode();
			}
		}

		@Bean("web")
		ChildSpec supervisedWeb() {
			return ChildSpec.resource("web", () -> new Served(serve()),
					Probe.<Served>trying((served) -> get(served.server().getAddress().getPort()))
						.every(Duration.ofMillis(20))
						.failures(2));
		}

		@Bean
		Poller poller() {
			return this.poller;
		}

		@Bean
		@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
		Pool pool() {
			Pool pool = new Pool(this.pools);
			this.pools.add(pool);
			return pool;
		}

		@Bean
		HealthIndicator poolHealthIndicator() {
			return () -> this.asked.incrementAndGet() > 0 && this.pools.getLast().exhausted
					? Health.down().withDetail("why", "no connection left").build() : Health.up().build();
		}

		@Bean
		Runnable cleanup() {
			return () -> {
				this.runs.incrementAndGet();
				if (this.fail) {
					this.fail = false;
					throw new IllegalStateException("the table is locked");
				}
			};
		}

	}

	private record Served(HttpServer server) implements AutoCloseable {

		@Override
		public void close() {
			this.server.stop(0);
		}

	}

	static class Poller implements SmartLifecycle {

		private final AtomicInteger starts = new AtomicInteger();

		private volatile boolean running;

		@Override
		public boolean isAutoStartup() {
			return false;
		}

		@Override
		public void start() {
			this.starts.incrementAndGet();
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

	static class Between extends Poller {

		private final Shop shop;

		Between(Shop shop) {
			this.shop = shop;
		}

		@Override
		public boolean isAutoStartup() {
			return true;
		}

		@Override
		public int getPhase() {
			return 2_000_000_000;
		}

		/** Gives all probes time for some looks. */
		@Override
		public void stop() {
			this.shop.stoppedBySpring = !this.shop.poller.running;
			int before = this.shop.asked.get();
			Await.until(() -> this.shop.asked.get() > before + 5);
			super.stop();
		}

	}

	static class Pool implements AutoCloseable {

		private final List<Pool> all;

		private final List<String> events = new CopyOnWriteArrayList<>();

		private volatile boolean exhausted;

		Pool(List<Pool> all) {
			this.all = all;
		}

		@Override
		public void close() {
			this.events.add("closed after " + this.all.size() + " pools");
		}

	}

}
