package io.triotp.sample.guides;

import java.util.concurrent.atomic.AtomicBoolean;

import io.triotp.application.ApplicationInfo;
import io.triotp.node.Node;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.ChildStatus;
import io.triotp.supervisor.SupervisorView;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.Lifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tree of beans in the guide "A server under supervision".
 */
class SupervisedBeansGuideTests {

	@Test
	void all_of_them_are_children_that_run() {
		Consumer consumer;
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Shop.class)
			.web(WebApplicationType.NONE)
			.run("--spring.config.location=classpath:guides/supervised.yml")) {
			consumer = context.getBean(Consumer.class);
			assertThat(consumer.isRunning()).isTrue();
			assertThat(context.getBean(Node.class)
				.application("shop")
				.flatMap(ApplicationInfo::root)
				.flatMap(ChildInfo::supervision)
				.stream()
				.flatMap(SupervisorView::children)).extracting(ChildInfo::id, ChildInfo::status)
				.containsExactly(running("consumer"), running("pool"), running("cleanup"), running("report"));
		}
		assertThat(consumer.isRunning()).isFalse();
	}

	private static Tuple running(String id) {
		return Tuple.tuple(id, ChildStatus.RUNNING);
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Shop {

		@Bean
		Consumer ordersConsumer() {
			return new Consumer();
		}

		@Bean
		@Scope("prototype")
		AutoCloseable pool() {
			return () -> {
			};
		}

		@Bean
		HealthIndicator poolHealthIndicator() {
			return () -> Health.up().build();
		}

		@Bean
		Runnable cleanup() {
			return () -> {
			};
		}

		@Bean
		Runnable report() {
			return () -> {
			};
		}

	}

	static class Consumer implements Lifecycle {

		private final AtomicBoolean running = new AtomicBoolean();

		@Override
		public void start() {
			this.running.set(true);
		}

		@Override
		public void stop() {
			this.running.set(false);
		}

		@Override
		public boolean isRunning() {
			return this.running.get();
		}

	}

}
