package io.triotp.server;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import io.triotp.time.TimeText;

/**
 * What a durable server has stored together with its state.
 */
public sealed interface StoredEffect {

	/**
	 * Sets a reminder, in the place of one with the same name.
	 *
	 * @param name the name of the reminder: not blank, 100 characters at most
	 * @param after after how long it is due, by the clock on the wall, 0 or more
	 */
	record Remind(String name, Duration after) implements StoredEffect {

		public Remind {
			Reminder.requireName(name);
			Objects.requireNonNull(after, "after");
			if (after.isNegative()) {
				throw new IllegalArgumentException(
						"A reminder must be due after 0 or more, but this one after " + TimeText.of(after));
			}
		}

	}

	/**
	 * Sets a reminder, in the place of one with the same name.
	 *
	 * @param name the name of the reminder: not blank, 100 characters at most
	 * @param due when it is due; at once if that is over
	 */
	record RemindAt(String name, Instant due) implements StoredEffect {

		public RemindAt {
			Reminder.requireName(name);
			Objects.requireNonNull(due, "due");
		}

	}

	/**
	 * Publishes an event in the transaction that stores the state.
	 *
	 * @param event the event
	 */
	record Publish(Object event) implements StoredEffect {

		public Publish {
			Objects.requireNonNull(event, "event");
		}

	}

	/**
	 * Cancels a reminder. Nothing happens if there is none.
	 *
	 * @param name the name of the reminder
	 */
	record CancelReminder(String name) implements StoredEffect {

		public CancelReminder {
			Reminder.requireName(name);
		}

	}

}
