package io.triotp.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.triotp.process.BehaviourHost;
import io.triotp.process.Self;
import org.jspecify.annotations.Nullable;

/**
 * The idle timeout of one server: how long it waits for a message. Used by its process
 * only.
 *
 * <p>
 * Maintainer's note. The wait begins when the process has nothing left to do and is about
 * to fall asleep, and one timer serves many waits: a message moves the end of the wait,
 * and the timer, when it comes too early, is set again for what is left. So a message
 * that finds the process awake costs neither a timer nor a look at the clock. Rejected:
 * to begin when the callback returns, and to cancel and set a timer for each message,
 * which took longer than the message, and woke the thread of the clock whenever the new
 * timer was the next one.
 */
final class IdleWait {

	/** Far from an overflow. */
	private static final long LONGEST = Long.MAX_VALUE / 3;

	/** What it waits for, {@code null} if it does not. */
	private After.@Nullable Idle idle;

	/** What the last message has ended. */
	private After.@Nullable Idle ended;

	/** When the wait is over; only if {@code begun}. */
	private long until;

	/** Whether the wait has begun; else it begins when the process rests. */
	private boolean begun;

	private @Nullable IdleTick tick;

	/** A callback wants to be called if no message comes. */
	void start(After.Idle wanted) {
		this.idle = wanted;
		this.begun = false;
	}

	/**
	 * {@return whether a callback is still to be called if no message comes}
	 */
	boolean isWaiting() {
		return this.idle != null;
	}

	/** Nothing is left to do. */
	void rest(Self self) {
		After.Idle wanted = this.idle;
		if (wanted != null && !this.begun) {
			begin(wanted, self);
		}
	}

	private void begin(After.Idle wanted, Self self) {
		BehaviourHost node = self.processes().host();
		this.begun = true;
		this.until = node.time().nanoTime() + nanos(wanted.timeout());
		IdleTick present = this.tick;
		if (present != null && present.at() - this.until > 0) {
			present.cancel();
			this.tick = null;
		}
		if (this.tick == null) {
			setTimer(wanted.timeout(), self);
		}
	}

	private void setTimer(Duration delay, Self self) {
		BehaviourHost node = self.processes().host();
		IdleTick next = Envelopes.idleTick(this.until);
		this.tick = next;
		next.timer(node.runAfter(self.pid(), delay, () -> node.deliverSignal(self.pid(), next)));
	}

	private static long nanos(Duration timeout) {
		return Math.min(TimeUnit.NANOSECONDS.convert(timeout), LONGEST);
	}

	/**
	 * The timer has come.
	 * @return whether the wait is over
	 */
	boolean isOver(IdleTick come, Self self) {
		if (come != this.tick) {
			return false;
		}
		this.tick = null;
		if (this.idle == null || !this.begun) {
			return false;
		}
		long left = this.until - self.processes().host().time().nanoTime();
		if (left > 0) {
			setTimer(Duration.ofNanos(left), self);
			return false;
		}
		this.idle = null;
		return true;
	}

	/**
	 * A message has come.
	 * @return what was waited for, {@code null} if nothing
	 */
	After.@Nullable Idle end() {
		this.ended = this.idle;
		this.idle = null;
		return this.ended;
	}

	/** The message that ended it came to nothing: it begins anew. */
	void resume() {
		After.Idle wanted = this.ended;
		if (wanted != null) {
			start(wanted);
		}
	}

	/** A callback is over. */
	void dropUnusedTimer() {
		IdleTick present = this.tick;
		if (this.idle == null && present != null) {
			present.cancel();
			this.tick = null;
		}
	}

}
