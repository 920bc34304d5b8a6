package io.triotp.spring.boot.observation;

import java.util.Objects;

import io.micrometer.observation.Observation;
import io.triotp.process.HandledMessage;
import org.jspecify.annotations.Nullable;

/**
 * The context of an observation of a callback of a server, or of a task.
 */
public class MessageHandlerContext extends Observation.Context {

	private final HandledMessage message;

	private final Observation.@Nullable ContextView link;

	private volatile String outcome = MessageOutcomes.NONE;

	/**
	 * Creates the context of an observation.
	 * @param message the message
	 * @param link the context of the observation of the sender, if nobody waits for this
	 * handler: it is not part of what the sender does, but a consequence; {@code null}
	 * otherwise
	 */
	public MessageHandlerContext(HandledMessage message, Observation.@Nullable ContextView link) {
		this.message = Objects.requireNonNull(message, "message");
		this.link = link;
	}

	/**
	 * {@return the message}
	 */
	public HandledMessage getMessage() {
		return this.message;
	}

	/**
	 * {@return the context of the observation of the sender, if this handler is a
	 * consequence of it and not a part}
	 */
	public Observation.@Nullable ContextView getLink() {
		return this.link;
	}

	/**
	 * {@return how the handling ended: {@code replied}, {@code raised} if the answer is
	 * an exception, {@code no-reply} for what is not answered or answered later,
	 * {@code stopped} or {@code failed}; {@code none} until then}
	 */
	public String getOutcome() {
		return this.outcome;
	}

	void setOutcome(String outcome) {
		this.outcome = outcome;
	}

}
