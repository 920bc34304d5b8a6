package io.triotp.spring.boot;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.triotp.time.TimeSource;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ClassPathResource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/** The shape of the code, kept by a machine. */
class ArchitectureTests {

	private static final String ROOT = "io.triotp.spring.boot";

	private static final JavaClasses MAIN = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages(ROOT);

	private static final JavaClasses TESTS = new ClassFileImporter()
		.withImportOption(new ImportOption.OnlyIncludeTests())
		.importPackages(ROOT);

	@Test
	void packagesAreFreeOfCycles() {
		slices().matching("io.triotp.spring.(**)").should().beFreeOfCycles().check(MAIN);
	}

	@Test
	void everyPackageIsALayerAndOnlyLooksDown() {
		layeredArchitecture().consideringOnlyDependenciesInLayers()
			.layer("boot")
			.definedBy(ROOT)
			.layer("view")
			.definedBy(ROOT + ".view")
			.layer("page")
			.definedBy(ROOT + ".page")
			.layer("lifecycle")
			.definedBy(ROOT + ".lifecycle")
			.layer("probe")
			.definedBy(ROOT + ".probe")
			.layer("observation")
			.definedBy(ROOT + ".observation")
			.layer("config")
			.definedBy(ROOT + ".config")
			.layer("actuate")
			.definedBy(ROOT + ".actuate")
			.layer("autoconfigure")
			.definedBy(ROOT + ".autoconfigure")
			.whereLayer("boot")
			.mayNotAccessAnyLayer()
			.whereLayer("view")
			.mayNotAccessAnyLayer()
			.whereLayer("page")
			.mayNotAccessAnyLayer()
			.whereLayer("lifecycle")
			.mayOnlyAccessLayers("boot")
			.whereLayer("probe")
			.mayNotAccessAnyLayer()
			.whereLayer("observation")
			.mayNotAccessAnyLayer()
			.whereLayer("config")
			.mayOnlyAccessLayers("boot", "lifecycle", "probe")
			.whereLayer("actuate")
			.mayOnlyAccessLayers("view", "page")
			.whereLayer("autoconfigure")
			.mayNotBeAccessedByAnyLayer()
			.ensureAllClassesAreContainedInArchitecture()
			.check(MAIN);
	}

	@Test
	void theViewKnowsNeitherSpringNorJson() {
		noClasses().that()
			.resideInAPackage(ROOT + ".view")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..", "com.fasterxml..", "tools.jackson..")
			.check(MAIN);
	}

	/** Names, keys and parameters are data, whatever is in them. */
	@Test
	void nothingIsReadAsCode() {
		noClasses().should()
			.dependOnClassesThat()
			.areAssignableTo(ObjectInputStream.class)
			.orShould()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.expression..", "javax.script..", "javax.naming..")
			.check(MAIN);
	}

	@Test
	void mainCodeKnowsNoTests() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.triotp.test..", "org.junit..", "org.assertj..", "org.springframework.test..")
			.check(MAIN);
	}

	@Test
	void onlyWhatNeedsAnOptionalLibraryKnowsIt() {
		noClasses().that()
			.resideOutsideOfPackages(ROOT + ".actuate", ROOT + ".autoconfigure", ROOT + ".observation", ROOT + ".page",
					ROOT + ".probe")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot.actuate..", "org.springframework.boot.health..",
					"org.springframework.kafka..", "io.micrometer..", "com.fasterxml..")
			.check(MAIN);
	}

	@Test
	void anAutoConfigurationIsPublicAndFinalAndNothingElseOfItsPackageIsPublic() {
		classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould()
			.resideInAPackage(ROOT + ".autoconfigure")
			.check(MAIN);
		classes().that()
			.resideInAPackage(ROOT + ".autoconfigure")
			.and()
			.areNotAnnotatedWith(AutoConfiguration.class)
			.should()
			.notBePublic()
			.check(MAIN);
	}

	@Test
	void anAutoConfigurationHasNoPublicMembers() {
		methods().that()
			.areDeclaredInClassesThat()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.notBePublic()
			.check(MAIN);
		fields().that()
			.areDeclaredInClassesThat()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.notBePublic()
			.allowEmptyShould(true)
			.check(MAIN);
	}

	@Test
	void everyAutoConfigurationIsListed() throws IOException {
		List<String> listed = new ClassPathResource(
				"META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports")
			.getContentAsString(StandardCharsets.UTF_8)
			.lines()
			.toList();
		assertThat(
				MAIN.stream().filter((each) -> each.isAnnotatedWith(AutoConfiguration.class)).map(JavaClass::getName))
			.containsExactlyInAnyOrderElementsOf(listed);
	}

	@Test
	void aPostProcessorIsABeanOfAStaticMethod() {
		methods().that()
			.areAnnotatedWith(Bean.class)
			.and(DescribedPredicate.describe("make a post-processor", ArchitectureTests::isPostProcessor))
			.should()
			.beStatic()
			.check(MAIN);
	}

	private static boolean isPostProcessor(JavaMethod method) {
		JavaClass made = method.getRawReturnType();
		return made.isAssignableTo(BeanFactoryPostProcessor.class) || made.isAssignableTo(BeanPostProcessor.class);
	}

	@Test
	void noBeanMethodIsConditionalOnAClass() {
		noMethods().that().areAnnotatedWith(Bean.class).should().beAnnotatedWith(ConditionalOnClass.class).check(MAIN);
	}

	@Test
	void nothingIsInjectedIntoFields() {
		noFields().should()
			.beAnnotatedWith(Autowired.class)
			.orShould()
			.beAnnotatedWith(Value.class)
			.orShould()
			.beAnnotatedWith("jakarta.annotation.Resource")
			.orShould()
			.beAnnotatedWith("jakarta.inject.Inject")
			.check(MAIN);
	}

	@Test
	void onlyTheClockOfTheNodeIsRead() {
		noClasses().should().callMethodWhere(READS_ANOTHER_CLOCK).check(MAIN);
	}

	private static final DescribedPredicate<JavaMethodCall> READS_ANOTHER_CLOCK = DescribedPredicate
		.describe("another clock is read", (call) -> {
			JavaClass owner = call.getTargetOwner();
			String name = call.getName();
			return (owner.isEquivalentTo(System.class) && Set.of("nanoTime", "currentTimeMillis").contains(name))
					|| (owner.getPackageName().equals(Instant.class.getPackageName()) && name.equals("now"))
					|| (owner.isEquivalentTo(Clock.class) && name.startsWith("system"))
					|| (owner.isEquivalentTo(TimeSource.class) && name.equals("system"));
		});

	@Test
	void noCaseDependsOnTheLocaleOfTheMachine() {
		noClasses().should()
			.callMethod(String.class, "toUpperCase")
			.orShould()
			.callMethod(String.class, "toLowerCase")
			.check(MAIN);
	}

	@Test
	void noMethodIsSynchronizedAndNoStaticFieldCanChange() {
		methods().should().notHaveModifier(JavaModifier.SYNCHRONIZED).check(MAIN);
		fields().that().areStatic().should().beFinal().check(MAIN);
	}

	@Test
	void everyPackageSaysWhereNullCanBe() {
		Set<String> packages = MAIN.stream()
			.map(JavaClass::getPackageName)
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(packages).hasSizeGreaterThan(1)
			.allMatch((name) -> MAIN.getPackage(name).isAnnotatedWith(NullMarked.class));
	}

	@Test
	void testClassesArePackagePrivate() {
		classes().that().haveSimpleNameEndingWith("Tests").should().bePackagePrivate().check(TESTS);
	}

	/** Whoever changes this list decides what users may rely on. */
	@Test
	void thePublicTypesAreThoseOfTheList() throws IOException {
		Set<String> is = MAIN.stream()
			.filter(ArchitectureTests::isPublic)
			.map((each) -> each.getName().replace('$', '.'))
			.collect(Collectors.toCollection(TreeSet::new));
		Set<String> listed = new ClassPathResource("public-types.txt").getContentAsString(StandardCharsets.UTF_8)
			.lines()
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(diff(listed, is)).as("a diff here is a decision: enter it in src/test/resources/public-types.txt")
			.isEmpty();
	}

	/** One line each, as in a patch of the list. */
	private static List<String> diff(Set<String> listed, Set<String> is) {
		Set<String> lines = new TreeSet<>(listed);
		lines.addAll(is);
		return lines.stream()
			.filter((line) -> listed.contains(line) != is.contains(line))
			.map((line) -> (listed.contains(line) ? "- " : "+ ") + line)
			.toList();
	}

	private static boolean isPublic(JavaClass each) {
		return each.getModifiers().contains(JavaModifier.PUBLIC)
				&& each.getEnclosingClass().map(ArchitectureTests::isPublic).orElse(true);
	}

}
