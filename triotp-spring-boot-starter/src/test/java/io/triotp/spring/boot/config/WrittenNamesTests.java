package io.triotp.spring.boot.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.triotp.node.Node;
import io.triotp.spring.boot.EchoServer;
import io.triotp.spring.boot.YamlApplication;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.Shutdown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A name is what was written, or it is refused. */
class WrittenNamesTests {

	private static final String APPLICATIONS = "triotp.applications";

	@TempDir
	private Path folder;

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		EchoServer one() {
			return new EchoServer();
		}

		@Bean
		EchoServer two() {
			return new EchoServer();
		}

	}

	private static String application(String name) {
		return """
				triotp:
				  applications:
				    %s:
				      supervisor:
				        children: [ { id: a, bean: one }, { id: b, bean: two } ]
				""".formatted(name);
	}

	private static String overridden(String id, String key) {
		return """
				triotp:
				  applications:
				    shop:
				      supervisor:
				        children: [ { id: %s, bean: one }, { id: ber, bean: two } ]
				      overrides:
				        %s: { shutdown: 30s }
				""".formatted(id, key);
	}

	private List<ConfigurationProblem> problems(YamlApplication application) {
		InvalidApplicationsException failure = catchThrowableOfType(InvalidApplicationsException.class,
				() -> application.run(Beans.class).close());
		assertThat(failure).as("must be refused").isNotNull();
		return failure.problems();
	}

	private List<ConfigurationProblem> problems(String yaml) {
		return problems(new YamlApplication(this.folder, yaml));
	}

	@ParameterizedTest
	@CsvSource({ "orders/eu, orderseu", "größe, gre", "my shop, myshop", "'\"urn:shop\"', urnshop", "-shop, shop",
			"a+b, ab" })
	void anApplicationWhoseNameWouldLoseCharactersIsRefused(String name, String read) {
		String written = name.replace("\"", "");
		assertThat(problems(application(name))).singleElement().satisfies((problem) -> {
			assertThat(problem.property()).isEqualTo(APPLICATIONS + "." + written);
			assertThat(problem.origin()).contains("application.yml] - 5:");
			assertThat(problem.reason()).contains("Spring Boot would read this name as '" + read + "'");
			assertThat(problem.action())
				.contains(written.contains("/") ? "Write letters, digits and dashes" : "'[" + written + "]'");
		});
	}

	@Test
	void aNameOfWhichNothingWouldBeLeftIsRefused() {
		assertThat(problems(application("注文"))).singleElement().satisfies((problem) -> {
			assertThat(problem.property()).isEqualTo(APPLICATIONS + ".注文");
			assertThat(problem.origin()).contains("application.yml] - 5:");
			assertThat(problem.reason()).contains("Spring Boot would leave nothing of this name");
			assertThat(problem.action()).contains("'[注文]'");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "größe", "注文", "my shop", "urn:shop", "orders.eu" })
	void inBracketsANameKeepsAllItsCharacters(String name) {
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder, application("'[" + name + "]'"))
			.run(Beans.class)) {
			Node node = context.getBean(Node.class);
			assertThat(node.application(name)).isPresent();
			assertThat(node.whereis(name + "/a")).isPresent();
			assertThat(context.containsBean(name + "/a")).isTrue();
		}
	}

	@Test
	void whatIsWrongBelowANameInBracketsIsFound() {
		String yaml = application("'[größe]'").replace("bean: two", "bean: three");
		assertThat(problems(yaml)).anySatisfy((problem) -> {
			assertThat(problem.property()).isEqualTo(APPLICATIONS + "[größe].supervisor.children[1].bean");
			assertThat(problem.value()).isEqualTo("three");
			assertThat(problem.origin()).contains("application.yml] - 5:");
		});
	}

	@ParameterizedTest
	@CsvSource({ "yes, true", "off, false", "007, 7", "1.10, 1.1" })
	void aKeyThatYamlReadsAsSomethingElseThanTextIsRefused(String name, String read) {
		assertThat(problems(application(name))).singleElement().satisfies((problem) -> {
			assertThat(problem.property()).isEqualTo(APPLICATIONS + "[" + read + "]");
			assertThat(problem.reason()).contains("YAML reads this name as " + read);
			assertThat(problem.action()).contains("in quotes");
		});
	}

	@Test
	void inQuotesSuchAKeyIsText() {
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder, application("'007'"))
			.run(Beans.class)) {
			assertThat(context.getBean(Node.class).application("007")).isPresent();
		}
	}

	@Test
	void anOverrideWhoseIdWouldLoseCharactersIsRefused() {
		assertThat(problems(overridden("über", "über"))).singleElement().satisfies((problem) -> {
			assertThat(problem.property()).isEqualTo(APPLICATIONS + ".shop.overrides.über");
			assertThat(problem.origin()).contains("application.yml] - 7:");
			assertThat(problem.reason()).contains("Spring Boot would read this name as 'ber'");
			assertThat(problem.action()).contains("'[über]'");
		});
	}

	@Test
	void inBracketsAnOverrideMeansTheChildOfThatId() {
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder, overridden("über", "'[über]'"))
			.run(Beans.class)) {
			List<ChildInfo> children = context.getBean(Node.class).supervisor("shop").children();
			assertThat(children).extracting(ChildInfo::shutdown)
				.containsExactly(Shutdown.within(Duration.ofSeconds(30)), Shutdown.DEFAULT_WORKER);
		}
	}

	@Test
	void aVariableWhoseNameWouldLoseCharactersIsRefused() {
		String variable = "TRIOTP_APPLICATIONS_SHOP_OVERRIDES_ÜBER_SHUTDOWN";
		assertThat(
				problems(new YamlApplication(this.folder, overridden("über", "ber")).variables(Map.of(variable, "7s"))))
			.singleElement()
			.satisfies((problem) -> {
				assertThat(problem.property()).isEqualTo(variable);
				assertThat(problem.value()).isEqualTo("7s");
				assertThat(problem.reason()).contains("of the name of a variable only letters, digits and underscores");
				assertThat(problem.action()).contains("in a file");
			});
	}

	@Test
	void anArgumentWhoseNameWouldLoseCharactersIsRefused() {
		assertThat(problems(new YamlApplication(this.folder, overridden("über", "ber"))
			.argument("--triotp.applications.shop.overrides.über.shutdown=7s"))).singleElement()
			.satisfies(
					(problem) -> assertThat(problem.property()).isEqualTo("triotp.applications.shop.overrides.über"));
	}

	@ParameterizedTest
	@CsvSource({ "yes, true", "007, 7", "1_000, 1000", "1.10, 1.1" })
	void anIdThatYamlChangesIsRefused(String id, String read) {
		assertThat(problems(application("shop").replace("id: a", "id: " + id))).singleElement().satisfies((problem) -> {
			assertThat(problem.property()).isEqualTo(APPLICATIONS + ".shop.supervisor.children[0].id");
			assertThat(problem.reason()).contains("YAML reads this as " + read);
			assertThat(problem.action()).contains("in quotes");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "7", "true", "'007'", "\"yes\"", "größe", "注文" })
	void anIdThatYamlLeavesAsItIsIsKept(String id) {
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder,
				application("shop").replace("id: a", "id: " + id))
			.run(Beans.class)) {
			String written = id.replace("'", "").replace("\"", "");
			assertThat(context.getBean(Node.class).whereis("shop/" + written)).isPresent();
		}
	}

	@Test
	void anApplicationWhoseNameIsBlankIsRefused() {
		assertThat(problems(application("'[ ]'"))).singleElement()
			.satisfies((problem) -> assertThat(problem.reason()).contains("nor be blank"));
	}

}
