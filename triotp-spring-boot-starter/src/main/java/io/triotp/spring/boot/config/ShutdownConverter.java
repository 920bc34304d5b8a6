package io.triotp.spring.boot.config;

import io.triotp.supervisor.Shutdown;

import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.core.convert.converter.Converter;

/**
 * How a child is stopped: a duration or one of two words.
 */
@ConfigurationPropertiesBinding
final class ShutdownConverter implements Converter<String, Shutdown> {

	@Override
	public Shutdown convert(String source) {
		return switch (RelaxedName.of(source)) {
			case "infinity" -> Shutdown.infinity();
			case "brutalkill" -> Shutdown.brutalKill();
			default -> Shutdown.within(Durations.parse(source));
		};
	}

}
