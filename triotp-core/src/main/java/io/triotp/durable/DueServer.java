package io.triotp.durable;

import java.time.Instant;
import java.util.Objects;

/**
 * A server that has a reminder.
 *
 * @param id whose state it is stored with
 * @param due when its first reminder is due
 */
public record DueServer(StateId id, Instant due) {

	public DueServer {
		Objects.requireNonNull(id, "id");
		Objects.requireNonNull(due, "due");
	}

}
