package io.triotp.process;

/**
 * A message sent with {@code send} that carries something for its observers.
 */
final class TracedEnvelope extends PlainEnvelope {

	private final Traces traces;

	TracedEnvelope(Object content, Traces traces) {
		super(content);
		this.traces = traces;
	}

	@Override
	public Traces traces() {
		return this.traces;
	}

}
