package io.triotp.server;

import io.triotp.process.Traces;

/**
 * A cast that carries something for the observers of the node.
 */
final class ObservedCast extends CastEnvelope {

	private final Traces traces;

	ObservedCast(Object message, Traces traces) {
		super(message);
		this.traces = traces;
	}

	@Override
	public Traces traces() {
		return this.traces;
	}

}
