package io.triotp.spring.boot.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.spring.boot.Crasher;
import io.triotp.spring.boot.actuate.TriOtpHandlerMetrics;
import io.triotp.spring.boot.actuate.TriOtpMetrics;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.SupervisorSpec;
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
			.run((context) -> assertThat(
					context.getBean(MeterRegistry.class).get("triotp.processes.zombie").gauge().value())
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
				assertThat(registry.get("triotp.process.starts").tag("application", "echo").counter().count())
					.isEqualTo(3);
				assertThat(registry.get("triotp.applications")
					.tags("application", "echo", "state", "running")
					.gauge()
					.value()).isOne();
			});
	}

	@Test
	void theyCanBeSwitchedOffAsAllMetersOfBoot() {
		this.runner
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					SimpleMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class))
			.withPropertyValues("management.metrics.enable.triotp=false")
			.run((context) -> {
				context.getBean(Node.class)
					.start(ApplicationSpec.of("shop", SupervisorSpec.oneForOne(ChildSpec.task("work", () -> {
					}))));
				assertThat(context.getBean(MeterRegistry.class).getMeters())
					.extracting((meter) -> meter.getId().getName())
					.noneMatch((name) -> name.startsWith("triotp"));
			});
	}

	@Test
	void handlersAreMeasuredIfThatIsWanted() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean("till", Crasher.class)
			.withPropertyValues("triotp.metrics.handlers.enabled=true",
					"triotp.applications.shop.supervisor.children=till")
			.run((context) -> {
				context.getBean(Node.class).<Crasher>server("shop/till").call(new Crasher.Ping());
				assertThat(context.getBean(MeterRegistry.class)
					.get("triotp.messages.handled")
					.tags("application", "shop", "kind", "call", "outcome", "replied")
					.timer()
					.count()).isOne();
			});
	}

	@Test
	void handlersAreNotMeasuredOtherwise() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> assertThat(context).hasSingleBean(TriOtpMetrics.class)
				.doesNotHaveBean(TriOtpHandlerMetrics.class));
	}

	@Test
	void aNegativeTimeToStallIsRefused() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues("triotp.metrics.stalled-after=-1s")
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("triotp.metrics.stalled-after: It must not be negative"));
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
