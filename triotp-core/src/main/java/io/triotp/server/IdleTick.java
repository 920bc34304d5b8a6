package io.triotp.server;

import io.triotp.process.Envelope;

/**
 * Tells a server that its idle timeout has passed, if no message came in between.
 */
final class IdleTick extends Envelope {

	@Override
	public Object content() {
		return new IdleTimeout();
	}

	@Override
	protected boolean countsAsDeadLetter() {
		return false;
	}

}
