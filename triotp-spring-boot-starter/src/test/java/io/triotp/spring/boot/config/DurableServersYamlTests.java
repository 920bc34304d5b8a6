package io.triotp.spring.boot.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.triotp.durable.DurableStore;
import io.triotp.durable.Repeatable;
import io.triotp.durable.RequestId;
import io.triotp.durable.StateCodec;
import io.triotp.durable.StateStore;
import io.triotp.server.Call;
import io.triotp.server.CallException;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.ServerRef;
import io.triotp.spring.boot.Supervised;
import io.triotp.spring.boot.YamlApplication;
import io.triotp.spring.boot.actuate.TriOtpEndpoint;
import io.triotp.spring.boot.autoconfigure.TriOtpEndpointAutoConfiguration;
import io.triotp.spring.boot.autoconfigure.TriOtpHealthAutoConfiguration;
import io.triotp.spring.boot.autoconfigure.TriOtpMetricsAutoConfiguration;
import io.triotp.spring.boot.autoconfigure.TriOtpStoreAutoConfiguration;
import io.triotp.spring.boot.autoconfigure.TriOtpStoreSchemaAutoConfiguration;
import io.triotp.spring.boot.view.IncidentsDescriptor;
import io.triotp.spring.boot.view.ProcessDescriptor;
import io.triotp.spring.boot.view.SummaryDescriptor;
import io.triotp.spring.boot.view.TreeDescriptor;
import io.triotp.test.Await;
import io.triotp.test.TestStore;
import io.triotp.virtual.VirtualServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Servers whose state is stored, declared in a line. */
class DurableServersYamlTests {

	@TempDir
	private Path folder;

	/** What Boot brings along if triotp-jdbc and a database are there. */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, TriOtpStoreAutoConfiguration.class,
			TriOtpStoreSchemaAutoConfiguration.class })
	@Import({ Basket.class, Till.class })
	static class WithDatabase {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ TriOtpStoreAutoConfiguration.class, TriOtpHealthAutoConfiguration.class,
			TriOtpMetricsAutoConfiguration.class, TriOtpEndpointAutoConfiguration.class })
	@Import({ Basket.class, Lists.class })
	static class WithTestStore {

		@Bean
		StateStore states() {
			return new TestStore();
		}

		@Bean
		MeterRegistry registry() {
			return new SimpleMeterRegistry();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Basket.class)
	static class WithoutStore {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnCodec {

		@Bean
		StateCodec<Basket.Content> content() {
			return new StateCodec<>() {

				@Override
				public int schema() {
					return 1;
				}

				@Override
				public byte[] encode(Basket.Content state) {
					return ("own " + state.items()).getBytes(StandardCharsets.US_ASCII);
				}

				@Override
				public Basket.Content decode(byte[] bytes, int schema) {
					return new Basket.Content(
							Integer.parseInt(new String(bytes, StandardCharsets.US_ASCII).substring("own ".length())));
				}

			};
		}

	}

	@Component("basket")
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	@Supervised(discover = false)
	static class Basket implements GenServer<Basket.Content, Basket.Add, Cast<Basket>> {

		Basket(String customer) {
		}

		record Content(int items) {
		}

		record Add() implements Call<Basket, Integer> {
		}

		@Override
		public Content init() {
			return new Content(0);
		}

		@Override
		public CallResult<Content> handleCall(Add request, From from, Content state) {
			return reply(request, state.items() + 1, new Content(state.items() + 1)).remind("abandoned",
					Duration.ofDays(2));
		}

	}

	@Component("lists")
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	@Supervised(discover = false)
	static class Lists implements GenServer<List<String>, Call<Lists, ?>, Cast<Lists>> {

		@Override
		public List<String> init() {
			return List.of();
		}

	}

	@Component("till")
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	@Supervised(discover = false)
	static class Till implements GenServer<Till.Coins, Till.Take, Cast<Till>> {

		record Coins(int number) {
		}

		record Take() implements Call<Till, Integer> {
		}

		@Override
		public Coins init() {
			return new Coins(0);
		}

		@Override
		public CallResult<Coins> handleCall(Take request, From from, Coins state) {
			return reply(request, state.number() + 1, new Coins(state.number() + 1));
		}

	}

	private static final String VIRTUAL = "{ id: baskets, virtual: true, durable: { type: basket }, "
			+ "template: { bean: basket } }";

	private ConfigurableApplicationContext run(String child, Class<?>... sources) {
		return new YamlApplication(this.folder, """
				spring.application.name: demo
				spring.datasource.url: "jdbc:h2:file:%s/states"
				management.endpoints.web.exposure.include: "*"
				management.endpoints.access.default: unrestricted
				triotp.store: { initialize-schema: always, commit-timeout: 200ms }
				triotp.applications.shop.supervisor.children:
				- %s
				""".formatted(this.folder, child)).run(sources);
	}

	@SuppressWarnings("unchecked")
	private static ServerRef<Basket> alice(ConfigurableApplicationContext context) {
		return ((VirtualServers<Basket>) context.getBean("shop/baskets")).of("alice");
	}

	@Test
	void theStateOfAVirtualServerIsThereWhenTheApplicationIsStartedAgain() {
		try (ConfigurableApplicationContext context = run(VIRTUAL, WithDatabase.class)) {
			assertThat(alice(context).call(new Basket.Add())).isEqualTo(1);
		}
		try (ConfigurableApplicationContext context = run(VIRTUAL, WithDatabase.class)) {
			assertThat(alice(context).call(new Basket.Add())).isEqualTo(2);
		}
	}

	@Test
	@SuppressWarnings("unchecked")
	void soIsThatOfASingleServerWhoseKeyIsItsId() {
		String child = "{ id: front-till, bean: till, durable: { type: till } }";
		for (int i = 1; i <= 3; i++) {
			try (ConfigurableApplicationContext context = run(child, WithDatabase.class)) {
				ServerRef<Till> till = (ServerRef<Till>) context.getBean("shop/front-till");
				assertThat(till.call(new Till.Take())).isEqualTo(i);
			}
		}
	}

	@Test
	void whoMakesTheTableNeedsNoDatabaseToStart() {
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder, """
				spring.application.name: demo
				spring.datasource.url: "jdbc:h2:tcp://127.0.0.1:1/nowhere"
				spring.datasource.hikari.connection-timeout: 250
				triotp.store: { initialize-schema: never, commit-timeout: 1s }
				triotp.applications.shop.supervisor.children: [ %s ]
				""".formatted(VIRTUAL)).run(WithDatabase.class)) {
			assertThatExceptionOfType(CallException.ServerExited.class)
				.isThrownBy(() -> alice(context).call(new Basket.Add()))
				.withMessageContaining("store-failed");
		}
	}

	@Test
	void aCodecForTheStateIsUsed() {
		try (ConfigurableApplicationContext context = run(VIRTUAL, WithTestStore.class, OwnCodec.class)) {
			alice(context).call(new Basket.Add());
			TestStore states = (TestStore) context.getBean(StateStore.class);
			assertThat(new String(states.history().get(0).bytes(), StandardCharsets.US_ASCII)).isEqualTo("own 1");
		}
	}

	@Test
	void withoutACodecTheStateIsJsonByTheNameOfItsKind() {
		try (ConfigurableApplicationContext context = run(VIRTUAL, WithTestStore.class)) {
			alice(context).call(new Basket.Add());
			TestStore states = (TestStore) context.getBean(StateStore.class);
			assertThat(states.history().get(0).id()).hasToString("basket/alice");
			assertThat(new String(states.history().get(0).bytes(), StandardCharsets.US_ASCII))
				.isEqualTo("{\"items\":1}");
		}
	}

	/** Writes orders in the transaction, and hears of what was committed. */
	@Component("orders")
	static class Orders {

		private final JdbcClient database;

		final List<String> committed = new CopyOnWriteArrayList<>();

		final AtomicBoolean fails = new AtomicBoolean();

		final AtomicBoolean failsOnceCommitted = new AtomicBoolean();

		final List<Boolean> inTransaction = new CopyOnWriteArrayList<>();

		Orders(DataSource source) {
			this.database = JdbcClient.create(source);
			this.database.sql("CREATE TABLE IF NOT EXISTS orders (text VARCHAR(100))").update();
		}

		@EventListener
		void on(Counter.Counted event) {
			this.inTransaction.add(TransactionSynchronizationManager.isActualTransactionActive());
			this.database.sql("INSERT INTO orders VALUES (?)").param("counted " + event.number()).update();
			if (this.fails.get()) {
				throw new IllegalStateException("nobody takes orders now");
			}
			if (this.failsOnceCommitted.getAndSet(false)) {
				TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

					@Override
					public void afterCommit() {
						throw new IllegalStateException("what was committed is not told");
					}

				});
			}
		}

		@TransactionalEventListener
		void after(Counter.Counted event) {
			this.committed.add("counted " + event.number());
		}

		List<String> stored() {
			return this.database.sql("SELECT text FROM orders ORDER BY text").query(String.class).list();
		}

	}

	@Component("counter")
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	@Supervised(discover = false)
	static class Counter implements GenServer<Counter.Number, Counter.Count, Cast<Counter>> {

		Counter(String key) {
		}

		record Number(int number) {
		}

		record Count() implements Call<Counter, Integer> {
		}

		record Counted(int number) {
		}

		@Override
		public Number init() {
			return new Number(0);
		}

		@Override
		public CallResult<Number> handleCall(Count request, From from, Number state) {
			int next = state.number() + 1;
			return reply(request, next, new Number(next)).publish(new Counted(next));
		}

	}

	@ImportAutoConfiguration({ DataSourceTransactionManagerAutoConfiguration.class,
			TransactionAutoConfiguration.class })
	@Import({ Counter.class, Orders.class })
	static class WithTransactions {

	}

	private static final String COUNTERS = "{ id: counters, virtual: true, durable: { type: counter }, "
			+ "template: { bean: counter } }";

	@SuppressWarnings("unchecked")
	private static ServerRef<Counter> counter(ConfigurableApplicationContext context) {
		return ((VirtualServers<Counter>) context.getBean("shop/counters")).of("one");
	}

	@Test
	void anEventIsPublishedInTheTransactionThatStoresTheState() {
		try (ConfigurableApplicationContext context = run(COUNTERS, WithDatabase.class, WithTransactions.class)) {
			Orders orders = context.getBean(Orders.class);
			assertThat(counter(context).call(new Counter.Count())).isEqualTo(1);
			assertThat(orders.inTransaction).containsExactly(true);
			assertThat(orders.stored()).containsExactly("counted 1");
			Await.until(() -> orders.committed.equals(List.of("counted 1")));
			orders.fails.set(true);
			assertThatExceptionOfType(CallException.ServerExited.class)
				.isThrownBy(() -> counter(context).call(new Counter.Count()))
				.withMessageContaining("store-failed")
				.withMessageContaining("nobody takes orders now");
			assertThat(orders.stored()).containsExactly("counted 1");
			orders.fails.set(false);
			assertThat(counter(context).call(new Counter.Count())).isEqualTo(2);
			assertThat(orders.stored()).containsExactly("counted 1", "counted 2");
			Await.until(() -> orders.committed.equals(List.of("counted 1", "counted 2")));
		}
	}

	/** Sells once, and is gone. */
	@Component("offer")
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	@Supervised(discover = false)
	static class Offer implements GenServer<Counter.Number, Offer.Buy, Cast<Offer>> {

		Offer(String key) {
		}

		record Buy(RequestId requestId) implements Call<Offer, String>, Repeatable {
		}

		@Override
		public Counter.Number init() {
			return new Counter.Number(7);
		}

		@Override
		public CallResult<Counter.Number> handleCall(Buy buy, From from, Counter.Number state) {
			return reply(buy, "sold", (Counter.Number) null).publish(new Counter.Counted(state.number()));
		}

	}

	@Test
	@SuppressWarnings("unchecked")
	void anEventOfARequestIsPublishedOnceThoughNobodyKnowsWhetherItWasCommitted() {
		String offers = "{ id: offers, virtual: true, durable: { type: offer }, template: { bean: offer } }";
		try (ConfigurableApplicationContext context = run(offers, WithDatabase.class, WithTransactions.class,
				Offer.class)) {
			Orders orders = context.getBean(Orders.class);
			orders.failsOnceCommitted.set(true);
			ServerRef<Offer> offer = ((VirtualServers<Offer>) context.getBean("shop/offers")).of("one");
			assertThat(offer.call(new Offer.Buy(new RequestId("one")))).isEqualTo("sold");
			assertThat(orders.stored()).containsExactly("counted 7");
			assertThat(orders.failsOnceCommitted).isFalse();
		}
	}

	/** Writes with JdbcClient in its handlers. */
	@Component("book")
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	@Supervised(discover = false)
	static class Book implements GenServer<Counter.Number, Book.Enter, Cast<Book>> {

		private final JdbcClient database;

		private final TransactionTemplate nested;

		Book(String key, DataSource source, PlatformTransactionManager transactions) {
			this.database = JdbcClient.create(source);
			this.nested = new TransactionTemplate(transactions);
		}

		record Enter(RequestId requestId, String text) implements Call<Book, Integer>, Repeatable {
		}

		@Override
		public Counter.Number init() {
			return new Counter.Number(0);
		}

		@Override
		public CallResult<Counter.Number> handleCall(Enter enter, From from, Counter.Number state) {
			int next = state.number() + 1;
			this.database.sql("INSERT INTO orders VALUES (?)").param(enter.text() + " " + next).update();
			switch (enter.text()) {
				case "fails" -> throw new IllegalStateException("nobody enters that");
				case "cannot be committed" -> failSilently();
				case "refused" -> {
					return raise(new IllegalArgumentException("refused"), state);
				}
				default -> {
				}
			}
			return reply(enter, next, new Counter.Number(next)).publish(new Counter.Counted(next));
		}

		/**
		 * As an inner method does that is transactional, and whose exception is caught.
		 */
		private void failSilently() {
			try {
				this.nested.executeWithoutResult((status) -> {
					throw new IllegalStateException("inside");
				});
			}
			catch (IllegalStateException ex) {
				assertThat(ex).hasMessage("inside");
			}
		}

	}

	private static final String BOOKS = "{ id: books, virtual: true, durable: { type: book, mode: transaction }, "
			+ "template: { bean: book } }";

	@SuppressWarnings("unchecked")
	private static ServerRef<Book> book(ConfigurableApplicationContext context) {
		return ((VirtualServers<Book>) context.getBean("shop/books")).of("one");
	}

	private static Book.Enter enter(String text) {
		return new Book.Enter(new RequestId(text), text);
	}

	@Test
	void whatAHandlerWritesIsCommittedWithItsStateOrNotAtAll() {
		try (ConfigurableApplicationContext context = run(BOOKS, WithDatabase.class, WithTransactions.class,
				Book.class)) {
			Orders orders = context.getBean(Orders.class);
			assertThat(book(context).call(enter("tea"))).isEqualTo(1);
			assertThat(orders.stored()).containsExactly("counted 1", "tea 1");
			assertThat(orders.committed).containsExactly("counted 1");
			assertThat(book(context).call(enter("tea"))).isEqualTo(1);
			assertThat(orders.stored()).hasSize(2);
			assertThatExceptionOfType(CallException.ServerExited.class)
				.isThrownBy(() -> book(context).call(enter("fails")))
				.withMessageContaining("nobody enters that");
			assertThatExceptionOfType(CallException.ServerExited.class)
				.isThrownBy(() -> book(context).call(enter("cannot be committed")))
				.withMessageContaining("undone")
				.withMessageContaining("rollback-only");
			assertThatExceptionOfType(IllegalArgumentException.class)
				.isThrownBy(() -> book(context).call(enter("refused")))
				.withMessage("refused");
			orders.fails.set(true);
			assertThatExceptionOfType(CallException.ServerExited.class)
				.isThrownBy(() -> book(context).call(enter("jam")))
				.withMessageContaining("nobody takes orders now");
			orders.fails.set(false);
			assertThat(orders.stored()).hasSize(2);
			assertThat(book(context).call(enter("jam"))).isEqualTo(2);
			assertThat(orders.stored()).containsExactly("counted 1", "counted 2", "jam 2", "tea 1");
			assertThat(orders.committed).containsExactly("counted 1", "counted 2");
		}
	}

	@Test
	void withoutATransactionManagerAServerCannotRunInTransactions() {
		try (ConfigurableApplicationContext context = run(
				COUNTERS.replace("type: counter", "type: counter, mode: transaction"), WithDatabase.class,
				Counter.class)) {
			assertThatExceptionOfType(CallException.ServerExited.class)
				.isThrownBy(() -> counter(context).call(new Counter.Count()))
				.withMessageContaining("runs no handlers in its transactions");
		}
	}

	@Test
	void withoutATransactionManagerAServerIsToldThatNobodyPublishesItsEvents() {
		try (ConfigurableApplicationContext context = run(COUNTERS, WithDatabase.class, Counter.class)) {
			assertThatExceptionOfType(CallException.ServerExited.class)
				.isThrownBy(() -> counter(context).call(new Counter.Count()))
				.withMessageContaining("publishes no events")
				.withMessageContaining("transaction manager");
		}
	}

	@Test
	void whatIsStoredIsSeenInTreeAndDetail() {
		try (ConfigurableApplicationContext context = run(VIRTUAL, WithTestStore.class)) {
			TriOtpEndpoint endpoint = context.getBean(TriOtpEndpoint.class);
			alice(context).call(new Basket.Add());
			alice(context).call(new Basket.Add());
			TreeDescriptor tree = (TreeDescriptor) endpoint.section("tree", "shop/baskets", null, null, null);
			assertThat(tree.nodes().values().stream().filter((node) -> node.name().equals("alice"))).singleElement()
				.satisfies((node) -> {
					assertThat(node.durable().version()).isEqualTo(2);
					assertThat(node.durable().committedAt()).isBeforeOrEqualTo(tree.generatedAt());
					assertThat(node.durable().uncommittedSeconds()).isNull();
				});
			assertThat(tree.toText()).contains("version 2");
			String id = tree.nodes()
				.entrySet()
				.stream()
				.filter((each) -> each.getValue().name().equals("alice"))
				.findFirst()
				.orElseThrow()
				.getKey();
			ProcessDescriptor detail = (ProcessDescriptor) endpoint.item("processes", id);
			assertThat(detail.durable().type()).isEqualTo("basket");
			assertThat(detail.durable().key()).isEqualTo("alice");
			assertThat(detail.durable().store()).isEqualTo("main");
			assertThat(detail.durable().version()).isEqualTo(2);
			assertThat(detail.durable().reminders()).singleElement()
				.satisfies((reminder) -> assertThat(reminder.name()).isEqualTo("abandoned"));
			assertThat(detail.toText())
				.containsPattern("version 2, as basket/alice in main, last .* ago, reminder 'abandoned' in (1|2) ?d");
			assertThat(virtualMeter(context, "triotp.virtual.active")).isOne();
			assertThat(virtualMeter(context, "triotp.virtual.activations")).isOne();
			assertThat(virtualMeter(context, "triotp.virtual.passivations")).isZero();
		}
	}

	private static double virtualMeter(ConfigurableApplicationContext context, String name) {
		return context.getBean(MeterRegistry.class)
			.get(name)
			.tag("servers", "shop/baskets")
			.meter()
			.measure()
			.iterator()
			.next()
			.getValue();
	}

	@Test
	void thatTheStoreIsDownIsSeenInHealthMetricsAndSummaryAndIsAnIncident() {
		try (ConfigurableApplicationContext context = run(VIRTUAL, WithTestStore.class)) {
			TestStore states = (TestStore) context.getBean(StateStore.class);
			TriOtpEndpoint endpoint = context.getBean(TriOtpEndpoint.class);
			alice(context).call(new Basket.Add());
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			states.down(true);
			assertThatExceptionOfType(CallException.ServerExited.class)
				.isThrownBy(() -> alice(context).call(new Basket.Add()))
				.withMessageContaining("the test store is down");
			Await.until(() -> health(context).getStatus().equals(Status.DOWN));
			assertThat(health(context).getDetails().get("error")).asString().contains("the test store is down");
			assertThat(endpoint.summary().problems())
				.filteredOn((problem) -> problem.code() == SummaryDescriptor.ProblemDescriptor.Code.STORE_DOWN)
				.singleElement()
				.satisfies((problem) -> assertThat(problem.detail()).contains("the test store is down"));
			Await.until(() -> meter(context, "triotp.store.failing") > 0);
			Await.until(() -> incidents(endpoint).contains("STORE_DOWN"));
			states.down(false);
			Await.until(() -> health(context).getStatus().equals(Status.UP));
			assertThat(alice(context).call(new Basket.Add())).isEqualTo(2);
			assertThat(meter(context, "triotp.store.states")).isEqualTo(2);
			assertThat(meter(context, "triotp.store.failures")).isPositive();
			assertThat(context.getBean(DurableStore.class).status().counts().committing()).isGreaterThan(Duration.ZERO);
		}
	}

	private static List<String> incidents(TriOtpEndpoint endpoint) {
		Object section = endpoint.section("incidents", null, null, null, null);
		return ((IncidentsDescriptor) section).incidents().stream().map((each) -> each.type().name()).toList();
	}

	private static Health health(ConfigurableApplicationContext context) {
		CompositeHealthContributor stores = context.getBean("triotpStoreHealthContributor",
				CompositeHealthContributor.class);
		return ((HealthIndicator) stores.getContributor("main")).health();
	}

	private static double meter(ConfigurableApplicationContext context, String name) {
		return context.getBean(MeterRegistry.class)
			.get(name)
			.tag("store", "main")
			.meter()
			.measure()
			.iterator()
			.next()
			.getValue();
	}

	private void assertProblem(String child, Class<?> sources, String property, String problem) {
		assertThatExceptionOfType(InvalidApplicationsException.class).isThrownBy(() -> run(child, sources))
			.withMessageContaining(
					"triotp.applications.shop.supervisor.children[" + (property.isEmpty() ? "1]" : "0]" + property))
			.withMessageContaining(problem);
	}

	@Test
	void whatIsWrongIsSaidBeforeAnythingStarts() {
		assertProblem(VIRTUAL, WithoutStore.class, ".durable", "There is no store, so nothing can be stored.");
		assertProblem("{ id: baskets, virtual: true, durable: { store: triOtpStore }, template: { bean: basket } }",
				WithTestStore.class, ".durable.type", "The kind of servers has no name in the store.");
		assertProblem(
				"{ id: baskets, virtual: true, durable: { type: basket, store: other }, template: { bean: basket } }",
				WithTestStore.class, ".durable.store", "There is no DurableStore bean named 'other'.");
		assertProblem(
				"{ id: baskets, virtual: true, durable: { type: basket, codec: other }, template: { bean: basket } }",
				WithTestStore.class, ".durable.codec", "There is no StateCodec bean named 'other'.");
		assertProblem(
				"{ id: baskets, virtual: true, durable: { type: basket, key: alice }, template: { bean: basket } }",
				WithTestStore.class, ".durable.key", "Virtual servers are stored by the keys they are called by.");
		assertProblem("{ id: pool, dynamic: true, durable: { type: basket }, template: { bean: basket } }",
				WithTestStore.class, ".durable", "A supervisor has no state to store.");
		assertProblem(VIRTUAL + "\n- " + VIRTUAL.replace("id: baskets", "id: others"), WithTestStore.class, "",
				"It is stored in the same place as");
		assertProblem("{ id: list, bean: lists, durable: { type: list } }", WithTestStore.class, ".durable",
				"has type parameters, and JSON would not tell them");
		assertProblem("{ id: baskets, virtual: true, durable: { typ: basket }, template: { bean: basket } }",
				WithTestStore.class, ".durable.typ", "");
	}

}
