package io.triotp.spring.boot.autoconfigure;

import java.util.List;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.spring.boot.ApplicationSpecs;
import io.triotp.spring.boot.TriOtpProperties;
import io.triotp.spring.boot.actuate.ApplicationsHealth;
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
 * {@link AutoConfiguration Auto-configuration} for the health of applications.
 */
@AutoConfiguration(after = TriOtpAutoConfiguration.class)
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

	private static boolean isStarted(ObjectProvider<DeclaredBeans> beans, String application) {
		DeclaredBeans known = beans.getIfAvailable();
		return known == null || known.isStarted(application).orElse(true);
	}

}
