package io.triotp.process;

import java.time.Duration;
import java.util.Optional;

import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * A timer of a process. Any thread may cancel it (OTP T7).
 */
public final class TimerRef {

	final ProcessCell owner;

	private final TimeSource time;

	/** Written before the timer is given out, for a periodic one by its own task. */
	private volatile long deadline;

	volatile TimeSource.@Nullable Scheduled scheduled;

	/** Written under the lock of the owner. */
	volatile boolean active = true;

	@Nullable TimerRef previous;

	@Nullable TimerRef next;

	TimerRef(ProcessCell owner, TimeSource time, long deadline) {
		this.owner = owner;
		this.time = time;
		this.deadline = deadline;
	}

	void deadline(long deadline) {
		this.deadline = deadline;
	}

	/**
	 * {@return how long the timer still waits, or nothing if it has fired or been
	 * cancelled (OTP T5)}
	 */
	public Optional<Duration> remaining() {
		return this.active ? Optional.of(left()) : Optional.empty();
	}

	private Duration left() {
		return Duration.ofNanos(Math.max(0, this.deadline - this.time.nanoTime()));
	}

	/**
	 * Cancel the timer. A message it has already delivered is not taken back (OTP T4).
	 * @return how long it would still have waited, or nothing if it had fired or been
	 * cancelled
	 */
	public Optional<Duration> cancel() {
		if (!this.owner.node().bonds().removeTimer(this)) {
			return Optional.empty();
		}
		TimeSource.Scheduled task = this.scheduled;
		if (task != null) {
			task.cancel();
		}
		return Optional.of(left());
	}

}
