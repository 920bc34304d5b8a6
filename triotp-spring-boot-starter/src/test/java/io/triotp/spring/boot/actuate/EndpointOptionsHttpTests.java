package io.triotp.spring.boot.actuate;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.Map;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import io.triotp.spring.boot.Crasher;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.test.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Spring Boot offers for every endpoint holds for this one, and for the health of
 * the applications.
 */
class EndpointOptionsHttpTests {

	private static final String BOOT = "application/vnd.spring-boot.actuator.v3+json";

	private static ConfigurableApplicationContext context;

	private static Node node;

	private static EndpointClient curl;

	private static EndpointClient health;

	@BeforeAll
	static void start() {
		context = new SpringApplicationBuilder(ShopConfiguration.class).run("--server.port=0",
				"--server.address=127.0.0.1", "--spring.main.banner-mode=off", "--server.servlet.context-path=/store",
				"--management.endpoints.web.exposure.include=triotp,health",
				"--management.endpoint.triotp.cache.time-to-live=1h",
				"--management.endpoint.health.group.readiness.include=readinessState,triotp/shop");
		node = context.getBean(Node.class);
		String base = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port")
				+ "/store/actuator";
		curl = new EndpointClient(HttpClient.newHttpClient(), base + "/triotp");
		health = new EndpointClient(HttpClient.newHttpClient(), base + "/health");
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@Test
	void aReadWithoutParametersIsCachedAndAnUnknownParameterIsRefusedAllTheSame() {
		Object first = curl.json("").get("generatedAt");
		node.start(ApplicationSpec.of("brief", SupervisorSpec.oneForOne()));
		assertThat(curl.get("?format=text").body()).contains("brief");
		assertThat(curl.get("?formt=text").statusCode()).isEqualTo(400);
		assertThat(curl.json("")).containsEntry("generatedAt", first);
		assertThat(curl.get("").body()).doesNotContain("brief");
		node.stop("brief");
	}

	@Test
	void whatHasParametersIsNeverCached() {
		int before = (int) curl.json("/events?limit=1").get("newestSeq");
		Await.restarts(node, 1, () -> node.<Crasher>server("till").cast(new Crasher.Crash()));
		assertThat((int) curl.json("/events?limit=1").get("newestSeq")).isGreaterThan(before);
		assertThat(curl.get("/processes/p" + node.whereis("till").orElseThrow().id()).statusCode()).isEqualTo(200);
	}

	@Test
	void theContentTypeIsThatOfBootUnlessJsonIsAskedFor() {
		for (String address : new String[] { "", "/tree", "/processes/p1", "/processes/p999999" }) {
			HttpResponse<String> any = curl.get(address, "Accept", "*/*");
			assertThat(any.headers().firstValue("Content-Type")).as(address).contains(BOOT);
			HttpResponse<String> json = curl.get(address, "Accept", "application/json");
			assertThat(json.headers().firstValue("Content-Type")).as(address).contains("application/json");
		}
	}

	@Test
	void theEndpointIsBelowTheContextPath() {
		EndpointClient elsewhere = EndpointClient.of(context);
		assertThat(elsewhere.get("").statusCode()).isEqualTo(404);
		assertThat(curl.json("/tree?application=shop")).containsKey("nodes");
		EndpointClient all = new EndpointClient(HttpClient.newHttpClient(), curl.base().replace("/triotp", ""));
		assertThat(all.get("").body()).contains("/store/actuator/triotp\"");
	}

	@Test
	void anApplicationCanBelongToTheGroupOfReadiness() {
		assertThat(health.json("/readiness")).isEqualTo(Map.of("status", "UP"));
		node.stop("shop");
		HttpResponse<String> ready = health.get("/readiness");
		HttpResponse<String> alive = health.get("/liveness");
		node.start(ShopConfiguration.SHOP);
		assertThat(ready.statusCode()).isEqualTo(503);
		assertThat(EndpointClient.parse(ready)).isEqualTo(Map.of("status", "OUT_OF_SERVICE"));
		assertThat(alive.statusCode()).isEqualTo(200);
		assertThat(health.json("/readiness")).isEqualTo(Map.of("status", "UP"));
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class ShopConfiguration {

		static final ApplicationSpec SHOP = ApplicationSpec.of("shop",
				SupervisorSpec.oneForOne(ChildSpec.server("till", Crasher::new).name("till"))
					.intensity(new RestartIntensity(100, RestartIntensity.DEFAULT_PERIOD)));

		@Bean
		Node node() {
			Node node = Node.start(NodeOptions.defaults());
			node.start(SHOP);
			return node;
		}

		@Bean
		ApplicationSpec shop() {
			return SHOP;
		}

	}

}
