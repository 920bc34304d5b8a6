package io.triotp.server;

import io.triotp.process.Envelope;
import io.triotp.process.TimerRef;
import org.jspecify.annotations.Nullable;

/**
 * Tells a server that its idle timeout has passed, if no message came in between.
 */
final class IdleTick extends Envelope {

	/** Written and read by the process that waits. */
	@Nullable TimerRef timer;

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
