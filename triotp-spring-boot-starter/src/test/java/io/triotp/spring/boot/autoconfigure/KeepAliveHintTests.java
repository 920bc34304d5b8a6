package io.triotp.spring.boot.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import io.triotp.spring.boot.EchoServer;
import io.triotp.spring.boot.YamlApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/** A JVM that ends although an application is to run on. */
class KeepAliveHintTests {

	@TempDir
	private Path folder;

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		EchoServer server() {
			return new EchoServer();
		}

	}

	private String run(String yaml) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), Main.class.getName(), this.folder.toString(), yaml)
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		assertThat(output).contains("Application 'echo' is up");
		return output;
	}

	@Test
	void aPermanentApplicationOfAMainMethodThatReturnsIsToldWhatToSet() throws Exception {
		assertThat(run("spring.main.banner-mode: off")).contains("Nothing keeps the JVM alive")
			.contains("permanent applications [echo]")
			.contains("spring.main.keep-alive=true");
	}

	@Test
	void whoHasDecidedIsToldNothing() throws Exception {
		assertThat(run("spring.main.keep-alive: false")).doesNotContain("Nothing keeps the JVM alive");
	}

	@Test
	void anApplicationThatMayEndIsToldNothing() throws Exception {
		assertThat(run("triotp.applications.echo.restart: transient")).doesNotContain("Nothing keeps the JVM alive");
	}

	/** What a user runs. */
	static final class Main {

		private Main() {
		}

		public static void main(String[] args) {
			new YamlApplication(Path.of(args[0]),
					"triotp.applications.echo.supervisor.children: [ server ]\n" + args[1] + "\n")
				.run(Beans.class);
		}

	}

}
