package io.triotp.jdbc;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

import io.triotp.server.Reminder;
import org.jspecify.annotations.Nullable;

/**
 * Reminders as a column has them: a line for each, with its time and its name, so that
 * people can read them.
 */
final class ReminderText {

	private ReminderText() {
	}

	/**
	 * {@return the text, {@code null} for none}
	 * @param reminders the reminders
	 */
	static @Nullable String of(List<Reminder> reminders) {
		return reminders.isEmpty() ? null
				: reminders.stream().map((each) -> each.due() + " " + each.name()).collect(Collectors.joining("\n"));
	}

	/**
	 * {@return when the first is due, {@code null} if there is none}
	 * @param reminders the reminders, the first that is due first
	 */
	static @Nullable OffsetDateTime due(List<Reminder> reminders) {
		return reminders.isEmpty() ? null : time(reminders.getFirst().due());
	}

	/**
	 * {@return a time as databases know it}
	 * @param time the time
	 */
	static OffsetDateTime time(Instant time) {
		return time.atOffset(ZoneOffset.UTC);
	}

	/**
	 * {@return the reminders in a text}
	 * @param text the text, {@code null} for none
	 * @throws IllegalStateException if it is none of ours
	 */
	static List<Reminder> parse(@Nullable String text) {
		return (text == null) ? List.of() : text.lines().map(ReminderText::reminder).toList();
	}

	private static Reminder reminder(String line) {
		int space = line.indexOf(' ');
		try {
			return new Reminder(line.substring(space + 1), Instant.parse(line.substring(0, Math.max(0, space))));
		}
		catch (DateTimeException | IllegalArgumentException ex) {
			throw new IllegalStateException("'" + line + "' is no reminder: a time such as 2026-11-28T09:00:00Z, a "
					+ "space and a name are expected in the column 'reminders'", ex);
		}
	}

}
