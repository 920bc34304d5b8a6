package io.triotp.process;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * Sends a message in a node that has observers.
 */
final class ObservedSend {

	private ObservedSend() {
	}

	static void send(LocalNode node, Observers observers, Pid to, Object message) {
		ProcessCell receiver = node.cellOf(to, "to");
		Objects.requireNonNull(message, "message");
		Self sender = Self.currentOrNull();
		Traces traces = observers.sending(MessageKind.INFO, message, sender, receiver);
		Supplier<Pid> delivery = () -> {
			node.deliver(sender, to,
					(traces != null) ? new TracedEnvelope(message, traces) : new PlainEnvelope(message));
			return to;
		};
		var unused = (traces != null) ? traces.around(delivery) : delivery.get();
	}

}
