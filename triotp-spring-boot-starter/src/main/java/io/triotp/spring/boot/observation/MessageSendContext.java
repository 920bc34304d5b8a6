package io.triotp.spring.boot.observation;

import java.util.Objects;

import io.micrometer.observation.Observation;
import io.triotp.process.SentMessage;

/**
 * The context of an observation of a call, a cast or a message sent with {@code send}:
 * from its sending until the caller goes on, or until it is in the mailbox.
 */
public class MessageSendContext extends Observation.Context {

	private final SentMessage message;

	private volatile String outcome = MessageOutcomes.NONE;

	/**
	 * Creates the context of an observation.
	 * @param message the message
	 */
	public MessageSendContext(SentMessage message) {
		this.message = Objects.requireNonNull(message, "message");
	}

	/**
	 * {@return the message}
	 */
	public SentMessage getMessage() {
		return this.message;
	}

	/**
	 * {@return how the sending ended: {@code replied}, {@code raised} if the answer is an
	 * exception, {@code sent} for a message that is not answered, {@code timed-out},
	 * {@code exited}, {@code no-server}, {@code would-deadlock}, {@code rejected},
	 * {@code interrupted} or {@code failed}; {@code none} until then}
	 */
	public String getOutcome() {
		return this.outcome;
	}

	void setOutcome(String outcome) {
		this.outcome = outcome;
	}

}
