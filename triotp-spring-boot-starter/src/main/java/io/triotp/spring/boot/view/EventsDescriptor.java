package io.triotp.spring.boot.view;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import io.triotp.history.Cause;
import io.triotp.history.HistoryEntry;
import org.jspecify.annotations.Nullable;

/**
 * What has happened in a node. What has no value is left out. Messages of exceptions are
 * never shown, as they may hold what users have entered.
 *
 * @param generatedAt when it was looked at
 * @param oldestSeq the number of the oldest event that is known, 0 if none is
 * @param newestSeq the number of the newest event, 0 if there is none
 * @param capacity how many events are remembered
 * @param dropped how many have been forgotten
 * @param returned how many are shown
 * @param truncated whether there are more that were asked for
 * @param events the events: the newest first, or those after a given one, oldest first
 */
public record EventsDescriptor(Instant generatedAt, long oldestSeq, long newestSeq, int capacity, long dropped,
		int returned, boolean truncated, List<EventDescriptor> events) implements View {

	@Override
	public String toText() {
		return EventsText.of(this);
	}

	/**
	 * Something that has happened.
	 *
	 * @param seq its number: later events have higher ones
	 * @param at when
	 * @param type what happened
	 * @param severity how bad it is
	 * @param path the place where
	 * @param id the process it happened to, if there was one
	 * @param incarnation how often the child in this place had been started
	 * @param reason what kind of end it was
	 * @param exception the exception behind it
	 * @param delaySeconds how long the next start waits
	 * @param detail what else is known
	 */
	public record EventDescriptor(long seq, Instant at, HistoryEntry.Type type, HistoryEntry.Severity severity,
			String path, @Nullable String id, @Nullable Integer incarnation, Cause.@Nullable Reason reason,
			@Nullable ExceptionDescriptor exception, @Nullable Double delaySeconds, @Nullable String detail) {

		/**
		 * {@return what is shown of something that has happened}
		 * @param entry what has happened
		 */
		public static EventDescriptor of(HistoryEntry entry) {
			return EventsReader.describe(Objects.requireNonNull(entry, "entry"));
		}

	}

	/**
	 * An exception.
	 *
	 * @param type its class
	 * @param where the first frame that is neither the JDK's nor that of a library
	 * @param frames its stack, innermost first
	 */
	public record ExceptionDescriptor(String type, @Nullable String where, List<String> frames) {
	}

}
