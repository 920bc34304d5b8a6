package io.triotp.spring.boot.actuate;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;

import io.triotp.node.Node;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may see or do what is often decided by the path: nothing else of a request says
 * what is seen or done.
 */
@ParameterizedClass
@EnumSource(Web.class)
class ReplacedPathHttpTests {

	private static ConfigurableApplicationContext context;

	private static Node node;

	private static EndpointClient curl;

	@Parameter
	Web web;

	@BeforeParameterizedClassInvocation
	static void start(Web web) {
		context = web.run(StreamHttpTests.ShopConfiguration.class, "--management.endpoint.triotp.access=unrestricted");
		node = context.getBean(Node.class);
		curl = web.client(context);
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		context.close();
	}

	@BeforeEach
	void beginAgain() {
		node.stop("shop");
		StreamHttpTests.ShopConfiguration.startApplications(node);
	}

	private static String id(String name) {
		return "p" + node.whereis(name).orElseThrow().id();
	}

	@Test
	void theQueryCannotNameAnotherSection() {
		assertThat(curl.get("/tree?section=threads").statusCode()).isEqualTo(400);
		assertThat(curl.get("/tree?section=threads&section=tree").statusCode()).isEqualTo(400);
		assertThat(curl.get("/processes/" + id("till") + "?section=incidents").statusCode()).isEqualTo(400);
		for (String accept : List.of("text/plain", "text/event-stream")) {
			// Alone on a port, the management of MVC has no page of errors for such
			// clients.
			assertThat(curl.get("/tree?section=threads", "Accept", accept).statusCode()).as(accept).isIn(400, 406);
			assertThat(curl.get("/tree?section=stream", "Accept", accept).statusCode()).as(accept).isIn(400, 406);
		}
		assertThat(curl.get("/tree?section=tree").statusCode()).isEqualTo(200);
	}

	@Test
	void theQueryCannotNameAnotherItemOrPart() {
		String till = "/processes/" + id("till");
		assertThat(curl.get(till + "?id=" + id("tuell")).statusCode()).isEqualTo(400);
		assertThat(curl.get(till + "/events?id=" + id("tuell")).statusCode()).isEqualTo(400);
		assertThat(curl.get(till + "/nothing?part=events").statusCode()).isEqualTo(400);
		assertThat(curl.get("/ui/some/file?rest=", "Accept", "text/html").statusCode()).isIn(400, 406);
		assertThat(curl.get(till).statusCode()).isEqualTo(200);
	}

	@Test
	void theBodyCannotNameAnotherProcess() {
		String till = id("till");
		String other = id("tuell");
		assertThat(curl.post("/processes/" + till, "{\"action\":\"kill\",\"id\":\"" + other + "\"}").statusCode())
			.isEqualTo(400);
		assertThat(curl.post("/nothing/" + till, "{\"action\":\"terminate\",\"section\":\"processes\"}").statusCode())
			.isEqualTo(400);
		assertThat(id("tuell")).isEqualTo(other);
		assertThat(id("till")).isEqualTo(till);
	}

	@Test
	void theQueryOfAnActionCannotNameAnotherProcess() {
		String till = id("till");
		String other = id("tuell");
		assertThat(curl.delete("/processes/" + till + "?id=" + other).statusCode()).isEqualTo(400);
		assertThat(curl.post("/processes/" + till + "?id=" + other, "{\"action\":\"terminate\"}").statusCode())
			.isEqualTo(400);
		assertThat(id("tuell")).isEqualTo(other);
		assertThat(id("till")).isEqualTo(till);
	}

	@Test
	void neitherCanAForm() {
		String other = id("tuell");
		curl.send(HttpRequest.newBuilder(URI.create(curl.base() + "/processes/" + id("till")))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.method("DELETE", HttpRequest.BodyPublishers.ofString("id=" + other)));
		assertThat(id("tuell")).isEqualTo(other);
	}

	@Test
	void nobodyCanPretendToBeThePath() {
		assertThat(curl.get("/tree?section=threads&io.triotp.path=section").statusCode()).isEqualTo(400);
		assertThat(curl
			.post("/processes/" + id("till"),
					"{\"action\":\"restart\",\"io.triotp.path\":\"processes/" + id("tuell") + "\"}")
			.statusCode()).isEqualTo(400);
	}

}
