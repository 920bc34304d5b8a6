package io.triotp.spring.boot.autoconfigure;

import java.util.List;

import io.triotp.node.Node;
import io.triotp.spring.boot.actuate.EventStreams;
import io.triotp.spring.boot.actuate.MvcStreamTransport;
import io.triotp.spring.boot.actuate.TriOtpEndpoint;
import io.triotp.spring.boot.actuate.TriOtpEndpointWebExtension;
import io.triotp.spring.boot.actuate.WebFluxStreamTransport;
import io.triotp.spring.boot.view.TreeDescriptor;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
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
		assertThat(RuntimeHintsPredicates.reflection().onType(TreeDescriptor.NodeDescriptor.class)).accepts(hints);
		assertThat(TriOtpEndpoint.class.getAnnotation(Endpoint.class).id()).isEqualTo("triotp");
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
