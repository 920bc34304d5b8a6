package io.triotp.spring.boot.config;

import io.triotp.durable.StateCodec;
import io.triotp.jdbc.JacksonCodec;
import tools.jackson.databind.json.JsonMapper;

/**
 * States as JSON, for those who have the libraries for it.
 *
 * <p>
 * Maintainer's note. Not by the mapper of the application: who changes how the web is
 * spoken to must not lose what is stored.
 */
final class JsonStates {

	private static final JsonMapper MAPPER = JsonMapper.builder().findAndAddModules().build();

	private JsonStates() {
	}

	static StateCodec<?> codec(Class<?> state) {
		return JacksonCodec.of(MAPPER, state);
	}

}
