package io.triotp.spring.boot.actuate;

import java.util.stream.Collectors;

import io.triotp.spring.boot.view.EventsDescriptor;

/**
 * Writes events as JSON, a line for each, to be stored and read again.
 */
final class Lines {

	private Lines() {
	}

	/**
	 * {@return the events, a line for each}
	 */
	static String of(EventsDescriptor events) {
		return events.events().stream().map((event) -> Json.of(event) + "\n").collect(Collectors.joining());
	}

}
