package io.triotp.sample.operations;

import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.triotp.node.Node;
import io.triotp.sample.EchoApplication;
import io.triotp.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Breaks the sample in five ways, each of them over HTTP, and finds over HTTP what has
 * happened, as the README says one can.
 */
class BrokenSampleTests {

	private static final String TRIOTP = "/actuator/triotp";

	private static final Pattern ID = Pattern.compile("(?m)^id +(p\\d+)$");

	private ConfigurableApplicationContext context;

	private Terminal terminal;

	@BeforeEach
	void run() {
		this.context = new SpringApplicationBuilder(EchoApplication.class).run("--server.port=0",
				"--server.address=127.0.0.1", "--triotp.defaults.call-timeout=100ms",
				"--triotp.defaults.wedged-after=500ms", "--triotp.defaults.shutdown=200ms",
				"--management.endpoint.triotp.access=unrestricted", "--logging.level.io.triotp=off");
		this.terminal = new Terminal(this.context);
	}

	@AfterEach
	void stop() {
		this.context.close();
	}

	@Test
	void a_server_that_crashes_is_counted_under_its_exception_and_the_line_that_threw_it() {
		crash();
		assertThat(text("/crashes")).containsPattern("(?m)^1 .* echo/server +java.lang.IllegalStateException"
				+ " at io.triotp.sample.EchoServer.handleCall\\(EchoServer.java:\\d+\\)$");
		assertThat(text("/place?path=echo/server")).contains("incarnation 2, last exit java.lang.IllegalStateException")
			.contains("1 of 3 restarts used");
	}

	@Test
	void a_server_that_hangs_is_found_with_its_message_its_line_and_the_call_that_gave_up() {
		hang();
		assertThat(text("/processes?sort=working&limit=1"))
			.containsPattern("echo/server .* on .*EchoServer\\$Echo for ");
		assertThat(text("/threads?path=echo/server")).contains("io.triotp.sample.EchoServer.handleCall(");
		assertThat(text("/events?type=call_timeout")).contains("echo/server").contains("EchoServer$Echo not answered");
		Await.until(() -> text("").contains("HANDLER_WEDGED  echo/server"));
		Await.until(() -> text("/incidents").contains("WEDGED  echo/server"));
	}

	@Test
	void one_that_hangs_is_restarted_by_an_action_that_is_written_down() {
		hang();
		act(idOf("echo/server"), "kill", "hangs");
		Await.until(() -> get("/echo?text=again").statusCode() == 200);
		assertThat(text("/events?type=admin_action")).contains("echo/server").contains("KILL by anonymous: hangs");
	}

	@Test
	void a_queue_behind_it_is_found_by_its_length_its_messages_and_whom_it_waits_for() {
		hang();
		assertThat(post("/visits?count=20000").statusCode()).isEqualTo(202);
		Await.until(() -> text("/place?path=echo/client").contains("waits for"));
		assertThat(text("/processes?sort=mailbox&limit=1")).containsPattern("echo/client +RUNNING +19\\d{3} ");
		assertThat(text("/place?path=echo/client")).contains("EchoVisitor$Visit")
			.containsPattern("waits for +echo/server");
		Await.until(() -> text("").contains("echo/client") && text("").contains("MAILBOX_HIGH"));
	}

	@Test
	void what_is_lost_with_a_process_is_told_by_its_place() {
		hang();
		post("/visits?count=20000");
		act(idOf("echo/client"), "kill", "too late");
		Await.until(() -> text("/lost").contains("echo/client"));
		assertThat(text("/lost")).containsPattern("echo/client .*EchoVisitor\\$Visit");
		assertThat(text("")).contains("process-exited");
	}

	@Test
	void a_supervisor_that_gives_up_fails_its_application_and_leaves_a_report() {
		for (int i = 0; i < 3; i++) {
			crash();
		}
		post("/echo/crash");
		Await.until(() -> get("/actuator/health").statusCode() == 503);
		assertThat(text("")).containsPattern("echo +FAILED");
		assertThat(text("/incidents")).contains("SUPERVISOR_GAVE_UP  echo  ");
		assertThat(get("/echo?text=hello").statusCode()).isEqualTo(503);
	}

	private void crash() {
		Await.restart(this.context.getBean(Node.class), "echo/server", () -> post("/echo/crash"));
	}

	/** Its caller is told 504 soon, the server goes on for half a minute. */
	private void hang() {
		assertThat(get("/echo?text=slow&delay=30s").statusCode()).isEqualTo(504);
	}

	private String idOf(String path) {
		Matcher id = ID.matcher(text("/place?path=" + path));
		assertThat(id.find()).isTrue();
		return id.group(1);
	}

	private void act(String id, String action, String reason) {
		HttpResponse<String> answer = this.terminal.type("POST", TRIOTP + "/processes/" + id,
				"{\"action\":\"%s\",\"reason\":\"%s\"}".formatted(action, reason));
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
		JsonNode said = JsonMapper.shared().readTree(answer.body());
		assertThat(said.get("oldId").asString()).isEqualTo(id);
	}

	private String text(String address) {
		return this.terminal.get(TRIOTP + address + (address.contains("?") ? "&" : "?") + "format=text");
	}

	private HttpResponse<String> get(String address) {
		return this.terminal.type("GET", address, null);
	}

	private HttpResponse<String> post(String address) {
		return this.terminal.type("POST", address, null);
	}

}
