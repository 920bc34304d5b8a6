package io.triotp.spring.boot.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.triotp.application.ApplicationState;
import io.triotp.node.Node;
import io.triotp.server.ServerRef;
import io.triotp.spring.boot.EchoServer;
import io.triotp.spring.boot.YamlApplication;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.ExitCodeEvent;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

import static org.assertj.core.api.Assertions.assertThat;

/** What follows when an application has failed. */
@ExtendWith(OutputCaptureExtension.class)
class FailurePolicyTests {

	@TempDir
	private Path folder;

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		EchoServer server() {
			return new EchoServer();
		}

		@Bean
		Events events() {
			return new Events(new CompletableFuture<>(), new CompletableFuture<>(), new CompletableFuture<>());
		}

		@Bean
		ApplicationListener<ExitCodeEvent> exitCode(Events events) {
			return (event) -> events.exitCode().complete(event.getExitCode());
		}

		@Bean
		ApplicationListener<ContextClosedEvent> closed(Events events) {
			return (event) -> events.closed().complete(true);
		}

		@Bean
		ApplicationListener<AvailabilityChangeEvent<LivenessState>> broken(Events events) {
			return (event) -> {
				if (event.getState() == LivenessState.BROKEN) {
					events.broken().complete(true);
				}
			};
		}

	}

	record Events(CompletableFuture<Integer> exitCode, CompletableFuture<Boolean> closed,
			CompletableFuture<Boolean> broken) {
	}

	private static String yaml(String settings) {
		return """
				triotp.applications.echo:
				  %s
				  max-restarts: 0
				  supervisor: { max-restarts: 0, children: [ server ] }
				""".formatted(settings);
	}

	private static void crash(ConfigurableApplicationContext context) {
		ServerRef<EchoServer> server = context.getBean(Node.class).server("echo/server");
		server.cast(new EchoServer.Crash());
	}

	@Test
	void aPermanentApplicationClosesTheContextWithExitCodeOne() throws Exception {
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder, yaml("restart: permanent"))
			.run(Beans.class)) {
			Events events = context.getBean(Events.class);
			crash(context);
			assertThat(events.exitCode().get(10, TimeUnit.SECONDS)).isEqualTo(1);
			assertThat(events.closed().get(10, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void aTransientApplicationIsOnlyReported(CapturedOutput output) {
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder, yaml("restart: transient"))
			.run(Beans.class)) {
			Events events = context.getBean(Events.class);
			crash(context);
			Awaitility.await().until(() -> output.getOut().contains("the others go on (on-failure: report)"));
			assertThat(context.getBean(Node.class).application("echo").orElseThrow().state())
				.isEqualTo(ApplicationState.FAILED);
			assertThat(events.exitCode()).isNotDone();
			assertThat(context.isActive()).isTrue();
		}
	}

	@Test
	void livenessBreaksIfThatIsAskedFor() throws Exception {
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder,
				yaml("on-failure: break-liveness"))
			.run(Beans.class)) {
			crash(context);
			assertThat(context.getBean(Events.class).broken().get(10, TimeUnit.SECONDS)).isTrue();
			Awaitility.await()
				.until(() -> context.getBean(ApplicationAvailability.class).getLivenessState() == LivenessState.BROKEN);
			assertThat(context.isActive()).isTrue();
		}
	}

	@Test
	void theJvmOfAMainMethodExitsWithOne() throws IOException, InterruptedException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), Main.class.getName(), this.folder.toString())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isEqualTo(1);
		assertThat(output).contains("the context is closed (on-failure: stop)").contains("Application 'echo' is up");
	}

	/** What a user runs. */
	static final class Main {

		private Main() {
		}

		public static void main(String[] args) {
			ConfigurableApplicationContext context = new YamlApplication(Path.of(args[0]),
					yaml("restart: permanent") + "\nspring.main.keep-alive: true")
				.run(Beans.class);
			crash(context);
		}

	}

}
