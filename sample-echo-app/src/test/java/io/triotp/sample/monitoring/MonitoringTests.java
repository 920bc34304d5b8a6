package io.triotp.sample.monitoring;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.triotp.node.Node;
import io.triotp.sample.EchoApplication;
import io.triotp.supervisor.SupervisorEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class MonitoringTests {

	private static ConfigurableApplicationContext context;

	private static String text;

	private static Scrape scrape;

	@BeforeAll
	static void scrapeTheSample() throws Exception {
		context = new SpringApplicationBuilder(EchoApplication.class).run("--server.port=0",
				"--server.address=127.0.0.1");
		CountDownLatch restarted = new CountDownLatch(1);
		context.getBean(Node.class).view().addListener((event) -> {
			if (event instanceof SupervisorEvent.ChildStarted started && started.incarnation() > 1) {
				restarted.countDown();
			}
		});
		send("POST", "/echo/crash");
		assertThat(restarted.await(10, TimeUnit.SECONDS)).isTrue();
		text = send("GET", "/actuator/prometheus");
		scrape = Scrape.of(text);
	}

	private static String send(String method, String path) throws IOException, InterruptedException {
		try (HttpClient client = HttpClient.newHttpClient()) {
			HttpRequest request = HttpRequest
				.newBuilder(URI
					.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path))
				.method(method, BodyPublishers.noBody())
				.build();
			HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
			assertThat(response.statusCode()).as(path).isBetween(200, 299);
			return response.body();
		}
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@Test
	void dump() throws Exception {
		Files.writeString(Path.of("/tmp/meter-scrape.txt"), text);
	}

}
