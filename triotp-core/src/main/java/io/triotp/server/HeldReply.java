package io.triotp.server;

import io.triotp.process.Outlet;

/**
 * A reply that an {@link Outlet} holds back.
 *
 * @param call the call it answers
 * @param result the outcome
 */
record HeldReply(PendingCall call, Object result) implements Outlet.Output {

	@Override
	public void release() {
		this.call.answerLater(this.result);
	}

	@Override
	public boolean isReply() {
		return true;
	}

	/** The server ends, and its end answers the call. */
	@Override
	public void drop() {
	}

}
