package io.triotp.spring.boot.config;

import java.nio.file.Path;
import java.util.List;

import io.triotp.node.Node;
import io.triotp.server.ServerRef;
import io.triotp.spring.boot.EchoServer;
import io.triotp.spring.boot.Supervised;
import io.triotp.spring.boot.YamlApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Which names a child may have, and so the bean that refers to it. */
class ReferenceNamesTests {

	private static final String CHILDREN = "triotp.applications.shop.supervisor.children";

	@TempDir
	private Path folder;

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		EchoServer one() {
			return new EchoServer();
		}

		@Bean({ "two", "deux" })
		EchoServer two() {
			return new EchoServer();
		}

		@Bean("shop/taken")
		String taken() {
			return "taken";
		}

		@Bean
		Runnable job() {
			return () -> {
			};
		}

	}

	private static String children(String children) {
		return "triotp.applications.shop.supervisor.children: [ " + children + ", { id: b, bean: two } ]\n";
	}

	private List<ConfigurationProblem> problems(String yaml, Class<?>... sources) {
		InvalidApplicationsException failure = catchThrowableOfType(InvalidApplicationsException.class,
				() -> new YamlApplication(this.folder, yaml).run(sources).close());
		assertThat(failure).as("must be refused").isNotNull();
		return failure.problems();
	}

	@ParameterizedTest
	@ValueSource(strings = { "one", "two", "deux", "environment", "systemProperties", "messageSource",
			"applicationEventMulticaster", "lifecycleProcessor", "conversionService", "triOtpNode",
			"triotp.application.shop", "triotp.applicationSpecs" })
	void theNameOfAnotherBeanIsRefused(String name) {
		assertThat(problems(children("{ id: a, bean: one, name: " + name + " }"), Beans.class)).singleElement()
			.satisfies((problem) -> {
				assertThat(problem.property()).isEqualTo(CHILDREN + "[0].name");
				assertThat(problem.value()).isEqualTo(name);
				assertThat(problem.origin()).contains("application.yml] - 1:");
				assertThat(problem.reason()).contains("is the name of another bean");
				assertThat(problem.action()).contains("Choose another name", "shop/a");
			});
	}

	@Test
	void theNameOfAFactoryIsRefused() {
		assertThat(problems(children("{ id: a, bean: one, name: '&one' }"), Beans.class)).singleElement()
			.satisfies((problem) -> {
				assertThat(problem.property()).isEqualTo(CHILDREN + "[0].name");
				assertThat(problem.reason()).contains("must not begin with &");
			});
	}

	@Test
	void anIdThatMakesTheNameOfAnotherBeanIsRefused() {
		assertThat(problems(children("{ id: taken, bean: one }"), Beans.class)).singleElement().satisfies((problem) -> {
			assertThat(problem.property()).isEqualTo(CHILDREN + "[0].id");
			assertThat(problem.reason()).contains("'shop/taken' is the name of another bean");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "{ id: a, children: [ one ], name: two }", "{ id: a, dynamic: true, name: two }, one" })
	void supervisorsAreNoException(String child) {
		assertThat(problems(children(child), Beans.class)).singleElement()
			.satisfies((problem) -> assertThat(problem.reason()).contains("'two' is the name of another bean"));
	}

	@Test
	void aChildThatNobodyRefersToMayHaveTheNameOfABean() {
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder,
				children("one, { id: a, bean: job, name: environment, restart: transient }"))
			.run(Beans.class)) {
			assertThat(context.getBean(Node.class).supervisor("shop").children()).hasSize(3);
		}
	}

	@Test
	void aNameOfOnesOwnIsThatOfTheReference() {
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder,
				children("{ id: a, bean: one, name: front }"))
			.run(Beans.class)) {
			assertThat(context.getBean("front")).isInstanceOf(ServerRef.class);
			assertThat(context.getBean(Node.class).whereis("front")).isPresent();
		}
	}

	@Test
	void theNameOfTheApplicationIsRefused() {
		assertThat(problems(children("{ id: a, bean: one, name: shop }"), Beans.class)).singleElement()
			.satisfies((problem) -> assertThat(problem.reason())
				.contains("The child 'a' would be registered as 'shop', which is the name of an application"));
	}

	@Test
	void anIdThatIsTooLongIsRefusedWithItsLength() {
		for (int length : new int[] { 251, 600 }) {
			assertThat(problems(children("{ id: " + "x".repeat(length) + ", bean: one }"), Beans.class)).singleElement()
				.satisfies((problem) -> {
					assertThat(problem.property()).isEqualTo(CHILDREN + "[0].id");
					assertThat(problem.reason()).contains((length + 5) + " characters", "255");
				});
		}
	}

	@Test
	void aNameThatIsTooLongIsRefused() {
		assertThat(problems(children("{ id: a, bean: one, name: " + "x".repeat(256) + " }"), Beans.class))
			.singleElement()
			.satisfies((problem) -> assertThat(problem.property()).isEqualTo(CHILDREN + "[0].name"));
	}

	@Test
	void anApplicationWhoseNameIsTooLongIsRefused() {
		String name = "x".repeat(256);
		assertThat(problems(children("one").replace("shop", name), Beans.class)).singleElement()
			.satisfies((problem) -> assertThat(problem.reason()).contains("256 characters"));
	}

	@Configuration(proxyBeanMethods = false)
	static class Annotated {

		@Bean
		@Supervised(id = "a/b")
		EchoServer slash() {
			return new EchoServer();
		}

		@Bean("c/d")
		EchoServer named() {
			return new EchoServer();
		}

	}

	@Test
	void anIdOfAnAnnotationAndABeanThatCannotBeAnIdAreRefused() {
		assertThat(problems("spring.application.name: demo", Annotated.class))
			.extracting(ConfigurationProblem::property)
			.containsExactlyInAnyOrder("@Supervised of bean 'slash'", "@Supervised of bean 'c/d'");
	}

}
