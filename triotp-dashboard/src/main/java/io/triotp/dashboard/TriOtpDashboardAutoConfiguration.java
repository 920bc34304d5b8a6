package io.triotp.dashboard;

import io.triotp.node.Node;
import io.triotp.spring.boot.actuate.TriOtpEndpoint;
import io.triotp.spring.boot.autoconfigure.TriOtpAutoConfiguration;
import io.triotp.spring.boot.autoconfigure.TriOtpEndpointAutoConfiguration;
import io.triotp.spring.boot.page.EndpointPage;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * {@link AutoConfiguration Auto-configuration} for the page below the
 * {@link TriOtpEndpoint}: wherever the endpoint is shown on the web.
 */
@AutoConfiguration(after = { TriOtpAutoConfiguration.class, TriOtpDashboardPropertiesAutoConfiguration.class },
		before = TriOtpEndpointAutoConfiguration.class)
@ConditionalOnWebApplication
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(value = Node.class, search = SearchStrategy.CURRENT)
@ConditionalOnAvailableEndpoint(endpoint = TriOtpEndpoint.class, exposure = EndpointExposure.WEB)
@ConditionalOnProperty(name = "triotp.dashboard.enabled", havingValue = "true", matchIfMissing = true)
@ImportRuntimeHints(TriOtpDashboardRuntimeHints.class)
public final class TriOtpDashboardAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	EndpointPage triOtpDashboard(TriOtpDashboardProperties properties) {
		return BundledPage.load(properties.frameAncestors());
	}

}
