package io.triotp.spring.boot.autoconfigure;

import io.triotp.node.Node;
import io.triotp.spring.boot.ApplicationSpecs;
import io.triotp.spring.boot.actuate.TriOtpEndpoint;
import io.triotp.spring.boot.actuate.TriOtpEndpointWebExtension;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for the {@link TriOtpEndpoint}.
 */
@AutoConfiguration(after = TriOtpAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(value = Node.class, search = SearchStrategy.CURRENT)
@ConditionalOnAvailableEndpoint(TriOtpEndpoint.class)
public final class TriOtpEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	TriOtpEndpoint triOtpEndpoint(Node node, ObjectProvider<ApplicationSpecs> specs) {
		return new TriOtpEndpoint(node, ConfiguredApplications.of(node, specs));
	}

	@Bean
	@ConditionalOnBean(value = TriOtpEndpoint.class, search = SearchStrategy.CURRENT)
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	TriOtpEndpointWebExtension triOtpEndpointWebExtension(TriOtpEndpoint endpoint) {
		return new TriOtpEndpointWebExtension(endpoint);
	}

}
