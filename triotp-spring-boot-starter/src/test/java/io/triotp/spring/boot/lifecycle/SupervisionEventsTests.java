package io.triotp.spring.boot.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.triotp.application.ApplicationEvent;
import io.triotp.node.Node;
import io.triotp.server.ServerRef;
import io.triotp.spring.boot.Crasher;
import io.triotp.supervisor.SupervisorEvent;
import io.triotp.test.Await;
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
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What supervisors do, as events of Spring.
 */
@ExtendWith(OutputCaptureExtension.class)
class SupervisionEventsTests {

	private static ConfigurableApplicationContext run(String... arguments) {
		List<String> all = new ArrayList<>(
				List.of("--spring.main.banner-mode=off", "--triotp.applications.shop.supervisor.children[0].bean=till",
						"--triotp.applications.shop.supervisor.children[0].name=counter",
						"--triotp.applications.shop.supervisor.max-restarts=1"));
		all.addAll(List.of(arguments));
		return new SpringApplicationBuilder(ShopConfiguration.class).web(WebApplicationType.NONE)
			.run(all.toArray(String[]::new));
	}

	private static Object next(ConfigurableApplicationContext context) {
		try {
			Object event = context.getBean(ShopConfiguration.class).heard.poll(10, TimeUnit.SECONDS);
			assertThat(event).as("an event").isNotNull();
			return event;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void aListenerHearsOfARestartAndOfASupervisorThatGaveUpOnAThreadThatHoldsNobodyUp() {
		try (ConfigurableApplicationContext context = run("--triotp.events.enabled=true")) {
			Node node = context.getBean(Node.class);
			ServerRef<Crasher> till = node.server("counter");
			ShopConfiguration shop = context.getBean(ShopConfiguration.class);
			shop.gate = new CountDownLatch(1);
			Await.restarts(node, 1, () -> till.cast(new Crasher.Crash()));
			shop.gate.countDown();
			assertThat(next(context)).isInstanceOfSatisfying(ApplicationEvent.Started.class,
					(event) -> assertThat(event.application()).isEqualTo("shop"));
			assertThat(next(context)).isInstanceOf(SupervisorEvent.ChildExited.class);
			assertThat(next(context)).isInstanceOfSatisfying(SupervisorEvent.RestartGranted.class,
					(event) -> assertThat(event.child()).isEqualTo("till"));
			assertThat(next(context)).isInstanceOfSatisfying(SupervisorEvent.ChildStarted.class,
					(event) -> assertThat(event.child()).isEqualTo("till"));
			till.cast(new Crasher.Crash());
			Object event = next(context);
			while (!(event instanceof SupervisorEvent.SupervisorGaveUp)) {
				event = next(context);
			}
			assertThat(shop.threads).containsOnly("triotp-events");
		}
	}

	@Test
	void aListenerThatThrowsAnythingHearsOfTheNext() {
		try (ConfigurableApplicationContext context = run("--triotp.events.enabled=true")) {
			ShopConfiguration shop = context.getBean(ShopConfiguration.class);
			shop.fails = true;
			next(context);
			Node node = context.getBean(Node.class);
			Await.restarts(node, 1, () -> node.<Crasher>server("counter").cast(new Crasher.Crash()));
			assertThat(next(context)).isInstanceOf(SupervisorEvent.ChildExited.class);
			assertThat(next(context)).isInstanceOf(SupervisorEvent.RestartGranted.class);
			assertThat(shop.threads).containsOnly("triotp-events");
		}
	}

	@Test
	void theEndIsToldToo() {
		BlockingQueue<Object> heard;
		try (ConfigurableApplicationContext context = run("--triotp.events.enabled=true")) {
			heard = context.getBean(ShopConfiguration.class).heard;
		}
		assertThat(heard).last().isInstanceOf(ApplicationEvent.Stopped.class);
	}

	@Test
	void aListenerThatHangsDoesNotHoldUpTheEndAndWhatIsLostIsLogged(CapturedOutput output) {
		CountDownLatch gate = new CountDownLatch(1);
		try (ConfigurableApplicationContext context = run("--triotp.events.enabled=true")) {
			next(context);
			context.getBean(ShopConfiguration.class).gate = gate;
			Node node = context.getBean(Node.class);
			Await.restarts(node, 1, () -> node.<Crasher>server("counter").cast(new Crasher.Crash()));
		}
		gate.countDown();
		assertThat(output.getOut()).containsPattern("[1-9]\\d* events of supervisors were not published");
	}

	@Test
	void nobodyIsToldUnlessThatIsAskedFor() {
		try (ConfigurableApplicationContext context = run()) {
			assertThat(context.getBeansOfType(SupervisionEvents.class)).isEmpty();
		}
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class ShopConfiguration {

		final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

		final BlockingQueue<String> threads = new LinkedBlockingQueue<>();

		volatile CountDownLatch gate = new CountDownLatch(0);

		volatile boolean fails;

		@Bean
		Crasher till() {
			return new Crasher();
		}

		// tag::listener[]
		@EventListener
		void supervisorDidSomething(SupervisorEvent event) throws InterruptedException {
			this.gate.await();
			this.threads.add(Thread.currentThread().getName());
			this.heard.add(event);
			if (this.fails) {
				throw new AssertionError("listener");
			}
		}
		// end::listener[]

		@EventListener
		void applicationDidSomething(ApplicationEvent event) {
			this.heard.add(event);
		}

	}

}
