package io.triotp.durable;

import java.util.List;
import java.util.Objects;

import io.triotp.server.Reminder;

/**
 * A state as it is stored.
 *
 * @param version how many changes have led to it; of two states of one server, the later
 * one has the higher version
 * @param epoch which incarnation has written it: each has another number, and a later one
 * a higher one
 * @param schema the version of the form that the bytes have
 * @param bytes the encoded state, which must not be changed
 * @param reminders the reminders of the server
 */
public record StoredState(long version, long epoch, int schema, byte[] bytes, List<Reminder> reminders) {

	public StoredState {
		Objects.requireNonNull(bytes, "bytes");
		reminders = List.copyOf(Objects.requireNonNull(reminders, "reminders"));
	}

	static StoredState of(StateChange change, byte[] bytes) {
		return new StoredState(change.version(), change.epoch(), change.schema(), bytes, change.reminders());
	}

}
