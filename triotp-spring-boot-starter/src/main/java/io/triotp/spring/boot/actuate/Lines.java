package io.triotp.spring.boot.actuate;

import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.triotp.spring.boot.view.EventsDescriptor;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes events as JSON, a line for each, to be stored and read again. Apart from the
 * rest, because an application may have another JSON library.
 */
final class Lines {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.changeDefaultPropertyInclusion((value) -> value.withValueInclusion(JsonInclude.Include.NON_NULL))
		.build();

	private Lines() {
	}

	/**
	 * {@return the events, a line for each}
	 */
	static String of(EventsDescriptor events) {
		return events.events()
			.stream()
			.map((event) -> MAPPER.writeValueAsString(event) + "\n")
			.collect(Collectors.joining());
	}

}
