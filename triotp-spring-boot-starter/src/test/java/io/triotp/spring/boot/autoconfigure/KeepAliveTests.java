package io.triotp.spring.boot.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.triotp.spring.boot.EchoServer;
import io.triotp.spring.boot.YamlApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/** Whether the JVM stays when the main method has returned. */
class KeepAliveTests {

	@TempDir
	private Path folder;

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		EchoServer server() {
			return new EchoServer();
		}

	}

	private Process start(String yaml) throws IOException {
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), Main.class.getName(), this.folder.toString(), yaml)
			.redirectErrorStream(true)
			.start();
	}

	private void assertEndsByItself(String yaml) throws IOException, InterruptedException {
		Process process = start(yaml);
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		assertThat(output).contains("Application 'echo' is up").contains("main returns");
	}

	@Test
	void aPermanentApplicationKeepsTheJvmAliveUntilTheContextIsClosed() throws Exception {
		Process process = start("spring.main.banner-mode: off");
		try (BufferedReader reader = process.inputReader()) {
			List<String> lines = new ArrayList<>();
			String line = reader.readLine();
			while (line != null && !line.equals("main has returned")) {
				lines.add(line);
				line = reader.readLine();
			}
			assertThat(lines).anyMatch((each) -> each.contains("permanent applications [echo] keep the JVM alive"));
			assertThat(line).as("output after: " + lines).isEqualTo("main has returned");
			// As it is still alive, the context can be closed.
			process.outputWriter().append("close\n").flush();
			assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).isZero();
		}
		finally {
			process.destroyForcibly();
		}
	}

	@Test
	void whoHasDecidedAgainstThatEndsWithTheMainMethod() throws Exception {
		assertEndsByItself("spring.main.keep-alive: false");
	}

	@Test
	void anApplicationThatMayEndKeepsNothingAlive() throws Exception {
		assertEndsByItself("triotp.applications.echo.restart: transient");
	}

	/** What a user runs. */
	static final class Main {

		private Main() {
		}

		public static void main(String[] args) {
			Thread main = Thread.currentThread();
			ConfigurableApplicationContext context = new YamlApplication(Path.of(args[0]),
					"triotp.applications.echo.supervisor.children: [ server ]\n" + args[1] + "\n")
				.run(Beans.class);
			Thread.ofPlatform().daemon().start(() -> closeWhenAsked(context, main));
			System.out.println("main returns");
		}

		private static void closeWhenAsked(ConfigurableApplicationContext context, Thread main) {
			try {
				main.join();
				System.out.println("main has returned");
				if (System.in.read() >= 0) {
					context.close();
				}
			}
			catch (IOException | InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
