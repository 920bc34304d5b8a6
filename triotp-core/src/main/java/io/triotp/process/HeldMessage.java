package io.triotp.process;

/**
 * A message that an {@link Outlet} holds back.
 *
 * @param node the node of its receiver
 * @param to the receiver, whose mailbox has let it in already
 * @param envelope the message
 */
record HeldMessage(LocalNode node, ProcessCell to, Envelope envelope) implements Outlet.Output {

	@Override
	public void release() {
		if (!this.to.enqueueKept(this.envelope)) {
			// By others: there may be listeners, which take their time.
			this.node.time()
				.report(() -> this.node.deadLetter(this.to, this.envelope, DeadLetterReason.NO_PROCESS,
						ExitReason.noProcess()));
		}
	}

	@Override
	public void drop() {
		this.node.deadLetter(this.to, this.envelope, DeadLetterReason.NOT_COMMITTED, ExitReason.noProcess());
	}

}
