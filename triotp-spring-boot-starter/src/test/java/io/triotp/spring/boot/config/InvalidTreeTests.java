package io.triotp.spring.boot.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.triotp.application.ApplicationSpec;
import io.triotp.server.GenServer;
import io.triotp.spring.boot.EchoServer;
import io.triotp.spring.boot.YamlApplication;
import io.triotp.supervisor.SupervisorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What is refused, and what is said about it. */
@ExtendWith(OutputCaptureExtension.class)
class InvalidTreeTests {

	private static final String ECHO = "triotp.applications.echo";

	private static final String CHILDREN = ECHO + ".supervisor.children";

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

		@Bean
		String text() {
			return "text";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CodeBeans {

		@Bean
		ApplicationSpec byCode() {
			return ApplicationSpec.of("by-code", SupervisorSpec.oneForOne());
		}

	}

	/** A tree with these children in flow style, and a second bean in its place. */
	private static String children(String children) {
		return """
				triotp:
				  applications:
				    echo:
				      supervisor:
				        children: [ %s ]
				    rest:
				      supervisor:
				        children: [ { id: unused, bean: clockServer } ]
				""".formatted(children);
	}

	private List<ConfigurationProblem> problems(String yaml, Class<?>... more) {
		return problems(new YamlApplication(this.folder, yaml), more);
	}

	private List<ConfigurationProblem> problems(YamlApplication application, Class<?>... more) {
		Class<?>[] sources = (more.length > 0) ? new Class<?>[] { Beans.class, more[0] }
				: new Class<?>[] { Beans.class };
		InvalidApplicationsException failure = find(
				catchThrowableOfType(Exception.class, () -> application.run(sources).close()));
		return failure.problems();
	}

	private static InvalidApplicationsException find(Throwable failure) {
		assertThat(failure).as("the start must fail").isNotNull();
		Throwable cause = failure;
		while (!(cause instanceof InvalidApplicationsException)) {
			assertThat(cause.getCause()).as("cause of " + cause).isNotNull();
			cause = cause.getCause();
		}
		return (InvalidApplicationsException) cause;
	}

	/**
	 * Assert the one problem.
	 * @param yaml the file
	 * @param property the whole property
	 * @param value the value, which is also where the origin points to
	 * @param reason what the reason says
	 * @param action what the action says
	 */
	private void assertProblem(String yaml, String property, String value, String reason, String action) {
		assertThat(problems(yaml)).singleElement().satisfies((problem) -> {
			assertThat(problem.property()).isEqualTo(property);
			assertThat(problem.value()).hasToString(value);
			assertThat(problem.origin()).endsWith("application.yml] - " + position(yaml, value));
			assertThat(problem.reason()).contains(reason);
			assertThat(problem.action()).contains(action);
		});
	}

	/** The same where a whole block is meant: it begins with its first value. */
	private void assertBlock(String yaml, String property, String firstValue, String reason, String action) {
		assertThat(problems(yaml)).singleElement().satisfies((problem) -> {
			assertThat(problem.property()).isEqualTo(property);
			assertThat(problem.value()).isNull();
			assertThat(problem.origin()).endsWith("application.yml] - " + position(yaml, firstValue));
			assertThat(problem.reason()).contains(reason);
			assertThat(problem.action()).contains(action);
		});
	}

	/** Line and column of the last place where a value stands behind its key. */
	private static String position(String yaml, String value) {
		int at = Math.max(yaml.lastIndexOf(" " + value + " "), yaml.lastIndexOf(" " + value + "\n")) + 1;
		at = Math.max(at, Math.max(yaml.lastIndexOf(" " + value + ","), yaml.lastIndexOf(" " + value + "}")) + 1);
		assertThat(at).as("'" + value + "' in the YAML").isPositive();
		String before = yaml.substring(0, at);
		return before.lines().count() + ":" + (at - before.lastIndexOf('\n'));
	}

	@Test
	void anUnknownBeanIsReportedWithTheNearestNamesAndAllCandidates() {
		assertProblem(children("{ id: server, bean: ecoServer }, { id: b, bean: echoServer }"), CHILDREN + "[0].bean",
				"ecoServer", "There is no bean named 'ecoServer'",
				"Did you mean 'echoServer'? The suitable beans are: clockServer, echoServer.");
	}

	@Test
	void anUnknownBeanInShortFormIsReported() {
		assertProblem(children("echo-server, ecko-server"), CHILDREN + "[1]", "ecko-server",
				"There is no bean named 'ecko-server'", "Did you mean 'echoServer'?");
	}

	@Test
	void aBeanOfAWrongTypeIsReported() {
		assertProblem(children("{ id: server, bean: text }, echoServer"), CHILDREN + "[0].bean", "text",
				"Bean 'text' is a java.lang.String, which is no GenServer", "Let it implement one of them");
	}

	@Test
	void aMisspeltKeyIsReported() {
		assertProblem(children("{ id: server, bean: echoServer, restrat: transient }"), CHILDREN + "[0].restrat",
				"transient", "There is no such key", "Did you mean 'restart'?");
	}

	@Test
	void aMisspeltKeyThreeListsDownIsReported() {
		assertProblem("""
				triotp:
				  applications:
				    echo:
				      supervisor:
				        children:
				          - id: one
				            children:
				              - clockServer
				              - id: two
				                children:
				                  - id: server
				                    bean: echoServer
				                    restrat: transient
				""", CHILDREN + "[0].children[1].children[0].restrat", "transient", "There is no such key",
				"Did you mean 'restart'? The keys here are: id, bean, facade, name, restart,");
	}

	@Test
	void anItemOfWhichNoKeyIsKnownDoesNotHideItsSiblings() {
		assertThat(problems(children("echoServer, { beam: echoServer }, { id: x, bean: nobody }")))
			.extracting(ConfigurationProblem::property)
			.containsExactlyInAnyOrder(CHILDREN + "[1].beam", CHILDREN + "[1]", CHILDREN + "[2].bean");
	}

	@Test
	void aMisspeltKeyOfTheRootIsReported() {
		assertProblem(children("echoServer").replace("triotp:\n", "triotp:\n  nod-name: x\n"), "triotp.nod-name", "x",
				"There is no such key", "Did you mean 'node-name'?");
	}

	@Test
	void aMisspeltKeyInTheDefaultsIsReported() {
		assertProblem(children("echoServer").replace("triotp:\n", "triotp:\n  defaults: { max-restart: 7 }\n"),
				"triotp.defaults.max-restart", "7", "There is no such key", "Did you mean 'max-restarts'?");
	}

	@Test
	void aDuplicateIdIsReportedAtAnyDepth() {
		assertProblem(children("{ id: a, bean: echoServer }, { id: s, children: [ { bean: echoServer, id: a } ] }"),
				CHILDREN + "[1].children[0].id", "a", "has two children with the id 'a'",
				"Give each child of the application an id of its own");
	}

	@Test
	void idsThatAnEnvironmentVariableCannotTellApartAreReported() {
		assertProblem(children("{ id: a-b, bean: echoServer }, { bean: echoServer, id: aB }"), CHILDREN + "[1].id",
				"aB", "The ids 'a-b' and 'aB' differ only in case, dashes or underscores", "an id of its own");
	}

	@Test
	void aDependencyCycleIsReportedWithItsPath() {
		String yaml = children("echoServer").replace("    echo:\n", "    echo:\n      depends-on: [ rest ]\n")
			.replace("    rest:\n", "    rest:\n      depends-on: [ echo ]\n");
		assertBlock(yaml, ECHO + ".depends-on", "rest", "Applications depend on each other: echo -> rest -> echo",
				"Remove one of these dependencies");
	}

	@Test
	void anApplicationThatNeedsOneThatIsNotStartedIsReported() {
		String yaml = children("echoServer").replace("    echo:\n", "    echo:\n      depends-on: [ rest ]\n")
			.replace("    rest:\n", "    rest:\n      auto-startup: false\n");
		assertProblem(yaml, ECHO + ".depends-on[0]", "rest",
				"Application 'echo' is started with the context, and 'rest', which it needs, is not",
				"Set auto-startup of both to the same");
	}

	@Test
	void aCircleClosedByAnOptionalDependencyIsReportedWhereItIsWritten() {
		String yaml = children("echoServer").replace("    echo:\n", "    echo:\n      optional-depends-on: [ rest ]\n")
			.replace("    rest:\n", "    rest:\n      depends-on: [ echo ]\n");
		assertBlock(yaml, ECHO + ".optional-depends-on", "rest",
				"Applications depend on each other: echo -> rest -> echo", "Remove one of these dependencies");
	}

	@Test
	void aCircleClosedByAnOptionalDependencyOfAnApplicationByCodeIsReportedToo() {
		String yaml = children("echoServer").replace("    echo:\n",
				"    echo:\n      optional-depends-on: [ circular ]\n");
		assertThat(problems(yaml, CircularBeans.class)).singleElement().satisfies((problem) -> {
			assertThat(problem.property()).isEqualTo(ECHO + ".optional-depends-on");
			assertThat(problem.origin()).endsWith("application.yml] - " + position(yaml, "circular"));
			assertThat(problem.reason()).contains("Applications depend on each other: echo -> circular -> echo");
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class CircularBeans {

		@Bean
		ApplicationSpec circular() {
			return ApplicationSpec.of("circular", SupervisorSpec.oneForOne()).dependsOn("echo");
		}

	}

	@Test
	void aMisspeltListOfOptionalDependenciesIsReported() {
		assertProblem(children("echoServer").replace("    echo:\n", "    echo:\n      optional-depend-on: rest\n"),
				ECHO + ".optional-depend-on", "rest", "There is no such key", "Did you mean 'optional-depends-on'?");
	}

	@Test
	void anUnknownDependencyIsReported() {
		assertProblem(children("echoServer").replace("    echo:\n", "    echo:\n      depends-on: [ rests ]\n"),
				ECHO + ".depends-on[0]", "rests", "There is no application 'rests'",
				"Did you mean 'rest'? The other applications are: rest.");
	}

	@Test
	void anUnknownDependencyOfAnApplicationByCodeIsReportedToo() {
		String yaml = children("echoServer").replace("    echo:\n", "    echo:\n      depends-on: [ by-cod ]\n");
		assertThat(problems(yaml, CodeBeans.class)).singleElement().satisfies((problem) -> {
			assertThat(problem.reason()).contains("There is no application 'by-cod'");
			assertThat(problem.action()).contains("Did you mean 'by-code'?");
		});
	}

	@Test
	void aNegativeNumberOfRestartsIsReported() {
		assertProblem(children("{ id: s, max-restarts: -1, children: [ echoServer ] }"), CHILDREN + "[0].max-restarts",
				"-1", "It must be 0 or more", "Correct the value");
	}

	@Test
	void aPeriodOfZeroIsReported() {
		assertProblem(children("{ id: s, period: 0s, children: [ echoServer ] }"), CHILDREN + "[0].period", "0s",
				"It must be more than 0", "Write a longer time");
	}

	@Test
	void limitsOfTheDefaultsAreCheckedToo() {
		assertProblem(children("echoServer").replace("triotp:\n", "triotp:\n  defaults: { call-timeout: 0s }\n"),
				"triotp.defaults.call-timeout", "0s", "It must be more than 0", "Write a longer time");
	}

	@Test
	void aNegativeNumberOfSpareCarriersIsReported() {
		assertProblem(children("echoServer").replace("triotp:\n", "triotp:\n  defaults: { spare-carriers: -1 }\n"),
				"triotp.defaults.spare-carriers", "-1", "It must be 0 or more", "Correct the value");
	}

	@Test
	void aNegativeHighWaterMarkIsReported() {
		assertProblem(children("echoServer").replace("triotp:\n", "triotp:\n  defaults: { high-water-mark: -1 }\n"),
				"triotp.defaults.high-water-mark", "-1", "It must be 0 or more", "Correct the value");
	}

	@Test
	void aNegativeTimeForHandlersIsReported() {
		assertProblem(children("echoServer").replace("triotp:\n", "triotp:\n  defaults: { wedged-after: -1s }\n"),
				"triotp.defaults.wedged-after", "-1s", "It must not be negative", "Write a time of 0 or more");
	}

	@Test
	void aNegativeTimeToStallIsReported() {
		assertProblem(children("echoServer").replace("triotp:\n", "triotp:\n  metrics: { stalled-after: -1s }\n"),
				"triotp.metrics.stalled-after", "-1s", "It must not be negative", "Write a time of 0 or more");
	}

	@Test
	void settingsOfTheStreamThatMakeNoSenseAreReportedToo() {
		String yaml = children("echoServer") + """

				management.endpoint.triotp.stream:
				  max-connections: 0
				  max-age: -1m
				  heartbeat: 0s
				""";
		assertThat(problems(yaml)).satisfiesExactly((connections) -> {
			assertThat(connections.property()).isEqualTo("management.endpoint.triotp.stream.max-connections");
			assertThat(connections.value()).hasToString("0");
			assertThat(connections.origin()).endsWith("application.yml] - " + position(yaml, "0"));
			assertThat(connections.reason()).contains("It must be 1 or more");
			assertThat(connections.action()).contains("Correct the value");
		}, (age) -> {
			assertThat(age.property()).isEqualTo("management.endpoint.triotp.stream.max-age");
			assertThat(age.value()).hasToString("-1m");
			assertThat(age.origin()).endsWith("application.yml] - " + position(yaml, "-1m"));
			assertThat(age.reason()).contains("It must be more than 0");
			assertThat(age.action()).contains("Write a longer time");
		}, (heartbeat) -> {
			assertThat(heartbeat.property()).isEqualTo("management.endpoint.triotp.stream.heartbeat");
			assertThat(heartbeat.value()).hasToString("0s");
			assertThat(heartbeat.reason()).contains("It must be more than 0");
		});
	}

	@Test
	void aBadDurationIsReported() {
		assertProblem(children("{ id: s, bean: echoServer, start-timeout: soon }"), CHILDREN + "[0].start-timeout",
				"soon", "It is not a duration", "Write a number with its unit, such as 500ms, 5s or 2m");
	}

	@Test
	void aBadShutdownIsReported() {
		assertProblem(children("{ id: s, bean: echoServer, shutdown: never }"), CHILDREN + "[0].shutdown", "never",
				"It is neither a duration of 0 or more nor one of the words", "or infinity, or brutal-kill");
	}

	@Test
	void aNegativeShutdownIsReported() {
		assertProblem(children("{ id: s, bean: echoServer, shutdown: -1s }"), CHILDREN + "[0].shutdown", "-1s",
				"It is neither a duration of 0 or more", "or infinity, or brutal-kill");
	}

	@Test
	void aBadWordIsReportedWithTheValidOnes() {
		assertProblem(children("{ id: s, strategy: one-for-many, children: [ echoServer ] }"),
				CHILDREN + "[0].strategy", "one-for-many", "none of the words",
				"Valid values: one-for-one, one-for-all, rest-for-one.");
	}

	@Test
	void aBadNumberIsReported() {
		assertProblem(children("{ id: s, max-restarts: many, children: [ echoServer ] }"),
				CHILDREN + "[0].max-restarts", "many", "It is not a whole number", "Correct the value");
	}

	@Test
	void aSingleValueInPlaceOfASupervisorIsReported() {
		String yaml = children("echoServer, clockServer").replace("""
				    rest:
				      supervisor:
				        children: [ { id: unused, bean: clockServer } ]
				""", "    rest:\n      supervisor: small\n");
		assertThat(problems(yaml)).anySatisfy((problem) -> {
			assertThat(problem.property()).isEqualTo("triotp.applications.rest.supervisor");
			assertThat(problem.value()).hasToString("small");
			assertThat(problem.origin()).endsWith("application.yml] - " + position(yaml, "small"));
			assertThat(problem.action()).contains("strategy, max-restarts, period, auto-shutdown, backoff, children");
		});
	}

	@Test
	void aChildWithABeanAndChildrenIsReported() {
		assertProblem(children("{ id: s, bean: echoServer, children: [ ] }"), CHILDREN + "[0].bean", "echoServer",
				"A child is made of a bean or has children, not both", "Remove bean or children");
	}

	@Test
	void aChildWithNeitherBeanNorChildrenIsReported() {
		assertBlock(children("{ id: nothing }, echoServer"), CHILDREN + "[0]", "nothing",
				"has neither bean nor children nor dynamic", "Add one of them");
	}

	@Test
	void aSettingOfSupervisorsOnABeanIsReported() {
		assertProblem(children("{ id: s, bean: echoServer, strategy: one-for-all }"), CHILDREN + "[0].strategy",
				"one-for-all", "Only a supervisor can say that", "Remove it");
	}

	@Test
	void aSignificantChildUnderASupervisorThatNeverShutsDownIsReported() {
		assertProblem(children("{ id: s, bean: echoServer, restart: transient, significant: true }"),
				CHILDREN + "[0].significant", "true", "the auto-shutdown of the supervisor is never",
				"set auto-shutdown of the supervisor to any-significant or all-significant");
	}

	@Test
	void aSignificantPermanentChildIsReported() {
		assertProblem(
				children("{ id: s, auto-shutdown: any-significant, children: "
						+ "[ { id: t, bean: echoServer, significant: true } ] }"),
				CHILDREN + "[0].children[0].significant", "true", "A permanent child never ends for good",
				"Set restart to transient or temporary");
	}

	@Test
	void anOverrideForAnUnknownChildIsReported() {
		String yaml = children("{ id: server, bean: echoServer }").replace("    rest:\n",
				"      overrides:\n        servr: { shutdown: 30s }\n    rest:\n");
		assertBlock(yaml, ECHO + ".overrides.servr", "30s", "has no child with the id 'servr'",
				"Did you mean 'server'? The ids are: server.");
	}

	@Test
	void anOverrideByVariableForAnUnknownChildIsReported() {
		YamlApplication application = new YamlApplication(this.folder, children("{ id: server, bean: echoServer }"))
			.variables(Map.of("TRIOTP_APPLICATIONS_ECHO_OVERRIDES_SERVR_SHUTDOWN", "30s"));
		assertThat(problems(application)).singleElement().satisfies((problem) -> {
			assertThat(problem.property()).isEqualTo(ECHO + ".overrides.servr");
			assertThat(problem.origin()).contains("TRIOTP_APPLICATIONS_ECHO_OVERRIDES_SERVR_SHUTDOWN");
			assertThat(problem.action()).contains("Did you mean 'server'?");
		});
	}

	@Test
	void aBadValueInAnOverrideIsReportedWhereItIsWritten() {
		String yaml = children("{ id: server, bean: echoServer }").replace("    rest:\n",
				"      overrides:\n        server: { start-timeout: 0ms }\n    rest:\n");
		assertProblem(yaml, ECHO + ".overrides.server.start-timeout", "0ms", "It must be more than 0",
				"Write a longer time");
	}

	@Test
	void aMailboxWithoutCapacityIsReported() {
		assertBlock(children("{ id: s, bean: echoServer, mailbox: { overflow: reject } }"), CHILDREN + "[0].mailbox",
				"reject", "A bounded mailbox needs a capacity", "Add capacity");
	}

	@Test
	void aMailboxWithoutRoomIsReported() {
		assertProblem(children("{ id: s, bean: echoServer, mailbox: { capacity: 0 } }"),
				CHILDREN + "[0].mailbox.capacity", "0", "It must be 1 or more", "Correct the value");
	}

	@Test
	void aBadOverflowIsReportedWithTheValidWords() {
		assertProblem(children("{ id: s, bean: echoServer, mailbox: { capacity: 1, overflow: burst } }"),
				CHILDREN + "[0].mailbox.overflow", "burst", "none of the words",
				"Valid values: block, reject, reject-late, drop-newest, drop-oldest.");
	}

	@Test
	void everyBadValueOfABackoffIsReported() {
		assertThat(problems(children(
				"{ id: s, bean: echoServer, backoff: " + "{ min: 0s, factor: 0.5, jitter: 2, reset-after: -1s } }")))
			.extracting(ConfigurationProblem::property)
			.containsExactlyInAnyOrder(CHILDREN + "[0].backoff.min", CHILDREN + "[0].backoff.factor",
					CHILDREN + "[0].backoff.jitter", CHILDREN + "[0].backoff.reset-after");
	}

	@Test
	void aBackoffThatEndsBeforeItBeginsIsReported() {
		assertProblem(children("{ id: s, bean: echoServer, backoff: { min: 2s, max: 1s } }"),
				CHILDREN + "[0].backoff.max", "1s", "The longest delay is shorter than the first",
				"Write a max of at least min");
	}

	@Test
	void anEmptyTemplateIsReported() {
		assertBlock(children("{ id: s, dynamic: true, template: { restart: temporary } }, echoServer"),
				CHILDREN + "[0].template", "temporary", "The template has no bean", "Add bean");
	}

	@Test
	void aTemplateWithoutADynamicSupervisorIsReported() {
		assertThat(problems(children("{ id: s, children: [ ], template: { bean: echoServer } }, echoServer")))
			.singleElement()
			.satisfies((problem) -> {
				assertThat(problem.property()).isEqualTo(CHILDREN + "[0].template");
				assertThat(problem.action()).contains("dynamic: true");
			});
	}

	@Test
	void virtualServersWithoutATemplateAreReported() {
		assertThat(problems(children("{ id: v, virtual: true }, echoServer"))).singleElement().satisfies((problem) -> {
			assertThat(problem.reason()).contains("'v' have no template");
			assertThat(problem.action()).contains("Add template");
		});
	}

	@Test
	void whatOnlyVirtualServersHaveIsReportedElsewhere() {
		assertProblem(children("{ id: s, dynamic: true, passivate-after: 3m }, echoServer"),
				CHILDREN + "[0].passivate-after", "3m", "Only virtual servers are let go", "virtual: true");
		assertProblem(children("{ id: s, dynamic: true, heap-pressure: 0.7 }, echoServer"),
				CHILDREN + "[0].heap-pressure", "0.7", "Only virtual servers are let go", "virtual: true");
		assertProblem(children("{ id: s, dynamic: true, max-active: 17 }, echoServer"), CHILDREN + "[0].max-active",
				"17", "Only virtual servers are let go", "virtual: true");
	}

	@Test
	void aShareOfTheHeapThatIsNoneIsReported() {
		assertThat(problems(children("{ id: s, virtual: true, heap-pressure: 1.5 }, echoServer")))
			.anySatisfy((problem) -> {
				assertThat(problem.property()).isEqualTo(CHILDREN + "[0].heap-pressure");
				assertThat(problem.reason()).isEqualTo("It must be between 0 and 1.");
			});
	}

	@Test
	void anApplicationWithoutASupervisorIsReported() {
		assertBlock(children("echoServer") + "    empty:\n      restart: temporary\n", "triotp.applications.empty",
				"temporary", "Application 'empty' has no supervisor", "Add supervisor");
	}

	@Test
	void twoChildrenWithOneNameAreReported() {
		assertThat(problems(children("{ id: a, bean: echoServer, name: x }, { id: b, bean: echoServer, name: x }")))
			.singleElement()
			.satisfies((problem) -> assertThat(problem.reason())
				.contains("The children 'a' and 'b' would both be registered as 'x'"));
	}

	@Test
	void aBeanThatNoTreeNamesIsReportedIfTheDefaultApplicationIsDeclared() {
		String yaml = "spring.application.name: echo\n" + children("").replace("clockServer", "text");
		assertThat(problems(yaml.replace("bean: text", "children: [ ]"))).singleElement().satisfies((problem) -> {
			assertThat(problem.property()).isEqualTo("triotp.applications");
			assertThat(problem.reason()).contains("No tree names the beans [clockServer, echoServer]");
			assertThat(problem.action()).contains("@Supervised(discover = false)");
		});
	}

	@Test
	void anApplicationThatIsDeclaredTwiceIsReported() {
		assertThat(problems(children("echoServer").replace("rest:", "by-code:"), CodeBeans.class)).singleElement()
			.satisfies((problem) -> assertThat(problem.reason())
				.contains("There are two applications with the name 'by-code'"));
	}

	@Test
	void anApplicationThatIsWrittenInTwoWaysIsReported() {
		String yaml = children("echoServer").replace("    echo:\n", "    echo-app:\n").replace("rest:", "echoApp:");
		assertThat(problems(yaml)).singleElement().satisfies((problem) -> {
			assertThat(problem.property()).isEqualTo("triotp.applications.echoApp");
			assertThat(problem.reason())
				.contains("It differs from 'triotp.applications.echo-app' only in case, dashes");
			assertThat(problem.action()).contains("Merge the two, or rename one of them");
		});
	}

	@Test
	void anApplicationWithASlashInItsNameIsReported() {
		assertThat(problems(children("echoServer").replace("    rest:\n", "    '[a/b]':\n"))).singleElement()
			.satisfies((problem) -> assertThat(problem.reason()).contains("must not contain a slash"));
	}

	@Test
	void everyProblemIsInOneReportOnTheConsole(CapturedOutput output) {
		String yaml = """
				triotp:
				  applications:
				    echo:
				      on-failure: explode
				      supervisor:
				        strategy: one-for-many
				        children:
				          - id: server
				            bean: ecoServer
				            shutdown: sometime
				          - id: server
				            bean: echoServer
				            restrat: transient
				    rest:
				      depends-on: [ nobody ]
				      supervisor:
				        max-restarts: -1
				        children: [ clockServer ]
				""";
		assertThat(problems(yaml)).hasSize(8);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("There are 8 problems with the TriOTP applications:")
			.contains("Property: " + CHILDREN + "[0].bean")
			.contains("Value: \"ecoServer\"")
			.contains("application.yml] - 9:19")
			.contains("Action: Did you mean 'echoServer'?")
			.contains("Nothing has been started.")
			.doesNotContain("is up");
	}

	@Test
	void nothingIsCreatedBeforeTheReport() {
		Eager.created = false;
		problems(children("{ id: s, bean: nobody }"), Eager.class);
		assertThat(Eager.created).isFalse();
	}

	@Configuration(proxyBeanMethods = false)
	static class Eager {

		static boolean created;

		@Bean
		GenServer<?, ?, ?> eager() {
			created = true;
			return new EchoServer();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherBeans {

		@Bean
		Runnable work() {
			return () -> {
			};
		}

		@Bean
		AutoCloseable pool() {
			return () -> {
			};
		}

		@Bean
		HealthIndicator databaseHealthIndicator() {
			return () -> Health.up().build();
		}

	}

	private void assertOther(String child, String property, String value, String reason, String action) {
		String yaml = children(child);
		assertThat(problems(yaml, OtherBeans.class)).singleElement().satisfies((problem) -> {
			assertThat(problem.property()).isEqualTo(CHILDREN + "[0]" + property);
			assertThat(String.valueOf(problem.value())).isEqualTo(String.valueOf(value));
			assertThat(problem.origin()).contains("application.yml] - 5:");
			assertThat(problem.reason()).contains(reason);
			assertThat(problem.action()).contains(action);
		});
	}

	@Test
	void aProbeOfABeanThatNobodyKnowsHowToAskIsReported() {
		assertOther("{ id: a, bean: echoServer, probe: { every: 5s } }", ".probe", null,
				"Bean 'echoServer' is no Lifecycle, so nobody knows what to ask it.", "Add health");
		assertOther("{ id: a, dynamic: true, probe: { every: 5s } }", ".probe", null,
				"A supervisor is no Lifecycle, so nobody knows what to ask it.", "Add health");
	}

	@Test
	void aHealthIndicatorThatIsNotThereIsReportedWithTheNearest() {
		assertOther("{ id: a, bean: work, probe: { health: databse } }", ".probe.health", "databse",
				"There is no health indicator 'databse'.", "Did you mean 'database'?");
		assertProblem(children("{ id: a, bean: echoServer, probe: { health: db } }"), CHILDREN + "[0].probe.health",
				"db", "There are no health indicators in this application.", "spring-boot-starter-actuator");
	}

	@Test
	void aProbeThatCouldNotFailIsReported() {
		assertOther("{ id: a, bean: work, probe: { health: database, failures: 0 } }", ".probe.failures", "0",
				"It must be 1 or more.", "Correct");
		assertOther("{ id: a, bean: work, probe: { health: database, every: 0s } }", ".probe.every", "0s",
				"It must be more than 0.", "longer");
		assertOther("{ id: a, bean: work, probe: { health: database, timeout: -1s } }", ".probe.timeout", "-1s",
				"It must be more than 0.", "longer");
	}

	@Test
	void aScheduleOfSomethingElseThanWorkIsReported() {
		assertOther("{ id: a, bean: echoServer, every: 5s }", ".every", "5s",
				"bean 'echoServer' is neither a Runnable nor a Callable.", "Remove it.");
		assertOther("{ id: a, dynamic: true, every: 5s }", ".every", "5s", "A supervisor does no work.", "Remove it.");
	}

	@Test
	void aScheduleThatIsNoneOrTwoIsReported() {
		assertOther("{ id: a, bean: work, cron: '0 0 3 * *' }", ".cron", "0 0 3 * *",
				"'0 0 3 * *' is no cron expression", "Write six fields");
		assertOther("{ id: a, bean: work, every: 5s, cron: '0 0 3 * * *' }", ".cron", "0 0 3 * * *",
				"every so often or by cron, not both", "Remove every or cron.");
		assertOther("{ id: a, bean: work, every: 0s }", ".every", "0s", "It must be more than 0.", "longer");
	}

	@Test
	void aTimeOfAMailboxThatMeansNothingIsReported() {
		assertOther("{ id: a, bean: echoServer, mailbox: { capacity: 5, target: 50ms } }", ".mailbox.target", "50ms",
				"Only overflow: reject-late looks at how long messages wait.", "Remove it");
		assertOther("{ id: a, bean: echoServer, mailbox: { capacity: 5, overflow: reject-late, timeout: 5s } }",
				".mailbox.timeout", "5s", "no sender waits", "write target");
	}

	@Test
	void anAutoCloseableThatCouldNotBeMadeAgainIsReported() {
		assertOther("{ id: a, bean: pool }", ".bean", "pool", "is an AutoCloseable and no prototype",
				"Make it a prototype");
	}

}
