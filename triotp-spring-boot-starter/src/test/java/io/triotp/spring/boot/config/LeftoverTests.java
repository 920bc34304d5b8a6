package io.triotp.spring.boot.config;

import java.nio.file.Path;
import java.util.List;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.spring.boot.EchoServer;
import io.triotp.spring.boot.Supervised;
import io.triotp.spring.boot.YamlApplication;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.SupervisorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A bean that no tree names does not run in another one in silence. */
class LeftoverTests {

	private static final String SHOP = """
			spring.application.name: demo
			triotp.applications.shop.supervisor.children: [ { id: a, bean: one }, { id: b, bean: two } ]
			""";

	@TempDir
	private Path folder;

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean({ "one", "uno" })
		EchoServer one() {
			return new EchoServer();
		}

		@Bean
		EchoServer two() {
			return new EchoServer();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Annotated {

		@Bean
		@Supervised(restart = Restart.TEMPORARY)
		EchoServer wanted() {
			return new EchoServer();
		}

		@Bean
		@Supervised(discover = false)
		EchoServer byCode() {
			return new EchoServer();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Code {

		@Bean
		ApplicationSpec application(EchoServer one) {
			return ApplicationSpec.of("by-code", SupervisorSpec.oneForOne(ChildSpec.server("a", () -> one)));
		}

	}

	private ConfigurationProblem problem(YamlApplication application, Class<?>... sources) {
		InvalidApplicationsException failure = catchThrowableOfType(InvalidApplicationsException.class,
				() -> application.run(sources).close());
		assertThat(failure).as("must be refused").isNotNull();
		assertThat(failure.problems()).hasSize(1);
		return failure.problems().getFirst();
	}

	@Test
	void aChildThatAProfileLeavesOutOfItsListIsReportedWithTheListThatNamesIt() {
		ConfigurationProblem problem = problem(new YamlApplication(this.folder, SHOP + """
				---
				spring.config.activate.on-profile: small
				triotp.applications.shop.supervisor.children: [ { id: a, bean: one } ]
				""").argument("--spring.profiles.active=small"), Beans.class);
		assertThat(problem.property()).isEqualTo("triotp.applications");
		assertThat(problem.reason()).contains("No tree names the beans [two]", "'two' is named at ",
				"application.yml] - 2:", "a list is taken from one place as a whole");
		assertThat(problem.action()).contains("Name them in a tree", "default application 'demo'",
				"@Supervised(discover = false)");
	}

	@Test
	void aSupervisorOfWhichNothingIsSaidIsReported() {
		String yaml = """
				triotp:
				  applications:
				    shop:
				      supervisor:
				    other:
				      supervisor: { children: [ one, two ] }
				""";
		assertThat(problem(new YamlApplication(this.folder, yaml), Beans.class)).satisfies((problem) -> {
			assertThat(problem.property()).startsWith("triotp.applications.shop");
			assertThat(problem.action()).contains("children");
		});
	}

	@Test
	void aSupervisorWithoutChildrenIsReported() {
		String yaml = SHOP + "triotp.applications.other.supervisor.strategy: one-for-all\n";
		assertThat(problem(new YamlApplication(this.folder, yaml), Beans.class)).satisfies((problem) -> {
			assertThat(problem.property()).isEqualTo("triotp.applications.other.supervisor");
			assertThat(problem.action()).contains("children: [ ]");
		});
	}

	@Test
	void aBeanThatIsNamedByItsAliasRunsOnce() {
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder,
				SHOP.replace("bean: one", "bean: uno"))
			.run(Beans.class)) {
			Node node = context.getBean(Node.class);
			assertThat(node.applications()).hasSize(1);
			assertThat(node.supervisor("shop").children()).extracting(ChildInfo::id).containsExactly("a", "b");
		}
	}

	@Test
	void besideDeclaredTreesOnlyAnnotatedBeansGoToTheDefaultApplication() {
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder, SHOP).run(Beans.class,
				Annotated.class)) {
			List<ChildInfo> children = context.getBean(Node.class).supervisor("demo").children();
			assertThat(children).extracting(ChildInfo::id).containsExactly("wanted");
			assertThat(children.getFirst().restart()).isEqualTo(Restart.TEMPORARY);
		}
	}

	@Test
	void theyMayAllGoToTheDefaultApplication() {
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder,
				SHOP.replace(", { id: b, bean: two }", "") + "triotp.unassigned: default-application\n")
			.run(Beans.class)) {
			Node node = context.getBean(Node.class);
			assertThat(node.supervisor("shop").children()).extracting(ChildInfo::id).containsExactly("a");
			assertThat(node.supervisor("demo").children()).extracting(ChildInfo::id).containsExactly("two");
		}
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void theyMayBeLeftAloneWithAWarning(CapturedOutput output) {
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder,
				SHOP.replace(", { id: b, bean: two }", "") + "triotp.unassigned: warn\n")
			.run(Beans.class)) {
			assertThat(context.getBean(Node.class).applications()).extracting("name").containsExactly("shop");
			assertThat(output).contains("No tree names the beans [two]: they are not started");
		}
	}

	@Test
	void besideAnApplicationMadeByCodeABeanIsNotStartedOnceMore() {
		assertThat(problem(new YamlApplication(this.folder, "spring.application.name: demo"), Beans.class, Code.class)
			.reason()).contains("No tree names the beans [one, two]");
	}

	@Test
	void whereNothingIsDeclaredAllRunInTheDefaultApplication() {
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder, "spring.application.name: demo")
			.run(Beans.class)) {
			assertThat(context.getBean(Node.class).supervisor("demo").children()).extracting(ChildInfo::id)
				.containsExactly("one", "two");
		}
	}

}
