package io.triotp.supervisor;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

import io.triotp.process.ExitReason;
import org.jspecify.annotations.Nullable;

/**
 * What all supervisors of one tree have counted, also those that have ended since.
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
	 * {@return how many restarts were granted}
	 */
	public long restarts() {
		return this.restarts.sum();
	}

	/**
	 * {@return when the last restart was granted}
	 */
	public Optional<Instant> lastRestart() {
		return Optional.ofNullable(this.lastRestart);
	}

	/**
	 * {@return how many supervisors gave up}
	 */
	public long supervisorsGaveUp() {
		return this.gaveUp.sum();
	}

	/**
	 * {@return the last abnormal end of a child, anywhere in the tree}
	 */
	public Optional<LastExit> lastExit() {
		return Optional.ofNullable(this.lastExit);
	}

	/**
	 * The end of a child.
	 *
	 * @param path its place in the tree
	 * @param reason why it ended
	 * @param at when
	 */
	public record LastExit(String path, ExitReason reason, Instant at) {
	}

}
