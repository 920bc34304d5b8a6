package io.triotp.spring.boot.config;

import java.nio.file.Path;

import io.triotp.node.Node;
import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.spring.boot.Supervised;
import io.triotp.spring.boot.YamlApplication;
import io.triotp.test.Await;
import io.triotp.virtual.VirtualServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;

/** Servers that are there for whoever has their key, declared in one line. */
class VirtualServersYamlTests {

	@TempDir
	private Path folder;

	@Configuration(proxyBeanMethods = false)
	@Import({ Basket.class, Till.class })
	static class Beans {

	}

	@Component("basket")
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	@Supervised(discover = false)
	static class Basket implements GenServer<Integer, Basket.Size, Basket.Add> {

		private final String customer;

		Basket(String customer) {
			this.customer = customer;
		}

		record Size() implements Call<Basket, String> {
		}

		record Add() implements Cast<Basket> {
		}

		@Override
		public Integer init() {
			return 0;
		}

		@Override
		public CallResult<Integer> handleCall(Size request, From from, Integer state) {
			return reply(request, this.customer + " has " + state, state);
		}

		@Override
		public Next<Integer> handleCast(Add message, Integer state) {
			return next(state + 1);
		}

	}

	@Component
	@Supervised(discover = false)
	record Till(VirtualServers<Basket> baskets) {
	}

	private ConfigurableApplicationContext run(String more) {
		return new YamlApplication(this.folder, """
				spring.application.name: demo
				triotp.applications.shop.supervisor.children:
				- { id: baskets, virtual: true, %s template: { bean: basket } }
				""".formatted(more)).run(Beans.class);
	}

	@Test
	void theyAreInjectedByTheirTypeAndStartedByTheFirstMessage() {
		try (ConfigurableApplicationContext context = run("")) {
			VirtualServers<Basket> baskets = context.getBean(Till.class).baskets();
			assertThat(baskets.active()).isEmpty();
			baskets.of("alice").cast(new Basket.Add());
			assertThat(baskets.of("alice").call(new Basket.Size())).isEqualTo("alice has 1");
			assertThat(context.getBean(Node.class).whereis("shop/baskets/alice")).isEqualTo(baskets.of("alice").pid());
		}
	}

	@Test
	void theyAreLetGoWhenTheyAreIdleAndThereForTheNextMessage() {
		try (ConfigurableApplicationContext context = run("passivate-after: 20ms,")) {
			VirtualServers<Basket> baskets = context.getBean(Till.class).baskets();
			baskets.of("alice").cast(new Basket.Add());
			Await.until(() -> baskets.counts().passivations() == 1);
			assertThat(baskets.of("alice").call(new Basket.Size())).isEqualTo("alice has 0");
		}
	}

	@Test
	void thereIsALimitToThoseThatAreActive() {
		try (ConfigurableApplicationContext context = run("max-active: 2, passivate-after: 40s,")) {
			VirtualServers<Basket> baskets = context.getBean(Till.class).baskets();
			for (String key : new String[] { "a", "b", "c", "d" }) {
				baskets.of(key).call(new Basket.Size());
			}
			Await.until(() -> baskets.active().size() <= 2);
		}
	}

	@Test
	void theyAreLetGoWhenTheHeapIsTooFull() {
		try (ConfigurableApplicationContext context = run("heap-pressure: 0.00001, passivate-after: 40s,")) {
			VirtualServers<Basket> baskets = context.getBean(Till.class).baskets();
			baskets.of("a").call(new Basket.Size());
			System.gc();
			baskets.of("b").call(new Basket.Size());
			Await.until(() -> baskets.counts().passivations() > 0);
		}
	}

}
