package io.triotp.server;

import io.triotp.process.Envelope;
import io.triotp.process.Traces;
import org.jspecify.annotations.Nullable;

/**
 * A message that is neither call nor cast, sent through a reference by key.
 */
final class InfoEnvelope extends Envelope {

	private final Object message;

	private final @Nullable Traces traces;

	InfoEnvelope(Object message, @Nullable Traces traces) {
		this.message = message;
		this.traces = traces;
	}

	@Override
	public Object content() {
		return this.message;
	}

	@Override
	public @Nullable Traces traces() {
		return this.traces;
	}

}
