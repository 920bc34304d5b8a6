package io.triotp.process;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

import io.triotp.time.TimeSource;
import io.triotp.time.TimeText;

/**
 * Starts and cancels timers, which end with the process that owns them.
 */
final class Timers {

	private final TimeSource time;

	private final Bonds bonds;

	Timers(TimeSource time, Bonds bonds) {
		this.time = time;
		this.bonds = bonds;
	}

	Timer after(ProcessCell owner, Duration delay, Consumer<TimerRef> task) {
		Objects.requireNonNull(delay, "delay");
		if (delay.isNegative()) {
			throw new IllegalArgumentException("Timer delay must not be negative, but is " + TimeText.of(delay));
		}
		long nanos = saturated(delay);
		Timer timer = new Timer(owner, this, this.time.nanoTime() + nanos, task);
		if (this.bonds.addTimer(timer)) {
			schedule(timer, nanos, timer);
		}
		return timer;
	}

	void fire(Timer timer) {
		if (this.bonds.removeTimer(timer)) {
			timer.takeTask().accept(timer);
		}
	}

	Timer every(ProcessCell owner, Duration period, Object message) {
		Objects.requireNonNull(period, "period");
		if (period.isNegative() || period.isZero()) {
			throw new IllegalArgumentException("Timer period must be more than 0, but is " + TimeText.of(period));
		}
		long nanos = saturated(period);
		Timer timer = new Timer(owner, this, this.time.nanoTime() + nanos, null);
		if (this.bonds.addTimer(timer)) {
			arm(timer, this.time.nanoTime() + nanos, nanos, message);
		}
		return timer;
	}

	/**
	 * Cancels a timer.
	 * @return whether it was still waiting
	 */
	boolean cancel(Timer timer) {
		if (!this.bonds.removeTimer(timer)) {
			return false;
		}
		timer.dropTask();
		TimeSource.Scheduled task = timer.scheduled;
		if (task != null) {
			task.cancel();
		}
		return true;
	}

	/**
	 * {@return the time left until a deadline, 0 if it has passed}
	 * @param deadline the deadline, on the clock of the node
	 */
	Duration until(long deadline) {
		return Duration.ofNanos(Math.max(0, deadline - this.time.nanoTime()));
	}

	/**
	 * Each tick is scheduled relative to the previous one, so the period does not drift.
	 */
	private void arm(Timer timer, long at, long period, Object message) {
		timer.deadline(at);
		schedule(timer, Math.max(0, at - this.time.nanoTime()), () -> {
			if (timer.active) {
				arm(timer, at + period, period, message);
				tick(timer, message);
			}
		});
	}

	/** A timer that cannot be scheduled is none. */
	private void schedule(Timer timer, long nanos, Runnable task) {
		try {
			timer.scheduled = this.time.schedule(nanos, task);
		}
		catch (Throwable ex) {
			this.bonds.removeTimer(timer);
			throw ex;
		}
		cancelIfTooLate(timer);
	}

	private void tick(Timer timer, Object message) {
		Envelope envelope = new PlainEnvelope(message);
		if (!this.bonds.tick(timer, envelope)) {
			timer.owner.undelivered(envelope, DeadLetterReason.NO_PROCESS, ExitReason.noProcess());
		}
	}

	/** A cancellation before {@code scheduled} was written could not do this. */
	private static void cancelIfTooLate(Timer timer) {
		TimeSource.Scheduled task = timer.scheduled;
		if (!timer.active && task != null) {
			task.cancel();
		}
	}

	/**
	 * A quarter of the range of a long: far in the future, and no sum with a clock
	 * overflows.
	 */
	private static long saturated(Duration duration) {
		long limit = Long.MAX_VALUE / 4;
		return (duration.compareTo(Duration.ofNanos(limit)) > 0) ? limit : duration.toNanos();
	}

}
