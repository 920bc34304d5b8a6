package io.triotp.server;

import io.triotp.process.Envelope;
import io.triotp.process.TimerRef;
import org.jspecify.annotations.Nullable;

/**
 * What the timer of an {@link IdleWait} puts into the mailbox.
 */
final class IdleTick extends Envelope {

	/** When it comes, as the clock counts nanoseconds. */
	private final long at;

	/** Written and read by the process that waits. */
	private @Nullable TimerRef timer;

	IdleTick(long at) {
		this.at = at;
	}

	long at() {
		return this.at;
	}

	void timer(TimerRef timer) {
		this.timer = timer;
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
