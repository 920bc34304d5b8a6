package io.triotp.sample;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.jayway.jsonpath.JsonPath;
import io.triotp.application.ApplicationEvent;
import io.triotp.application.ApplicationState;
import io.triotp.node.Node;
import io.triotp.test.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "triotp.defaults.call-timeout=500ms")
@DirtiesContext(classMode = DirtiesContext.ClassMode.BEFORE_EACH_TEST_METHOD)
class EchoApplicationTests {

	private final HttpClient client = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@Autowired
	private Node node;

	@Test
	void the_echo_server_echoes() {
		HttpResponse<String> response = get("/echo?text=hello");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("hello");
	}

	@Test
	void the_tutorial_runs_in_order_and_ends_by_itself(CapturedOutput output) {
		awaitEndOfTutorial();
		assertThat(output).containsSubsequence("said hello, heard hello", "said world, heard world",
				"exited with reason normal and state nostate", "Application 'tutorial' has ended");
		assertThat(get("/actuator/health").statusCode()).isEqualTo(200);
	}

	@Test
	void a_crash_is_counted_and_named_and_the_server_answers_again() {
		assertThat(restartsOfEcho()).isZero();
		crashAndAwaitRestart();
		assertThat(restartsOfEcho()).isOne();
		assertThat(get("/actuator/triotp").body()).contains("java.lang.IllegalStateException");
		assertThat(get("/actuator/triotp/tree?format=text").body()).contains("server")
			.contains("IllegalStateException");
		assertThat(get("/echo?text=again").body()).isEqualTo("again");
	}

	@Test
	void a_server_that_crashes_too_often_is_down() {
		for (int i = 0; i < 3; i++) {
			crashAndAwaitRestart();
		}
		Await.event(this.node, ApplicationEvent.Failed.class, (failed) -> failed.application().equals("echo"),
				() -> post("/echo/crash", ""));
		HttpResponse<String> response = get("/echo?text=hello");
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(problem(response)).contains("echo/server").contains("noproc");
		HttpResponse<String> health = get("/actuator/health");
		assertThat(health.statusCode()).isEqualTo(503);
	}

	@Test
	void a_call_that_takes_too_long_times_out_and_says_why() {
		HttpResponse<String> response = get("/echo?text=slow&delay=2s");
		assertThat(response.statusCode()).isEqualTo(504);
		assertThat(problem(response)).contains("timed out after 500ms").contains("EchoServer$Echo");
	}

	@Test
	void a_session_is_opened_used_and_closed() {
		assertThat(send("PUT", "/sessions/alice", "").statusCode()).isEqualTo(201);
		assertThat(send("PUT", "/sessions/alice", "").statusCode()).isEqualTo(200);
		HttpResponse<String> said = post("/sessions/alice", "hi there");
		assertThat(said.statusCode()).isEqualTo(200);
		assertThat(said.body()).isEqualTo("hi there");
		assertThat(send("DELETE", "/sessions/alice", "").statusCode()).isEqualTo(204);
		assertThat(send("DELETE", "/sessions/alice", "").statusCode()).isEqualTo(404);
	}

	@Test
	void an_unknown_session_is_not_found() {
		HttpResponse<String> response = post("/sessions/bob", "hi");
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(problem(response)).contains("bob").contains("PUT /sessions/bob");
	}

	@Test
	void each_session_is_a_process_of_its_own_below_the_dynamic_supervisor() {
		send("PUT", "/sessions/alice", "");
		send("PUT", "/sessions/carol", "");
		assertThat(post("/sessions/alice", "1").headers().firstValue("X-Echo-Count")).hasValue("1");
		assertThat(post("/sessions/alice", "2").headers().firstValue("X-Echo-Count")).hasValue("2");
		assertThat(post("/sessions/carol", "1").headers().firstValue("X-Echo-Count")).hasValue("1");
		assertThat(get("/actuator/triotp/tree?format=text").body()).contains("alice").contains("carol");
	}

	private int restartsOfEcho() {
		List<Integer> restarts = JsonPath.read(get("/actuator/triotp").body(),
				"$.applications[?(@.name=='echo')].restarts");
		return restarts.get(0);
	}

	private void crashAndAwaitRestart() {
		Await.restart(this.node, "echo/server", () -> {
			HttpResponse<String> response = post("/echo/crash", "");
			assertThat(response.statusCode()).isEqualTo(202);
			assertThat(response.body()).contains("IllegalStateException");
		});
		Await.quiet(this.node);
	}

	private void awaitEndOfTutorial() {
		Await.until(() -> this.node.application("tutorial").orElseThrow().state() == ApplicationState.ENDED);
	}

	private static String problem(HttpResponse<String> response) {
		assertThat(response.headers().firstValue("Content-Type").orElse("")).contains("application/problem+json");
		return JsonPath.read(response.body(), "$.detail");
	}

	private HttpResponse<String> get(String path) {
		return send("GET", path, "");
	}

	private HttpResponse<String> post(String path, String body) {
		return send("POST", path, body);
	}

	private HttpResponse<String> send(String method, String path, String body) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.method(method, BodyPublishers.ofString(body))
			.header("Content-Type", "text/plain")
			.build();
		return this.client.sendAsync(request, BodyHandlers.ofString()).orTimeout(30, TimeUnit.SECONDS).join();
	}

}
