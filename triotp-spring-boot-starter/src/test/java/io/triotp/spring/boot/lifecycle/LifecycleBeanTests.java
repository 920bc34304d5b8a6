package io.triotp.spring.boot.lifecycle;

import java.nio.file.Path;
import java.util.List;

import io.triotp.application.ApplicationState;
import io.triotp.node.Node;
import io.triotp.process.Pid;
import io.triotp.server.Call;
import io.triotp.server.Cast;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ServerRef;
import io.triotp.spring.boot.TriOtpCustomizer;
import io.triotp.spring.boot.YamlApplication;
import io.triotp.test.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.Lifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** The bean by which somebody starts an application. */
class LifecycleBeanTests {

	private static final String YAML = """
			triotp.applications.shop:
			  restart: transient
			  max-restarts: 0
			  supervisor:
			    max-restarts: 0
			    auto-shutdown: any-significant
			    children: [ { id: server, bean: mortal, restart: transient, significant: true } ]
			""";

	@TempDir
	private Path folder;

	@Test
	void itStartsOneThatHasFailed() {
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder, YAML).run(Mortals.class)) {
			startAgainAfter(context, new Mortal.Die(true), ApplicationState.FAILED);
		}
	}

	@Test
	void itStartsOneThatHasEndedByItself() {
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder, YAML).run(Mortals.class)) {
			startAgainAfter(context, new Mortal.Die(false), ApplicationState.ENDED);
		}
	}

	@Test
	void itIsInjectedIntoTheConstructorOfWhoeverStartsTheApplication() {
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder, YAML)
			.argument("--triotp.applications.shop.auto-startup=false")
			.run(Mortals.class, Opener.class)) {
			Node node = context.getBean(Node.class);
			assertThat(node.applications()).isEmpty();
			context.getBean(Opener.class).shop().start();
			assertThat(state(node)).isEqualTo(ApplicationState.RUNNING);
			assertThat(context.getBean("triotp.lifecycle.shop")).isSameAs(context.getBean(Opener.class).shop());
		}
	}

	@Test
	void nobodyGetsItWhoDoesNotNameIt() {
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder, YAML).run(Mortals.class,
				Everything.class)) {
			assertThat(context.getBean(Everything.class).lifecycles()).isNotEmpty()
				.doesNotContain(context.getBean("triotp.lifecycle.shop", Lifecycle.class));
		}
	}

	@Test
	void oneOfAnApplicationThatACustomizerHasRemovedStartsNothingAndSaysWhy() {
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder, YAML).run(Mortals.class,
				Opener.class, Without.class)) {
			assertThat(context.getBean(Node.class).applications()).isEmpty();
			assertThatIllegalStateException().isThrownBy(context.getBean(Opener.class).shop()::start)
				.withMessageContaining("a TriOtpCustomizer has removed or renamed it");
		}
	}

	record Opener(@Qualifier("triotp.lifecycle.shop") Lifecycle shop) {
	}

	record Everything(List<Lifecycle> lifecycles) {
	}

	@Configuration(proxyBeanMethods = false)
	static class Without {

		@Bean
		TriOtpCustomizer nothing() {
			return (specs) -> List.of();
		}

	}

	private static void startAgainAfter(ConfigurableApplicationContext context, Mortal.Die message,
			ApplicationState end) {
		Node node = context.getBean(Node.class);
		ServerRef<Mortal> server = node.server("shop/server");
		server.cast(message);
		Await.until(() -> state(node) == end);
		Lifecycle shop = context.getBean("triotp.lifecycle.shop", Lifecycle.class);
		shop.start();
		assertThat(state(node)).isEqualTo(ApplicationState.RUNNING);
		Pid running = server.pid().orElseThrow();
		shop.start();
		assertThat(server.pid()).as("one that runs is left alone").contains(running);
		shop.stop();
		assertThat(state(node)).isEqualTo(ApplicationState.STOPPED);
	}

	private static ApplicationState state(Node node) {
		return node.application("shop").orElseThrow().state();
	}

	@Configuration(proxyBeanMethods = false)
	static class Mortals {

		@Bean
		Mortal mortal() {
			return new Mortal();
		}

	}

	static class Mortal implements GenServer<String, Mortal.Nothing, Mortal.Die> {

		record Nothing() implements Call<Mortal, Void> {
		}

		record Die(boolean ofACrash) implements Cast<Mortal> {
		}

		@Override
		public String init() {
			return "alive";
		}

		@Override
		public Next<String> handleCast(Die message, String state) {
			if (message.ofACrash()) {
				throw new IllegalStateException("as it was told");
			}
			return stop(state);
		}

	}

}
