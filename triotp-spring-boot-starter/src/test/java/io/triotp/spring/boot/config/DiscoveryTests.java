package io.triotp.spring.boot.config;

import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.application.ApplicationInfo;
import io.triotp.application.ApplicationSpec;
import io.triotp.application.OnFailure;
import io.triotp.node.Node;
import io.triotp.process.ExitReason;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.server.ServerRef;
import io.triotp.spring.boot.ApplicationSpecs;
import io.triotp.spring.boot.EchoServer;
import io.triotp.spring.boot.Supervised;
import io.triotp.spring.boot.TriOtpCustomizer;
import io.triotp.spring.boot.YamlApplication;
import io.triotp.spring.boot.autoconfigure.TriOtpAutoConfiguration;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.test.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.Lifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Which beans become children, and how. */
@ExtendWith(OutputCaptureExtension.class)
class DiscoveryTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TriOtpAutoConfiguration.class));

	@TempDir
	private Path folder;

	@Component
	@Supervised(id = "tuned", restart = Restart.TRANSIENT, shutdown = "brutal-kill")
	@Order(1)
	static class TunedServer extends EchoServer {

	}

	@Component
	@Supervised(discover = false)
	static class HiddenServer extends EchoServer {

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ TunedServer.class, HiddenServer.class })
	static class ZeroYaml {

		@Bean
		EchoServer bServer() {
			return new EchoServer();
		}

		@Bean
		EchoServer aServer() {
			return new EchoServer();
		}

		@Bean
		@Order(0)
		ChildSpec spec() {
			return ChildSpec.server("ignored", EchoServer::new);
		}

		@Bean
		Runnable runnable() {
			return () -> {
				throw new IllegalStateException("must not run");
			};
		}

		@Bean
		Callable<String> callable() {
			return () -> {
				throw new IllegalStateException("must not run");
			};
		}

	}

	@Test
	void withoutAnyYamlServersAndSpecificationsGoToADefaultApplicationInTheirOrder() {
		this.runner.withUserConfiguration(ZeroYaml.class)
			.withPropertyValues("spring.application.name=shop")
			.run((context) -> {
				Node node = context.getBean(Node.class);
				assertThat(node.name()).isEqualTo("shop");
				assertThat(node.applications()).extracting(ApplicationInfo::name).containsExactly("shop");
				List<ChildInfo> children = Supervisor.named(node, "shop").children();
				assertThat(children).extracting(ChildInfo::id).containsExactly("spec", "tuned", "aServer", "bServer");
				assertThat(node.whereis("shop/aServer")).isPresent();
				assertThat(children.get(1).restart()).isEqualTo(Restart.TRANSIENT);
				assertThat(context.getBean(ApplicationSpecs.class).inStartOrder()).hasSize(1);
			});
	}

	@Test
	void theDefaultApplicationHasANameIfTheSpringApplicationHasNone() {
		this.runner.withBean("only", EchoServer.class)
			.run((context) -> assertThat(context.getBean(Node.class).whereis("application/only")).isPresent());
	}

	@Test
	void withoutAnyServerNothingRuns() {
		this.runner.run((context) -> assertThat(context.getBean(Node.class).applications()).isEmpty());
	}

	@Test
	void nothingIsThereWhenSwitchedOff() {
		this.runner.withPropertyValues("triotp.enabled=false", "triotp.nonsense=1")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Node.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsArguments {

		@Bean
		@Scope("prototype")
		EchoServer session(FileSystem argument) {
			return new EchoServer();
		}

	}

	@Test
	void aPrototypeThatNeedsArgumentsFailsWithAHintAtTheAnnotation(CapturedOutput output) {
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> new YamlApplication(this.folder, "").run(NeedsArguments.class).close());
		assertThat(output).contains("/session", "Bean: session", "annotate it with @Supervised(discover = false)");
	}

	@Test
	void aNodeOfTheUserWins() {
		this.runner.withUserConfiguration(ZeroYaml.class)
			.withBean("mine", Node.class, () -> Node.start(NodeOptions.defaults().name("mine")))
			.run((context) -> {
				assertThat(context).hasSingleBean(Node.class);
				assertThat(context.getBean(Node.class).name()).isEqualTo("mine");
				assertThat(context.getBean(Node.class).applications()).hasSize(1);
			});
	}

	@Test
	void applicationsMadeByCodeAreStartedAndCustomizersHaveTheLastWord() {
		this.runner
			.withBean("second", TriOtpCustomizer.class,
					() -> (specs) -> specs.stream()
						.map((spec) -> spec.name().equals("by-code") ? spec.onFailure(OnFailure.REPORT) : spec)
						.toList())
			.withBean("first", ApplicationSpec.class,
					() -> ApplicationSpec
						.of("by-code", SupervisorSpec.oneForOne(ChildSpec.server("a", EchoServer::new).name("a")))
						.dependsOn("added"))
			.withBean("third", TriOtpCustomizer.class, () -> (specs) -> {
				List<ApplicationSpec> more = new ArrayList<>(specs);
				more.add(ApplicationSpec.of("added", SupervisorSpec.oneForOne()));
				return more;
			})
			.run((context) -> {
				Node node = context.getBean(Node.class);
				assertThat(node.applications()).extracting(ApplicationInfo::name).containsExactly("added", "by-code");
				assertThat(node.application("by-code").orElseThrow().spec().onFailure()).isEqualTo(OnFailure.REPORT);
				assertThat(node.whereis("a")).isPresent();
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class Kinds {

		static final AtomicInteger calls = new AtomicInteger();

		static volatile CountDownLatch ran = new CountDownLatch(2);

		static final List<String> resource = new CopyOnWriteArrayList<>();

		@Bean
		Runnable runnable() {
			return () -> ran.countDown();
		}

		@Bean
		Callable<String> callable() {
			return () -> {
				ran.countDown();
				return "dropped";
			};
		}

		@Bean
		Lifecycle lifecycle() {
			return new Lifecycle() {

				@Override
				public void start() {
					resource.add("start");
				}

				@Override
				public void stop() {
					resource.add("stop");
				}

				@Override
				public boolean isRunning() {
					return false;
				}

			};
		}

		@Bean
		@Scope("prototype")
		EchoServer prototype() {
			return new EchoServer();
		}

		@Bean
		EchoServer singleton() {
			return new EchoServer();
		}

		@Bean
		@Scope("prototype")
		ChildSpec prototypeSpec() {
			EchoServer server = new EchoServer();
			return ChildSpec.server("ignored", () -> server);
		}

		@Bean
		ChildSpec singletonSpec() {
			EchoServer server = new EchoServer();
			return ChildSpec.server("ignored", () -> server);
		}

	}

	private static final String KINDS = """
			triotp.applications.kinds.supervisor.max-restarts: 4
			triotp.applications.kinds.supervisor.children:
			- { id: run, bean: runnable, restart: temporary }
			- { id: call, bean: callable, restart: temporary }
			- lifecycle
			- prototype
			- singleton
			- prototypeSpec
			- singletonSpec
			""";

	@Test
	void everyKindOfBeanCanBeAChild() throws InterruptedException {
		Kinds.ran = new CountDownLatch(2);
		Kinds.resource.clear();
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder, KINDS).run(Kinds.class)) {
			assertThat(Kinds.ran.await(10, TimeUnit.SECONDS)).isTrue();
			assertThat(Kinds.resource).containsExactly("start");
			assertThat(context.getBean(Node.class).whereis("kinds/lifecycle")).isPresent();
		}
		assertThat(Kinds.resource).containsExactly("start", "stop");
	}

	@Test
	void aPrototypeGivesAFreshInstancePerRestartAndASingletonTheSame() {
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder, KINDS).run(Kinds.class)) {
			Node node = context.getBean(Node.class);
			assertThat(instanceAfterCrash(node, "kinds/prototype")).as("a fresh instance").isTrue();
			assertThat(instanceAfterCrash(node, "kinds/singleton")).as("a fresh instance").isFalse();
			assertThat(instanceAfterCrash(node, "kinds/prototypeSpec")).as("a fresh specification").isTrue();
			assertThat(instanceAfterCrash(node, "kinds/singletonSpec")).as("a fresh specification").isFalse();
		}
	}

	private static boolean instanceAfterCrash(Node node, String name) {
		ServerRef<EchoServer> server = node.server(name);
		int before = server.call(new EchoServer.Instance());
		Pid pid = server.pid().orElseThrow();
		Await.restart(node, name, () -> server.cast(new EchoServer.Crash()));
		assertThat(Await.exitOf(node, pid)).isInstanceOf(ExitReason.Crash.class);
		return server.call(new EchoServer.Instance()) != before;
	}

}
