package io.triotp.spring.boot.actuate;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.triotp.agent.Agent;
import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import io.triotp.server.Call;
import io.triotp.server.Cast;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ServerOptions;
import io.triotp.server.ServerRef;
import io.triotp.spring.boot.Stubborn;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.SupervisorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who sees what servers hold, and what of it.
 */
class ShownValuesHttpTests {

	private static final String ALWAYS = "--management.endpoint.triotp.show-values=always";

	private static final String ADDRESS = "/place?path=bank/account&include=state";

	@Test
	void nothingIsShownByDefault() {
		try (ConfigurableApplicationContext context = Web.MVC.run(BankConfiguration.class)) {
			EndpointClient curl = EndpointClient.of(context);
			assertThat(curl.json("").get("access")).hasFieldOrPropertyWithValue("values", "NEVER");
			assertThat(curl.json("/place?path=bank/account")).doesNotContainKey("serverState");
			assertThat(curl.json(ADDRESS).get("serverState")).isEqualTo(
					Map.of("unavailable", "values are never shown here, see management.endpoint.triotp.show-values"));
			assertThat(curl.text(ADDRESS)).contains("not shown: values are never shown here").doesNotContain("Ada");
		}
	}

	@ParameterizedTest
	@EnumSource
	void whatAServerShowsIsShownWithoutWhatIsSanitized(Web web) {
		try (ConfigurableApplicationContext context = web.run(BankConfiguration.class, ALWAYS)) {
			EndpointClient curl = web.client(context);
			assertThat(curl.json("").get("access")).hasFieldOrPropertyWithValue("values", "ALWAYS");
			assertThat(curl.json(ADDRESS).get("serverState")).isEqualTo(
					Map.of("type", Account.class.getName(), "value", Map.of("owner", "Ada", "password", "******")));
			assertThat(curl.text(ADDRESS)).contains("holds").contains("owner=Ada").doesNotContain("secret");
			assertThat(curl.json("/place?path=bank/visits&include=stack,state")).containsKey("stack")
				.containsEntry("serverState", Map.of("type", "java.lang.Integer", "value", 7));
		}
	}

	@Test
	void whoeverCannotShowAnythingSaysWhy() {
		try (ConfigurableApplicationContext context = Web.MVC.run(BankConfiguration.class, ALWAYS)) {
			EndpointClient curl = EndpointClient.of(context);
			Node node = context.getBean(Node.class);
			assertThat(curl.json("/place?path=bank&include=state").get("serverState"))
				.isEqualTo(Map.of("unavailable", "a supervisor has no state but its children"));
			assertThat(curl.json("/place?path=bank/shy&include=state").get("serverState"))
				.isEqualTo(Map.of("unavailable",
						"its formatStatus, or what hides values, failed with java.lang.IllegalStateException"));
			try (Stubborn plain = new Stubborn(node, "bank/plain")) {
				String id = node.view()
					.processes()
					.filter((process) -> process.path().equals("bank/plain"))
					.map((process) -> "p" + process.pid().id())
					.findFirst()
					.orElseThrow();
				assertThat(curl.json("/processes/" + id + "?include=state").get("serverState"))
					.isEqualTo(Map.of("unavailable", "it is no server"));
			}
			for (String include : List.of("secrets", ",", "stack,", "")) {
				assertThat(curl.get("/place?path=bank&include=" + include).statusCode()).as(include)
					.isEqualTo(include.isEmpty() ? 200 : 400);
			}
			assertThat(curl.get("/place?path=bank/visits&include=state,state").statusCode()).isEqualTo(200);
		}
	}

	@Test
	void aServerAtWorkIsNotWaitedForAndNoTimeoutOfItsIsCounted() {
		try (ConfigurableApplicationContext context = Web.MVC.run(BankConfiguration.class, ALWAYS)) {
			EndpointClient curl = EndpointClient.of(context);
			Node node = context.getBean(Node.class);
			CountDownLatch done = new CountDownLatch(1);
			ServerRef<Busy> busy = GenServer.start(node, new Busy(), ServerOptions.defaults().label("bank/busy"));
			busy.cast(new Work(done));
			String id = "p" + busy.pid().orElseThrow().id();
			assertThat(curl.json("/processes/" + id + "?include=state").get("serverState"))
				.isEqualTo(Map.of("unavailable", "it has not answered within half a second, it is at work"));
			done.countDown();
			assertThat(curl.list("/events?type=call_timeout", "events")).isEmpty();
		}
	}

	@Test
	void withSecurityThoseInTheRoleSeeIt() {
		try (ConfigurableApplicationContext context = Web.MVC.run(SecuredConfiguration.class,
				"--spring.autoconfigure.exclude=", "--management.endpoint.triotp.show-values=when-authorized",
				"--management.endpoint.triotp.roles=AUDITOR")) {
			EndpointClient curl = EndpointClient.of(context);
			assertThat(curl.get(ADDRESS, login("olga")).body()).contains("Ada").doesNotContain("secret");
			assertThat(curl.get(ADDRESS, login("vera")).body())
				.contains("values are shown to those who have logged in and have one of the roles [AUDITOR]")
				.doesNotContain("Ada");
			assertThat(curl.get(ADDRESS).body()).doesNotContain("Ada");
		}
	}

	private static String[] login(String user) {
		return new String[] { "Authorization",
				"Basic " + Base64.getEncoder().encodeToString((user + ":secret").getBytes()) };
	}

	record Account(String owner, String password) {

	}

	static class AccountServer implements GenServer<Account, Call<?, ?>, Cast<?>> {

		@Override
		public Account init() {
			return new Account("Ada", "secret");
		}

	}

	static class Shy implements GenServer<Integer, Call<?, ?>, Cast<?>> {

		@Override
		public Integer init() {
			return 0;
		}

		@Override
		public Object formatStatus(Integer state) {
			throw new IllegalStateException("secret");
		}

	}

	record Work(CountDownLatch done) implements Cast<Busy> {

	}

	static class Busy implements GenServer<Integer, Call<?, ?>, Work> {

		@Override
		public Integer init() {
			return 0;
		}

		@Override
		public Next<Integer> handleCast(Work work, Integer state) throws InterruptedException {
			work.done().await();
			return next(state);
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class BankConfiguration {

		@Bean
		Node node() {
			Node node = Node.start(NodeOptions.defaults().name("bank"));
			node.start(
					ApplicationSpec.of("bank", SupervisorSpec.oneForOne(ChildSpec.server("account", AccountServer::new),
							ChildSpec.server("shy", Shy::new), Agent.child("visits", () -> 7))));
			return node;
		}

		@Bean
		SanitizingFunction passwords() {
			return SanitizingFunction.sanitizeValue().ifKeyContains("password");
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(BankConfiguration.class)
	static class SecuredConfiguration {

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

		@Bean
		InMemoryUserDetailsManager users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("olga").password("{noop}secret").roles("AUDITOR").build(),
					User.withUsername("vera").password("{noop}secret").roles("VIEWER").build());
		}

	}

}
