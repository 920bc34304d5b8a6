package io.triotp.spring.boot.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.triotp.application.ApplicationInfo;
import io.triotp.application.ApplicationSpec;
import io.triotp.application.ApplicationState;
import io.triotp.application.OnFailure;
import io.triotp.node.Node;
import io.triotp.process.AbandonedCalls;
import io.triotp.process.MailboxLimit;
import io.triotp.process.Pid;
import io.triotp.server.ServerRef;
import io.triotp.spring.boot.EchoServer;
import io.triotp.spring.boot.TriOtpProperties;
import io.triotp.spring.boot.YamlApplication;
import io.triotp.supervisor.AutoShutdown;
import io.triotp.supervisor.Backoff;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.DeclaredChild;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.Shutdown;
import io.triotp.supervisor.Strategy;
import io.triotp.supervisor.Supervisor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

import static org.assertj.core.api.Assertions.assertThat;

/** What a tree declared in a file becomes. */
class DeclaredTreeTests {

	private static final String YAML = """
			spring.application.name: demo
			triotp:
			  node-name: echo
			  defaults: { call-timeout: 4s, shutdown: 3s, max-restarts: 2, period: 7s }
			  applications:
			    echo:
			      restart: transient
			      on-failure: report
			      depends-on: [ base ]
			      max-restarts: 1
			      supervisor:
			        strategy: one-for-one
			        max-restarts: 3
			        period: 5s
			        auto-shutdown: any-significant
			        children:
			          - id: server
			            bean: echoServer
			            restart: transient
			            significant: true
			            shutdown: 5s
			            start-timeout: 2s
			            backoff: { min: 100ms, max: 10s, factor: 3.0, jitter: 0.1, reset-after: 20s }
			            mailbox: { capacity: 1000, overflow: reject }
			          - other-server
			          - id: workers
			            dynamic: true
			            max-children: 2
			            template: { bean: worker, restart: temporary, shutdown: brutal-kill }
			          - id: subtree
			            strategy: rest-for-one
			            max-restarts: 5
			            children: [ spec, task, { id: deep, children: [ last ] } ]
			    base:
			      supervisor:
			        children: []
			""";

	@TempDir
	private Path folder;

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		EchoServer echoServer() {
			return new EchoServer();
		}

		@Bean
		OtherServer otherServer() {
			return new OtherServer();
		}

		@Bean
		OtherServer last() {
			return new OtherServer();
		}

		@Bean
		@Scope("prototype")
		Worker worker(String greeting) {
			return new Worker(greeting);
		}

		@Bean
		ChildSpec spec() {
			return ChildSpec.server("ignored", OtherServer::new).restart(Restart.TRANSIENT);
		}

		@Bean
		Runnable task() {
			return () -> {
				try {
					new CountDownLatch(1).await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			};
		}

		@Bean
		Injected injected(ServerRef<EchoServer> echo, @Qualifier("echo/last") ServerRef<OtherServer> last,
				DynamicSupervisor workers, @Qualifier("echo") Supervisor root,
				@Qualifier("echo/subtree") Supervisor subtree, @Qualifier("echo/deep") Supervisor deep) {
			return new Injected(echo, last, workers, root, subtree, deep);
		}

	}

	record Injected(ServerRef<EchoServer> echo, ServerRef<OtherServer> last, DynamicSupervisor workers, Supervisor root,
			Supervisor subtree, Supervisor deep) {
	}

	static class OtherServer extends EchoServer {

	}

	static class Worker extends EchoServer {

		private final String greeting;

		Worker(String greeting) {
			this.greeting = greeting;
		}

		@Override
		public String init() {
			return this.greeting;
		}

	}

	@Test
	void isStartedAsDeclared() {
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder, YAML).run(Beans.class)) {
			Node node = context.getBean(Node.class);
			assertThat(node.name()).isEqualTo("echo");
			assertThat(node.view().options().callTimeout()).isEqualTo(Duration.ofSeconds(4));
			assertThat(node.applications()).extracting(ApplicationInfo::name).containsExactly("base", "echo");
			ApplicationSpec echo = node.application("echo").orElseThrow().spec();
			assertThat(echo.restart()).isEqualTo(Restart.TRANSIENT);
			assertThat(echo.onFailure()).isEqualTo(OnFailure.REPORT);
			assertThat(echo.limits()).isEqualTo(new RestartIntensity(1, Duration.ofSeconds(7)));
			assertThat(echo.dependsOn()).containsExactly("base");
			Injected beans = context.getBean(Injected.class);
			List<ChildInfo> children = beans.root().children();
			assertThat(children).extracting(ChildInfo::id)
				.containsExactly("server", "other-server", "workers", "subtree");
			assertThat(beans.subtree().children()).extracting(ChildInfo::id).containsExactly("spec", "task", "deep");
			assertThat(beans.deep().children()).extracting(ChildInfo::id).containsExactly("last");
			for (String name : List.of("echo", "echo/server", "echo/other-server", "echo/workers", "echo/subtree",
					"echo/spec", "echo/task", "echo/deep", "echo/last")) {
				assertThat(node.whereis(name)).as(name).isPresent();
			}
		}
	}

	@Test
	void becomesTheSpecificationsThatWereDeclared() {
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder, YAML).run(Beans.class)) {
			ApplicationPlan plan = new PlansOf(context).get("echo");
			assertThat(plan.root().rules().strategy()).isEqualTo(Strategy.ONE_FOR_ONE);
			assertThat(plan.root().rules().autoShutdown()).isEqualTo(AutoShutdown.ANY_SIGNIFICANT);
			assertThat(plan.root().rules().intensity()).isEqualTo(RestartIntensity.DEFAULT);
			ApplicationPlan.Attributes server = plan.root().children().get(0).attributes();
			assertThat(server.shutdown()).isEqualTo(Shutdown.within(Duration.ofSeconds(5)));
			assertThat(server.startTimeout()).isEqualTo(Duration.ofSeconds(2));
			assertThat(server.significant()).isTrue();
			assertThat(server.backoff())
				.isEqualTo(new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10), 3, 0.1, Duration.ofSeconds(20)));
			assertThat(server.mailbox()).isEqualTo(new MailboxLimit(1000, MailboxLimit.Overflow.REJECT));
			assertThat(plan.root().children().get(2)).isInstanceOfSatisfying(ApplicationPlan.ChildPlan.Dynamic.class,
					(dynamic) -> {
						assertThat(dynamic.rules().maxChildren()).isEqualTo(2);
						assertThat(dynamic.rules().intensity())
							.isEqualTo(new RestartIntensity(2, Duration.ofSeconds(7)));
						assertThat(dynamic.template().attributes().restart()).isEqualTo(Restart.TEMPORARY);
						assertThat(dynamic.template().attributes().shutdown()).isEqualTo(Shutdown.brutalKill());
					});
			assertThat(plan.root().children().get(3)).isInstanceOfSatisfying(ApplicationPlan.ChildPlan.Tree.class,
					(tree) -> {
						assertThat(tree.supervisor().rules().strategy()).isEqualTo(Strategy.REST_FOR_ONE);
						assertThat(tree.supervisor().rules().intensity())
							.isEqualTo(new RestartIntensity(5, Duration.ofSeconds(7)));
					});
		}
	}

	@Test
	void namesTheClassesOfItsBeans() {
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder, YAML).run(Beans.class)) {
			List<DeclaredChild> declared = context.getBean(Node.class)
				.application("echo")
				.orElseThrow()
				.spec()
				.declaredTree();
			assertThat(declared).extracting(DeclaredChild::path)
				.containsExactly("echo", "echo/server", "echo/other-server", "echo/workers", "echo/subtree",
						"echo/subtree/spec", "echo/subtree/task", "echo/subtree/deep", "echo/subtree/deep/last");
			assertThat(declared).extracting(DeclaredTreeTests::code)
				.containsExactly("", EchoServer.class.getName(), OtherServer.class.getName(), "", "", "Beans$$Lambda",
						"Beans$$Lambda", "", OtherServer.class.getName());
			Pid task = context.getBean(Node.class).whereis("echo/task").orElseThrow();
			assertThat(context.getBean(Node.class).view().info(task).orElseThrow().behaviour())
				.isSameAs(context.getBean("task").getClass());
		}
	}

	/** The class, of a lambda only whose it is. */
	private static String code(DeclaredChild child) {
		return child.code().map(Class::getName).map((name) -> {
			int lambda = name.indexOf("$$Lambda");
			return (lambda < 0) ? name : name.substring(name.lastIndexOf('$', lambda - 1) + 1, lambda) + "$$Lambda";
		}).orElse("");
	}

	@Test
	void isInjectedByTypeAndByQualifier() {
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder, YAML).run(Beans.class)) {
			Injected beans = context.getBean(Injected.class);
			assertThat(beans.echo().call(new EchoServer.Echo("hello"))).isEqualTo("hello");
			assertThat(beans.last().pid()).isEqualTo(context.getBean(Node.class).whereis("echo/last"));
		}
	}

	@Test
	void makesDynamicChildrenOfPrototypesAndTheirArguments() {
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder, YAML).run(Beans.class)) {
			DynamicSupervisor workers = context.getBean(Injected.class).workers();
			Pid first = workers.startChild("one", "hello").orElseThrow();
			assertThat(context.getBean(Node.class).view().info(first).orElseThrow().behaviour())
				.isEqualTo(Worker.class);
			assertThat(workers.children()).extracting(ChildInfo::id).containsExactly("one");
		}
	}

	@Test
	void isTunedByEnvironmentVariables() {
		YamlApplication application = new YamlApplication(this.folder, YAML)
			.variables(Map.of("TRIOTP_APPLICATIONS_ECHO_OVERRIDES_SERVER_SHUTDOWN", "30s",
					"TRIOTP_APPLICATIONS_ECHO_OVERRIDES_OTHERSERVER_RESTART", "temporary",
					"TRIOTP_APPLICATIONS_ECHO_OVERRIDES_SUBTREE_MAX_RESTARTS", "9",
					"TRIOTP_APPLICATIONS_ECHO_OVERRIDES_SERVER_BACKOFF_MAX", "1m", "TRIOTP_PORT_80_TCP",
					"tcp://10.0.0.1:80"));
		try (ConfigurableApplicationContext context = application.run(Beans.class)) {
			ApplicationPlan plan = new PlansOf(context).get("echo");
			ApplicationPlan.Attributes server = plan.root().children().get(0).attributes();
			assertThat(server.shutdown()).isEqualTo(Shutdown.within(Duration.ofSeconds(30)));
			assertThat(server.restart()).isEqualTo(Restart.TRANSIENT);
			assertThat(server.backoff().max()).isEqualTo(Duration.ofMinutes(1));
			assertThat(server.backoff().factor()).isEqualTo(3);
			assertThat(plan.root().children().get(1).attributes().restart()).isEqualTo(Restart.TEMPORARY);
			assertThat(plan.root().children().get(3)).isInstanceOfSatisfying(ApplicationPlan.ChildPlan.Tree.class,
					(tree) -> assertThat(tree.supervisor().rules().intensity().maxRestarts()).isEqualTo(9));
		}
	}

	@Test
	void theHighWaterMarkAndTheSpareCarriersAreThoseOfTheNode() {
		YamlApplication application = new YamlApplication(this.folder, YAML.replace("period: 7s }",
				"period: 7s, high-water-mark: 500, wedged-after: 2m, spare-carriers: 3, abandoned-calls: handle, history: 7 }"));
		try (ConfigurableApplicationContext context = application.run(Beans.class)) {
			assertThat(context.getBean(Node.class).view().options().highWaterMark()).isEqualTo(500);
			assertThat(context.getBean(Node.class).view().options().wedgedAfter()).isEqualTo(Duration.ofMinutes(2));
			assertThat(context.getBean(Node.class).view().options().spareCarriers()).isEqualTo(3);
			assertThat(context.getBean(Node.class).view().options().abandonedCalls()).isEqualTo(AbandonedCalls.HANDLE);
			assertThat(context.getBean(Node.class).history().extent().capacity()).isEqualTo(7);
		}
	}

	@Test
	void isTunedByAProfile() {
		YamlApplication application = new YamlApplication(this.folder, YAML + """
				---
				spring.config.activate.on-profile: slow
				triotp.applications.echo.overrides.other-server: { shutdown: infinity, start-timeout: 1m }
				""").argument("--spring.profiles.active=slow");
		try (ConfigurableApplicationContext context = application.run(Beans.class)) {
			ApplicationPlan.Attributes other = new PlansOf(context).get("echo").root().children().get(1).attributes();
			assertThat(other.shutdown()).isEqualTo(Shutdown.infinity());
			assertThat(other.startTimeout()).isEqualTo(Duration.ofMinutes(1));
			assertThat(context.getBean(Node.class).application("echo").orElseThrow().state())
				.isEqualTo(ApplicationState.RUNNING);
		}
	}

	@Test
	void leavesRoomForPropertiesOfOthers() {
		YamlApplication application = new YamlApplication(this.folder, YAML + "\n---\ntriotp.gauges.colour: red\n");
		try (ConfigurableApplicationContext context = application.run(Beans.class, Others.class)) {
			assertThat(context.getBean(Gauges.class).colour()).isEqualTo("red");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Gauges.class)
	static class Others {

	}

	@ConfigurationProperties("triotp.gauges")
	record Gauges(String colour) {
	}

	@Test
	void canHaveItsChildrenReplacedByAVariable() {
		YamlApplication application = new YamlApplication(this.folder, YAML)
			.variables(Map.of("TRIOTP_APPLICATIONS_BASE_SUPERVISOR_CHILDREN", "spec,otherServer"));
		try (ConfigurableApplicationContext context = application.run(Beans.class)) {
			assertThat(new PlansOf(context).get("base").root().children()).extracting("id")
				.containsExactly("spec", "otherServer");
		}
	}

	/** Plans are not beans: they are read again. */
	record PlansOf(ConfigurableApplicationContext context) {

		ApplicationPlan get(String name) {
			var sources = org.springframework.boot.context.properties.source.ConfigurationPropertySources
				.from(this.context.getEnvironment().getPropertySources());
			ConfigurationProblems problems = new ConfigurationProblems(sources);
			TriOtpProperties properties = new PropertiesReader(sources, (value) -> value, problems).read();
			assertThat(this.context.getBean(TriOtpProperties.class)).isEqualTo(properties);
			return new ApplicationPlanner(properties, new ChildBeans(this.context.getBeanFactory()), problems)
				.plan("demo", false)
				.stream()
				.filter((plan) -> plan.name().equals(name))
				.findFirst()
				.orElseThrow();
		}

	}

}
