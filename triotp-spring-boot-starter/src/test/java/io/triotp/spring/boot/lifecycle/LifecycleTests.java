package io.triotp.spring.boot.lifecycle;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.application.ApplicationInfo;
import io.triotp.application.ApplicationSpec;
import io.triotp.application.ApplicationState;
import io.triotp.node.Node;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.ProcessInfo;
import io.triotp.server.ServerRef;
import io.triotp.spring.boot.ApplicationSpecs;
import io.triotp.spring.boot.EchoServer;
import io.triotp.spring.boot.YamlApplication;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.Shutdown;
import io.triotp.supervisor.SupervisorSpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.Lifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ExecutorConfigurationSupport;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Controller;

import static org.assertj.core.api.Assertions.assertThat;

/** When applications start and stop. */
@ExtendWith(OutputCaptureExtension.class)
class LifecycleTests {

	private static final String YAML = """
			triotp:
			  applications:
			    shop: { depends-on: [ store ], supervisor: { children: [ { id: server, bean: echoServer } ] } }
			    store: { depends-on: [ base ], supervisor: { children: [ { id: server, bean: echoServer } ] } }
			    base: { supervisor: { children: [ { id: server, bean: echoServer } ] } }
			""";

	@TempDir
	private Path folder;

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		EchoServer echoServer() {
			return new EchoServer();
		}

	}

	@Test
	void aRestartOfTheContextBuildsFreshTreesEachTime() {
		try (ConfigurableApplicationContext context = run(YAML)) {
			Node node = context.getBean(Node.class);
			Set<Pid> seen = new HashSet<>();
			for (int i = 0; i < 3; i++) {
				assertThat(seen.add(node.whereis("shop/server").orElseThrow())).isTrue();
				context.stop();
				assertThat(node.view().processes()).isEmpty();
				assertThat(node.applications()).extracting(ApplicationInfo::state)
					.containsOnly(ApplicationState.STOPPED);
				context.start();
				assertThat(node.applications()).extracting(ApplicationInfo::state)
					.containsOnly(ApplicationState.RUNNING);
			}
			assertThat(node.server("shop/server").pid()).isPresent();
		}
	}

	@Test
	void aHundredRestartsOfTheContextLeaveNoMoreThanOne() {
		try (ConfigurableApplicationContext context = run(YAML)) {
			Node node = context.getBean(Node.class);
			List<String> tree = paths(node);
			for (int i = 0; i < 100; i++) {
				context.stop();
				context.start();
				assertThat(paths(node)).isEqualTo(tree);
				assertThat(node.applications()).hasSize(3);
			}
			Awaitility.await()
				.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
					.noneMatch((name) -> name.startsWith("triotp-stop")));
		}
	}

	private static List<String> paths(Node node) {
		return node.view().processes().map(ProcessInfo::path).sorted().toList();
	}

	@Test
	void aContextThatIsStartedTwiceHasOneTree() {
		try (ConfigurableApplicationContext context = run(YAML)) {
			Node node = context.getBean(Node.class);
			List<String> tree = paths(node);
			Pid server = node.whereis("shop/server").orElseThrow();
			context.start();
			assertThat(paths(node)).isEqualTo(tree);
			assertThat(node.whereis("shop/server")).contains(server);
		}
	}

	@Test
	void aBeanThatAServerUsesIsDestroyedWhenTheServerHasCleanedUp() {
		Store store;
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder,
				"triotp.applications.shop.supervisor.children: [ keeper ]")
			.run(Keepers.class)) {
			store = context.getBean(Store.class);
			assertThat(store.seen).isEmpty();
		}
		assertThat(store.seen).containsExactly("used", "closed");
	}

	static class Store implements AutoCloseable {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		void use() {
			this.seen.add("used");
		}

		@Override
		public void close() {
			this.seen.add("closed");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Keepers {

		@Bean
		EchoServer keeper(Store store) {
			return new EchoServer() {

				@Override
				public void terminate(ExitReason reason, String state) {
					store.use();
				}

			};
		}

		@Bean
		Store store() {
			return new Store();
		}

	}

	@Test
	void nothingIsLeftWhenTheContextIsClosedTwice() {
		ConfigurableApplicationContext context = run(YAML);
		Node node = context.getBean(Node.class);
		context.close();
		context.close();
		assertThat(node.view().processes()).isEmpty();
	}

	@Test
	void twoContextsOfOneJvmKnowNothingOfEachOther() {
		try (ConfigurableApplicationContext one = run(YAML)) {
			Node first = one.getBean(Node.class);
			try (ConfigurableApplicationContext two = run(YAML)) {
				Node second = two.getBean(Node.class);
				assertThat(second).isNotSameAs(first);
				assertThat(second.whereis("shop/server")).isPresent().isNotEqualTo(first.whereis("shop/server"));
			}
			assertThat(first.whereis("shop/server")).isPresent();
		}
	}

	@Test
	void applicationsStartBeforeExecutorsAndTheWebServerAndDependenciesBeforeTheirDependents() {
		try (ConfigurableApplicationContext context = run(YAML)) {
			int executors = ExecutorConfigurationSupport.DEFAULT_PHASE;
			assertThat(lifecycle(context, "shop").getPhase()).isEqualTo(executors - 1024)
				.isEqualTo(1073740799)
				.isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE);
			assertThat(lifecycle(context, "store").getPhase()).isEqualTo(1073740799 - 16);
			assertThat(lifecycle(context, "base").getPhase()).isEqualTo(1073740799 - 32);
		}
	}

	@Test
	void anOptionalDependencyStartsBeforeItsDependentsIfItIsThereAndIsMissedInTheLogIfItIsNot(CapturedOutput output) {
		String yaml = YAML.replace("{ depends-on: [ base ],", "{ optional-depends-on: [ BASE, missing ],");
		try (ConfigurableApplicationContext context = run(yaml)) {
			assertThat(lifecycle(context, "store").getPhase()).isEqualTo(1073740799 - 16);
			assertThat(lifecycle(context, "base").getPhase()).isEqualTo(1073740799 - 32);
			Node node = context.getBean(Node.class);
			assertThat(node.applications()).extracting(ApplicationInfo::name).containsExactly("base", "store", "shop");
			assertThat(node.application("store").orElseThrow().spec().optionalDependsOn()).containsExactly("base",
					"missing");
			context.stop();
			context.start();
			assertThat(node.applications()).extracting(ApplicationInfo::state).containsOnly(ApplicationState.RUNNING);
		}
		assertThat(output).containsOnlyOnce(
				"Application 'store' does without 'missing', on which it depends optionally: there is no such application");
	}

	@Test
	void anOptionalDependencyCanBeAddedByAVariable() {
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder,
				YAML.replace("depends-on: [ base ], ", ""))
			.variables(Map.of("TRIOTP_APPLICATIONS_STORE_OPTIONAL_DEPENDS_ON", "base"))
			.run(Beans.class)) {
			assertThat(lifecycle(context, "base").getPhase()).isEqualTo(1073740799 - 32);
		}
	}

	@Test
	void thePhaseCanBeSet() {
		try (ConfigurableApplicationContext context = run(YAML, "--triotp.lifecycle.phase=1000")) {
			assertThat(lifecycle(context, "shop").getPhase()).isEqualTo(1000);
			assertThat(lifecycle(context, "base").getPhase()).isEqualTo(968);
		}
	}

	@Test
	void nothingStartsByItselfWithoutAutoStartup() {
		try (ConfigurableApplicationContext context = run(YAML, "--triotp.auto-startup=false")) {
			assertThat(context.getBean(Node.class).applications()).isEmpty();
			assertThat(context.getBean(ApplicationSpecs.class).inStartOrder()).extracting("name")
				.containsExactly("base", "store", "shop");
			context.start();
			assertThat(context.getBean(Node.class).applications()).hasSize(3);
		}
	}

	@Test
	void oneApplicationMayWaitForSomebodyWhoStartsIt() {
		try (ConfigurableApplicationContext context = run(YAML, "--triotp.applications.shop.auto-startup=false")) {
			Node node = context.getBean(Node.class);
			assertThat(node.applications()).extracting(ApplicationInfo::name).containsExactly("base", "store");
			context.getBean("triotp.lifecycle.shop", Lifecycle.class).start();
			assertThat(node.application("shop")).get()
				.extracting(ApplicationInfo::state)
				.isEqualTo(ApplicationState.RUNNING);
		}
	}

	@Test
	void oneThatWasStartedByHandIsStartedAgainAfterAPauseUnlessItWasStoppedByHand() {
		try (ConfigurableApplicationContext context = run(YAML, "--triotp.applications.shop.auto-startup=false")) {
			Node node = context.getBean(Node.class);
			Lifecycle shop = context.getBean("triotp.lifecycle.shop", Lifecycle.class);
			shop.start();
			context.pause();
			assertThat(node.view().processes()).isEmpty();
			context.restart();
			assertThat(node.application("shop").orElseThrow().state()).isEqualTo(ApplicationState.RUNNING);
			shop.stop();
			assertThat(node.application("shop").orElseThrow().state()).isEqualTo(ApplicationState.STOPPED);
			context.pause();
			context.restart();
			assertThat(node.application("shop").orElseThrow().state()).isEqualTo(ApplicationState.STOPPED);
			assertThat(node.application("store").orElseThrow().state()).isEqualTo(ApplicationState.RUNNING);
		}
	}

	@Test
	void oneThatCodeStartedInTheNodeIsStoppedWithTheContextAndOneThatCodeStoppedCanBeStartedAgain() {
		try (ConfigurableApplicationContext context = run(YAML, "--triotp.applications.shop.auto-startup=false")) {
			Node node = context.getBean(Node.class);
			node.start(context.getBean(ApplicationSpecs.class).inStartOrder().getLast());
			Lifecycle shop = context.getBean("triotp.lifecycle.shop", Lifecycle.class);
			assertThat(shop.isRunning()).isTrue();
			context.stop();
			assertThat(node.view().processes()).isEmpty();
			context.start();
			assertThat(node.application("shop").orElseThrow().state()).isEqualTo(ApplicationState.RUNNING);
			node.stop("shop");
			shop.start();
			assertThat(node.application("shop").orElseThrow().state()).isEqualTo(ApplicationState.RUNNING);
		}
	}

	@Test
	void oneApplicationMayStartByItselfWhereOthersDoNot() {
		try (ConfigurableApplicationContext context = run(YAML, "--triotp.auto-startup=false",
				"--triotp.applications.base.auto-startup=true")) {
			assertThat(context.getBean(Node.class).applications()).extracting(ApplicationInfo::name)
				.containsExactly("base");
		}
	}

	@Test
	void aPauseOfTheContextStopsApplicationsUnlessTheyAreNotPauseable() {
		try (ConfigurableApplicationContext context = run(YAML)) {
			Node node = context.getBean(Node.class);
			context.pause();
			assertThat(node.view().processes()).isEmpty();
			context.restart();
			assertThat(node.applications()).extracting(ApplicationInfo::state).containsOnly(ApplicationState.RUNNING);
		}
		try (ConfigurableApplicationContext context = run(YAML, "--triotp.lifecycle.pauseable=false")) {
			context.pause();
			assertThat(context.getBean(Node.class).applications()).extracting(ApplicationInfo::state)
				.containsOnly(ApplicationState.RUNNING);
		}
	}

	@Test
	void applicationsAreStartedThoughBeansAreLazy() {
		try (ConfigurableApplicationContext context = run(YAML, "--spring.main.lazy-initialization=true")) {
			assertThat(context.getBean(Node.class).applications()).hasSize(3);
		}
	}

	@Test
	void anApplicationThatHasEndedIsStillRunningUntilItWasStopped() {
		String yaml = YAML.replace("base: {", "base: { restart: temporary,").replace("depends-on: [ base ], ", "");
		try (ConfigurableApplicationContext context = run(yaml)) {
			Node node = context.getBean(Node.class);
			node.stop("base");
			ApplicationLifecycle lifecycle = lifecycle(context, "base");
			assertThat(lifecycle.isRunning()).isTrue();
			lifecycle.stop();
			assertThat(lifecycle.isRunning()).isFalse();
			lifecycle.start();
			assertThat(node.application("base").orElseThrow().state()).isEqualTo(ApplicationState.RUNNING);
		}
	}

	@Test
	void theCallbackOfAStopIsCalledOnceAlsoIfNothingRuns() throws InterruptedException {
		try (ConfigurableApplicationContext context = run(YAML)) {
			ApplicationLifecycle lifecycle = lifecycle(context, "shop");
			AtomicInteger calls = new AtomicInteger();
			CountDownLatch done = new CountDownLatch(1);
			lifecycle.stop(() -> {
				assertThat(Thread.currentThread().getName()).isEqualTo("triotp-stop-shop");
				calls.incrementAndGet();
				done.countDown();
			});
			assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
			lifecycle.stop(calls::incrementAndGet);
			assertThat(calls).hasValue(2);
			assertThat(lifecycle.isRunning()).isFalse();
		}
	}

	@Test
	void aShutdownThatMayTakeLongerThanSpringWaitsIsWarnedOf(CapturedOutput output) {
		run(YAML, "--spring.lifecycle.timeout-per-shutdown-phase=4s").close();
		assertThat(output).contains("Application 'shop' may take 5s to stop, but Spring waits only 4s");
	}

	@Test
	void anInfiniteShutdownOfAWorkerIsWarnedOf(CapturedOutput output) {
		run(YAML, "--triotp.applications.shop.overrides.server.shutdown=infinity").close();
		assertThat(output).contains("Application 'shop' may take for ever to stop, because the shutdown of [server]");
	}

	@Test
	void aTreeMadeByCodeIsWarnedOfToo(CapturedOutput output) {
		new YamlApplication(this.folder, "triotp.applications.shop.supervisor.children: [ orders ]")
			.argument("--spring.lifecycle.timeout-per-shutdown-phase=40s")
			.run(MadeByCode.class)
			.close();
		assertThat(output).contains("Application 'shop' may take 50s to stop, but Spring waits only 40s")
			.contains("Application 'store' may take for ever to stop, because the shutdown of [writer] is infinity");
	}

	@Configuration(proxyBeanMethods = false)
	static class MadeByCode {

		@Bean
		ChildSpec orders() {
			return ChildSpec.supervisor("orders", SupervisorSpec.oneForOne(slow("one"), slow("two")));
		}

		private static ChildSpec slow(String id) {
			return ChildSpec.server(id, EchoServer::new).shutdown(Shutdown.within(Duration.ofSeconds(25)));
		}

		@Bean
		ApplicationSpec store() {
			return ApplicationSpec.of("store", SupervisorSpec
				.oneForOne(ChildSpec.server("writer", EchoServer::new).shutdown(Shutdown.infinity())));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Cart {

		@Bean
		@Scope("prototype")
		EchoServer cart() {
			return new EchoServer();
		}

	}

	record Till(ServerRef<EchoServer> server) {
	}

	@Controller
	record Desk(Till till) {
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Till.class, Desk.class })
	static class Web {

		@Bean
		EchoServer server() {
			return new EchoServer();
		}

	}

	@Test
	void aServerThatRequestsFromTheWebReachIsAskedAboutItsMailbox(CapturedOutput output) {
		new YamlApplication(this.folder, "triotp.applications.shop.supervisor.children: [ server ]").run(Web.class)
			.close();
		assertThat(output).contains("Is this meant? Requests from the web reach shop/server");
	}

	@Test
	void oneWithABoundIsNot(CapturedOutput output) {
		new YamlApplication(this.folder, """
				triotp.applications.shop.supervisor.children:
				- { id: server, bean: server, mailbox: { capacity: 10 } }
				""").run(Web.class).close();
		assertThat(output).doesNotContain("Is this meant?");
	}

	@Test
	void whatIsAllowedInATreeAndSeldomMeantIsAskedAbout(CapturedOutput output) {
		new YamlApplication(this.folder, """
				triotp.applications.shop.supervisor:
				  strategy: one-for-all
				  children:
				  - { id: carts, dynamic: true, template: { bean: cart } }
				  - { id: orders, dynamic: true, template: { bean: cart } }
				""").run(Cart.class).close();
		assertThat(output).contains("Is this meant? shop/carts: all that was started below it ends");
	}

	@Test
	void theChildrenOfATemplateCountOnceForTheyStopAllAtOnce(CapturedOutput output) {
		new YamlApplication(this.folder, """
				triotp.applications.shop.supervisor.children:
				  - { id: carts, dynamic: true, template: { bean: cart, shutdown: 41s } }
				""").argument("--spring.lifecycle.timeout-per-shutdown-phase=40s").run(Cart.class).close();
		assertThat(output).contains("Application 'shop' may take 41s to stop, but Spring waits only 40s");
	}

	@Test
	void aWorkerThatDoesNotStopIsKilledWhenSpringHasWaitedLongEnough(CapturedOutput output) {
		ConfigurableApplicationContext context = new YamlApplication(this.folder, """
				triotp.applications.stuck.supervisor.children: [ { id: server, bean: stuck, shutdown: infinity } ]
				""").argument("--spring.lifecycle.timeout-per-shutdown-phase=50ms").run(Stuck.class);
		Node node = context.getBean(Node.class);
		context.close();
		assertThat(node.view().processes()).isEmpty();
		assertThat(output).contains("Application 'stuck' has not stopped in time, its processes are killed");
	}

	@Configuration(proxyBeanMethods = false)
	static class Stuck {

		@Bean
		EchoServer stuck() {
			return new EchoServer() {

				@Override
				public void terminate(ExitReason reason, String state) throws Exception {
					new CountDownLatch(1).await();
				}

			};
		}

	}

	private static ApplicationLifecycle lifecycle(ConfigurableApplicationContext context, String application) {
		return context.getBean("triotp.lifecycle." + application, ApplicationLifecycle.class);
	}

	private ConfigurableApplicationContext run(String yaml, String... arguments) {
		YamlApplication application = new YamlApplication(this.folder, yaml);
		List.copyOf(Arrays.asList(arguments)).forEach(application::argument);
		return application.run(Beans.class);
	}

}
