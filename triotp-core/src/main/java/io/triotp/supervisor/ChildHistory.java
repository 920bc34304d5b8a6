package io.triotp.supervisor;

import java.time.Duration;
import java.time.Instant;

import io.triotp.process.ExitReason;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to a child since it first ended. Most children never end and need no
 * history. Written by the supervisor only; volatile fields are also read by other
 * threads.
 */
final class ChildHistory {

	private volatile int restarts;

	private volatile int incarnation;

	private volatile @Nullable Ending ending;

	/**
	 * Used by the supervisor only: how the child gave up, if it did when it last ended.
	 */
	private @Nullable Collapse collapse;

	/** When the next start is due, if the child waits for one. */
	private volatile @Nullable Instant restartAt;

	/** Tells a cancelled delayed restart from one that is due. */
	private int ticket;

	/** Restarts since the child last ran long enough, for {@link Backoff}. */
	private int attempts;

	/** Starts that failed since the child last ran. */
	private int failures;

	/** Monotonic time of the last start. */
	private long startedAt;

	ChildHistory(int incarnation) {
		this.incarnation = incarnation;
	}

	@SuppressWarnings("NonAtomicVolatileUpdate") // one writer
	void running(long now) {
		this.ticket++;
		this.startedAt = now;
		this.incarnation++;
		this.failures = 0;
		this.restartAt = null;
	}

	void ended(ExitReason reason, Instant at, @Nullable Collapse how) {
		this.ending = new Ending(reason, at);
		this.collapse = how;
	}

	void stopped() {
		this.ticket++;
		this.restartAt = null;
	}

	int restarting(@Nullable Instant at) {
		this.restartAt = at;
		return ++this.ticket;
	}

	boolean hasTicket(int shown) {
		return this.ticket == shown;
	}

	@SuppressWarnings("NonAtomicVolatileUpdate") // one writer
	void countRestart() {
		this.restarts++;
	}

	int nextAttempt(Backoff backoff, long now, boolean hasRun) {
		if (hasRun && Duration.ofNanos(now - this.startedAt).compareTo(backoff.resetAfter()) >= 0) {
			this.attempts = 0;
		}
		return this.attempts++;
	}

	int nextFailure() {
		return this.failures++;
	}

	int restarts() {
		return this.restarts;
	}

	int incarnation() {
		return this.incarnation;
	}

	@Nullable Ending ending() {
		return this.ending;
	}

	@Nullable Collapse collapse() {
		return this.collapse;
	}

	@Nullable Instant restartAt() {
		return this.restartAt;
	}

	record Ending(ExitReason reason, Instant at) {
	}

}
