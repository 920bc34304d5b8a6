package io.triotp.spring.boot.config;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;

/**
 * Judges the settings of the stream of the endpoint, so that they are reported with the
 * rest. Spring Boot binds them, if there is an endpoint, and reports what it cannot read.
 */
final class StreamSettings {

	static final String PREFIX = "management.endpoint.triotp.stream";

	private final Binder binder;

	private final ConfigurationProblems problems;

	StreamSettings(Iterable<ConfigurationPropertySource> sources, PlaceholdersResolver placeholders,
			ConfigurationProblems problems) {
		this.binder = new Binder(sources, placeholders);
		this.problems = problems;
	}

	void check() {
		Written written = new Written(read("max-connections", Integer.class), read("max-age", Duration.class),
				read("heartbeat", Duration.class));
		Settings<Written> settings = new Settings<>(this.problems, List.of(new Settings.Place<>(PREFIX, written)));
		settings.atLeast(1, "max-connections", Written::maxConnections);
		settings.positive("max-age", Written::maxAge);
		settings.positive("heartbeat", Written::heartbeat);
	}

	private <T> @Nullable T read(String key, Class<T> type) {
		try {
			return this.binder.bind(PREFIX + "." + key, type).orElse(null);
		}
		catch (BindException ex) {
			return null;
		}
	}

	/** What is written, {@code null} where nothing is. */
	private record Written(@Nullable Integer maxConnections, @Nullable Duration maxAge, @Nullable Duration heartbeat) {
	}

}
