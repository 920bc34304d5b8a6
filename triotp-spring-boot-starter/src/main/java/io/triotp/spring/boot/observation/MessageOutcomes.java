package io.triotp.spring.boot.observation;

import io.micrometer.common.KeyValue;
import io.triotp.process.HandlingOutcome;
import io.triotp.process.MailboxFullException;
import io.triotp.process.MessageKind;
import io.triotp.server.CallException;
import org.jspecify.annotations.Nullable;

/**
 * The values of the key {@code outcome}.
 */
final class MessageOutcomes {

	static final String NONE = KeyValue.NONE_VALUE;

	private MessageOutcomes() {
	}

	/**
	 * {@return how a sending ended}
	 * @param kind what was sent
	 * @param failure what the sender gets thrown, or {@code null}
	 */
	static String of(MessageKind kind, @Nullable Throwable failure) {
		if (failure == null) {
			return (kind == MessageKind.CALL) ? "replied" : "sent";
		}
		return switch (failure) {
			case CallException.TimedOut ex -> "timed-out";
			case CallException.ServerExited ex -> "exited";
			case CallException.NoServer ex -> "no-server";
			case CallException.WouldDeadlock ex -> "would-deadlock";
			case CallException.Rejected ex -> "rejected";
			case CallException.Interrupted ex -> "interrupted";
			case CallException.Raised ex -> "raised";
			case CallException ex -> "failed";
			case MailboxFullException ex -> "rejected";
			default -> (kind == MessageKind.CALL) ? "raised" : "failed";
		};
	}

	static String of(HandlingOutcome outcome) {
		return switch (outcome) {
			case HandlingOutcome.Replied(Throwable error) -> (error != null) ? "raised" : "replied";
			case HandlingOutcome.NoReply() -> "no-reply";
			case HandlingOutcome.Stopped stopped -> "stopped";
			case HandlingOutcome.Failed failed -> "failed";
		};
	}

}
