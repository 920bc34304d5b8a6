package io.triotp.sample.devices;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.micrometer.tracing.Tracer;
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
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The gateway as devices and operators see it. Each test has devices of its own.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "server.address=127.0.0.1", "spring.datasource.url=jdbc:h2:mem:gateway-tests" })
@ExtendWith(OutputCaptureExtension.class)
class DeviceGatewayTests {

	private final HttpClient client = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@Autowired
	private Node node;

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private Tracer tracer;

	@Test
	void a_device_has_a_process_from_its_first_reading_on() throws Exception {
		assertThat(look("first").statusCode()).isEqualTo(404);
		assertThat(this.node.whereis(process("first"))).isEmpty();
		assertThat(report("first", "20.5").body()).contains("\"readings\":1", "\"celsius\":20.5");
		assertThat(this.node.whereis(process("first"))).isPresent();
		assertThat(report("first", "21").body()).contains("\"readings\":2", "\"celsius\":21.0");
		assertThat(look("first").body()).contains("\"readings\":2");
	}

	@Test
	void a_device_that_crashes_comes_back_with_what_it_has_written_down_and_no_other_notices() throws Exception {
		report("calm", "20");
		report("shaky", "20");
		long calm = this.node.whereis(process("calm")).orElseThrow().id();
		Await.restart(this.node, process("shaky"),
				() -> this.node.kill(this.node.whereis(process("shaky")).orElseThrow()));
		assertThat(report("shaky", "22").body()).contains("\"readings\":2");
		assertThat(this.node.whereis(process("calm")).orElseThrow().id()).isEqualTo(calm);
	}

	@Test
	void a_reading_that_cannot_be_is_refused_and_the_device_goes_on() throws Exception {
		report("odd", "20");
		long before = this.node.whereis(process("odd")).orElseThrow().id();
		HttpResponse<String> refused = report("odd", "-300");
		assertThat(refused.statusCode()).isEqualTo(400);
		assertThat(refused.body()).contains("never colder");
		assertThat(this.node.whereis(process("odd")).orElseThrow().id()).isEqualTo(before);
		assertThat(look("odd").body()).contains("\"readings\":1");
	}

	@Test
	void a_device_that_is_stopped_is_still_known_and_started_by_its_next_reading() throws Exception {
		report("quiet", "20");
		assertThat(send("DELETE", "/devices/quiet", "operator", "", token()).statusCode()).isEqualTo(204);
		assertThat(this.node.whereis(process("quiet"))).isEmpty();
		assertThat(look("quiet").body()).contains("\"readings\":1");
		assertThat(this.node.whereis(process("quiet"))).isEmpty();
		assertThat(report("quiet", "21").body()).contains("\"readings\":2");
	}

	@Test
	void while_the_database_is_away_a_device_is_told_to_try_again_later() throws Exception {
		report("torn", "20");
		this.jdbc.sql("alter table device rename to elsewhere").update();
		try {
			assertThat(report("torn", "21").statusCode()).isEqualTo(503);
			HttpResponse<String> waiting = report("torn", "21");
			assertThat(waiting.statusCode()).isEqualTo(503);
		}
		finally {
			this.jdbc.sql("alter table elsewhere rename to device").update();
		}
		Await.until(() -> this.node.whereis(process("torn")).isPresent());
		assertThat(report("torn", "21").body()).contains("\"readings\":2");
	}

	@Test
	void the_report_of_a_device_that_crashes_is_in_the_trace_of_the_request(CapturedOutput output) throws Exception {
		assertThat(this.tracer).isNotSameAs(Tracer.NOOP);
		report("traced", "20");
		this.jdbc.sql("alter table device rename to elsewhere").update();
		try {
			assertThat(report("traced", "21").statusCode()).isEqualTo(503);
		}
		finally {
			this.jdbc.sql("alter table elsewhere rename to device").update();
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("gateway/devices/traced")))
			.anyMatch((line) -> line.matches(".*\\[[0-9a-f]{32}-[0-9a-f]{16}].*"));
	}

	@Test
	void devices_report_and_operators_look() throws Exception {
		assertThat(send("POST", "/devices/any/readings", null, reading("20")).statusCode()).isEqualTo(401);
		assertThat(send("GET", "/devices/any", "device", "").statusCode()).isEqualTo(403);
		assertThat(send("GET", "/actuator/triotp", "device", "").statusCode()).isEqualTo(403);
		assertThat(send("GET", "/actuator/triotp", "operator", "").statusCode()).isEqualTo(200);
		assertThat(send("GET", "/actuator/health", null, "").statusCode()).isEqualTo(200);
	}

	@Test
	void an_operator_acts_with_a_token_and_a_page_of_others_has_none() throws Exception {
		report("held", "20");
		long before = this.node.whereis(process("held")).orElseThrow().id();
		String action = "/actuator/triotp/processes/p" + before;
		String body = "{\"action\":\"restart\"}";
		assertThat(send("POST", action, "operator", body).statusCode()).isEqualTo(403);
		assertThat(send("DELETE", "/devices/held", "operator", "").statusCode()).isEqualTo(403);
		assertThat(this.node.whereis(process("held")).orElseThrow().id()).isEqualTo(before);
		assertThat(send("POST", action, "device", body, token()).statusCode()).isEqualTo(403);
		assertThat(send("POST", action, "operator", body, token()).statusCode()).isEqualTo(200);
		assertThat(this.node.whereis(process("held")).orElseThrow().id()).isNotEqualTo(before);
	}

	/** As a page of ours does it: the cookie says what the header must say. */
	private String[] token() throws IOException, InterruptedException {
		String token = send("GET", "/actuator/health", null, "").headers()
			.allValues("Set-Cookie")
			.stream()
			.filter((cookie) -> cookie.startsWith("XSRF-TOKEN="))
			.map((cookie) -> cookie.substring("XSRF-TOKEN=".length()).split(";")[0])
			.findFirst()
			.orElseThrow();
		return new String[] { "Cookie", "XSRF-TOKEN=" + token, "X-XSRF-TOKEN", token };
	}

	private static String process(String id) {
		return "gateway/devices/" + id;
	}

	private static String reading(String celsius) {
		return "{\"celsius\":" + celsius + "}";
	}

	private HttpResponse<String> report(String id, String celsius) throws IOException, InterruptedException {
		return send("POST", "/devices/" + id + "/readings", "device", reading(celsius));
	}

	private HttpResponse<String> look(String id) throws IOException, InterruptedException {
		return send("GET", "/devices/" + id, "operator", "");
	}

	private HttpResponse<String> send(String method, String path, String user, String body, String... headers)
			throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.method(method, BodyPublishers.ofString(body))
			.header("Content-Type", "application/json");
		if (headers.length > 0) {
			request.headers(headers);
		}
		if (user != null) {
			byte[] credentials = (user + ":" + user).getBytes(StandardCharsets.UTF_8);
			request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
		}
		return this.client.send(request.build(), BodyHandlers.ofString());
	}

}
