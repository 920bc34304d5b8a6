package io.triotp.spring.boot.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.triotp.spring.boot.view.EventsDescriptor.EventDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * One piece of what a client of the stream is sent.
 *
 * @param event the name of the event, {@code null} for a comment
 * @param id the number of the newest event there is, {@code null} if this tells nothing
 * of that
 * @param data what it tells, on one line
 * @param key of two frames with the same key that wait, the later one says it all;
 * {@code null} for a frame that must not be left out
 */
record StreamFrame(@Nullable String event, @Nullable Long id, String data, @Nullable String key) {

	/** Says nothing, so that nobody on the way believes the connection is dead. */
	static final StreamFrame HEARTBEAT = new StreamFrame(null, null, "hb", "hb");

	static StreamFrame hello(HelloDescriptor hello) {
		return new StreamFrame("hello", null, Json.of(hello), "hello");
	}

	static StreamFrame events(List<EventDescriptor> events, long newest) {
		return new StreamFrame(StreamTopic.EVENTS, newest, Json.of(events), null);
	}

	static StreamFrame state(StreamTopic.State topic, Snapshot snapshot) {
		return new StreamFrame(topic.event(), null, snapshot.json(), topic.name());
	}

	static StreamFrame resync(StreamTopic topic, Resync reason, @Nullable Long id) {
		return new StreamFrame("resync", id, Json.of(new ResyncDescriptor(topic.name(), reason)),
				(topic instanceof StreamTopic.State) ? topic.name() : null);
	}

	/**
	 * What a stream begins with.
	 *
	 * @param stream its name
	 * @param interval how often it tells how something is
	 * @param topics what it tells of
	 * @param newestSeq the number of the newest event, 0 if there is none
	 * @param startedAt when the node was started: numbers from before mean nothing now
	 */
	record HelloDescriptor(String stream, Duration interval, List<String> topics, long newestSeq, Instant startedAt) {
	}

	/**
	 * Something the client has missed, and must ask for.
	 *
	 * @param topic what
	 * @param reason why
	 */
	record ResyncDescriptor(String topic, Resync reason) {
	}

	/**
	 * Why a client has missed something.
	 */
	enum Resync {

		/** What it has missed since it was here last has been forgotten, in part. */
		FORGOTTEN,

		/** Nobody knows the event it knew last: it may be of an earlier run. */
		UNKNOWN,

		/** So much has happened at once that it is not sent. */
		TOO_MANY,

		/** It does not keep up. */
		SLOW,

		/** There is nothing like that (any more); nothing more is told of it. */
		GONE

	}

}
