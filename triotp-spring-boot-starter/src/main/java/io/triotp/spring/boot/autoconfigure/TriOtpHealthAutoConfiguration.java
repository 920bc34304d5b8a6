package io.triotp.spring.boot.autoconfigure;

import java.util.List;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.spring.boot.ApplicationSpecs;
import io.triotp.spring.boot.actuate.ApplicationsHealth;
import org.jspecify.annotations.Nullable;

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

	/** No bean without applications: there is nothing whose health could be shown. */
	@Bean
	@ConditionalOnMissingBean(name = { "triotpHealthIndicator", "triotpHealthContributor" })
	@Nullable CompositeHealthContributor triotpHealthContributor(Node node, ObjectProvider<ApplicationSpecs> specs) {
		List<String> names = ConfiguredApplications.of(node, specs).stream().map(ApplicationSpec::name).toList();
		return names.isEmpty() ? null : ApplicationsHealth.of(node, names);
	}

}
