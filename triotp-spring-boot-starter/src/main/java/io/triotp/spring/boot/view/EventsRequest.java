package io.triotp.spring.boot.view;

import java.util.Objects;

import io.triotp.history.HistoryEntry;
import org.jspecify.annotations.Nullable;

/**
 * Which events to show. A limit beyond its range is cut to it.
 *
 * @param after the number of an event: those after it are shown, oldest first;
 * {@code null} for the newest, newest first
 * @param limit how many, 1 to 500
 * @param type what happened, {@code null} for anything
 * @param severity how bad it must be at least, {@code null} for anything
 * @param path the place where it happened, or one above it; {@code null} for anywhere
 */
public record EventsRequest(@Nullable Long after, int limit, HistoryEntry.@Nullable Type type,
		HistoryEntry.@Nullable Severity severity, @Nullable String path) {

	/** How many events are shown by default. */
	public static final int DEFAULT_LIMIT = 100;

	/** How many events can be shown. */
	public static final int MAX_LIMIT = 500;

	public EventsRequest {
		limit = Math.clamp(limit, 1, MAX_LIMIT);
	}

	/**
	 * {@return a request for the newest events}
	 */
	public static EventsRequest newest() {
		return new EventsRequest(null, DEFAULT_LIMIT, null, null, null);
	}

	/**
	 * {@return whether an event is of the kind to show}
	 * @param entry the event
	 */
	public boolean wants(HistoryEntry entry) {
		Objects.requireNonNull(entry, "entry");
		return (this.type == null || entry.type() == this.type)
				&& (this.severity == null || entry.type().severity().compareTo(this.severity) >= 0)
				&& (this.path == null || entry.isAtOrBelow(this.path));
	}

}
