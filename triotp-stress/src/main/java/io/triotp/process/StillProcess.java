package io.triotp.process;

import org.jspecify.annotations.Nullable;

/**
 * A process that nobody runs: whoever wakes it only leaves a note. So a test plays all
 * parts itself, that of the process too.
 */
public final class StillProcess extends ReactiveCell {

	/** One for all, because a node has a thread of its own. */
	public static final LocalNode NODE = (LocalNode) LocalNode.create();

	/** How often it was woken. Written by its waker, who is one at a time. */
	int woken;

	/** Set before it is published, with nothing that would help to publish it. */
	int mark;

	public StillProcess() {
		this(null);
	}

	StillProcess(@Nullable MailboxLimit limit) {
		super(NODE, 1, SpawnOptions.defaults().mailbox(limit), null, new Nobody(StillProcess.class));
	}

	@Override
	void wake() {
		this.woken++;
	}

}
