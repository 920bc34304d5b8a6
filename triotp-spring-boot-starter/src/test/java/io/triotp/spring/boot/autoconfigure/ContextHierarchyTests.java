package io.triotp.spring.boot.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.triotp.application.ApplicationInfo;
import io.triotp.application.ApplicationSpec;
import io.triotp.application.ApplicationState;
import io.triotp.node.Node;
import io.triotp.process.PlainProcess;
import io.triotp.server.ServerRef;
import io.triotp.spring.boot.EchoServer;
import io.triotp.spring.boot.TriOtpCustomizer;
import io.triotp.spring.boot.actuate.TriOtpMetrics;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/** Each context has its own node, and touches no other. */
@ExtendWith(OutputCaptureExtension.class)
class ContextHierarchyTests {

	private static final String SHOP = "--triotp.applications.shop.supervisor.children[0]=server";

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Empty {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WithServer {

		@Bean
		EchoServer server() {
			return new EchoServer();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Injected {

		@Bean
		Holder holder(Node node, ServerRef<EchoServer> server, Supervisor root) {
			return new Holder(node, server, root);
		}

	}

	record Holder(Node node, ServerRef<EchoServer> server, Supervisor root) {
	}

	@Configuration(proxyBeanMethods = false)
	static class ByCode {

		@Bean
		ApplicationSpec byCode() {
			return ApplicationSpec.of("by-code", SupervisorSpec.oneForOne());
		}

		@Bean
		TriOtpCustomizer more() {
			return (specs) -> {
				List<ApplicationSpec> all = new ArrayList<>(specs);
				all.add(ApplicationSpec.of("more", SupervisorSpec.oneForOne()));
				return all;
			};
		}

	}

	private static ConfigurableApplicationContext run(ConfigurableApplicationContext parent, Class<?>[] sources,
			WebApplicationType web, String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.addAll(List.of("--spring.jmx.enabled=false", "--spring.main.banner-mode=off",
				"--management.endpoint.health.show-components=always"));
		if (all.stream().noneMatch((each) -> each.startsWith("--spring.application.name"))) {
			all.add("--spring.application.name=demo");
		}
		SpringApplicationBuilder builder = new SpringApplicationBuilder(sources).web(web);
		return ((parent != null) ? builder.parent(parent) : builder).run(all.toArray(String[]::new));
	}

	private static ConfigurableApplicationContext run(ConfigurableApplicationContext parent, Class<?> source,
			String... arguments) {
		return run(parent, new Class<?>[] { source }, WebApplicationType.NONE, arguments);
	}

	private static Node node(ApplicationContext context) {
		return context.getBean(Node.class);
	}

	private static ApplicationState state(ApplicationContext context, String application) {
		return node(context).application(application).map(ApplicationInfo::state).orElse(null);
	}

	@Test
	void theEndOfAChildLeavesTheApplicationsOfItsParentAlone() {
		try (ConfigurableApplicationContext parent = run(null, WithServer.class, SHOP)) {
			ConfigurableApplicationContext child = run(parent, WithServer.class, SHOP);
			assertThat(node(child)).isNotSameAs(node(parent));
			assertThat(state(child, "shop")).isEqualTo(ApplicationState.RUNNING);
			child.close();
			assertThat(state(parent, "shop")).isEqualTo(ApplicationState.RUNNING);
			assertThat(parent.getBean("shop/server", ServerRef.class).pid()).isPresent();
		}
	}

	@Test
	void theEndOfAContextLeavesItsSiblingsAlone() {
		try (ConfigurableApplicationContext parent = run(null, Empty.class);
				ConfigurableApplicationContext one = run(parent, WithServer.class, SHOP)) {
			run(parent, WithServer.class, SHOP).close();
			assertThat(state(one, "shop")).isEqualTo(ApplicationState.RUNNING);
			assertThat(node(parent).applications()).isEmpty();
		}
	}

	@Test
	void theEndOfAChildWithADefaultApplicationLeavesThatOfItsParentAlone() {
		try (ConfigurableApplicationContext parent = run(null, WithServer.class)) {
			run(parent, WithServer.class).close();
			assertThat(state(parent, "demo")).isEqualTo(ApplicationState.RUNNING);
		}
	}

	@Test
	void aChildWithoutServersRunsNothingOfItsParent() {
		try (ConfigurableApplicationContext parent = run(null, new Class<?>[] { WithServer.class, ByCode.class },
				WebApplicationType.NONE, SHOP); ConfigurableApplicationContext child = run(parent, Empty.class)) {
			assertThat(node(parent).applications()).extracting(ApplicationInfo::name)
				.containsExactlyInAnyOrder("shop", "by-code", "more");
			assertThat(node(child).applications()).isEmpty();
		}
	}

	@Test
	void anApplicationMadeOfTheBeansOfTheParentWhereItRunsTooIsTold(CapturedOutput output) {
		try (ConfigurableApplicationContext parent = run(null, WithServer.class, SHOP)) {
			run(parent, Empty.class, SHOP).close();
			assertThat(state(parent, "shop")).isEqualTo(ApplicationState.RUNNING);
		}
		assertThat(output).contains("Application 'shop' runs twice", "beans [server] it is made");
	}

	@Test
	void inAChildItsOwnNodeAndReferencesAreInjectedBeforeThoseOfTheParent() {
		try (ConfigurableApplicationContext parent = run(null, WithServer.class, SHOP);
				ConfigurableApplicationContext child = run(parent, new Class<?>[] { WithServer.class, Injected.class },
						WebApplicationType.NONE, SHOP.replace(".shop.", ".store."))) {
			Holder holder = child.getBean(Holder.class);
			assertThat(holder.node()).isSameAs(node(child));
			assertThat(holder.server().pid()).isEqualTo(node(child).whereis("store/server"));
			assertThat(holder.root().pid()).isEqualTo(node(child).whereis("store"));
		}
	}

	@Test
	void whatOnlyTheParentHasIsInjectedIntoItsChild() {
		try (ConfigurableApplicationContext parent = run(null, WithServer.class, SHOP);
				ConfigurableApplicationContext child = run(parent, new Class<?>[] { Empty.class, Injected.class },
						WebApplicationType.NONE)) {
			Holder holder = child.getBean(Holder.class);
			assertThat(holder.node()).isSameAs(node(child));
			assertThat(holder.server().call(new EchoServer.Echo("hello"))).isEqualTo("hello");
			assertThat(holder.server().pid()).isEqualTo(node(parent).whereis("shop/server"));
		}
	}

	@Test
	void aNodeOfTheUserInTheParentIsNotThatOfTheChild() {
		try (ConfigurableApplicationContext parent = run(null, OwnNode.class);
				ConfigurableApplicationContext child = run(parent, new Class<?>[] { WithServer.class, Injected.class },
						WebApplicationType.NONE, SHOP)) {
			assertThat(node(parent).name()).isEqualTo("mine");
			assertThat(child.getBean(Holder.class).node()).isSameAs(node(child));
			assertThat(node(child).name()).isEqualTo("demo");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class OwnNode {

		@Bean
		Node mine() {
			return Node.start(io.triotp.process.NodeOptions.defaults().name("mine"));
		}

	}

	@Test
	void aFailureInAChildClosesThatContextOnly() throws Exception {
		try (ConfigurableApplicationContext parent = run(null, WithServer.class, SHOP)) {
			ConfigurableApplicationContext child = run(parent, WithServer.class, SHOP,
					"--triotp.applications.shop.max-restarts=0",
					"--triotp.applications.shop.supervisor.max-restarts=0");
			CompletableFuture<Boolean> closed = new CompletableFuture<>();
			child.addApplicationListener((ApplicationListener<ContextClosedEvent>) (event) -> closed.complete(true));
			node(child).<EchoServer>server("shop/server").cast(new EchoServer.Crash());
			assertThat(closed.get(10, TimeUnit.SECONDS)).isTrue();
			assertThat(parent.isActive()).isTrue();
			assertThat(state(parent, "shop")).isEqualTo(ApplicationState.RUNNING);
		}
	}

	@Test
	void aWebChildShowsItsOwnNodeAndTheHealthOfItsApplications() throws Exception {
		String[] web = { "--server.port=0", "--server.address=127.0.0.1", "--triotp.node-name=child",
				"--management.endpoints.web.exposure.include=triotp,health" };
		for (String[] ofParent : new String[][] { {}, { SHOP } }) {
			try (ConfigurableApplicationContext parent = run(null,
					(ofParent.length > 0) ? WithServer.class : Empty.class, ofParent)) {
				List<String> arguments = new ArrayList<>(List.of(web));
				arguments.add(SHOP.replace(".shop.", ".store."));
				ConfigurableApplicationContext child = run(parent, new Class<?>[] { WithServer.class },
						WebApplicationType.SERVLET, arguments.toArray(String[]::new));
				try (child) {
					assertThat(get(child, "local.server.port", "/actuator/triotp")).contains("\"name\":\"child\"",
							"\"name\":\"store\"");
					assertThat(get(child, "local.server.port", "/actuator/health/triotp-child")).contains("\"store\"",
							"UP");
				}
				assertThat(parent.getBean(org.springframework.boot.health.registry.HealthContributorRegistry.class)
					.getContributor("triotp-child")).isNull();
			}
		}
	}

	@Test
	void theNodeOfAChildIsMeteredBesideThatOfItsParentAndItsMetersGoWithIt() {
		try (ConfigurableApplicationContext parent = run(null, WithServer.class, SHOP)) {
			MeterRegistry registry = parent.getBean(MeterRegistry.class);
			ConfigurableApplicationContext child = run(parent, WithServer.class, SHOP, "--triotp.node-name=child");
			try (child; ConfigurableApplicationContext other = run(parent, WithServer.class, SHOP)) {
				assertThat(child.getBean(MeterRegistry.class)).isSameAs(registry);
				node(child).spawn(PlainProcess::receive);
				node(child).stop("shop");
				assertThat(starts(registry, "none")).containsOnly(entry("demo", 0.0), entry("child", 1.0),
						entry("demo-2", 0.0));
				assertThat(running(registry)).containsOnly(entry("demo", 1.0), entry("child", 0.0),
						entry("demo-2", 1.0));
				assertThat(state(other, "shop")).isEqualTo(ApplicationState.RUNNING);
			}
			assertThat(nodes(registry)).containsExactly("demo");
			assertThat(running(registry)).containsOnly(entry("demo", 1.0));
			run(parent, WithServer.class, SHOP, "--triotp.node-name=child").close();
			assertThat(nodes(registry)).containsExactly("demo");
		}
	}

	@Test
	void theHandlersOfAParentAreMeasuredForTheParentAlsoIfItsChildMeasuresNone() {
		try (ConfigurableApplicationContext parent = run(null, WithServer.class, SHOP,
				"--triotp.metrics.handlers.enabled=true");
				ConfigurableApplicationContext child = run(parent, WithServer.class, SHOP, "--triotp.node-name=child",
						"--triotp.metrics.handlers.enabled=false")) {
			for (ApplicationContext each : List.of(child, parent)) {
				node(each).<EchoServer>server("shop/server").call(new EchoServer.Echo("hello"));
			}
			assertThat(parent.getBean(MeterRegistry.class).get("triotp.mailbox.wait").timers())
				.extracting((timer) -> timer.getId().getTag("triotp.node"))
				.containsOnly("demo");
		}
	}

	@Test
	void aChildWithoutANodeDoesNotMeterThatOfItsParentAgain() {
		try (ConfigurableApplicationContext parent = run(null, WithServer.class, SHOP);
				ConfigurableApplicationContext child = run(parent, Empty.class, "--triotp.enabled=false")) {
			assertThat(child.getBeanFactory().getBeanNamesForType(TriOtpMetrics.class)).isEmpty();
			assertThat(nodes(parent.getBean(MeterRegistry.class))).containsExactly("demo");
		}
	}

	private static Map<String, Double> starts(MeterRegistry registry, String application) {
		return registry.get("triotp.process.starts")
			.tag("application", application)
			.counters()
			.stream()
			.collect(Collectors.toMap(ContextHierarchyTests::node, Counter::count));
	}

	private static Map<String, Double> running(MeterRegistry registry) {
		return registry.get("triotp.applications")
			.tags("application", "shop", "state", "running")
			.gauges()
			.stream()
			.collect(Collectors.toMap(ContextHierarchyTests::node, Gauge::value));
	}

	private static String node(Meter meter) {
		return String.valueOf(meter.getId().getTag("triotp.node"));
	}

	private static Set<String> nodes(MeterRegistry registry) {
		return registry.getMeters()
			.stream()
			.filter((meter) -> meter.getId().getName().startsWith("triotp."))
			.map(ContextHierarchyTests::node)
			.collect(Collectors.toSet());
	}

	@Configuration(proxyBeanMethods = false)
	static class Servers {

		@Bean
		Contexts contexts() {
			return new Contexts(new CopyOnWriteArrayList<>());
		}

		@Bean
		ApplicationListener<WebServerInitializedEvent> listener(Contexts contexts) {
			return (event) -> contexts.all().add(event.getApplicationContext());
		}

	}

	record Contexts(List<ApplicationContext> all) {
	}

	@Test
	void theContextOfTheManagementPortHasNoNodeOfItsOwn() throws Exception {
		try (ConfigurableApplicationContext context = run(null, new Class<?>[] { WithServer.class, Servers.class },
				WebApplicationType.SERVLET, SHOP, "--server.port=0", "--server.address=127.0.0.1",
				"--management.server.port=0", "--management.server.address=127.0.0.1",
				"--management.endpoints.web.exposure.include=triotp,health")) {
			assertThat(context.getBean(Contexts.class).all()).hasSize(2)
				.allSatisfy(
						(each) -> assertThat(each.getBeanNamesForType(Node.class)).hasSize((each == context) ? 1 : 0));
			assertThat(get(context, "local.management.port", "/actuator/triotp")).contains("\"name\":\"shop\"");
			assertThat(get(context, "local.management.port", "/actuator/health/triotp")).contains("UP");
		}
	}

	private static String get(ApplicationContext context, String port, String path)
			throws IOException, InterruptedException {
		URI uri = URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty(port) + path);
		HttpResponse<String> response = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(200);
		return response.body();
	}

}
