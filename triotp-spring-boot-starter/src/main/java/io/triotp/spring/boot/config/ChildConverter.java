package io.triotp.spring.boot.config;

import io.triotp.spring.boot.TriOtpProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.core.convert.converter.Converter;

/**
 * The short form of a child: the name of its bean.
 */
@ConfigurationPropertiesBinding
final class ChildConverter implements Converter<String, TriOtpProperties.Child> {

	@Override
	public TriOtpProperties.Child convert(String source) {
		return child(source.isBlank() ? null : source.strip());
	}

	/**
	 * {@return a child of which nothing is said but its bean}
	 * @param bean the name of the bean, {@code null} if not even that is said
	 */
	static TriOtpProperties.Child child(@Nullable String bean) {
		return new TriOtpProperties.Child(null, bean, null, null, null, null, null, null, null, null, null, null, null,
				null, null, null, null, null, null, null, null, null, null, null, null, null);
	}

}
