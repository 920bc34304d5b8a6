package io.triotp.spring.boot.actuate;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

import io.triotp.history.HistoryEntry;
import io.triotp.spring.boot.view.EventsRequest;
import io.triotp.spring.boot.view.TreeRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;

/**
 * What a client subscribes to.
 *
 * @param topics what it wants to know, each once
 * @param interval how often it is told how something is, if that has changed
 * @param events which events it wants
 * @param lastEventId the number of the last event it knows, {@code null} if it knows none
 */
record StreamRequest(List<StreamTopic> topics, Duration interval, EventsRequest events, @Nullable Long lastEventId) {

	/** No client is told more often. */
	static final Duration MIN_INTERVAL = Duration.ofMillis(250);

	static final Duration MAX_INTERVAL = Duration.ofMinutes(1);

	/** A client may look at so many processes. */
	static final int MAX_PROCESSES = 10;

	static final String[] PARAMETERS = { "topics", "interval", "type", "severity", "path", "root", "application",
			"depth", "limit", "lastEventId" };

	private static final String DEFAULT_TOPICS = StreamTopic.SUMMARY + "," + StreamTopic.EVENTS;

	StreamRequest {
		topics = List.copyOf(topics);
	}

	/**
	 * {@return what the parameters of a request ask for}
	 * @throws InvalidParameterException if a parameter cannot be meant so
	 */
	static StreamRequest of(Parameters parameters) {
		parameters.requireOnly(Sections.STREAM, PARAMETERS);
		String topics = parameters.text("topics");
		return new StreamRequest(topics((topics != null) ? topics : DEFAULT_TOPICS, parameters),
				interval(parameters.text("interval")),
				new EventsRequest(null, EventsRequest.MAX_LIMIT, parameters.one("type", HistoryEntry.Type.class),
						parameters.one("severity", HistoryEntry.Severity.class), parameters.text("path")),
				parameters.number("lastEventId", 0, Long.MAX_VALUE));
	}

	private static List<StreamTopic> topics(String written, Parameters parameters) {
		List<StreamTopic> topics = new ArrayList<>();
		for (String name : written.split(",")) {
			StreamTopic topic = topic(name.trim(), parameters);
			if (!topics.contains(topic)) {
				topics.add(topic);
			}
		}
		if (topics.stream().filter((each) -> each instanceof StreamTopic.Process).count() > MAX_PROCESSES) {
			throw new InvalidParameterException("topics may name up to " + MAX_PROCESSES + " processes");
		}
		return topics;
	}

	private static StreamTopic topic(String name, Parameters parameters) {
		return switch (name) {
			case StreamTopic.SUMMARY -> new StreamTopic.Summary();
			case StreamTopic.EVENTS -> new StreamTopic.Events();
			case StreamTopic.TREE -> new StreamTopic.Tree(TreeRequest.of(parameters.text("root"),
					parameters.text("application"), parameters.number("depth", TreeRequest.MAX_DEPTH),
					parameters.number("limit", TreeRequest.MAX_LIMIT)));
			default -> {
				String id = name.startsWith(StreamTopic.PROCESS + ":")
						? name.substring(StreamTopic.PROCESS.length() + 1) : "";
				if (id.isEmpty()) {
					throw new InvalidParameterException("topics must be some of " + StreamTopic.SUMMARY + ", "
							+ StreamTopic.EVENTS + ", " + StreamTopic.TREE + " and " + StreamTopic.PROCESS
							+ ":{id}, separated by commas, but one is '" + name + "'");
				}
				yield new StreamTopic.Process(id);
			}
		};
	}

	/** One that is too short or too long is not an error: the stream tells its own. */
	private static Duration interval(@Nullable String written) {
		if (written == null) {
			return Duration.ofSeconds(1);
		}
		try {
			Duration interval = DurationStyle.detectAndParse(written);
			if (!interval.isNegative()) {
				return shortest(longest(interval, MIN_INTERVAL), MAX_INTERVAL);
			}
		}
		catch (IllegalArgumentException | ArithmeticException | DateTimeParseException ex) {
			// Told below.
		}
		throw new InvalidParameterException(
				"interval must be a duration such as 1s or 500ms, but is '" + written + "'");
	}

	private static Duration longest(Duration one, Duration other) {
		return (one.compareTo(other) >= 0) ? one : other;
	}

	private static Duration shortest(Duration one, Duration other) {
		return (one.compareTo(other) <= 0) ? one : other;
	}

	/**
	 * {@return the same, for a client that tells by a header what it knows} Browsers do
	 * so when they connect again; their header is newer than what is in the address. What
	 * is no number of ours is one nobody knows.
	 * @param header the value of the header, if there is one
	 */
	StreamRequest afterHeader(@Nullable String header) {
		if (header == null || header.isBlank()) {
			return this;
		}
		return new StreamRequest(this.topics, this.interval, this.events, number(header.trim()));
	}

	private static long number(String written) {
		try {
			long number = Long.parseLong(written);
			return (number >= 0) ? number : Long.MAX_VALUE;
		}
		catch (NumberFormatException ex) {
			return Long.MAX_VALUE;
		}
	}

	boolean wantsEvents() {
		return this.topics.contains(new StreamTopic.Events());
	}

	List<StreamTopic.State> states() {
		return this.topics.stream()
			.filter(StreamTopic.State.class::isInstance)
			.map(StreamTopic.State.class::cast)
			.toList();
	}

}
