package io.triotp.supervisor;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

import io.triotp.process.ExitReason;
import org.jspecify.annotations.Nullable;

/**
 * The totals of all supervisors in one tree, including those that have ended since.
 * Written by supervisors, read by any thread.
 */
public final class TreeTotals {

	private final LongAdder restarts = new LongAdder();

	private final LongAdder gaveUp = new LongAdder();

	private volatile @Nullable LastExit lastExit;

	private volatile @Nullable Instant lastRestart;

	void restarted(Instant at) {
		this.restarts.increment();
		this.lastRestart = at;
	}

	void gaveUp() {
		this.gaveUp.increment();
	}

	void exited(String path, ExitReason reason, Instant at) {
		this.lastExit = new LastExit(path, reason, at);
	}

	/**
	 * {@return the number of restarts granted}
	 */
	public long restarts() {
		return this.restarts.sum();
	}

	/**
	 * {@return when the last restart was granted; empty if none was}
	 */
	public Optional<Instant> lastRestart() {
		return Optional.ofNullable(this.lastRestart);
	}

	/**
	 * {@return the number of supervisors that gave up}
	 */
	public long supervisorsGaveUp() {
		return this.gaveUp.sum();
	}

	/**
	 * {@return the last abnormal exit of a child anywhere in the tree; empty if there was
	 * none}
	 */
	public Optional<LastExit> lastExit() {
		return Optional.ofNullable(this.lastExit);
	}

	/**
	 * The abnormal exit of a child, or its failed restart.
	 *
	 * @param path the path of the child
	 * @param reason why it ended
	 * @param at when it ended
	 */
	public record LastExit(String path, ExitReason reason, Instant at) {
	}

}
