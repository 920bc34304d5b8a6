package io.triotp.spring.boot.autoconfigure;

import io.triotp.node.Node;
import io.triotp.process.RuntimeOptions;
import io.triotp.spring.ApplicationsRegistrar;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for a {@link Node} and its applications.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "triotp.enabled", matchIfMissing = true)
public final class TriOtpAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Node triOtpNode() {
		return Node.start(RuntimeOptions.defaults());
	}

	@Bean
	static ApplicationsRegistrar triOtpApplicationsRegistrar() {
		return new ApplicationsRegistrar();
	}

}
