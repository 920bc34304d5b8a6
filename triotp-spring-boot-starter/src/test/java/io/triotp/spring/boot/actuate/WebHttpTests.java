package io.triotp.spring.boot.actuate;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import io.triotp.node.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint is the same in every way an application can be on the web.
 */
@ParameterizedClass
@EnumSource(Web.class)
class WebHttpTests {

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

	private static String id(String name) {
		return "p" + node.whereis(name).orElseThrow().id();
	}

	@Test
	void theSummaryTellsWhatCanBeDone() {
		assertThat(curl.json("").get("access")).isEqualTo(Map.of("actions", true, "values", "NEVER", "stream", true));
		assertThat(curl.text("")).contains("shop");
	}

	@Test
	void theTreeAndItsTextAreThere() {
		assertThat(curl.json("/tree?application=shop&depth=2")).extractingByKey("nodes")
			.asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
			.containsKeys(id("till"), id("tuell"));
		assertThat(curl.text("/tree")).contains("till", "t\u00fcll");
	}

	@Test
	void processesCanBeSearchedAndLookedAt() {
		assertThat(curl.list("/processes?q=till", "processes")).extracting("id").containsExactly(id("till"));
		assertThat(curl.json("/processes/" + id("till"))).containsEntry("path", "shop/till");
		assertThat(curl.json("/processes/" + id("till") + "/events")).containsKey("events");
	}

	@Test
	void whatNobodyKnowsIsRefused() {
		assertThat(curl.get("/processes?limt=5").statusCode()).isEqualTo(400);
		HttpResponse<String> response = curl.get("/processes?limit=none");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(EndpointClient.parse(response)).extractingByKey("message")
			.asString()
			.startsWith("limit must be a whole number");
	}

	@Test
	void whatIsNotThereIsNotFound() {
		for (String address : List.of("/nothing", "/processes/p987654", "/processes/p987654/events")) {
			assertThat(curl.get(address).statusCode()).as(address).isEqualTo(404);
		}
	}

	@Test
	void aProcessCanBeRestarted() {
		String before = id("till");
		HttpResponse<String> response = curl.post("/processes/" + before, "{\"action\":\"restart\"}");
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		assertThat(EndpointClient.parse(response)).containsEntry("oldId", before).containsEntry("newId", id("till"));
		assertThat(curl.post("/processes/" + before, "{\"action\":\"restart\"}").statusCode()).isEqualTo(409);
		assertThat(curl.post("/processes/p987654", "{\"action\":\"restart\"}").statusCode()).isEqualTo(404);
	}

}
