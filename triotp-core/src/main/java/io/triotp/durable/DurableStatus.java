package io.triotp.durable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import io.triotp.server.Reminder;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a durable server that runs.
 *
 * @param store the name of the store
 * @param id under which it is stored
 * @param version how many changes have led to what is stored, 0 if nothing is
 * @param committedAt when its process had a change stored last, {@code null} if it has
 * had none
 * @param uncommittedFor for how long its oldest change has waited to be stored, 0 if none
 * does
 * @param reminders what it is to be reminded of, the first that is due first
 */
public record DurableStatus(String store, StateId id, long version, @Nullable Instant committedAt,
		Duration uncommittedFor, List<Reminder> reminders) {

	public DurableStatus {
		Objects.requireNonNull(store, "store");
		Objects.requireNonNull(id, "id");
		Objects.requireNonNull(uncommittedFor, "uncommittedFor");
		reminders = List.copyOf(Objects.requireNonNull(reminders, "reminders"));
	}

}
