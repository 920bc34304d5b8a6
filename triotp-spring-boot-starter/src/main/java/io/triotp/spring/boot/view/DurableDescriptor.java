package io.triotp.spring.boot.view;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import io.triotp.durable.DurableStatus;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a durable server. What has no value is left out.
 *
 * @param store the store
 * @param type the name of its kind there
 * @param key its key there
 * @param version how many changes have led to what is stored, 0 if nothing is
 * @param committedAt when its process had a change stored last
 * @param uncommittedSeconds for how long its oldest change has waited to be stored
 * @param reminders what it is to be reminded of, the first that is due first
 */
public record DurableDescriptor(String store, String type, String key, long version, @Nullable Instant committedAt,
		@Nullable Double uncommittedSeconds, List<ReminderDescriptor> reminders) {

	static DurableDescriptor of(DurableStatus status) {
		return new DurableDescriptor(status.store(), status.id().type(), status.id().key(), status.version(),
				committedAt(status), uncommittedSeconds(status),
				status.reminders().stream().map((each) -> new ReminderDescriptor(each.name(), each.due())).toList());
	}

	static @Nullable Instant committedAt(DurableStatus status) {
		Instant at = status.committedAt();
		return (at != null) ? at.truncatedTo(ChronoUnit.MILLIS) : null;
	}

	static @Nullable Double uncommittedSeconds(DurableStatus status) {
		Duration waited = status.uncommittedFor();
		return waited.isZero() ? null : TextStyle.seconds(waited);
	}

	/**
	 * What a server is to be reminded of.
	 *
	 * @param name the name of the reminder
	 * @param due when
	 */
	public record ReminderDescriptor(String name, Instant due) {
	}

}
