package io.triotp.process;

import java.util.ArrayList;
import java.util.List;

/**
 * A mailbox of nobody, and the messages that nobody will handle.
 */
final class PaperMailbox extends MailboxCell {

	private final List<Object> undelivered = new ArrayList<>();

	PaperMailbox() {
		super(null, 1, null);
	}

	List<Object> undelivered() {
		synchronized (this.undelivered) {
			return List.copyOf(this.undelivered);
		}
	}

	@Override
	void undelivered(Envelope envelope, DeadLetterReason why, ExitReason exit) {
		synchronized (this.undelivered) {
			this.undelivered.add(envelope.content());
		}
	}

	@Override
	void wake() {
	}

	@Override
	void requireRoomToWake() {
	}

	@Override
	boolean isCurrent() {
		return false;
	}

	@Override
	boolean wantsToEnd() {
		return false;
	}

	@Override
	int highWaterMark() {
		return WaterLevel.NEVER;
	}

	@Override
	void lookAtLength() {
	}

	@Override
	public String node() {
		return "paper";
	}

	@Override
	public boolean isAlive() {
		return true;
	}

	@Override
	public String path() {
		return "paper";
	}

	@Override
	Class<?> type() {
		return PaperMailbox.class;
	}

}
