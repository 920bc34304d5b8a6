package io.triotp.durable;

import java.util.List;
import java.util.Objects;

import io.triotp.server.Reminder;

import org.jspecify.annotations.Nullable;

/**
 * A change to store: from what the server knows to be stored to what it has become, with
 * all changes in between.
 *
 * @param id whose state it is
 * @param expectedVersion the version that must be stored now, 0 if nothing must
 * @param expectedEpoch the epoch that must be stored now; means nothing if nothing must
 * @param version the version to store
 * @param epoch the epoch to store
 * @param schema the version of the form that the bytes have
 * @param bytes the encoded state, which must not be changed; {@code null} to remove what
 * is stored
 * @param reminders the reminders the server has from then on, the first that is due
 * first, none if it is removed; their names have no control characters
 * @param events what is to be published in the same transaction, in order; only if the
 * store {@linkplain StateStore#publishesEvents() publishes events}
 * @param answered the requests to remember, in order; only if the store
 * {@linkplain StateStore#remembersRequests() remembers requests}
 */
public record StateChange(StateId id, long expectedVersion, long expectedEpoch, long version, long epoch, int schema,
		byte @Nullable [] bytes, List<Reminder> reminders, List<Object> events, List<AnsweredRequest> answered) {

	public StateChange {
		Objects.requireNonNull(id, "id");
		reminders = List.copyOf(Objects.requireNonNull(reminders, "reminders"));
		events = List.copyOf(Objects.requireNonNull(events, "events"));
		answered = List.copyOf(Objects.requireNonNull(answered, "answered"));
	}

	/**
	 * Creates a change without events and requests.
	 */
	public StateChange(StateId id, long expectedVersion, long expectedEpoch, long version, long epoch, int schema,
			byte @Nullable [] bytes, List<Reminder> reminders) {
		this(id, expectedVersion, expectedEpoch, version, epoch, schema, bytes, reminders, List.of(), List.of());
	}

	/**
	 * {@return whether nothing must be stored yet}
	 */
	public boolean isFirst() {
		return this.expectedVersion == 0;
	}

	/**
	 * {@return whether this is what has been stored} Where nothing was and nothing is,
	 * nobody can tell whether its events were published, and only the store whether its
	 * requests are remembered: then it is not.
	 * @param stored what is stored, {@code null} if nothing is
	 */
	public boolean isStoredAs(@Nullable StoredState stored) {
		return (stored != null) ? stored.version() == this.version && stored.epoch() == this.epoch
				: this.bytes == null && this.answered.isEmpty() && (!isFirst() || this.events.isEmpty());
	}

	/**
	 * {@return whether this may be stored now}
	 * @param stored what is stored, {@code null} if nothing is
	 */
	public boolean isExpected(@Nullable StoredState stored) {
		return (stored != null) ? stored.version() == this.expectedVersion && stored.epoch() == this.expectedEpoch
				: isFirst();
	}

}
