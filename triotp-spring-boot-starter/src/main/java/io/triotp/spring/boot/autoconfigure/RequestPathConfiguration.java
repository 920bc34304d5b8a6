package io.triotp.spring.boot.autoconfigure;

import io.triotp.spring.boot.actuate.MvcRequestPath;
import io.triotp.spring.boot.actuate.TriOtpEndpoint;
import io.triotp.spring.boot.actuate.WebFluxRequestPath;
import reactor.core.publisher.Flux;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * How operations know what stands in the path with the web framework there is.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnAvailableEndpoint(endpoint = TriOtpEndpoint.class, exposure = EndpointExposure.WEB)
class RequestPathConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DispatcherServlet.class)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class MvcConfiguration {

		@Bean
		MvcRequestPath triOtpRequestPath() {
			return new MvcRequestPath();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ DispatcherHandler.class, Flux.class })
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	static class WebFluxConfiguration {

		@Bean
		WebFluxRequestPath triOtpRequestPath() {
			return new WebFluxRequestPath();
		}

	}

}
