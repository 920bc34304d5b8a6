package io.triotp.server;

import io.triotp.process.Outlet;
import io.triotp.process.Pid;

/**
 * A reply that an {@link Outlet} holds back.
 *
 * @param call the call it answers
 * @param giver who gives it
 * @param result the outcome
 */
record HeldReply(PendingCall call, Pid giver, Object result) implements Outlet.Output {

	@Override
	public void release() {
		this.call.answerLater(this.result);
	}

	@Override
	public boolean isReply() {
		return true;
	}

	/** The server ends, and its end answers its calls, but not those of others. */
	@Override
	public void drop() {
		if (this.giver != this.call.receiver()) {
			this.call.lost();
		}
	}

}
