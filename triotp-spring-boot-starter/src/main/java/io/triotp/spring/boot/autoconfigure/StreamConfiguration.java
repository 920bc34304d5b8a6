package io.triotp.spring.boot.autoconfigure;

import io.triotp.spring.boot.actuate.MvcStreamTransport;
import io.triotp.spring.boot.actuate.TriOtpEndpoint;
import io.triotp.spring.boot.actuate.WebFluxStreamTransport;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * How connections to the stream are held with the web framework there is.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(JsonMapper.class)
@ConditionalOnAvailableEndpoint(endpoint = TriOtpEndpoint.class, exposure = EndpointExposure.WEB)
class StreamConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DispatcherServlet.class)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class MvcConfiguration {

		@Bean
		MvcStreamTransport triOtpStreamTransport() {
			return new MvcStreamTransport();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ DispatcherHandler.class, Flux.class })
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	static class WebFluxConfiguration {

		@Bean
		WebFluxStreamTransport triOtpStreamTransport() {
			return new WebFluxStreamTransport();
		}

	}

}
