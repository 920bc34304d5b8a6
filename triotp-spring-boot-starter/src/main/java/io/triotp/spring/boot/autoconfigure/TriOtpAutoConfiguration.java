package io.triotp.spring.boot.autoconfigure;

import io.triotp.node.Node;
import io.triotp.process.RuntimeOptions;
import io.triotp.spring.ApplicationsRegistrar;
import io.triotp.spring.TriOtpProperties;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * {@link AutoConfiguration Auto-configuration} for a {@link Node} and its applications.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "triotp.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TriOtpProperties.class)
public final class TriOtpAutoConfiguration {

	// NodeShutdown closes it: Node.close() would wait for an application without a limit
	@Bean(destroyMethod = "")
	@ConditionalOnMissingBean
	Node triOtpNode(TriOtpProperties properties, Environment environment, ApplicationContext context) {
		RuntimeOptions options = RuntimeOptions.defaults()
			.name(name(properties, environment))
			.callTimeout(properties.defaults().callTimeout())
			.startTimeout(properties.defaults().startTimeout());
		return Node.start(options, new FailurePolicy(context));
	}

	private static String name(TriOtpProperties properties, Environment environment) {
		String name = properties.nodeName();
		name = StringUtils.hasText(name) ? name : environment.getProperty("spring.application.name");
		return StringUtils.hasText(name) ? name : RuntimeOptions.DEFAULT_NAME;
	}

	@Bean
	NodeShutdown triOtpNodeShutdown(ObjectProvider<Node> node) {
		return new NodeShutdown(node.getObject());
	}

	@Bean
	static ApplicationsRegistrar triOtpApplicationsRegistrar() {
		return new ApplicationsRegistrar();
	}

}
