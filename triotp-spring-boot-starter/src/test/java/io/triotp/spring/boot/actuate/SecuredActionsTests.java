package io.triotp.spring.boot.actuate;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import io.triotp.node.Node;
import jakarta.servlet.DispatcherType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may act on processes, where Spring Security decides.
 */
class SecuredActionsTests {

	private static ConfigurableApplicationContext context;

	private static Node node;

	private static EndpointClient curl;

	@BeforeAll
	static void start() {
		context = Web.MVC.run(SecuredConfiguration.class, "--management.endpoint.triotp.access=unrestricted",
				"--spring.autoconfigure.exclude=");
		node = context.getBean(Node.class);
		curl = EndpointClient.of(context);
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@BeforeEach
	void forget() {
		audits().clear();
	}

	private static List<AuditEvent> audits() {
		return context.getBean(SecuredConfiguration.class).audits;
	}

	private static String[] login(String user) {
		return new String[] { "Authorization",
				"Basic " + Base64.getEncoder().encodeToString((user + ":secret").getBytes(StandardCharsets.UTF_8)) };
	}

	/** As the script of a page does it: the cookie says what the header must say. */
	private static String[] token() {
		String token = curl.get("")
			.headers()
			.allValues("Set-Cookie")
			.stream()
			.filter((cookie) -> cookie.startsWith("XSRF-TOKEN="))
			.map((cookie) -> cookie.substring("XSRF-TOKEN=".length()).split(";")[0])
			.findFirst()
			.orElseThrow();
		return new String[] { "Cookie", "XSRF-TOKEN=" + token, "X-XSRF-TOKEN", token };
	}

	private static HttpResponse<String> restart(String[]... headers) {
		return curl.post("/processes/" + till(), "{\"action\":\"restart\",\"reason\":\"it leaks\"}",
				Stream.of(headers).flatMap(Arrays::stream).toArray(String[]::new));
	}

	private static String till() {
		return "p" + node.whereis("till").orElseThrow().id();
	}

	private static void assertRefused(HttpResponse<String> response, String before, int status) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		assertThat(till()).isEqualTo(before);
		assertThat(audits()).noneMatch((event) -> event.getType().equals("TRIOTP_ACTION"));
	}

	@Test
	void anOperatorWithATokenActsAndIsNamed() {
		String before = till();
		HttpResponse<String> response = restart(login("olga"), token());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		assertThat(till()).isNotEqualTo(before);
		assertThat(audits()).filteredOn((event) -> event.getType().equals("TRIOTP_ACTION"))
			.singleElement()
			.satisfies((event) -> assertThat(event.getPrincipal()).isEqualTo("olga"))
			.extracting(AuditEvent::getData)
			.satisfies((data) -> assertThat(data).containsEntry("status", 200).containsEntry("id", before));
		assertThat(curl.get("/events?type=admin_action&limit=1", login("vera")).body())
			.contains("RESTART by olga: it leaks");
	}

	@Test
	void withoutATokenNobodyActs() {
		assertRefused(restart(login("olga")), till(), 403);
		String[] token = token();
		token[3] = "guessed";
		assertRefused(restart(login("olga"), token), till(), 403);
		assertThat(curl.delete("/processes/" + till(), login("olga")).statusCode()).isEqualTo(403);
	}

	@Test
	void whoIsNoOperatorDoesNotAct() {
		assertRefused(restart(login("vera"), token()), till(), 403);
	}

	@Test
	void whoIsNobodyMustLogIn() {
		assertRefused(restart(token()), till(), 401);
		assertRefused(restart(), till(), 403);
	}

	@Test
	void readingIsAsItIsConfigured() {
		assertThat(curl.json("")).containsKey("node");
		assertThat(curl.get("/threads").statusCode()).isEqualTo(401);
		assertThat(curl.get("/threads", login("vera")).statusCode()).isEqualTo(200);
		assertThat(curl.get("/stream", "Accept", "text/event-stream").statusCode()).isEqualTo(401);
		try (StreamListener listener = StreamListener.connect(curl, "", login("vera"))) {
			listener.next("hello");
		}
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(StreamHttpTests.ShopConfiguration.class)
	static class SecuredConfiguration {

		final List<AuditEvent> audits = new ArrayList<>();

		@EventListener
		void audited(AuditApplicationEvent event) {
			this.audits.add(event.getAuditEvent());
		}

		// tag::security[]
		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			return http
				.authorizeHttpRequests((requests) -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
					.permitAll() // or a refusal ends as another
					.requestMatchers(HttpMethod.GET, "/actuator/triotp")
					.permitAll()
					.requestMatchers(EndpointRequest.to("triotp").withHttpMethod(HttpMethod.GET))
					.authenticated()
					.requestMatchers(EndpointRequest.to("triotp"))
					.hasRole("OPERATOR")
					.anyRequest()
					.denyAll())
				.httpBasic(Customizer.withDefaults())
				.csrf((csrf) -> csrf.spa())
				.build();
		}
		// end::security[]

		@Bean
		InMemoryUserDetailsManager users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("olga").password("{noop}secret").roles("OPERATOR").build(),
					User.withUsername("vera").password("{noop}secret").roles("VIEWER").build());
		}

	}

}
