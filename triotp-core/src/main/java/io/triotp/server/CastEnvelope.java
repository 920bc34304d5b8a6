package io.triotp.server;

import io.triotp.process.Envelope;

/**
 * A cast on its way.
 */
sealed class CastEnvelope extends Envelope permits ObservedCast {

	private final Object message;

	CastEnvelope(Object message) {
		this.message = message;
	}

	@Override
	public Object content() {
		return this.message;
	}

}
