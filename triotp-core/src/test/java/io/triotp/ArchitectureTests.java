package io.triotp;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.triotp.process.Patience;
import io.triotp.server.GenServer;
import io.triotp.time.Arrivals;
import io.triotp.time.Turn;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The shape of the code, kept by a machine.
 */
class ArchitectureTests {

	/** What is said of a supervisor before it runs, and what is shown while it does. */
	private static final Set<String> SPECIFICATIONS_AND_VIEWS = Set.of("ChildSpec", "ChildStart", "SupervisorSpec",
			"DynamicSupervisorSpec", "PartitionSpec", "DeclaredChild", "DeclaredTree", "ApplicationSpec",
			"SupervisorView", "LiveSupervisor");

	private static final JavaClasses MAIN = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages("io.triotp");

	private static final JavaClasses TESTS = new ClassFileImporter()
		.withImportOption(new ImportOption.OnlyIncludeTests())
		.importPackages("io.triotp");

	@Test
	void packages_are_free_of_cycles() {
		slices().matching("io.triotp.(*)..").should().beFreeOfCycles().check(MAIN);
	}

	/** A package that is no layer fails this too. */
	@Test
	void every_package_is_a_layer_and_layers_only_look_down() {
		layeredArchitecture().consideringOnlyDependenciesInLayers()
			.ensureAllClassesAreContainedInArchitecture()
			.layer("root")
			.definedBy("io.triotp")
			.layer("time")
			.definedBy("io.triotp.time")
			.layer("process")
			.definedBy("io.triotp.process")
			.layer("mailbox")
			.definedBy("io.triotp.mailbox")
			.layer("registry")
			.definedBy("io.triotp.registry")
			.layer("server")
			.definedBy("io.triotp.server")
			.layer("resource")
			.definedBy("io.triotp.resource")
			.layer("supervisor")
			.definedBy("io.triotp.supervisor")
			.layer("durable")
			.definedBy("io.triotp.durable")
			.layer("virtual")
			.definedBy("io.triotp.virtual")
			.layer("task")
			.definedBy("io.triotp.task")
			.layer("agent")
			.definedBy("io.triotp.agent")
			.layer("facade")
			.definedBy("io.triotp.facade")
			.layer("application")
			.definedBy("io.triotp.application")
			.layer("operator")
			.definedBy("io.triotp.operator")
			.layer("history")
			.definedBy("io.triotp.history")
			.layer("flight")
			.definedBy("io.triotp.flight")
			.layer("node")
			.definedBy("io.triotp.node")
			.whereLayer("root")
			.mayNotAccessAnyLayer()
			.whereLayer("time")
			.mayOnlyAccessLayers("root")
			.whereLayer("process")
			.mayOnlyAccessLayers("root", "time")
			.whereLayer("mailbox")
			.mayOnlyAccessLayers("root", "time", "process")
			.whereLayer("registry")
			.mayOnlyAccessLayers("root", "time", "process")
			.whereLayer("server")
			.mayOnlyAccessLayers("root", "time", "process")
			.whereLayer("resource")
			.mayOnlyAccessLayers("root", "time", "process", "server")
			.whereLayer("supervisor")
			.mayOnlyAccessLayers("root", "time", "process", "server", "resource")
			.whereLayer("durable")
			.mayOnlyAccessLayers("root", "time", "process", "server")
			.whereLayer("virtual")
			.mayOnlyAccessLayers("root", "time", "process", "server", "supervisor", "durable")
			.whereLayer("task")
			.mayOnlyAccessLayers("root", "time", "process", "server", "resource", "supervisor")
			.whereLayer("agent")
			.mayOnlyAccessLayers("root", "time", "process", "server", "resource", "supervisor")
			.whereLayer("facade")
			.mayOnlyAccessLayers("root", "time", "process", "server", "supervisor")
			.whereLayer("application")
			.mayOnlyAccessLayers("root", "time", "process", "server", "resource", "supervisor")
			.whereLayer("operator")
			.mayOnlyAccessLayers("root", "time", "process", "server", "supervisor")
			.whereLayer("history")
			.mayOnlyAccessLayers("root", "time", "process", "server", "resource", "supervisor", "durable",
					"application", "operator")
			.whereLayer("flight")
			.mayOnlyAccessLayers("root", "process", "server", "supervisor")
			.whereLayer("node")
			.mayOnlyAccessLayers("root", "time", "process", "mailbox", "server", "supervisor", "application", "history",
					"flight")
			.check(MAIN);
	}

	@Test
	void the_core_knows_no_spring() {
		noClasses().should().dependOnClassesThat().resideInAPackage("org.springframework..").check(MAIN);
	}

	/** Names and messages of users are data, whatever is in them. */
	@Test
	void nothing_is_read_as_code() {
		noClasses().should()
			.dependOnClassesThat(assignableTo(ObjectInputStream.class))
			.orShould()
			.dependOnClassesThat()
			.resideInAnyPackage("javax.script..", "javax.naming..", "javax.tools..")
			.orShould()
			.callMethod(ClassLoader.class, "loadClass", String.class)
			.check(MAIN);
	}

	@Test
	void main_code_knows_no_tests() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.triotp.test..", "io.triotp.testing..", "org.junit..", "org.assertj..")
			.check(MAIN);
	}

	@Test
	void what_decides_knows_no_thread_and_no_clock() {
		noClasses().that(ARE_PURE).should().dependOnClassesThat(THREADS_AND_CLOCKS).check(MAIN);
	}

	@Test
	void specifications_and_views_know_no_process_that_runs_them() {
		assertThat(MAIN).extracting(JavaClass::getSimpleName).containsAll(SPECIFICATIONS_AND_VIEWS);
		noClasses().that(SPECIFIES_OR_SHOWS).should().transitivelyDependOnClassesThat(RUNS_A_SUPERVISOR).check(MAIN);
	}

	@Test
	void only_the_time_source_reads_a_clock() {
		noClasses().that()
			.doNotHaveSimpleName("SystemTimeSource")
			.should()
			.callMethod(System.class, "nanoTime")
			.orShould()
			.callMethod(System.class, "currentTimeMillis")
			.orShould()
			.callMethod(Instant.class, "now")
			.orShould()
			.callMethod(LocalDateTime.class, "now")
			.orShould()
			.callMethod(ZonedDateTime.class, "now")
			.orShould()
			.dependOnClassesThat(assignableTo(Clock.class))
			.check(MAIN);
	}

	/**
	 * The engine: what is not public and names a cell, directly or by way of others. It
	 * has two doors, neither of which is a value.
	 */
	@Test
	void values_never_know_the_engine() {
		JavaClass cell = MAIN.get("io.triotp.process.ProcessCell");
		Set<JavaClass> engine = MAIN.stream()
			.filter(resideInAPackage("io.triotp.process"))
			.filter((each) -> !each.getModifiers().contains(JavaModifier.PUBLIC))
			.filter((each) -> each.equals(cell) || each.getTransitiveDependenciesFromSelf()
				.stream()
				.anyMatch((dependency) -> dependency.getTargetClass().equals(cell)))
			.collect(Collectors.toSet());
		assertThat(engine).contains(cell);
		noClasses().that()
			.resideInAPackage("io.triotp.process")
			.and()
			.arePublic()
			.and()
			.doNotHaveSimpleName("LocalNode")
			.and()
			.doNotHaveSimpleName("Patience")
			.should()
			.dependOnClassesThat(DescribedPredicate.describe("the engine",
					(each) -> engine.contains(each) || each.getSimpleName().equals("LocalNode")))
			.check(MAIN);
	}

	/** Beside each stands for whom it is public: users, observers or authors. */
	@Test
	void public_types_are_those_that_were_decided_on() throws IOException {
		Map<String, String> decided = Files.readAllLines(Path.of("src/test/resources/public-types.txt"))
			.stream()
			.map((line) -> line.split(" +"))
			.collect(Collectors.toMap((pair) -> pair[1], (pair) -> pair[0]));
		Set<String> found = MAIN.stream()
			.filter((each) -> each.getModifiers().contains(JavaModifier.PUBLIC) && each.isTopLevelClass())
			.map((each) -> each.getName().substring("io.triotp.".length()))
			.collect(Collectors.toSet());
		assertThat(decided.keySet())
			.as("a public type is kept: write it into public-types.txt if that is what you want")
			.containsExactlyInAnyOrderElementsOf(found);
		assertThat(decided.values()).isSubsetOf("users", "observers", "authors");
	}

	/** It could only be called in backticks there. */
	@Test
	void no_public_name_is_a_keyword_of_kotlin() {
		Set<String> keywords = Set.of("as", "fun", "in", "is", "object", "typealias", "typeof", "val", "var", "when");
		methods().that().arePublic().should(new ArchCondition<JavaMethod>("be callable from Kotlin by its plain name") {
			@Override
			public void check(JavaMethod method, ConditionEvents events) {
				if (keywords.contains(method.getName())) {
					events.add(SimpleConditionEvent.violated(method, method.getFullName() + " is a keyword of Kotlin"));
				}
			}
		}).check(MAIN);
	}

	@Test
	void no_method_is_synchronized() {
		methods().should().notHaveModifier(JavaModifier.SYNCHRONIZED).check(MAIN);
	}

	@Test
	void nothing_waits_on_a_monitor_or_sleeps() {
		noClasses().should()
			.callMethod(Object.class, "wait")
			.orShould()
			.callMethod(Object.class, "wait", long.class)
			.orShould()
			.callMethod(Object.class, "wait", long.class, int.class)
			.orShould()
			.callMethod(Object.class, "notify")
			.orShould()
			.callMethod(Object.class, "notifyAll")
			.check(MAIN);
		noClasses().should(sleep()).check(MAIN);
	}

	/**
	 * Whoever replaces the time source decides who runs when, and must see all waiting
	 * (ADR 27). The rescue looks after what goes on in real time; a node warms up.
	 */
	@Test
	void only_the_time_source_parks_threads() {
		noClasses().that()
			.resideOutsideOfPackage("io.triotp.time")
			.and()
			.doNotHaveSimpleName("Rescue")
			.and()
			.doNotHaveFullyQualifiedName("io.triotp.node.Node")
			.should()
			.callMethod(LockSupport.class, "park")
			.orShould()
			.callMethod(LockSupport.class, "park", Object.class)
			.orShould()
			.callMethod(LockSupport.class, "parkNanos", long.class)
			.orShould()
			.callMethod(LockSupport.class, "parkNanos", Object.class, long.class)
			.orShould()
			.dependOnClassesThat(assignableTo(CountDownLatch.class))
			.orShould()
			.dependOnClassesThat(assignableTo(Semaphore.class))
			.check(MAIN);
	}

	@Test
	void no_test_sleeps() {
		noClasses().should(sleep()).check(TESTS);
	}

	@Test
	void no_static_field_can_change() {
		fields().that().areStatic().should().beFinal().check(MAIN);
		// Carriers and processors are those of the JVM, and so is what is known of them.
		fields().that()
			.areStatic()
			.and()
			.areNotDeclaredIn(Arrivals.class)
			.and()
			.areNotDeclaredIn(Turn.class)
			.and()
			.areNotDeclaredIn(Patience.class)
			.should(notHoldAContainer())
			.check(MAIN);
	}

	@Test
	void test_classes_are_package_private() {
		classes().that().haveSimpleNameEndingWith("Tests").should().bePackagePrivate().check(TESTS);
	}

	private static final DescribedPredicate<JavaClass> ARE_PURE = DescribedPredicate.describe("are pure",
			(each) -> outermost(each).isAnnotatedWith(Pure.class));

	private static final DescribedPredicate<JavaClass> SPECIFIES_OR_SHOWS = DescribedPredicate.describe(
			"specify or show a supervisor",
			(each) -> SPECIFICATIONS_AND_VIEWS.contains(outermost(each).getSimpleName()));

	private static final DescribedPredicate<JavaClass> RUNS_A_SUPERVISOR = DescribedPredicate
		.describe("run a supervisor", (each) -> each.getPackageName().equals("io.triotp.supervisor")
				&& (each.isAssignableTo(GenServer.class) || each.getSimpleName().equals("ChildStarts")));

	private static final DescribedPredicate<JavaClass> THREADS_AND_CLOCKS = assignableTo(Thread.class)
		.or(type(Clock.class))
		.or(resideInAPackage("java.util.concurrent.."))
		.or(DescribedPredicate.describe("a TimeSource", (each) -> each.getSimpleName().endsWith("TimeSource")));

	private static JavaClass outermost(JavaClass each) {
		return each.getEnclosingClass().map(ArchitectureTests::outermost).orElse(each);
	}

	/** Positive, for {@code noClasses}: true of who sleeps. */
	private static ArchCondition<JavaClass> sleep() {
		return new ArchCondition<>("sleep") {

			@Override
			public void check(JavaClass item, ConditionEvents events) {
				item.getMethodCallsFromSelf()
					.stream()
					.filter((call) -> call.getName().equals("sleep"))
					.filter((call) -> call.getTargetOwner().isAssignableTo(Thread.class)
							|| call.getTargetOwner().isAssignableTo(TimeUnit.class))
					.forEach((call) -> events.add(SimpleConditionEvent.satisfied(item, call.getDescription())));
			}

		};
	}

	/** Immutable collections have the same types: only what can be told is refused. */
	private static ArchCondition<JavaField> notHoldAContainer() {
		return new ArchCondition<>("not hold something mutable") {

			@Override
			public void check(JavaField field, ConditionEvents events) {
				JavaClass type = field.getRawType();
				boolean mutable = type.getPackageName().startsWith("java.util.concurrent.atomic")
						|| type.isAssignableTo(ConcurrentMap.class) || type.isAssignableTo(AbstractCollection.class)
						|| type.isAssignableTo(AbstractMap.class);
				if (mutable) {
					events.add(SimpleConditionEvent.violated(field, field.getDescription() + " can change"));
				}
			}

		};
	}

}
