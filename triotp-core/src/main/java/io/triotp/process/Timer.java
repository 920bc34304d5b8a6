package io.triotp.process;

import java.time.Duration;
import java.util.Optional;

import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The timer behind a {@link TimerRef}: an element of the intrusive list of its owner.
 */
final class Timer extends TimerRef {

	final ProcessCell owner;

	private final Timers timers;

	/**
	 * Written before the timer is returned; for a periodic timer also by its own task.
	 */
	private volatile long deadline;

	volatile TimeSource.@Nullable Scheduled scheduled;

	/** Written under the lock of the owner. */
	volatile boolean active = true;

	@Nullable Timer previous;

	@Nullable Timer next;

	Timer(ProcessCell owner, Timers timers, long deadline) {
		this.owner = owner;
		this.timers = timers;
		this.deadline = deadline;
	}

	void deadline(long deadline) {
		this.deadline = deadline;
	}

	@Override
	public Optional<Duration> remaining() {
		return this.active ? Optional.of(left()) : Optional.empty();
	}

	private Duration left() {
		return this.timers.until(this.deadline);
	}

	@Override
	public Optional<Duration> cancel() {
		return this.timers.cancel(this) ? Optional.of(left()) : Optional.empty();
	}

}
