package io.triotp.durable;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.triotp.server.Reminder;
import io.triotp.server.StoredEffect;
import org.jspecify.annotations.Nullable;

/**
 * What a server wants to be reminded of: one reminder for each name, the first that is
 * due first.
 *
 * @param all the reminders
 */
record Reminders(List<Reminder> all) {

	static final Reminders NONE = new Reminders(List.of());

	/** How many a server may have: all of them are stored with each of its changes. */
	static final int MOST = 100;

	/** What is longer is due at the end of time all the same. */
	private static final Duration LONGEST = Duration.ofDays(4_000_000);

	static Reminders of(List<Reminder> stored) {
		return stored.isEmpty() ? NONE : new Reminders(
				stored.stream().sorted(Comparator.comparing(Reminder::due).thenComparing(Reminder::name)).toList());
	}

	/**
	 * {@return those that are left when a handler has returned}
	 * @param effects what the handler has stored, in order
	 * @param now the time on the wall
	 * @param given the one the handler was given; the same once more is another one, a
	 * little later
	 * @throws IllegalStateException if they are too many
	 */
	Reminders with(List<StoredEffect> effects, Instant now, @Nullable Reminder given) {
		Reminders after = this;
		for (StoredEffect each : effects) {
			after = switch (each) {
				case StoredEffect.Remind(String name, var delay) ->
					after.with(new Reminder(name, now.plus(most(delay))), given);
				case StoredEffect.RemindAt(String name, Instant due) -> after.with(new Reminder(name, due), given);
				case StoredEffect.CancelReminder(String name) -> after.without(name);
				case StoredEffect.Publish publish -> after;
			};
		}
		if (after.all.size() > MOST) {
			throw new IllegalStateException("A server may have " + MOST + " reminders, but this one would have "
					+ after.all.size() + "; keep in its state what each of them is for, and one reminder for the next");
		}
		return after;
	}

	private static Duration most(Duration delay) {
		return (delay.compareTo(LONGEST) < 0) ? delay : LONGEST;
	}

	private Reminders with(Reminder reminder, @Nullable Reminder given) {
		return with(reminder.equals(given) ? new Reminder(reminder.name(), reminder.due().plusMillis(1)) : reminder);
	}

	private Reminders with(Reminder reminder) {
		return of(Stream.concat(without(reminder.name()).all.stream(), Stream.of(reminder)).toList());
	}

	private Reminders without(String name) {
		return this.all.stream().noneMatch((each) -> each.name().equals(name)) ? this
				: of(this.all.stream().filter((each) -> !each.name().equals(name)).toList());
	}

	/**
	 * {@return those that are left without one that has been given}
	 * @param given the one, {@code null} for none
	 */
	Reminders without(@Nullable Reminder given) {
		return (given != null && has(given)) ? without(given.name()) : this;
	}

	/**
	 * {@return whether a reminder has been neither given, cancelled nor replaced}
	 * @param reminder the reminder
	 */
	boolean has(Reminder reminder) {
		return this.all.contains(reminder);
	}

	/**
	 * {@return the first that is not due yet}
	 * @param now the time on the wall
	 */
	Optional<Reminder> after(Instant now) {
		return this.all.stream().filter((each) -> each.due().isAfter(now)).findFirst();
	}

	/**
	 * {@return when the first is due, {@code null} if there is none}
	 */
	@Nullable Instant next() {
		return this.all.isEmpty() ? null : this.all.getFirst().due();
	}

	/**
	 * {@return those that are due, the first one first}
	 * @param now the time on the wall
	 */
	List<Reminder> due(Instant now) {
		return this.all.stream().takeWhile((each) -> !each.due().isAfter(now)).toList();
	}

}
