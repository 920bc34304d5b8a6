package io.triotp.spring.boot.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.triotp.durable.DurableStore;
import io.triotp.virtual.VirtualServers;
import io.triotp.node.Node;
import io.triotp.spring.boot.ApplicationSpecs;
import io.triotp.spring.boot.TriOtpProperties;
import io.triotp.spring.boot.actuate.TriOtpHandlerMetrics;
import io.triotp.spring.boot.actuate.TriOtpMetrics;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * {@link AutoConfiguration Auto-configuration} for the metrics of a node. Each context
 * meters the node of its own; the registry may be that of a parent, which the meters of a
 * child leave with it.
 */
@AutoConfiguration(after = { TriOtpAutoConfiguration.class, TriOtpStoreAutoConfiguration.class }, afterName = {
		"org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(value = Node.class, search = SearchStrategy.CURRENT)
public final class TriOtpMetricsAutoConfiguration {

	/** The node is started with it, and so it knows neither node nor registry. */
	@Bean
	@ConditionalOnBean(MeterRegistry.class)
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@ConditionalOnBooleanProperty("triotp.metrics.handlers.enabled")
	TriOtpHandlerMetrics triOtpHandlerMetrics() {
		return new TriOtpHandlerMetrics();
	}

	/** Not lazy: it must count before the first application is started. */
	@Bean
	@Lazy(false)
	@ConditionalOnBean(MeterRegistry.class)
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	TriOtpMetrics triOtpMetrics(Node node, MeterRegistry registry, ObjectProvider<ApplicationSpecs> specs,
			ObjectProvider<TriOtpProperties> properties, ListableBeanFactory context) {
		TriOtpProperties known = properties.getIfAvailable();
		TriOtpMetrics metrics = new TriOtpMetrics(node, registry, ConfiguredApplications.of(node, specs),
				(known != null) ? known.metrics().stalledAfter() : TriOtpMetrics.DEFAULT_STALLED_AFTER);
		// only those of this context: what a parent has, measures the node of the parent
		context.getBeansOfType(TriOtpHandlerMetrics.class).values().forEach(metrics::with);
		context.getBeansOfType(DurableStore.class).values().forEach(metrics::with);
		context.getBeansOfType(VirtualServers.class, true, false).values().forEach(metrics::with);
		boolean inherited = context.getBeanNamesForType(MeterRegistry.class, true, false).length == 0;
		return inherited ? metrics.removedAtClose() : metrics;
	}

}
