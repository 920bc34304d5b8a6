package io.triotp.spring.boot.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.triotp.node.Node;
import io.triotp.server.GenServer;
import io.triotp.spring.boot.EchoServer;
import io.triotp.spring.boot.Supervised;
import io.triotp.spring.boot.YamlApplication;
import io.triotp.spring.boot.autoconfigure.TriOtpAutoConfiguration;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.Shutdown;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.PropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** What files, variables and arguments say, each in its own way. */
class SourcesTests {

	private static final String SHOP = """
			spring.application.name: demo
			triotp.applications.my-shop:
			  supervisor:
			    children:
			      - { id: first-till, bean: echoServer }
			      - { id: clock, bean: clockServer }
			""";

	private static final String PREFIX = "triotp.applications.my-shop.";

	@TempDir
	private Path folder;

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		EchoServer echoServer() {
			return new EchoServer();
		}

		@Bean
		EchoServer clockServer() {
			return new EchoServer();
		}

	}

	private YamlApplication shop() {
		return new YamlApplication(this.folder, SHOP);
	}

	private YamlApplication shop(String variable, String value) {
		return shop().variables(Map.of(variable, value));
	}

	private static List<ConfigurationProblem> problems(YamlApplication application, Class<?>... sources) {
		Class<?>[] beans = (sources.length > 0) ? sources : new Class<?>[] { Beans.class };
		Throwable failure = catchThrowable(() -> application.run(beans).close());
		assertThat(failure).isInstanceOf(InvalidApplicationsException.class);
		return ((InvalidApplicationsException) failure).problems();
	}

	private static void assertProblem(YamlApplication application, String property, String reason, String action,
			Class<?>... sources) {
		assertThat(problems(application, sources)).singleElement().satisfies((problem) -> {
			assertThat(problem.property()).isEqualTo(property);
			assertThat(problem.reason()).contains(reason);
			assertThat(problem.action()).contains(action);
		});
	}

	@Nested
	class DurationsWithoutUnit {

		@ParameterizedTest
		@ValueSource(strings = { "supervisor.period", "period", "overrides.clock.shutdown",
				"overrides.clock.start-timeout", "overrides.clock.backoff.min", "overrides.clock.backoff.reset-after" })
		void areRefusedInVariables(String key) {
			String property = PREFIX + key;
			String variable = "TRIOTP_APPLICATIONS_MYSHOP_"
					+ key.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
			assertThat(problems(shop(variable, "30"))).singleElement().satisfies((problem) -> {
				assertThat(problem.property()).endsWith(key);
				assertThat(problem.reason()).isEqualTo("It has no unit.");
				assertThat(problem.action()).isEqualTo("Write one: 30ms, 30s or 30m.");
			});
			assertThat(problems(shop().argument("--" + property + "=30"))).singleElement()
				.extracting(ConfigurationProblem::reason)
				.isEqualTo("It has no unit.");
		}

		@ParameterizedTest
		@ValueSource(strings = { "call-timeout", "start-timeout", "shutdown", "period" })
		void areRefusedInTheDefaults(String key) {
			assertProblem(new YamlApplication(SourcesTests.this.folder, SHOP + "triotp.defaults." + key + ": 5\n"),
					"triotp.defaults." + key, "It has no unit.", "Write one: 5ms, 5s or 5m.");
		}

		@Test
		void areRefusedInAFileWhetherNumberOrText() {
			for (String value : List.of("5", "'5'", "0", "' 5 '", "${FIVE:5}")) {
				assertProblem(
						new YamlApplication(SourcesTests.this.folder,
								SHOP.replace("children:", "period: " + value + "\n    children:")),
						PREFIX + "supervisor.period", "It has no unit.", "s or ");
			}
		}

		@Test
		void areRefusedInAnnotations() {
			assertProblem(new YamlApplication(SourcesTests.this.folder, "spring.application.name: demo\n"),
					"@Supervised of bean 'server'", "'30' has no unit", "Write a number with its unit",
					Annotated.class);
		}

		@Test
		void meanWhatTheySayWithOne() {
			try (ConfigurableApplicationContext context = shop("TRIOTP_APPLICATIONS_MYSHOP_OVERRIDES_CLOCK_SHUTDOWN",
					"30s")
				.run(Beans.class)) {
				assertThat(child(context, 1).shutdown()).isEqualTo(Shutdown.within(Duration.ofSeconds(30)));
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Annotated {

		@Bean
		@Supervised(shutdown = "30")
		GenServer<?, ?, ?> server() {
			return new EchoServer();
		}

	}

	private static ChildInfo child(ConfigurableApplicationContext context, int index) {
		return context.getBean(Node.class)
			.application("my-shop")
			.flatMap((application) -> application.root())
			.flatMap(ChildInfo::supervision)
			.orElseThrow()
			.children()
			.toList()
			.get(index);
	}

	@Nested
	class PartsOfLists {

		private static final String CHILDREN = PREFIX + "supervisor.children";

		@Test
		void aKeyOfAnItemByVariableLeadsToTheOverride() {
			assertProblem(shop("TRIOTP_APPLICATIONS_MYSHOP_SUPERVISOR_CHILDREN_0_RESTART", "transient"),
					"triotp.applications.myshop.supervisor.children[0]", "all that is left of the list at",
					"TRIOTP_APPLICATIONS_MYSHOP_OVERRIDES_FIRSTTILL_RESTART");
		}

		@Test
		void aKeyOfALaterItemByVariableLeadsToTheOverride() {
			assertProblem(shop("TRIOTP_APPLICATIONS_MYSHOP_SUPERVISOR_CHILDREN_1_SHUTDOWN", "7s"),
					"triotp.applications.myshop.supervisor.children[1]", "all that is left of the list at",
					"TRIOTP_APPLICATIONS_MYSHOP_OVERRIDES_CLOCK_SHUTDOWN");
		}

		@Test
		void aKeyOfAnItemByArgumentLeadsToTheOverride() {
			assertProblem(shop().argument("--" + CHILDREN + "[1].restart=transient"), CHILDREN + "[1]",
					"application.yml", PREFIX + "overrides.clock.restart");
		}

		@Test
		void anItemThatIsAddedAloneIsReported() {
			assertProblem(shop().argument("--" + CHILDREN + "[2]=another"), CHILDREN + "[2]",
					"all that is left of the list at", "Write the whole list here");
		}

		@Test
		void anInnerItemIsReportedOnceWithTheListItWouldReplace() {
			assertProblem(shop().argument("--" + CHILDREN + "[0].children[1].restart=transient"), CHILDREN + "[0]",
					"all that is left of the list at", "below " + PREFIX + "overrides.<id>");
		}

		@Test
		void aListThatDoesNotBeginIsReported() {
			assertProblem(
					new YamlApplication(SourcesTests.this.folder, "spring.application.name: demo\n")
						.argument("--triotp.applications.my-shop.supervisor.children[1]=clockServer"),
					CHILDREN + "[0]", "Item 1 of the list is there, but not item 0", "Number the items from 0");
		}

		@Test
		void aDependencyThatIsAddedAloneIsReported() {
			assertProblem(
					new YamlApplication(SourcesTests.this.folder,
							SHOP.replace("  supervisor:", "  depends-on: [ base ]\n  supervisor:")
									+ "triotp.applications.base.supervisor: { strategy: one-for-all, children: [ ] }\n")
						.argument("--" + PREFIX + "depends-on[1]=base"),
					PREFIX + "depends-on", "all that is left of the list at", "Write the whole list here");
		}

		@Test
		void aWholeListReplacesAnother() {
			try (ConfigurableApplicationContext context = shop().argument("--" + CHILDREN + "[0].id=one")
				.argument("--" + CHILDREN + "[0].bean=clockServer")
				.argument("--" + CHILDREN + "[1]=echoServer")
				.run(Beans.class)) {
				assertThat(child(context, 0).id()).isEqualTo("one");
			}
		}

	}

	@Nested
	class DashesInVariables {

		@Test
		void ofAnApplicationAreDropped() {
			assertProblem(shop("TRIOTP_APPLICATIONS_MY_SHOP_RESTART", "transient"), "triotp.applications.my",
					"does not mean 'my-shop'", "TRIOTP_APPLICATIONS_MYSHOP_RESTART");
		}

		@Test
		void ofAnApplicationWhoseFirstWordIsAnotherAreDroppedToo() {
			assertProblem(
					new YamlApplication(SourcesTests.this.folder,
							SHOP + "triotp.applications.my.supervisor: { strategy: one-for-all, children: [ ] }\n")
						.variables(Map.of("TRIOTP_APPLICATIONS_MY_SHOP_MAX_RESTARTS", "7")),
					"triotp.applications.my", "does not mean 'my-shop'", "TRIOTP_APPLICATIONS_MYSHOP_MAX_RESTARTS");
		}

		@Test
		void ofAnIdAreDropped() {
			assertProblem(shop("TRIOTP_APPLICATIONS_MYSHOP_OVERRIDES_FIRST_TILL_START_TIMEOUT", "7s"),
					PREFIX + "overrides.first", "does not mean 'first-till'",
					"TRIOTP_APPLICATIONS_MYSHOP_OVERRIDES_FIRSTTILL_START_TIMEOUT");
		}

		@Test
		void whoDropsThemIsUnderstood() {
			try (ConfigurableApplicationContext context = shop("TRIOTP_APPLICATIONS_MYSHOP_OVERRIDES_FIRSTTILL_RESTART",
					"temporary")
				.run(Beans.class)) {
				assertThat(child(context, 0).restart()).isEqualTo(Restart.TEMPORARY);
			}
		}

	}

	@Nested
	class UnsetNames {

		@Test
		void aPlaceholderForABeanIsReportedAsUnset() {
			assertProblem(
					new YamlApplication(SourcesTests.this.folder,
							SHOP.replace("bean: echoServer", "bean: \"${SHOP_BEAN}\"")),
					PREFIX + "supervisor.children[0].bean", "${SHOP_BEAN} stands for nothing",
					"${SHOP_BEAN:otherwise}");
		}

		@Test
		void aPlaceholderForADurationIsReportedAsUnset() {
			assertProblem(
					new YamlApplication(SourcesTests.this.folder,
							SHOP.replace("bean: echoServer", "bean: echoServer, shutdown: \"${SHOP_STOP}\"")),
					PREFIX + "supervisor.children[0].shutdown", "nobody sets SHOP_STOP", "Set SHOP_STOP");
		}

		@Test
		void aPlaceholderInShortFormIsReportedAsUnset() {
			assertProblem(
					new YamlApplication(SourcesTests.this.folder,
							SHOP.replace("{ id: clock, bean: clockServer }", "\"${SHOP_CLOCK}\"")),
					PREFIX + "supervisor.children[1]", "${SHOP_CLOCK} stands for nothing", "Set SHOP_CLOCK");
		}

		@Test
		void aPlaceholderThatHasAValueOrWhatHoldsWithoutItIsFine() {
			new YamlApplication(SourcesTests.this.folder,
					SHOP.replace("bean: echoServer", "bean: \"${SHOP_BEAN}\", shutdown: \"${SHOP_STOP:7s}\""))
				.variables(Map.of("SHOP_BEAN", "echoServer"))
				.run(Beans.class)
				.close();
		}

		@Test
		void aSpringApplicationWhoseNameCannotBeThatOfTheDefaultApplicationIsReported() {
			assertProblem(new YamlApplication(SourcesTests.this.folder, "spring.application.name: team/shop\n"),
					"spring.application.name", "go to a default application of this name", "Choose another name");
		}

		@Test
		void aSpringApplicationWithoutADefaultApplicationMayHaveAnyName() {
			new YamlApplication(SourcesTests.this.folder, SHOP.replace("name: demo", "name: team/shop"))
				.run(Beans.class)
				.close();
		}

	}

	@Nested
	class ServiceLinksOfKubernetes {

		@ParameterizedTest
		@ValueSource(strings = { "TRIOTP", "TRIOTP_APPLICATIONS", "TRIOTP_APPLICATIONS_MY_SHOP",
				"TRIOTP_APPLICATIONS_MYSHOP", "TRIOTP_DEFAULTS", "TRIOTP_LIFECYCLE", "TRIOTP_NODE_NAME",
				"TRIOTP_APPLICATIONS_MYSHOP_OVERRIDES" })
		void changeNothing(String service) {
			Map<String, Object> links = Map.of(service + "_SERVICE_HOST", "10.0.0.1", service + "_SERVICE_PORT", "80",
					service + "_SERVICE_PORT_HTTP", "80", service + "_PORT", "tcp://10.0.0.1:80",
					service + "_PORT_80_TCP", "tcp://10.0.0.1:80", service + "_PORT_80_TCP_PROTO", "tcp",
					service + "_PORT_80_TCP_PORT", "80", service + "_PORT_80_TCP_ADDR", "10.0.0.1");
			try (ConfigurableApplicationContext context = shop().variables(links).run(Beans.class)) {
				assertThat(context.getBean(Node.class).applications()).singleElement()
					.satisfies((application) -> assertThat(application.name()).isEqualTo("my-shop"));
			}
		}

	}

	/** Nothing is read where nothing is written and nothing could run. */
	@Nested
	class WithoutAServer {

		@ParameterizedTest
		@ValueSource(strings = { "triotp.node-nam: till", "triotp: till", "triotp.defaults.shutdown: 5",
				"tri-otp.history: 7", "triotp.defaults.start-timeout: ${SHOP_START}",
				"triotp.applications.my/shop.supervisor.children: [ ]",
				"management.endpoint.triotp.stream.max-connections: 0" })
		void whatMakesNoSenseIsReported(String line) {
			assertThat(problems(new YamlApplication(SourcesTests.this.folder, line + "\n"), NoBeans.class))
				.isNotEmpty();
		}

		@ParameterizedTest
		@ValueSource(strings = { "TRIOTP_DEFAULTS_CALLTIMEOUT", "MANAGEMENT_ENDPOINT_TRIOTP_STREAM_MAXAGE" })
		void whatMakesNoSenseInAVariableIsReported(String variable) {
			YamlApplication application = new YamlApplication(SourcesTests.this.folder, "");
			assertThat(problems(application.variables(Map.of(variable, "-1s")), NoBeans.class)).hasSize(1);
		}

		@ParameterizedTest
		@ValueSource(strings = { "triotp.defaults.call-timeout", "management.endpoint.triotp.stream.max-age" })
		void whatMakesNoSenseIsReportedOfASourceThatDoesNotListWhatItHas(String property) {
			PropertySource<Object> source = new PropertySource<>("silent") {

				@Override
				public @Nullable Object getProperty(String name) {
					return name.equals(property) ? "-1s" : null;
				}

			};
			new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(TriOtpAutoConfiguration.class))
				.withInitializer((context) -> context.getEnvironment().getPropertySources().addFirst(source))
				.run((context) -> assertThat(context).getFailure()
					.isInstanceOfSatisfying(InvalidApplicationsException.class,
							(failure) -> assertThat(failure.problems()).singleElement()
								.extracting(ConfigurationProblem::property)
								.isEqualTo(property)));
		}

		@Test
		void aServiceLinkOfKubernetesChangesNothing() {
			new YamlApplication(SourcesTests.this.folder, "")
				.variables(Map.of("TRIOTP_APPLICATIONS_PORT", "tcp://10.0.0.1:80"))
				.run(NoBeans.class)
				.close();
		}

		@Configuration(proxyBeanMethods = false)
		static class NoBeans {

		}

	}

}
