package io.triotp.spring.boot.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.triotp.node.Node;
import io.triotp.spring.boot.actuate.TriOtpMetrics;
import org.junit.jupiter.api.Test;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When there are metrics.
 */
class TriOtpMetricsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TriOtpMetricsAutoConfiguration.class, TriOtpAutoConfiguration.class));

	@Test
	void theyGoToTheRegistryOfBoot() {
		this.runner
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					SimpleMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class))
			.run((context) -> assertThat(context.getBean(MeterRegistry.class).get("triotp.processes").gauge().value())
				.isZero());
	}

	@Test
	void theyCountFromTheFirstProcessOfTheFirstApplicationAlsoInALazyContext() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withBean("work", Runnable.class, () -> () -> {
			})
			.withPropertyValues("triotp.applications.echo.restart=temporary",
					"triotp.applications.echo.supervisor.children[0].id=work",
					"triotp.applications.echo.supervisor.children[0].restart=temporary")
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				// The application, its root and the work.
				assertThat(registry.get("triotp.process.starts").counter().count()).isEqualTo(3);
				assertThat(registry.get("triotp.applications")
					.tags("application", "echo", "state", "running")
					.gauge()
					.value()).isOne();
			});
	}

	@Test
	void withoutARegistryThereAreNone() {
		this.runner
			.run((context) -> assertThat(context).hasSingleBean(Node.class).doesNotHaveBean(TriOtpMetrics.class));
	}

	@Test
	void withoutMicrometerThereAreNone() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(Node.class)
				.doesNotHaveBean("triOtpMetrics"));
	}

}
