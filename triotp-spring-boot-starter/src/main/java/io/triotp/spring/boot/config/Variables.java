package io.triotp.spring.boot.config;

import java.util.Locale;

import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Environment variables: which source has them, and what they are called.
 */
final class Variables {

	private Variables() {
	}

	static boolean areIn(ConfigurationPropertySource source) {
		return source.getUnderlyingSource() instanceof PropertySource<?> underlying
				&& underlying instanceof SystemEnvironmentPropertySource;
	}

	/**
	 * {@return the variable that sets a property}
	 * @param property the property
	 */
	static String nameOf(String property) {
		return property.replace("-", "").replace("]", "").replace('.', '_').replace('[', '_').toUpperCase(Locale.ROOT);
	}

}
