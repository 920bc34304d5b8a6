package io.triotp.history;

import java.time.Instant;
import java.util.Objects;

import io.triotp.process.DeadLetterReason;

/**
 * Messages of one type to one place that were never handled, for one reason.
 *
 * @param path the place of the receiver
 * @param message the name of the class of the messages
 * @param reason why they were not handled
 * @param count how many there were
 * @param first when the first was lost
 * @param last when the last was lost
 */
public record LostMessages(String path, String message, DeadLetterReason reason, long count, Instant first,
		Instant last) {

	public LostMessages {
		Objects.requireNonNull(path, "path");
		Objects.requireNonNull(message, "message");
		Objects.requireNonNull(reason, "reason");
		Objects.requireNonNull(first, "first");
		Objects.requireNonNull(last, "last");
	}

	LostMessages oneMore(Instant at) {
		return new LostMessages(this.path, this.message, this.reason, this.count + 1, this.first, at);
	}

}
