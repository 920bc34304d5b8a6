package io.triotp.spring.boot.autoconfigure;

import java.util.List;

import io.triotp.spring.boot.TriOtpProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * {@link RuntimeHintsRegistrar} for the records of the configuration: they are not only
 * bound, what was written is also compared with their components. And for the libraries
 * that are looked for by name: a native image finds none that it was not told of.
 */
class TriOtpRuntimeHints implements RuntimeHintsRegistrar {

	private static final List<String> LIBRARIES = List.of(
			"org.springframework.boot.health.registry.HealthContributorRegistry",
			"org.springframework.kafka.listener.MessageListenerContainer",
			"io.micrometer.context.ContextSnapshotFactory", "io.triotp.jdbc.JacksonCodec",
			"tools.jackson.databind.json.JsonMapper");

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(), TriOtpProperties.class);
		hints.resources().registerPattern("io/triotp/jdbc/schema-*.sql");
		LIBRARIES.forEach((each) -> hints.reflection().registerTypeIfPresent(classLoader, each));
	}

}
