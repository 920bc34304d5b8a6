package io.triotp.process;

import java.util.Objects;

/**
 * A message sent with {@code send}, or one of the node's own.
 */
class PlainEnvelope extends Envelope {

	private final Object content;

	PlainEnvelope(Object content) {
		this.content = Objects.requireNonNull(content, "message");
	}

	@Override
	public Object content() {
		return this.content;
	}

	@Override
	protected boolean countsAsDeadLetter() {
		return !(this.content instanceof SystemMessage);
	}

}
