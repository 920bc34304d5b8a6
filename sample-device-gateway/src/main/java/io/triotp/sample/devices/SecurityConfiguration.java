package io.triotp.sample.devices;

import jakarta.servlet.DispatcherType;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Devices report, operators look and act. An operator may do so with a browser, which
 * sends the password along wherever a page of others leads it, so an action needs a token
 * too. Devices are no browsers.
 */
// tag::security[]
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	@Bean
	SecurityFilterChain rules(HttpSecurity http) throws Exception {
		return http
			.authorizeHttpRequests((requests) -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
				.permitAll() // or a refusal ends as another
				.requestMatchers("/actuator/health/**")
				.permitAll()
				.requestMatchers("/devices/*/readings")
				.hasRole("DEVICE")
				.anyRequest()
				.hasRole("OPERATOR"))
			.httpBasic(Customizer.withDefaults())
			.csrf((csrf) -> csrf.spa().ignoringRequestMatchers("/devices/*/readings"))
			.build();
	}

	/** Of a sample; yours come from where you have them. */
	@Bean
	UserDetailsService users() {
		return new InMemoryUserDetailsManager(
				User.withUsername("device").password("{noop}device").roles("DEVICE").build(),
				User.withUsername("operator").password("{noop}operator").roles("OPERATOR").build());
	}

}
// end::security[]
