package io.triotp.spring.boot.autoconfigure;

import io.triotp.spring.boot.actuate.TriOtpEndpoint;
import io.triotp.spring.boot.page.EndpointPage;
import io.triotp.spring.boot.page.MvcPage;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * The page for people with Spring MVC, where it is an answer of the endpoint.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(DispatcherServlet.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(EndpointPage.class)
@ConditionalOnAvailableEndpoint(endpoint = TriOtpEndpoint.class, exposure = EndpointExposure.WEB)
class MvcPageConfiguration {

	@Bean
	MvcPage triOtpMvcPage(EndpointPage page) {
		return new MvcPage(page);
	}

}
