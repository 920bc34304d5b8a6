package io.triotp.spring.boot.autoconfigure;

import java.util.Objects;

import io.triotp.spring.boot.actuate.TriOtpEndpointWebExtension;
import io.triotp.spring.boot.page.EndpointPage;
import io.triotp.spring.boot.page.WebFluxPage;
import reactor.core.publisher.Flux;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.DispatcherHandler;

/**
 * The page for people with Spring WebFlux, in the context of whichever server shows the
 * endpoint: a filter in the context of the application would show it on its port too.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnClass({ DispatcherHandler.class, Flux.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBean({ EndpointPage.class, TriOtpEndpointWebExtension.class })
class WebFluxPageManagementContextConfiguration {

	private static final EndpointId ID = EndpointId.of("triotp");

	@Bean
	WebFluxPage triOtpWebFluxPage(EndpointPage page, PathMappedEndpoints endpoints) {
		return new WebFluxPage(page, Objects.requireNonNull(endpoints.getPath(ID), "path"));
	}

}
