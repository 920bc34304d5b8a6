package io.triotp.spring.boot.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import io.triotp.node.Node;
import io.triotp.test.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What an indicator says that is reactive, as those of WebFlux and its drivers are. */
@ExtendWith(OutputCaptureExtension.class)
class ReactiveHealthFindingTests {

	@TempDir
	private Path folder;

	private ConfigurableApplicationContext run(String health) throws IOException {
		Files.writeString(this.folder.resolve("application.yml"), """
				spring.main.banner-mode: "off"
				server: { port: 0, address: 127.0.0.1 }
				triotp:
				  applications:
				    shop:
				      supervisor:
				        max-restarts: 100
				        children:
				        - { id: pool, bean: pool, probe: { every: 20ms, failures: 2, health: %s } }
				""".formatted(health));
		return new SpringApplicationBuilder(Shop.class).web(WebApplicationType.REACTIVE)
			.run("--spring.config.additional-location=file:" + this.folder + "/");
	}

	@ParameterizedTest
	@ValueSource(strings = { "pool", "pools/main", "pools" })
	void endsAChildWhenItIsDown(String health, CapturedOutput output) throws IOException {
		try (ConfigurableApplicationContext context = run(health)) {
			Node node = context.getBean(Node.class);
			Shop shop = context.getBean(Shop.class);
			Await.restarts(node, 1, () -> shop.exhausted.set(true));
			assertThat(output).contains(" is DOWN").contains("no connection left");
		}
	}

	@Test
	void oneThatIsMisspeltIsNamedWithThoseThereAre(CapturedOutput output) {
		assertThatThrownBy(() -> run("pol").close()).isNotNull();
		assertThat(output).contains("pool");
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Shop {

		private final AtomicBoolean exhausted = new AtomicBoolean();

		/** A new one has connections. */
		@Bean
		@Scope("prototype")
		Pool pool() {
			this.exhausted.set(false);
			return new Pool();
		}

		@Bean
		ReactiveHealthIndicator poolHealthIndicator() {
			return () -> Mono.fromSupplier(() -> this.exhausted.get()
					? Health.down().withDetail("why", "no connection left").build() : Health.up().build());
		}

		@Bean
		CompositeReactiveHealthContributor poolsHealthContributor(ReactiveHealthIndicator poolHealthIndicator) {
			return CompositeReactiveHealthContributor.fromMap(Map.of("main", poolHealthIndicator));
		}

	}

	static class Pool implements AutoCloseable {

		@Override
		public void close() {
		}

	}

}
