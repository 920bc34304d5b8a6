package io.triotp.spring.boot.lifecycle;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.triotp.node.Node;
import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.SupervisorEvent;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An application of a user: it runs, crashes once, and is closed. */
public class Reloaded implements Runnable {

	@Override
	public void run() {
		SpringApplication application = new SpringApplication(Shop.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = application.run("--spring.main.banner-mode=off",
				"--triotp.applications.shop.supervisor.children[0]=till", "--triotp.metrics.handlers.enabled=true")) {
			Node node = context.getBean(Node.class);
			CountDownLatch back = new CountDownLatch(1);
			node.view().addListener((event) -> {
				if (event instanceof SupervisorEvent.ChildStarted) {
					back.countDown();
				}
			});
			ServerRef<Till> till = node.server("shop/till");
			till.call(Ask.ASK);
			till.cast(Order.CRASH);
			if (!back.await(10, TimeUnit.SECONDS)) {
				throw new AssertionError("the till is not back");
			}
			till.call(Ask.ASK);
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	public enum Ask implements Call<Till, String> {

		ASK

	}

	public enum Order implements Cast<Till> {

		CRASH

	}

	/** What it crashes with. */
	public static class Broken extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

	/** A server of the user. */
	public static class Till implements GenServer<Ask, Ask, Order> {

		@Override
		public Ask init() {
			self().sendEvery(Duration.ofMillis(1), Ask.ASK);
			return Ask.ASK;
		}

		@Override
		public CallResult<Ask> handleCall(Ask ask, From from, Ask state) {
			return reply(ask, "answer", state);
		}

		@Override
		public Next<Ask> handleCast(Order order, Ask state) {
			throw new Broken();
		}

		@Override
		public Next<Ask> handleInfo(Object message, Ask state) {
			return next(state);
		}

	}

	/** What the user configures. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	public static class Shop {

		@Bean
		public Till till() {
			return new Till();
		}

	}

}
