package io.triotp.process;

import java.util.Objects;
import java.util.Optional;

/**
 * A message that is about to be sent, for a {@link MessageObserver}.
 *
 * @param kind what it is
 * @param content the message; for a start the class of the server and for a task the
 * class of its function
 * @param sender the process that sends it, or empty if the thread runs none
 * @param receiver the {@link Pid} of its receiver; or, if there is none yet or none any
 * more, an object whose text names the intended receiver
 * @param receiverType the class of the code of the receiver, if it is known
 */
public record SentMessage(MessageKind kind, Object content, Optional<Pid> sender, Object receiver,
		Optional<Class<?>> receiverType) {

	public SentMessage {
		Objects.requireNonNull(kind, "kind");
		Objects.requireNonNull(content, "content");
		Objects.requireNonNull(sender, "sender");
		Objects.requireNonNull(receiver, "receiver");
		Objects.requireNonNull(receiverType, "receiverType");
	}

}
