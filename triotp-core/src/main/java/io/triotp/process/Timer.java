package io.triotp.process;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The timer behind a {@link TimerRef}: an element of the intrusive list of its owner.
 */
final class Timer extends TimerRef implements Runnable {

	final ProcessCell owner;

	private final Timers timers;

	/**
	 * Written before the timer is returned; for a periodic timer also by its own task.
	 */
	private volatile long deadline;

	volatile TimeSource.@Nullable Scheduled scheduled;

	/** What it does; read and let go by whoever has removed it from its owner. */
	private @Nullable Consumer<TimerRef> task;

	/** Written under the lock of the owner. */
	volatile boolean active = true;

	@Nullable Timer previous;

	@Nullable Timer next;

	Timer(ProcessCell owner, Timers timers, long deadline, @Nullable Consumer<TimerRef> task) {
		this.owner = owner;
		this.timers = timers;
		this.deadline = deadline;
		this.task = task;
	}

	/** Its time has come; called by the clock. */
	@Override
	public void run() {
		this.timers.fire(this);
	}

	/**
	 * {@return what it does, once} A reference to it that is kept must not keep its
	 * message.
	 */
	Consumer<TimerRef> takeTask() {
		Consumer<TimerRef> taken = Objects.requireNonNull(this.task, "a periodic timer has none");
		this.task = null;
		return taken;
	}

	void dropTask() {
		this.task = null;
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
