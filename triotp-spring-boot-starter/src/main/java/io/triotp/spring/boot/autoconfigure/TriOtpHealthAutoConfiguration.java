package io.triotp.spring.boot.autoconfigure;

import java.util.List;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.spring.boot.ApplicationSpecs;
import io.triotp.spring.boot.actuate.ApplicationsHealth;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for the health of applications.
 */
@AutoConfiguration(after = TriOtpAutoConfiguration.class)
@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(Node.class)
@ConditionalOnEnabledHealthIndicator("triotp")
public final class TriOtpHealthAutoConfiguration {

	/**
	 * Without applications it has no entry and is not shown; code may start some later.
	 */
	@Bean
	@ConditionalOnMissingBean(name = { "triotpHealthIndicator", "triotpHealthContributor" })
	CompositeHealthContributor triotpHealthContributor(Node node, ObjectProvider<ApplicationSpecs> specs) {
		List<String> names = ConfiguredApplications.of(node, specs).stream().map(ApplicationSpec::name).toList();
		return ApplicationsHealth.of(node, names);
	}

}
