package io.triotp.guides.shop;

import io.triotp.node.Node;
import io.triotp.test.Await;
import io.triotp.test.Faults;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The shop of the README.
 */
class ShopGuideTests {

	@Test
	void each_customer_has_a_cart_and_all_share_the_stock() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Shop.class)
			.web(WebApplicationType.NONE)
			.run("--spring.config.location=classpath:guides/shop.yml")) {
			context.getBean(Stock.class).put("tea", 2);
			Sales sales = context.getBean(Sales.class);
			assertThat(sales.add("ann", "tea")).isEqualTo("ann has [tea]");
			assertThat(sales.add("bob", "tea")).isEqualTo("bob has [tea]");
			assertThat(sales.add("ann", "tea")).isEqualTo("sold out");
			Node node = context.getBean(Node.class);
			Await.restart(node, "shop/carts/ann", () -> Faults.crash(node, node.whereis("shop/carts/ann").orElseThrow(),
					new IllegalStateException("power cut")));
			context.getBean(Stock.class).put("tea", 1);
			assertThat(sales.add("ann", "tea")).isEqualTo("ann has [tea]");
		}
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@ComponentScan
	static class Shop {

	}

}
