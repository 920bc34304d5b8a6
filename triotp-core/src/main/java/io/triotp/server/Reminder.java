package io.triotp.server;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * What a durable server wanted to be reminded of. It is stored with the state of the
 * server, and given to its {@link GenServer#handleInfo handleInfo} when it is due: also
 * if the server has been let go since, or the JVM has ended. What {@code handleInfo}
 * returns is stored together with the end of the reminder; if it fails, it is given the
 * reminder again after a while, which is longer each time.
 *
 * @param name its name, of which a server has one at a time
 * @param due when it is due, to the millisecond, and from 1970 to 9999
 */
public record Reminder(String name, Instant due) {

	private static final int LONGEST_NAME = 100;

	/** Databases have an end of time. */
	private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

	/**
	 * Creates a reminder.
	 * @throws IllegalArgumentException if the name is blank, longer than 100 characters,
	 * or has control characters
	 */
	public Reminder {
		requireName(name);
		Objects.requireNonNull(due, "due");
		due = (due.isBefore(Instant.EPOCH) ? Instant.EPOCH : due.isAfter(LATEST) ? LATEST : due)
			.truncatedTo(ChronoUnit.MILLIS);
	}

	static void requireName(String name) {
		Objects.requireNonNull(name, "name");
		if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
			throw new IllegalArgumentException("The name of a reminder must be neither blank nor longer than "
					+ LONGEST_NAME + " characters, and have no control characters");
		}
	}

}
