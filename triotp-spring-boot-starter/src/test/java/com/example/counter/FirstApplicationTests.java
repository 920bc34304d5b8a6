package com.example.counter;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import io.triotp.node.Node;
import io.triotp.test.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The first application of whoever reads the README: what is said there is what is seen.
 */
@ExtendWith(OutputCaptureExtension.class)
class FirstApplicationTests {

	private final HttpClient client = HttpClient.newHttpClient();

	@Test
	void withoutAnyConfigurationItsCounterIsRestartedAndTheLogSaysWhy(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run()) {
			assertCountsAnewAfterACrash(context, "application/counter");
			assertThat(output).containsPattern("application/counter \\(#PID<\\d+>\\) crashed on "
					+ "com\\.example\\.counter\\.Counter\\$Add.*: java\\.lang\\.ArithmeticException: integer overflow")
				.contains("Supervisor 'application' restarts 'counter' (1 of 3 in 5s) because of: "
						+ "java.lang.ArithmeticException: integer overflow");
		}
	}

	@Test
	void withATreeTheRestartIsInTheEndpointAndEachStartInTheLog(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run(
				"--spring.config.additional-location=classpath:counter/application.yml")) {
			assertCountsAnewAfterACrash(context, "demo/counter");
			Await.quiet(context.getBean(Node.class));
			assertThat(send(context, "GET", "/actuator/triotp?format=text").body())
				.containsPattern("demo +RUNNING +\\d+ +1 +demo/counter java\\.lang\\.ArithmeticException");
			assertThat(send(context, "GET", "/actuator/triotp/tree?format=text").body())
				.containsPattern("counter +WORKER +permanent +WAITING +#PID<\\d+> +restarts 1");
			assertThat(output).containsPattern("'demo/counter' started as #PID<\\d+>");
		}
	}

	private void assertCountsAnewAfterACrash(ConfigurableApplicationContext context, String place) {
		assertThat(send(context, "POST", "/counter?add=3").body()).isEqualTo("3");
		assertThat(send(context, "POST", "/counter?add=4").body()).isEqualTo("7");
		Await.restart(context.getBean(Node.class), place, () -> {
			HttpResponse<String> crash = send(context, "POST", "/counter?add=2147483647");
			assertThat(crash.statusCode()).isEqualTo(503);
			assertThat(crash.body()).isEqualTo("Call of com.example.counter.Counter$Add to server '" + place
					+ "' failed: the server ended before it answered: java.lang.ArithmeticException: integer overflow");
		});
		assertThat(send(context, "POST", "/counter?add=3").body()).isEqualTo("3");
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		return new SpringApplicationBuilder(CounterApplication.class).properties("server.port=0").run(arguments);
	}

	private HttpResponse<String> send(ConfigurableApplicationContext context, String method, String path) {
		String port = context.getEnvironment().getRequiredProperty("local.server.port");
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
			.method(method, BodyPublishers.noBody())
			.timeout(Duration.ofSeconds(30))
			.build();
		try {
			return this.client.send(request, BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
