package io.triotp.spring.boot.observation;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.micrometer.context.ContextRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.triotp.node.Node;
import io.triotp.process.LoggingContext;
import io.triotp.process.MessageKind;
import io.triotp.process.MessageObserver;
import io.triotp.process.SentMessage;
import io.triotp.server.Call;
import io.triotp.server.CallException;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ServerOptions;
import io.triotp.server.ServerRef;
import io.triotp.spring.boot.autoconfigure.TriOtpAutoConfiguration;
import io.triotp.spring.boot.autoconfigure.TriOtpObservationAutoConfiguration;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.task.Task;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the observations of messages are called, what they tell, and how to have others or
 * none.
 */
class ObservationTests {

	private static final ThreadLocal<String> TENANT = new ThreadLocal<>();

	private final ApplicationContextRunner contexts = new ApplicationContextRunner().withBean(SimpleMeterRegistry.class)
		.withPropertyValues("triotp.observation.always=true")
		.withConfiguration(AutoConfigurations.of(TriOtpAutoConfiguration.class, MetricsAutoConfiguration.class,
				ObservationAutoConfiguration.class, TriOtpObservationAutoConfiguration.class));

	@Test
	void aCallIsTimedOnBothSides() {
		this.contexts.run((context) -> {
			start(context).call(new Ask("question"));
			assertThat(tags(context, "triotp.call")).containsExactly("application=echo", "behavior=Echo", "error=none",
					"kind=call", "message=Ask", "outcome=replied");
			assertThat(tags(context, "triotp.handler")).containsExactly("application=echo", "behavior=Echo",
					"error=none", "kind=call", "message=Ask", "outcome=replied");
		});
	}

	@Test
	void onlyWhatIsPartOfSomethingObservedIsObservedByDefault() {
		this.contexts.withPropertyValues("triotp.observation.always=false").run((context) -> {
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			ServerRef<Echo> echo = start(context);
			echo.call(new Ask("question"));
			echo.cast(new Tell());
			echo.call(new Ask("question"));
			assertThat(meters.find("triotp.call").timers()).isEmpty();
			assertThat(meters.find("triotp.cast").timers()).isEmpty();
			assertThat(meters.find("triotp.handler").timers()).isEmpty();
			Observation.createNotStarted("request", context.getBean(ObservationRegistry.class))
				.observe(() -> echo.call(new Ask("question")));
			assertThat(meters.get("triotp.call").timer().count()).isOne();
			assertThat(meters.get("triotp.handler").timer().count()).isOne();
		});
	}

	@Test
	void whatIsPartOfSomethingTheUserHasSwitchedOffIsNotObserved() {
		this.contexts
			.withPropertyValues("triotp.observation.always=false", "management.observations.enable.request=false")
			.run((context) -> {
				ServerRef<Echo> echo = start(context);
				Observation.createNotStarted("request", context.getBean(ObservationRegistry.class)).observe(() -> {
					echo.cast(new Tell());
					echo.call(new Ask("question"));
				});
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				assertThat(meters.find("triotp.call").timers()).isEmpty();
				assertThat(meters.find("triotp.handler").timers()).isEmpty();
			});
	}

	@Test
	void aCallThatFailsTellsHow() {
		this.contexts.run((context) -> {
			ServerRef<Echo> nobody = context.getBean(Node.class).server("nobody");
			assertThatExceptionOfType(CallException.NoServer.class).isThrownBy(() -> nobody.call(new Ask("question")));
			assertThat(tags(context, "triotp.call")).containsExactly("application=none", "behavior=none",
					"error=NoServer", "kind=call", "message=Ask", "outcome=no-server");
		});
	}

	@Test
	void aCastAndAMessageAreTimedUnderOneName() {
		this.contexts.run((context) -> {
			ServerRef<Echo> echo = start(context);
			echo.cast(new Tell());
			echo.send("message");
			echo.call(new Ask("question"));
			assertThat(context.getBean(MeterRegistry.class).find("triotp.cast").timers())
				.extracting((timer) -> timer.getId().getTag("kind"))
				.containsExactlyInAnyOrder("cast", "info");
			assertThat(context.getBean(MeterRegistry.class).find("triotp.handler").timers())
				.extracting((timer) -> timer.getId().getTag("kind"))
				.contains("cast", "info", "call");
		});
	}

	@Test
	void aTaskIsCalledByTheClassOfItsFunction() {
		this.contexts.run((context) -> {
			Task.asyncNoLink(context.getBean(Node.class), () -> "value").await();
			assertThat(tags(context, "triotp.handler")).containsExactly("application=task", "behavior=ObservationTests",
					"error=none", "kind=task", "message=ObservationTests", "outcome=no-reply");
		});
	}

	@Test
	void whatSupervisorsDoIsNotObserved() {
		this.contexts.run((context) -> {
			context.getBean(Node.class).applications();
			start(context);
			assertThat(context.getBean(MeterRegistry.class).getMeters())
				.noneMatch((meter) -> meter.getId().getName().startsWith("triotp."));
		});
	}

	@Test
	void conventionsCanBeReplaced() {
		this.contexts.withUserConfiguration(OwnConventions.class).run((context) -> {
			start(context).call(new Ask("question"));
			assertThat(context.getBean(MeterRegistry.class).find("shop.call").timer()).isNotNull();
			assertThat(context.getBean(MeterRegistry.class).find("shop.handler").timer()).isNotNull();
		});
	}

	@Test
	void threadLocalsOfTheCallerAreThereInHandlersAndTasks() {
		ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", TENANT);
		TENANT.set("acme");
		try {
			this.contexts.run((context) -> {
				assertThat(start(context).call(new Ask("tenant"))).isEqualTo("acme, acme");
				assertThat(TENANT.get()).isEqualTo("acme");
			});
		}
		finally {
			TENANT.remove();
			ContextRegistry.getInstance().removeThreadLocalAccessor("tenant");
		}
	}

	@Test
	void whatASupervisorStartsOnBehalfOfACallerKnowsItsContext() {
		ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", TENANT);
		TENANT.set("acme");
		try {
			this.contexts.run((context) -> {
				DynamicSupervisor children = DynamicSupervisor.start(context.getBean(Node.class), "children",
						DynamicSupervisorSpec.defaults());
				Observation request = Observation.start("request", context.getBean(ObservationRegistry.class));
				ServerRef<Echo> child = request.observe(() -> children.startServer("child", Echo::new));
				assertThat(child.call(new Ask("started for"))).isEqualTo("acme");
				assertThat(context.getBean(MeterRegistry.class).get("triotp.handler").tag("kind", "start").timer())
					.isNotNull();
			});
		}
		finally {
			TENANT.remove();
			ContextRegistry.getInstance().removeThreadLocalAccessor("tenant");
		}
	}

	@Test
	void tracingMayBeAbsent() {
		this.contexts.withClassLoader(new FilteredClassLoader("io.micrometer.tracing")).run((context) -> {
			start(context).call(new Ask("question"));
			assertThat(tags(context, "triotp.call")).isNotEmpty();
		});
	}

	@Test
	void observationsCanBeSwitchedOff() {
		this.contexts.withPropertyValues("triotp.observation.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(ObservationMessageObserver.class);
			assertThat(context.getBean(Node.class).view().options().observers()).singleElement()
				.isInstanceOf(LoggingContext.class);
		});
		this.contexts.withPropertyValues("triotp.observation.enabled=false", "triotp.logging.mdc=false")
			.run((context) -> assertThat(context.getBean(Node.class).view().options().observers()).isEmpty());
		this.contexts.withPropertyValues("triotp.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ObservationMessageObserver.class));
	}

	@Test
	void theSwitchOfMicrometerLeavesTheContext() {
		ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", TENANT);
		TENANT.set("acme");
		try {
			this.contexts.withPropertyValues("management.observations.enable.triotp=false").run((context) -> {
				assertThat(start(context).call(new Ask("tenant"))).isEqualTo("acme, acme");
				assertThat(context.getBean(MeterRegistry.class).find("triotp.call").timers()).isEmpty();
			});
		}
		finally {
			TENANT.remove();
			ContextRegistry.getInstance().removeThreadLocalAccessor("tenant");
		}
	}

	@Test
	void withoutARegistryOnlyTheLoggingContextObserves() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(TriOtpAutoConfiguration.class, TriOtpObservationAutoConfiguration.class))
			.run((context) -> {
				assertThat(context).doesNotHaveBean(ObservationMessageObserver.class);
				assertThat(start(context).call(new Ask("path"))).isEqualTo("echo");
			});
	}

	@Test
	void withoutMicrometerTheApplicationStarts() {
		new ApplicationContextRunner().withClassLoader(new FilteredClassLoader("io.micrometer"))
			.withConfiguration(
					AutoConfigurations.of(TriOtpAutoConfiguration.class, TriOtpObservationAutoConfiguration.class))
			.run((context) -> assertThat(start(context).call(new Ask("question"))).isEqualTo("question"));
	}

	@Test
	void observersOfTheUserAreAskedInTheirOrderAndTheLoggingContextLast() {
		this.contexts.withUserConfiguration(OwnObservers.class)
			.run((context) -> assertThat(context.getBean(Node.class).view().options().observers())
				.<Class<?>>extracting(Object::getClass)
				.containsExactly(Early.class, ObservationMessageObserver.class, Late.class, LoggingContext.class));
	}

	@Test
	void aLambdaIsCalledByItsClass() {
		Runnable lambda = () -> {
		};
		assertThat(MessageNames.type(lambda.getClass())).isEqualTo("ObservationTests");
		assertThat(MessageNames.type(Ask.class)).isEqualTo("Ask");
		assertThat(MessageNames.type(new Object() {
		}.getClass())).startsWith("ObservationTests$");
		assertThat(MessageOutcomes.of(MessageKind.CAST, null)).isEqualTo("sent");
	}

	@Test
	void aMessageCarriesItsContextAlsoWhenNobodyWantsObservations() {
		ObservationMessageObserver observer = new ObservationMessageObserver(ObservationRegistry.NOOP, true, null, null,
				null);
		assertThat(observer.sending(
				new SentMessage(MessageKind.CALL, new Ask("question"), Optional.empty(), "nobody", Optional.empty())))
			.isNotNull();
	}

	private static ServerRef<Echo> start(ApplicationContext context) {
		return GenServer.start(context.getBean(Node.class), new Echo(), ServerOptions.defaults().label("echo"));
	}

	private static List<String> tags(ApplicationContext context, String name) {
		Timer timer = context.getBean(MeterRegistry.class).get(name).timer();
		assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isPositive();
		return timer.getId().getTags().stream().map((Tag tag) -> tag.getKey() + "=" + tag.getValue()).sorted().toList();
	}

	record Ask(String what) implements Call<Echo, String> {
	}

	record Tell() implements Cast<Echo> {
	}

	/** Answers what it is asked, or what its thread knows. */
	static final class Echo implements GenServer<Integer, Ask, Tell> {

		/** Written by the process. */
		private String startedFor;

		@Override
		public Integer init() {
			this.startedFor = TENANT.get();
			return 0;
		}

		@Override
		public CallResult<Integer> handleCall(Ask request, From from, Integer state) throws Exception {
			return reply(request, switch (request.what()) {
				case "tenant" -> TENANT.get() + ", " + Task.asyncNoLink(self().processes(), TENANT::get).await();
				case "started for" -> this.startedFor;
				case "path" -> MDC.get(LoggingContext.PATH);
				default -> request.what();
			}, state);
		}

		@Override
		public Next<Integer> handleCast(Tell message, Integer state) {
			return next(state);
		}

		@Override
		public Next<Integer> handleInfo(Object message, Integer state) {
			return next(state);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnConventions {

		@Bean
		CallObservationConvention ofCalls() {
			return new DefaultMessageSendObservationConvention("shop.call");
		}

		@Bean
		MessageHandlerObservationConvention ofHandlers() {
			return new DefaultMessageHandlerObservationConvention() {

				@Override
				public String getName() {
					return "shop.handler";
				}

			};
		}

	}

	static final class Early implements MessageObserver {

	}

	static final class Late implements MessageObserver {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnObservers {

		@Bean
		Late late() {
			return new Late();
		}

		@Bean
		@Order(-1)
		Early early() {
			return new Early();
		}

	}

}
