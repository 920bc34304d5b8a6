package io.triotp.server;

import io.triotp.process.Envelope;
import io.triotp.process.TimerRef;
import org.jspecify.annotations.Nullable;

/**
 * Tells a server that its idle timeout has passed, if no message came in between.
 */
final class IdleTick extends Envelope {

	private final After.Idle idle;

	/** Written and read by the process that waits. */
	@Nullable TimerRef timer;

	IdleTick(After.Idle idle) {
		this.idle = idle;
	}

	/**
	 * {@return the timeout it was set for}
	 */
	After.Idle idle() {
		return this.idle;
	}

	void cancel() {
		if (this.timer != null) {
			this.timer.cancel();
		}
	}

	@Override
	public Object content() {
		return new IdleTimeout();
	}

	@Override
	protected boolean countsAsDeadLetter() {
		return false;
	}

}
