package io.triotp.spring.boot.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.node.Node;
import io.triotp.process.NameTakenException;
import io.triotp.process.Pid;
import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ServerRef;
import io.triotp.spring.boot.Supervised;
import io.triotp.spring.boot.YamlApplication;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.ChildStartException;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.KeyedServers;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.test.Await;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;
import org.springframework.core.ResolvableType;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What the children of a dynamic supervisor are made of, and with which arguments. */
class TemplateTests {

	@TempDir
	private Path folder;

	/** Tells what it was made of. */
	static class Teller implements GenServer<String, Teller.Tell, Teller.Crash> {

		private final String told;

		Teller(@Nullable Object... told) {
			this.told = Arrays.toString(told);
		}

		record Tell() implements Call<Teller, String> {
		}

		record Crash() implements Cast<Teller> {
		}

		@Override
		public String init() {
			return this.told;
		}

		@Override
		public CallResult<String> handleCall(Tell request, From from, String state) {
			return reply(request, state, state);
		}

		@Override
		public Next<String> handleCast(Crash message, String state) {
			throw new IllegalStateException("told to crash");
		}

	}

	record Store(String name) {
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Session.class, Flexible.class })
	static class Beans {

		@Bean
		Store red() {
			return new Store("red");
		}

		@Bean
		CountDownLatch release() {
			return new CountDownLatch(1);
		}

		@Bean
		Store blue() {
			return new Store("blue");
		}

		@Bean
		@Scope("prototype")
		@Supervised(discover = false)
		Teller method(String id, @Qualifier("red") Store store, int number, ObjectProvider<Node> nodes,
				@Value("${spring.application.name}") String application) {
			return new Teller(id, store.name(), number, nodes.getObject().name(), application);
		}

		@Bean
		@Scope("prototype")
		@Supervised(discover = false)
		static Teller noArguments(@Qualifier("blue") Store store) {
			return new Teller(store.name());
		}

		@Bean
		@Scope("prototype")
		@Supervised(discover = false)
		ChildSpec specification(String id, @Qualifier("red") Store store) {
			return ChildSpec.server("ignored", () -> new Teller(id, store.name()));
		}

		@Bean
		@Scope("prototype")
		@Supervised(discover = false)
		ChildSpec ownName(String name) {
			return ChildSpec.server("ignored", () -> new Teller(name)).name(name);
		}

		@Bean
		@Scope("prototype")
		@Supervised(discover = false)
		ChildSpec tree(String id) {
			return ChildSpec.supervisor("ignored",
					SupervisorSpec.oneForOne(ChildSpec.server("leaf", () -> new Teller(id))));
		}

		@Bean
		@Scope("prototype")
		@Supervised(discover = false)
		Runnable job(CountDownLatch release) {
			return () -> {
				try {
					release.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			};
		}

		@Bean
		@Supervised(discover = false)
		Teller singleton() {
			return new Teller();
		}

		@Bean
		@Supervised(discover = false)
		ChildSpec singletonSpecification() {
			return ChildSpec.server("ignored", Teller::new);
		}

	}

	@Component("session")
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	@Supervised(discover = false)
	static class Session extends Teller {

		Session() {
			super("nobody");
		}

		@Autowired
		Session(@Qualifier("blue") Store store, String id) {
			super(store.name(), id);
		}

	}

	@Component("flexible")
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	@Supervised(discover = false)
	static class Flexible extends Teller {

		public Flexible(String id) {
			super("one", id);
		}

		public Flexible(Number number) {
			super("number", number);
		}

		public Flexible(Long number) {
			super("long", number);
		}

		public Flexible(String id, @Qualifier("blue") Store store, Integer number) {
			super("two", id, store.name(), number);
		}

	}

	private final AtomicInteger started = new AtomicInteger();

	private ConfigurableApplicationContext run(String bean) {
		return run(bean, "");
	}

	private ConfigurableApplicationContext run(String bean, String more) {
		return new YamlApplication(this.folder, """
				spring.application.name: demo
				triotp.applications.shop.supervisor.children:
				- { id: all, dynamic: true, %s template: { bean: %s } }
				""".formatted(more, bean)).run(Beans.class);
	}

	private ServerRef<Teller> start(ConfigurableApplicationContext context, Object... arguments) {
		Node node = context.getBean(Node.class);
		Pid pid = node.dynamicSupervisor("shop/all")
			.startChild("no-" + this.started.incrementAndGet(), arguments)
			.orElseThrow();
		return ServerRef.of(node, pid);
	}

	private static String told(ServerRef<Teller> server) {
		return server.call(new Teller.Tell());
	}

	@Test
	void itsServersAreInjectedByTheirTypeAndStartedWhenTheirKeyIsFirstAskedFor() {
		try (ConfigurableApplicationContext context = run("session")) {
			KeyedServers<Session> sessions = context
				.<KeyedServers<Session>>getBeanProvider(
						ResolvableType.forClassWithGenerics(KeyedServers.class, Session.class))
				.getObject();
			assertThat(sessions.find("alice")).isEmpty();
			ServerRef<Session> alice = sessions.get("alice");
			assertThat(told(context.getBean(Node.class).server("shop/all/alice"))).isEqualTo("[blue, alice]");
			assertThat(context.getBean(Node.class).whereis("shop/all/alice")).isPresent().isEqualTo(alice.pid());
			assertThat(sessions.get("alice").pid()).isEqualTo(alice.pid());
			assertThat(BeanFactoryAnnotationUtils.qualifiedBeanOfType(context.getBeanFactory(), KeyedServers.class,
					"shop/all"))
				.isSameAs(sessions);
		}
	}

	@Test
	void onlyServersAreFoundByKeys() {
		try (ConfigurableApplicationContext context = run("job")) {
			assertThat(context.getBeanNamesForType(KeyedServers.class)).isEmpty();
		}
	}

	@Test
	void aMethodGetsTheArgumentsInTheirOrderAndItsDependencies() {
		try (ConfigurableApplicationContext context = run("method")) {
			assertThat(told(start(context, "a", 7))).isEqualTo("[a, red, 7, demo, demo]");
			assertThat(told(start(context, "b", 8))).isEqualTo("[b, red, 8, demo, demo]");
		}
	}

	@Test
	void aComponentGetsBothWhereverTheyStand() {
		try (ConfigurableApplicationContext context = run("session")) {
			assertThat(told(start(context, "a"))).isEqualTo("[blue, a]");
			assertThat(told(start(context, "b"))).isEqualTo("[blue, b]");
		}
	}

	@Test
	void ofSeveralConstructorsTheArgumentsChoose() {
		try (ConfigurableApplicationContext context = run("flexible")) {
			assertThat(told(start(context, "a"))).isEqualTo("[one, a]");
			assertThat(told(start(context, "a", 1))).isEqualTo("[two, a, blue, 1]");
		}
	}

	@Test
	void aSpecificationMadeByCodeGetsBothToo() {
		try (ConfigurableApplicationContext context = run("specification")) {
			assertThat(told(start(context, "a"))).isEqualTo("[a, red]");
			assertThat(told(start(context, "b"))).isEqualTo("[b, red]");
		}
	}

	@Test
	void withoutArgumentsThereAreOnlyDependencies() {
		try (ConfigurableApplicationContext context = run("noArguments")) {
			assertThat(told(start(context))).isEqualTo("[blue]");
		}
	}

	@Test
	void aRestartGetsThemAgain() {
		try (ConfigurableApplicationContext context = run("method")) {
			ServerRef<Teller> first = start(context, "a", 7);
			Node node = context.getBean(Node.class);
			Await.restarts(node, 1, () -> first.cast(new Teller.Crash()));
			Pid next = node.dynamicSupervisor("shop/all").children().getFirst().pid().orElseThrow();
			assertThat(next).isNotEqualTo(first.pid().orElseThrow());
			assertThat(told(ServerRef.of(node, next))).isEqualTo("[a, red, 7, demo, demo]");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "session", "specification" })
	void aServerIsReachedByTheNameOfItsSupervisorAndItsIdAlsoAfterARestart(String bean) {
		try (ConfigurableApplicationContext context = run(bean)) {
			Node node = context.getBean(Node.class);
			node.dynamicSupervisor("shop/all").startChild("one", "a");
			node.dynamicSupervisor("shop/all").startChild("two", "b");
			ServerRef<Teller> one = node.server("shop/all/one");
			Pid first = one.pid().orElseThrow();
			String told = told(one);
			assertThat(told).contains("a");
			Await.restarts(node, 1, () -> one.cast(new Teller.Crash()));
			assertThat(one.pid()).isPresent().get().isNotEqualTo(first);
			assertThat(told(one)).isEqualTo(told);
		}
	}

	@Test
	void soIsASupervisor() {
		try (ConfigurableApplicationContext context = run("tree")) {
			Node node = context.getBean(Node.class);
			Pid pid = node.dynamicSupervisor("shop/all").startChild("one", "a").orElseThrow();
			assertThat(node.supervisor("shop/all/one").pid()).contains(pid);
		}
	}

	@Test
	void underASupervisorWithANameOfItsOwnThatIsTheFirstPart() {
		try (ConfigurableApplicationContext context = run("session", "name: carts,")) {
			Node node = context.getBean(Node.class);
			node.dynamicSupervisor("carts").startChild("one", "a");
			assertThat(told(node.server("carts/one"))).isEqualTo("[blue, a]");
		}
	}

	@Test
	void aNameThatCodeGivesIsKept() {
		try (ConfigurableApplicationContext context = run("ownName")) {
			Node node = context.getBean(Node.class);
			node.dynamicSupervisor("shop/all").startChild("one", "mine");
			assertThat(told(node.server("mine"))).isEqualTo("[mine]");
			assertThat(node.whereis("shop/all/one")).isEmpty();
		}
	}

	@Test
	void twoServersWithOneIdAreRefused() {
		try (ConfigurableApplicationContext context = run("session")) {
			DynamicSupervisor all = context.getBean(Node.class).dynamicSupervisor("shop/all");
			Pid first = all.startChild("one", "a").orElseThrow();
			assertThatExceptionOfType(NameTakenException.class).isThrownBy(() -> all.startChild("one", "b"))
				.returns("shop/all/one", NameTakenException::name)
				.returns(first, NameTakenException::holder);
			all.terminateChild(first);
			assertThat(all.startChild("one", "b")).isPresent();
		}
	}

	@Test
	void tasksTakeNoMessagesAndMayShareAnId() {
		try (ConfigurableApplicationContext context = run("job")) {
			Node node = context.getBean(Node.class);
			DynamicSupervisor all = node.dynamicSupervisor("shop/all");
			assertThat(all.startChild("one")).isPresent();
			assertThat(all.startChild("one")).isPresent();
			assertThat(all.counts().active()).isEqualTo(2);
			assertThat(node.whereis("shop/all/one")).isEmpty();
			context.getBean(CountDownLatch.class).countDown();
		}
	}

	@Test
	void aNameThatIsTooLongIsRefusedWithItsLength() {
		try (ConfigurableApplicationContext context = run("session")) {
			DynamicSupervisor all = context.getBean(Node.class).dynamicSupervisor("shop/all");
			assertThatExceptionOfType(ChildStartException.class).isThrownBy(() -> all.startChild("x".repeat(250), "a"))
				.withMessageContaining("255");
		}
	}

	@Test
	void argumentsThatDoNotFitAreNamedWithTheParametersThereAre() {
		try (ConfigurableApplicationContext context = run("session")) {
			assertThatExceptionOfType(ChildStartException.class).isThrownBy(() -> start(context, "a", 7))
				.havingRootCause()
				.withMessageContaining("Bean 'session' takes no arguments (java.lang.String, " + "java.lang.Integer)")
				.withMessageContaining("Session(Store, String)");
		}
	}

	@Test
	void argumentsThatFitInTwoWaysAreRefused() {
		try (ConfigurableApplicationContext context = run("flexible")) {
			assertThatExceptionOfType(ChildStartException.class).isThrownBy(() -> start(context, 1L))
				.havingRootCause()
				.withMessageContaining("in several ways: Flexible(Long) or Flexible(Number)");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "singleton", "singletonSpecification" })
	void aSingletonIsRefused(String bean) {
		assertThatExceptionOfType(InvalidApplicationsException.class).isThrownBy(() -> run(bean).close())
			.satisfies((failure) -> assertThat(failure.problems()).singleElement().satisfies((problem) -> {
				assertThat(problem.property())
					.isEqualTo("triotp.applications.shop.supervisor.children[0].template.bean");
				assertThat(problem.value()).isEqualTo(bean);
				assertThat(problem.reason()).contains("Bean '" + bean + "' is a singleton",
						"all children would be made of one object");
				assertThat(problem.action()).contains("@Scope(\"prototype\")");
			}));
	}

}
