package io.triotp.dashboard;

import java.util.Map;

import io.triotp.spring.boot.autoconfigure.TriOtpAutoConfiguration;
import io.triotp.spring.boot.autoconfigure.TriOtpEndpointAutoConfiguration;
import io.triotp.spring.boot.page.EndpointPage;
import io.triotp.spring.boot.page.MvcPage;
import io.triotp.spring.boot.page.PageFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** When there is a page, and when there is none. */
class TriOtpDashboardAutoConfigurationTests {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(TriOtpAutoConfiguration.class,
			TriOtpEndpointAutoConfiguration.class, TriOtpDashboardAutoConfiguration.class,
			TriOtpDashboardPropertiesAutoConfiguration.class);

	private final WebApplicationContextRunner web = new WebApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS)
		.withPropertyValues("management.endpoints.web.exposure.include=triotp");

	@Test
	void whereTheEndpointIsShownThereIsAPage() {
		this.web.run((context) -> assertThat(context).hasSingleBean(EndpointPage.class).hasSingleBean(MvcPage.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.endpoint.triotp.access=NONE", "triotp.dashboard.enabled=false",
			"management.endpoints.access.max-permitted=NONE", "management.endpoints.web.exposure.exclude=triotp",
			"triotp.enabled=false" })
	void whereItIsNotThereIsNone(String property) {
		this.web.withPropertyValues(property)
			.run((context) -> assertThat(context).doesNotHaveBean(EndpointPage.class).doesNotHaveBean(MvcPage.class));
	}

	@Test
	void withoutActuatorItsKeysAreKnownAllTheSame() {
		// Imported as Boot does it: what annotations are missing is read, not loaded
		new ApplicationContextRunner().withUserConfiguration(Imported.class)
			.withClassLoader(
					new FilteredClassLoader("org.springframework.boot.actuate", "org.springframework.boot.health"))
			.withPropertyValues("triotp.dashboard.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EndpointPage.class));
	}

	@Test
	void withoutTheWebThereIsNone() {
		new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withPropertyValues("management.endpoints.web.exposure.include=triotp")
			.run((context) -> assertThat(context).doesNotHaveBean(EndpointPage.class));
	}

	@Test
	void aPageOfOnesOwnIsShownInstead() {
		EndpointPage own = new EndpointPage() {
			@Override
			public java.util.Optional<PageFile> file(String name) {
				return java.util.Optional.empty();
			}

			@Override
			public Map<String, String> headers() {
				return Map.of();
			}
		};
		this.web.withBean(EndpointPage.class, () -> own)
			.run((context) -> assertThat(context).getBean(EndpointPage.class).isSameAs(own));
	}

	@Test
	void othersMayShowItInAFrameIfTheyAreNamed() {
		this.web.withPropertyValues("triotp.dashboard.frame-ancestors='self' https://admin.example.com")
			.run((context) -> assertThat(context.getBean(EndpointPage.class).headers().get("Content-Security-Policy"))
				.endsWith("frame-ancestors 'self' https://admin.example.com"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "*; script-src *", "a, b", " " })
	void framesThatAreNoSourcesAreRefused(String ancestors) {
		this.web.withPropertyValues("triotp.dashboard.frame-ancestors=" + ancestors)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageStartingWith("triotp.dashboard.frame-ancestors must be sources, separated by spaces"));
	}

	@Test
	void aNativeImageHasTheFiles() {
		RuntimeHints hints = new RuntimeHints();
		new TriOtpDashboardRuntimeHints().registerHints(hints, null);
		assertThat(RuntimeHintsPredicates.resource().forResource(BundledPage.FOLDER + "app.js")).accepts(hints);
	}

	@ImportAutoConfiguration({ TriOtpAutoConfiguration.class, TriOtpEndpointAutoConfiguration.class,
			TriOtpDashboardAutoConfiguration.class, TriOtpDashboardPropertiesAutoConfiguration.class })
	static class Imported {

	}

}
