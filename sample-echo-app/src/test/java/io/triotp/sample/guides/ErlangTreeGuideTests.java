package io.triotp.sample.guides;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.sample.EchoServer;
import io.triotp.sample.guides.ErlangStockGuideTests.Stock;
import io.triotp.server.Call;
import io.triotp.server.CallException;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.KeyedServers;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.Shutdown;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.task.TaskSupervisor;
import io.triotp.test.Await;
import io.triotp.test.Faults;
import io.triotp.test.NodeAssert;
import io.triotp.test.TriotpTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The trees of the guide "Coming from Erlang and Elixir": the same one by code and by
 * configuration.
 */
@TriotpTest
@ExtendWith(OutputCaptureExtension.class)
class ErlangTreeGuideTests {

	private final AtomicInteger shelf = new AtomicInteger(3);

	// tag::cart[]
	@Component("cart")
	@Scope("prototype")
	static final class Cart implements GenServer<String, Cart.Customer, Cast<Cart>> {

		private final String id;

		private final String customer;

		Cart(String id, String customer) {
			this.id = id;
			this.customer = customer;
		}

		record Customer() implements Call<Cart, String> {
		}

		@Override
		public String init() {
			return this.customer + ", cart " + this.id;
		}

		@Override
		public CallResult<String> handleCall(Customer request, From from, String state) {
			return reply(request, state, state);
		}

	}
	// end::cart[]

	@Test
	void a_tree_by_code(Node node) throws Exception {
		IntSupplier shelf = this.shelf::get;
		// tag::plain[]
		ApplicationSpec shop = ApplicationSpec.of("shop",
				SupervisorSpec
					.restForOne(
							ChildSpec.server("stock", () -> new Stock(shelf))
								.name("stock")
								.shutdown(Shutdown.within(Duration.ofSeconds(10))),
							ChildSpec.dynamicSupervisor("carts", DynamicSupervisorSpec.defaults()).name("carts"),
							TaskSupervisor.child("tasks").name("tasks"))
					.intensity(new RestartIntensity(3, Duration.ofSeconds(5))));
		node.start(shop);
		// end::plain[]
		assertThat(TaskSupervisor.named(node, "tasks").asyncNoLink(() -> 7).await()).isEqualTo(7);
		// tag::keyed[]
		KeyedServers<Cart> carts = KeyedServers.of(node, "carts", (id) -> new Cart(id, "ann"));
		String customer = carts.get("17").call(new Cart.Customer());
		// end::keyed[]
		assertThat(customer).isEqualTo("ann, cart 17");
	}

	@Test
	void a_tree_by_a_template_in_code(Node node) {
		// tag::template[]
		node.start(ApplicationSpec.of("shop", SupervisorSpec.oneForOne(
				ChildSpec
					.dynamicSupervisor("carts", DynamicSupervisorSpec.defaults()
						.template((id, arguments) -> ChildSpec.server(id, () -> new Cart(id, (String) arguments[0]))
							.name("carts/" + id)
							.restart(Restart.TRANSIENT)))
					.name("carts"))));
		DynamicSupervisor carts = node.dynamicSupervisor("carts");
		carts.startChild("17", "ann");
		ServerRef<Cart> cart = node.server("carts/17");
		String customer = cart.call(new Cart.Customer());
		// end::template[]
		assertThat(customer).isEqualTo("ann, cart 17");
	}

	@Test
	void a_tree_by_configuration() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Shop.class)
			.web(WebApplicationType.NONE)
			.run("--spring.config.location=classpath:guides/erlang.yml")) {
			Node node = context.getBean(Node.class);
			NodeAssert.assertThat(node).isRunning("shop/stock").isRunning("shop/carts").isRunning("shop/tasks");
			Await.until(() -> node.whereis("shop/import").isEmpty());
			DynamicSupervisor carts = node.dynamicSupervisor("shop/carts");
			// tag::start[]
			carts.startChild("17", "17", "ann");
			ServerRef<Cart> cart = node.server("shop/carts/17");
			String customer = cart.call(new Cart.Customer());
			// end::start[]
			assertThat(customer).isEqualTo("ann, cart 17");
			Await.restart(node, "shop/carts/17",
					() -> Faults.crash(node, cart.pid().orElseThrow(), new IllegalStateException("power cut")));
			assertThat(cart.call(new Cart.Customer())).isEqualTo("ann, cart 17");
		}
	}

	@Test
	void a_crash_report_has_who_on_what_from_whom_and_why(Node node, CapturedOutput output) throws IOException {
		ServerRef<EchoServer> echo = ServerRef.named(node, "echo");
		node.start(ApplicationSpec.of("shop",
				SupervisorSpec.oneForOne(ChildSpec.server("echo", EchoServer::new).name("echo"),
						ChildSpec.task("client", () -> assertThatExceptionOfType(CallException.ServerExited.class)
							.isThrownBy(() -> echo.call(new EchoServer.Crash()))))));
		String report = withoutPids(
				new ClassPathResource("guides/erlang/crash.txt").getContentAsString(StandardCharsets.UTF_8))
			.lines()
			.filter((line) -> line.startsWith("shop/echo"))
			.findFirst()
			.orElseThrow();
		Await.until(() -> withoutPids(output.getOut()).contains(report));
	}

	private static String withoutPids(String text) {
		return text.replaceAll("#PID<\\d+>", "#PID");
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(Cart.class)
	static class Shop {

		@Bean
		Stock stock() {
			return new Stock(() -> 3);
		}

		@Bean
		ChildSpec tasks() {
			return TaskSupervisor.child("tasks");
		}

		@Bean
		Runnable importer() {
			return () -> {
			};
		}

	}

}
