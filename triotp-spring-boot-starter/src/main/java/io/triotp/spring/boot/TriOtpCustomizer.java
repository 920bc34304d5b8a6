package io.triotp.spring.boot;

import java.util.List;

import io.triotp.application.ApplicationSpec;

/**
 * Changes the applications before any is started: those declared in the configuration,
 * the {@link ApplicationSpec} beans and the default application. Beans of this type are
 * asked in their {@link org.springframework.core.annotation.Order order}.
 */
@FunctionalInterface
public interface TriOtpCustomizer {

	/**
	 * {@return the applications to start}
	 * @param applications the applications so far, in start order; not modifiable
	 */
	List<ApplicationSpec> customize(List<ApplicationSpec> applications);

}
