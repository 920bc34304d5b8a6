package io.triotp.spring;

import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.core.convert.converter.Converter;

/**
 * The short form of a child: the name of its bean.
 */
@ConfigurationPropertiesBinding
final class ChildConverter implements Converter<String, TriOtpProperties.Child> {

	@Override
	public TriOtpProperties.Child convert(String source) {
		return TriOtpProperties.Child.of(source.isBlank() ? null : source.strip());
	}

}
