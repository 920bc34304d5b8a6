package io.triotp.spring.boot.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.triotp.node.Node;
import io.triotp.spring.boot.actuate.EventStreams;
import io.triotp.spring.boot.actuate.MvcStreamTransport;
import io.triotp.spring.boot.actuate.TriOtpEndpoint;
import io.triotp.spring.boot.actuate.TriOtpEndpointWebExtension;
import io.triotp.spring.boot.actuate.WebFluxStreamTransport;
import io.triotp.spring.boot.view.TreeDescriptor;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When there is an endpoint.
 */
class TriOtpEndpointAutoConfigurationTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=triotp";

	private final WebApplicationContextRunner web = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TriOtpAutoConfiguration.class, TriOtpEndpointAutoConfiguration.class));

	@Test
	void itIsThereWhenExposed() {
		this.web.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasSingleBean(TriOtpEndpoint.class)
				.hasSingleBean(TriOtpEndpointWebExtension.class));
	}

	@Test
	void itIsNotThereUnlessExposed() {
		this.web.run((context) -> assertThat(context).hasSingleBean(Node.class)
			.doesNotHaveBean(TriOtpEndpoint.class)
			.doesNotHaveBean(TriOtpEndpointWebExtension.class));
	}

	@Test
	void itIsNotThereWithoutAccess() {
		this.web.withPropertyValues(EXPOSED, "management.endpoint.triotp.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(TriOtpEndpoint.class));
	}

	@Test
	void itIsNotThereWithoutANode() {
		this.web.withPropertyValues(EXPOSED, "triotp.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TriOtpEndpoint.class));
	}

	@Test
	void itIsNotThereWithoutActuator() {
		// Imported as Boot does it: what annotations are missing is read, not loaded
		new WebApplicationContextRunner().withUserConfiguration(Imported.class)
			.withPropertyValues(EXPOSED)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(Node.class)
				.doesNotHaveBean("triOtpEndpoint"));
	}

	@Test
	void itIsThereWithoutHealthAndMetrics() {
		this.web.withPropertyValues(EXPOSED)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.health", "io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(TriOtpEndpoint.class));
	}

	@Test
	void thereIsAStreamWithEitherWebFrameworkAndJackson() {
		this.web.withPropertyValues(EXPOSED).run((context) -> {
			assertThat(context).hasSingleBean(EventStreams.class).hasSingleBean(MvcStreamTransport.class);
			assertThat(context.getBean(TriOtpEndpoint.class).summary().access().stream()).isTrue();
		});
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(TriOtpAutoConfiguration.class, TriOtpEndpointAutoConfiguration.class))
			.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasSingleBean(EventStreams.class)
				.hasSingleBean(WebFluxStreamTransport.class));
	}

	@Test
	void timesOfTheStreamWithoutAUnitAreSeconds() {
		this.web
			.withPropertyValues(EXPOSED, "management.endpoint.triotp.stream.max-age=600",
					"management.endpoint.triotp.stream.heartbeat=20")
			.run((context) -> assertThat(context.getBean(TriOtpEndpointProperties.class).stream())
				.isEqualTo(new TriOtpEndpointProperties.Stream(16, Duration.ofMinutes(10), Duration.ofSeconds(20))));
	}

	@Test
	void withoutThemThereIsTheEndpointAndNoStream() {
		for (String missing : new String[] { "org.springframework.web.servlet", "tools.jackson" }) {
			this.web.withPropertyValues(EXPOSED).withClassLoader(new FilteredClassLoader(missing)).run((context) -> {
				assertThat(context).hasNotFailed()
					.hasSingleBean(TriOtpEndpointWebExtension.class)
					.doesNotHaveBean(EventStreams.class);
				assertThat(context.getBean(TriOtpEndpoint.class).summary().access().stream()).isFalse();
			});
		}
		this.web.withPropertyValues("management.endpoints.jmx.exposure.include=triotp", "spring.jmx.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(TriOtpEndpoint.class)
				.doesNotHaveBean(EventStreams.class));
	}

	@Test
	void overJmxThereIsNoWebExtension() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(TriOtpAutoConfiguration.class, TriOtpEndpointAutoConfiguration.class))
			.withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=triotp")
			.run((context) -> assertThat(context).hasSingleBean(TriOtpEndpoint.class)
				.doesNotHaveBean(TriOtpEndpointWebExtension.class));
	}

	@Test
	void anEndpointOfTheUserWins() {
		this.web.withPropertyValues(EXPOSED)
			.withUserConfiguration(OwnEndpoint.class)
			.run((context) -> assertThat(context).hasSingleBean(TriOtpEndpoint.class).hasBean("ownEndpoint"));
	}

	@Test
	void everyAnswerIsKnownToNativeImages() throws Exception {
		RuntimeHints hints = new RuntimeHints();
		var registrar = TriOtpEndpoint.class.getAnnotation(ImportRuntimeHints.class).value()[0]
			.getDeclaredConstructor();
		registrar.setAccessible(true);
		registrar.newInstance().registerHints(hints, getClass().getClassLoader());
		assertThat(answers()).hasSizeGreaterThan(40)
			.contains(TreeDescriptor.NodeDescriptor.class)
			.allSatisfy((type) -> assertThat(RuntimeHintsPredicates.reflection()
				.onType(type)
				.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).as(type.getName()).accepts(hints))
			.allSatisfy((type) -> assertThat(type.getRecordComponents()).allSatisfy(
					(part) -> assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(part.getAccessor()))
						.as(type.getName() + "." + part.getName())
						.accepts(hints)));
		assertThat(TriOtpEndpoint.class.getAnnotation(Endpoint.class).id()).isEqualTo("triotp");
	}

	/** The records that are written as JSON, and what they are made of. */
	private static Set<Class<?>> answers() {
		Set<Class<?>> answers = new LinkedHashSet<>();
		new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackagesOf(TriOtpEndpoint.class, TreeDescriptor.class)
			.stream()
			.filter((type) -> type.isRecord() && (type.getSimpleName().endsWith("Descriptor")
					|| type.isAssignableTo(OperationResponseBody.class)))
			.forEach((type) -> addWithParts(type.reflect(), answers));
		return answers;
	}

	private static void addWithParts(Class<?> type, Set<Class<?>> answers) {
		if (type.isRecord() && answers.add(type)) {
			for (RecordComponent part : type.getRecordComponents()) {
				addWithParts(ResolvableType.forType(part.getGenericType()), answers);
			}
		}
	}

	private static void addWithParts(ResolvableType type, Set<Class<?>> answers) {
		addWithParts(type.resolve(Object.class), answers);
		for (ResolvableType argument : type.getGenerics()) {
			addWithParts(argument, answers);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ TriOtpAutoConfiguration.class, TriOtpEndpointAutoConfiguration.class })
	static class Imported {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnEndpoint {

		@Bean
		TriOtpEndpoint ownEndpoint(Node node) {
			return new TriOtpEndpoint(node, List.of());
		}

	}

}
