package io.triotp.spring.boot.actuate;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes as Spring Boot writes the bodies of endpoints, what Spring Boot does not write
 * for us: lines and events. Apart from the rest, because an application may have another
 * JSON library.
 */
final class Json {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.changeDefaultPropertyInclusion((value) -> value.withValueInclusion(JsonInclude.Include.NON_NULL))
		.build();

	private Json() {
	}

	/**
	 * {@return a value as JSON, on one line}
	 */
	static String of(Object value) {
		return MAPPER.writeValueAsString(value);
	}

	/**
	 * {@return what was written}
	 * @throws IllegalArgumentException if that was something else
	 */
	static <T> T read(String json, Class<T> type) {
		try {
			return MAPPER.readValue(json, type);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("This is no " + type.getSimpleName(), ex);
		}
	}

	/**
	 * {@return a view as JSON, once as it is and once without the time when it was taken}
	 */
	static Snapshot snapshot(Object view) {
		JsonNode tree = MAPPER.valueToTree(view);
		String json = MAPPER.writeValueAsString(tree);
		if (tree instanceof ObjectNode object) {
			object.remove("generatedAt");
		}
		return new Snapshot(json, MAPPER.writeValueAsString(tree));
	}

}
