package io.triotp.spring.boot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.triotp.application.ApplicationSpec;
import io.triotp.durable.DurableStore;
import io.triotp.node.Node;
import io.triotp.spring.boot.ApplicationSpecs;
import io.triotp.spring.boot.TriOtpProperties;
import io.triotp.spring.boot.actuate.ApplicationsHealth;
import io.triotp.spring.boot.actuate.StoresHealth;
import io.triotp.spring.boot.lifecycle.DeclaredBeans;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * {@link AutoConfiguration Auto-configuration} for the health of applications, and of the
 * stores of durable servers.
 */
@AutoConfiguration(after = { TriOtpAutoConfiguration.class, TriOtpStoreAutoConfiguration.class })
@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(value = Node.class, search = SearchStrategy.CURRENT)
@ConditionalOnEnabledHealthIndicator("triotp")
public final class TriOtpHealthAutoConfiguration {

	static final String CONTRIBUTOR = "triotpHealthContributor";

	/** Not lazy: nobody asks for it. */
	@Bean
	@Lazy(false)
	ParentHealth triotpParentHealth(ConfigurableListableBeanFactory factory, Node node) {
		return new ParentHealth(factory, node);
	}

	/**
	 * Without applications it has no entry and is not shown; code may start some later.
	 */
	@Bean
	@ConditionalOnMissingBean(name = { "triotpHealthIndicator", CONTRIBUTOR }, search = SearchStrategy.CURRENT)
	CompositeHealthContributor triotpHealthContributor(Node node, ObjectProvider<ApplicationSpecs> specs,
			ObjectProvider<DeclaredBeans> beans, ObjectProvider<TriOtpProperties> properties) {
		List<String> names = ConfiguredApplications.of(node, specs).stream().map(ApplicationSpec::name).toList();
		TriOtpProperties known = properties.getIfAvailable();
		boolean starts = known != null && known.autoStartup();
		return ApplicationsHealth.of(node, names, (name) -> starts && !isStarted(beans, name));
	}

	@Bean
	@ConditionalOnBean(value = DurableStore.class, search = SearchStrategy.CURRENT)
	@ConditionalOnMissingBean(name = { "triotpStoreHealthIndicator", "triotpStoreHealthContributor" },
			search = SearchStrategy.CURRENT)
	CompositeHealthContributor triotpStoreHealthContributor(ConfigurableListableBeanFactory factory) {
		Map<String, DurableStore> stores = new LinkedHashMap<>();
		factory.getBeansOfType(DurableStore.class).values().forEach((store) -> stores.put(store.name(), store));
		return StoresHealth.of(stores);
	}

	private static boolean isStarted(ObjectProvider<DeclaredBeans> beans, String application) {
		DeclaredBeans known = beans.getIfAvailable();
		return known == null || known.isStarted(application).orElse(true);
	}

}
