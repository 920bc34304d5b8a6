package io.triotp.spring.boot.lifecycle;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.triotp.node.Node;
import io.triotp.server.ServerRef;
import io.triotp.spring.boot.EchoServer;
import io.triotp.spring.boot.YamlApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ExecutorConfigurationSupport;

import static org.assertj.core.api.Assertions.assertThat;

/** What Spring's own executors are doing when the context is closed can be done. */
class WorkUnderWayTests {

	@TempDir
	private Path folder;

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	@EnableScheduling
	@ImportAutoConfiguration({ TaskExecutionAutoConfiguration.class, TaskSchedulingAutoConfiguration.class })
	static class Beans {

		@Bean
		EchoServer server() {
			return new EchoServer();
		}

		@Bean
		Closing closing() {
			return new Closing();
		}

		@Bean
		Work work(Node node, Closing closing) {
			return new Work(node.server("shop/server"), closing);
		}

		@Bean
		Ticks ticks(Node node, Closing closing) {
			return new Ticks(new Work(node.server("shop/server"), closing));
		}

	}

	/** Stops with the executors: all that stops before them has stopped. */
	static class Closing implements SmartLifecycle {

		private final CountDownLatch begun = new CountDownLatch(1);

		private volatile boolean running;

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.begun.countDown();
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return ExecutorConfigurationSupport.DEFAULT_PHASE;
		}

	}

	static class Work {

		private final ServerRef<EchoServer> server;

		private final Closing closing;

		Work(ServerRef<EchoServer> server, Closing closing) {
			this.server = server;
			this.closing = closing;
		}

		@Async
		public void call(String text, CountDownLatch inside, CompletableFuture<String> result) {
			inside.countDown();
			try {
				assertThat(this.closing.begun.await(20, TimeUnit.SECONDS)).isTrue();
				result.complete(this.server.call(new EchoServer.Echo(text)));
			}
			catch (Exception | AssertionError ex) {
				result.completeExceptionally(ex);
			}
		}

	}

	static class Ticks {

		private final CountDownLatch inside = new CountDownLatch(1);

		private final CompletableFuture<String> result = new CompletableFuture<>();

		private final Work work;

		Ticks(Work work) {
			this.work = work;
		}

		@Scheduled(fixedDelay = 100_000)
		void tick() {
			this.work.call("tick", this.inside, this.result);
		}

	}

	private ConfigurableApplicationContext run() {
		return new YamlApplication(this.folder, "triotp.applications.shop.supervisor.children: [ server ]\n")
			.run(Beans.class);
	}

	@Test
	void scheduledWorkStillReachesItsServers() throws Exception {
		Ticks ticks;
		try (ConfigurableApplicationContext context = run()) {
			ticks = context.getBean(Ticks.class);
			assertThat(ticks.inside.await(20, TimeUnit.SECONDS)).isTrue();
		}
		assertThat(ticks.result.get(20, TimeUnit.SECONDS)).isEqualTo("tick");
	}

	@Test
	void asynchronousWorkStillReachesItsServers() throws Exception {
		CountDownLatch inside = new CountDownLatch(1);
		CompletableFuture<String> result = new CompletableFuture<>();
		try (ConfigurableApplicationContext context = run()) {
			context.getBean(Work.class).call("tock", inside, result);
			assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
		}
		assertThat(result.get(20, TimeUnit.SECONDS)).isEqualTo("tock");
	}

}
