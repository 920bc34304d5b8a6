package io.triotp.spring.boot.observation;

import io.micrometer.observation.Observation;
import io.triotp.process.MessageKind;
import io.triotp.process.MessageObserver;
import org.jspecify.annotations.Nullable;

/**
 * What a message carries from its sender: the context of its thread, and the observation
 * it is sent in.
 */
final class MessageTrace implements MessageObserver.Trace {

	private final MessageKind kind;

	private final Propagation.Snapshot snapshot;

	/** Begun by the sending and ended with it. */
	private final @Nullable Observation sending;

	/** Of the sending or, if that has none, around it. */
	private final @Nullable Observation sender;

	/** The last that a handler has begun for this message. */
	private volatile @Nullable Observation handler;

	MessageTrace(MessageKind kind, Propagation.Snapshot snapshot, @Nullable Observation sending,
			@Nullable Observation sender) {
		this.kind = kind;
		this.snapshot = snapshot;
		this.sending = sending;
		this.sender = sender;
	}

	/** Nobody waits for the handler, so it is no part of what the sender does. */
	boolean isLinked() {
		return this.kind == MessageKind.CAST || this.kind == MessageKind.INFO;
	}

	/** Whether it is part of anything that is observed. */
	boolean isObserved() {
		return this.sender != null || this.handler != null;
	}

	@Nullable Observation sender() {
		return this.sender;
	}

	@Nullable Observation handler() {
		return this.handler;
	}

	void handledIn(Observation observation) {
		this.handler = observation;
	}

	Propagation.Restored restore() {
		return this.snapshot.restore();
	}

	@Override
	public void ended(@Nullable Throwable failure) {
		Observation observation = this.sending;
		if (observation == null) {
			return;
		}
		if (observation.getContext() instanceof MessageSendContext context) {
			context.setOutcome(MessageOutcomes.of(this.kind, failure));
		}
		if (failure != null) {
			observation.error(failure);
		}
		observation.stop();
	}

	@Override
	public void within(Runnable code) {
		Observation last = this.handler;
		Observation observation = (last != null) ? last : this.sender;
		Propagation.Restored restored = restore();
		try {
			if (observation != null) {
				observation.scoped(code);
			}
			else {
				code.run();
			}
		}
		finally {
			restored.close();
		}
	}

}
