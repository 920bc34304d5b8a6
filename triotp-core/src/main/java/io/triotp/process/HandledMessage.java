package io.triotp.process;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A message that a process is about to handle, for a {@link MessageObserver}.
 *
 * @param kind what it is
 * @param content the message; for a start the class of the server, for a task the class
 * of its function, for a continuation what the callback before passed to {@code then},
 * and for a cleanup the {@link ExitReason}
 * @param receiver the process that handles it
 * @param path the path of that process
 * @param type the class of its code
 * @param waited how long the message has been under way, most of it in the mailbox, by
 * the clock of the node; empty if no observer has given it a
 * {@link MessageObserver.Trace}
 */
public record HandledMessage(MessageKind kind, Object content, Pid receiver, String path, Class<?> type,
		Optional<Duration> waited) {

	public HandledMessage {
		Objects.requireNonNull(kind, "kind");
		Objects.requireNonNull(content, "content");
		Objects.requireNonNull(receiver, "receiver");
		Objects.requireNonNull(path, "path");
		Objects.requireNonNull(type, "type");
		Objects.requireNonNull(waited, "waited");
	}

}
