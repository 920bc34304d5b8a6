package io.triotp.supervisor;

import io.triotp.process.Envelope;

/**
 * Carries a {@link Retry} past any limit of the mailbox of the supervisor.
 */
final class RetryEnvelope extends Envelope {

	private final Retry retry;

	RetryEnvelope(Retry retry) {
		this.retry = retry;
	}

	@Override
	public Object content() {
		return this.retry;
	}

	@Override
	protected boolean countsAsDeadLetter() {
		return false;
	}

}
