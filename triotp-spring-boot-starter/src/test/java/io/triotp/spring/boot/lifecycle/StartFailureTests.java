package io.triotp.spring.boot.lifecycle;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.triotp.node.Node;
import io.triotp.spring.boot.EchoServer;
import io.triotp.spring.boot.YamlApplication;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What happens when a child does not start with the context. */
@ExtendWith(OutputCaptureExtension.class)
class StartFailureTests {

	/** Threads of nodes that other tests have left. */
	private final Set<Thread> before = Thread.getAllStackTraces().keySet();

	private static final AtomicReference<Node> node = new AtomicReference<>();

	private static final CopyOnWriteArrayList<Thread> handlers = new CopyOnWriteArrayList<>();

	@TempDir
	private Path folder;

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		EchoServer fine() {
			return new EchoServer();
		}

		@Bean
		EchoServer throwing() {
			return new EchoServer() {

				@Override
				public String init() {
					throw new IllegalStateException("no connection to the warehouse");
				}

			};
		}

		@Bean
		EchoServer hanging() {
			return new EchoServer() {

				@Override
				public String init() throws Exception {
					handlers.add(Thread.currentThread());
					new CountDownLatch(1).await();
					return super.init();
				}

			};
		}

		@Bean
		String capture(Node context) {
			node.set(context);
			return "captured";
		}

	}

	private void fail(String child) {
		String yaml = """
				triotp:
				  applications:
				    base: { supervisor: { children: [ fine ] } }
				    echo:
				      depends-on: base
				      supervisor:
				        children:
				          - { id: first, bean: fine }
				          - { id: group, children: [ %s ] }
				    unused: { depends-on: echo, supervisor: { children: [ throwing, hanging ] } }
				""".formatted(child);
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> new YamlApplication(this.folder, yaml).run(Beans.class).close());
	}

	@Test
	void anInitThatThrowsEndsTheStartAndIsNamedWithItsBean(CapturedOutput output) {
		fail("{ id: server, bean: throwing }");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Application 'echo' could not be started")
			.contains("Child: echo/group/server")
			.contains("Bean: throwing")
			.contains("Exception: java.lang.IllegalStateException: no connection to the warehouse")
			.contains("Correct init of bean 'throwing'");
		assertNothingIsLeft();
	}

	@Test
	void anInitThatHangsEndsTheStartAndIsNamedWithItsBean(CapturedOutput output) {
		handlers.clear();
		fail("{ id: server, bean: hanging, start-timeout: 100ms }");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Child: echo/group/server")
			.contains("Bean: hanging")
			.contains("did not return within 100ms")
			.contains("start-timeout of the child or triotp.defaults.start-timeout");
		assertNothingIsLeft();
		assertThat(handlers).hasSize(1);
		Awaitility.await().until(() -> handlers.stream().noneMatch(Thread::isAlive));
	}

	@Test
	void anOptionalDependencyThatDoesNotStartEndsTheStartAndIsNamed(CapturedOutput output) {
		String yaml = """
				triotp:
				  applications:
				    shop: { optional-depends-on: [ cache ], supervisor: { children: [ fine ] } }
				    cache: { supervisor: { children: [ throwing ] } }
				    unused: { depends-on: shop, supervisor: { children: [ hanging ] } }
				""";
		handlers.clear();
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> new YamlApplication(this.folder, yaml).run(Beans.class).close());
		assertThat(output).contains("Application 'cache' could not be started")
			.contains("Child: cache/throwing")
			.doesNotContain("Application 'shop' is up");
		assertNothingIsLeft();
		assertThat(handlers).isEmpty();
	}

	@Test
	void aBeanThatFailsAfterTheNodeWasMadeLeavesNothingEither() {
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> new YamlApplication(this.folder, "").run(Failing.class).close())
			.withStackTraceContaining("this bean fails");
		assertNothingIsLeft();
	}

	@Configuration(proxyBeanMethods = false)
	static class Failing {

		@Bean
		String failing(Node context) {
			node.set(context);
			throw new IllegalStateException("this bean fails");
		}

	}

	private void assertNothingIsLeft() {
		assertThat(node.get().view().processes()).isEmpty();
		Awaitility.await()
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
				.filteredOn((thread) -> !this.before.contains(thread))
				.extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("triotp")));
	}

}
