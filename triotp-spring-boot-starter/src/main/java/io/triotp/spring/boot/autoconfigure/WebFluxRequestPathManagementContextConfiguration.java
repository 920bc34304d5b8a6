package io.triotp.spring.boot.autoconfigure;

import java.util.Objects;

import io.triotp.spring.boot.actuate.TriOtpEndpointWebExtension;
import io.triotp.spring.boot.actuate.WebFluxRequestPathFilter;
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
 * What stands in the path with Spring WebFlux, in the context of whichever server shows
 * the endpoint.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnClass({ DispatcherHandler.class, Flux.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBean(TriOtpEndpointWebExtension.class)
class WebFluxRequestPathManagementContextConfiguration {

	private static final EndpointId ID = EndpointId.of("triotp");

	@Bean
	WebFluxRequestPathFilter triOtpRequestPathFilter(PathMappedEndpoints endpoints) {
		return new WebFluxRequestPathFilter(Objects.requireNonNull(endpoints.getPath(ID), "path"));
	}

}
