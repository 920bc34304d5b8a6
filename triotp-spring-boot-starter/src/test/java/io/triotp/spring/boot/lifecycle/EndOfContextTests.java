package io.triotp.spring.boot.lifecycle;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.triotp.node.Node;
import io.triotp.process.ExitReason;
import io.triotp.server.Call;
import io.triotp.server.Cast;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ServerRef;
import io.triotp.spring.boot.YamlApplication;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/** The end of a context and of the JVM, wherever it begins. */
class EndOfContextTests {

	private static final String YAML = """
			triotp:
			  applications:
			    second: { depends-on: [ first ], supervisor: { children: [ below, acts ] } }
			    first: { supervisor: { children: [ calm ] } }
			""";

	private static final String UP = "acts is up";

	@TempDir
	private Path folder;

	@Test
	void aHandlerMayCloseTheContextAndAllCleanUpInReverse() throws Exception {
		LinkedBlockingQueue<String> ends = new LinkedBlockingQueue<>();
		ConfigurableApplicationContext context = new YamlApplication(this.folder, YAML).run(Beans.class);
		context.getBeansOfType(Acting.class).values().forEach((each) -> each.ends = ends);
		Node node = context.getBean(Node.class);
		ServerRef<Acting> acts = node.server("second/acts");
		acts.cast(new Act(context::close));
		assertThat(List.of(next(ends), next(ends), next(ends))).containsExactly("acts", "below", "calm");
		Awaitility.await().until(() -> node.view().processCount() == 0);
		assertThat(context.isActive()).isFalse();
	}

	private static String next(LinkedBlockingQueue<String> ends) throws InterruptedException {
		return String.valueOf(ends.poll(10, TimeUnit.SECONDS));
	}

	@ParameterizedTest
	@ValueSource(strings = { "init", "handler", "lifecycle", "event" })
	void exitEndsTheJvmWithItsCodeAndWhatIsUpCleansUp(String place) throws Exception {
		Process jvm = run(place);
		String output = outputOf(jvm);
		assertThat(jvm.exitValue()).as(output).isEqualTo(3);
		assertThat(output).contains("calm has cleaned up");
	}

	@Test
	void aSignalWhileAnInitHangsEndsTheJvmAndWhatIsUpCleansUp() throws Exception {
		Process jvm = run("hangs");
		BufferedReader output = jvm.inputReader();
		List<String> before = output.lines().takeWhile((line) -> !line.equals(UP)).toList();
		// Not jvm.destroy(), which closes the streams
		jvm.toHandle().destroy();
		String after = outputOf(jvm);
		assertThat(jvm.exitValue()).as(before + after).isEqualTo(128 + 15);
		assertThat(after).contains("below has cleaned up", "calm has cleaned up");
	}

	private Process run(String place) throws IOException {
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Main.class.getName(),
				this.folder.toString(), place)
			.redirectErrorStream(true)
			.start();
	}

	/** It is killed if it does not end by itself. */
	private static String outputOf(Process jvm) throws InterruptedException {
		Thread reaper = Thread.ofPlatform().daemon().start(() -> {
			try {
				if (!jvm.waitFor(60, TimeUnit.SECONDS)) {
					jvm.destroyForcibly();
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		String output = String.join("\n", jvm.inputReader().lines().toList());
		jvm.waitFor();
		reaper.interrupt();
		return output;
	}

	/** What a user runs. */
	static final class Main {

		private Main() {
		}

		public static void main(String[] args) {
			System.setProperty("place", args[1]);
			ConfigurableApplicationContext context = new YamlApplication(Path.of(args[0]),
					YAML + "\nspring.main.keep-alive: true")
				.run(Beans.class);
			ServerRef<Acting> acts = context.getBean(Node.class).server("second/acts");
			acts.cast(new Act(() -> exitAt("handler")));
		}

	}

	private static void exitAt(String place) {
		if (place.equals(System.getProperty("place"))) {
			System.exit(3);
		}
	}

	record Act(Runnable what) implements Cast<Acting> {
	}

	static final class Acting implements GenServer<String, Call<Acting, ?>, Act> {

		private final String name;

		private volatile LinkedBlockingQueue<String> ends = new LinkedBlockingQueue<>();

		Acting(String name) {
			this.name = name;
		}

		@Override
		public String init() {
			if (this.name.equals("acts")) {
				System.out.println(UP);
				exitAt("init");
				while ("hangs".equals(System.getProperty("place"))) {
					LockSupport.park();
					Thread.interrupted();
				}
			}
			return this.name;
		}

		@Override
		public Next<String> handleCast(Act message, String state) {
			message.what().run();
			return next(state);
		}

		@Override
		public void terminate(ExitReason reason, String state) {
			System.out.println(state + " has cleaned up");
			this.ends.add(state);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		Acting calm() {
			return new Acting("calm");
		}

		@Bean
		Acting below() {
			return new Acting("below");
		}

		@Bean
		Acting acts() {
			return new Acting("acts");
		}

		@Bean
		SmartLifecycle last() {
			return new SmartLifecycle() {

				@Override
				public void start() {
					exitAt("lifecycle");
				}

				@Override
				public void stop() {
				}

				@Override
				public boolean isRunning() {
					return false;
				}

			};
		}

		@Bean
		ApplicationListener<ApplicationReadyEvent> ready() {
			return (event) -> exitAt("event");
		}

	}

}
