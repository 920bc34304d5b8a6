package io.triotp.sample.carts;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.triotp.durable.RequestId;
import io.triotp.node.Node;
import io.triotp.test.Await;
import io.triotp.virtual.VirtualServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The carts in a file of H2. That they are there after {@code kill -9} too, the script
 * {@code .ci/run-carts} shows.
 */
class CartsApplicationTests {

	@TempDir
	private Path folder;

	private ConfigurableApplicationContext run(String... arguments) {
		SpringApplication application = new SpringApplication(CartsApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application.run(
				Stream
					.concat(Stream.of("--spring.datasource.url=jdbc:h2:file:" + this.folder.resolve("carts")),
							Stream.of(arguments))
					.toArray(String[]::new));
	}

	@SuppressWarnings("unchecked")
	private static VirtualServers<Cart> carts(ConfigurableApplicationContext context) {
		return context.getBean(VirtualServers.class);
	}

	@Test
	void a_cart_is_there_when_the_application_is_started_again() {
		try (ConfigurableApplicationContext context = run()) {
			carts(context).of("alice").call(new Cart.Put("apple", 2));
		}
		try (ConfigurableApplicationContext context = run()) {
			assertThat(carts(context).of("alice").call(new Cart.Put("pear", 1)).articles()).containsEntry("apple", 2)
				.containsEntry("pear", 1);
		}
	}

	@Test
	void a_cart_whose_process_is_killed_is_there_for_the_next_call() {
		try (ConfigurableApplicationContext context = run()) {
			carts(context).of("bob").call(new Cart.Put("apple", 2));
			context.getBean(Node.class).kill(carts(context).of("bob").pid().orElseThrow());
			assertThat(carts(context).of("bob").call(new Cart.Look()).articles()).containsEntry("apple", 2);
		}
	}

	@Test
	void a_cart_that_is_abandoned_is_emptied_by_an_application_that_nobody_asks() {
		try (ConfigurableApplicationContext context = run("--carts.abandoned-after=1s")) {
			carts(context).of("dave").call(new Cart.Put("apple", 2));
		}
		try (ConfigurableApplicationContext context = run()) {
			JdbcClient database = JdbcClient.create(context.getBean(DataSource.class));
			Await.until(() -> stored(database, "dave").equals("{\"articles\":{}}"));
		}
	}

	private static String stored(JdbcClient database, String key) {
		return new String(database.sql("SELECT state FROM triotp_server WHERE server_key = ?")
			.param(key)
			.query(byte[].class)
			.single(), StandardCharsets.UTF_8);
	}

	@Test
	void what_was_ordered_is_no_longer_in_the_cart() {
		try (ConfigurableApplicationContext context = run()) {
			carts(context).of("carol").call(new Cart.Put("apple", 2));
			assertThat(carts(context).of("carol").call(new Cart.CheckOut(new RequestId("order 1"))))
				.isEqualTo(new Cart.Order("carol", Map.of("apple", 2)));
			assertThat(carts(context).of("carol").call(new Cart.Look()).articles()).isEmpty();
		}
	}

	@Test
	void an_order_that_comes_again_after_a_start_is_the_same_one() {
		Cart.CheckOut out = new Cart.CheckOut(new RequestId("order 1"));
		Cart.Order order = new Cart.Order("erin", Map.of("apple", 2));
		try (ConfigurableApplicationContext context = run()) {
			carts(context).of("erin").call(new Cart.Put("apple", 2));
			assertThat(carts(context).of("erin").call(out)).isEqualTo(order);
		}
		try (ConfigurableApplicationContext context = run()) {
			assertThat(carts(context).of("erin").call(out)).isEqualTo(order);
			assertThat(carts(context).of("erin").call(new Cart.CheckOut(new RequestId("order 2"))))
				.isEqualTo(new Cart.Order("erin", Map.of()));
		}
	}

}
