package io.triotp.supervisor;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.triotp.process.BehaviourHost;
import io.triotp.process.Pid;
import io.triotp.process.Self;
import org.jspecify.annotations.Nullable;

/**
 * Schedules the next attempt to start a child, after the delay of its backoff. The
 * attempt comes through the mailbox of the supervisor, so that the supervisor stays
 * responsive.
 */
final class RestartScheduler {

	/** Before a restart that has failed twice is tried again, without a backoff. */
	private static final Duration FIRST_PAUSE = Duration.ofMillis(10);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(1);

	private static final int MOST_DOUBLINGS = 10;

	private final Self self;

	private final BehaviourHost node;

	private final SupervisorReports reports;

	private final @Nullable Backoff fallback;

	private final long longestPause;

	RestartScheduler(Self self, SupervisorReports reports, RestartIntensity intensity, @Nullable Backoff fallback) {
		this.self = self;
		this.reports = reports;
		this.node = self.processes().host();
		this.fallback = fallback;
		this.longestPause = longestPause(intensity);
	}

	/** So short that all attempts allowed fit into half a period. */
	private static long longestPause(RestartIntensity intensity) {
		Duration share = intensity.period().dividedBy(2L * (intensity.maxRestarts() + 1L));
		return (share.compareTo(LONGEST_PAUSE) > 0) ? LONGEST_PAUSE.toNanos()
				: Math.max(SHORTEST_PAUSE.toNanos(), share.toNanos());
	}

	/**
	 * {@return how long to wait before the child is started again}
	 * @param child the child
	 * @param hasRun true if the child has just ended, false if it did not start
	 */
	Duration delay(Child child, boolean hasRun) {
		Backoff own = child.traits().backoff();
		Backoff backoff = (own != null) ? own : this.fallback;
		if (backoff == null) {
			return hasRun ? Duration.ZERO : pause(child.nextFailure());
		}
		int attempt = child.nextAttempt(backoff, this.node.time().nanoTime(), hasRun);
		return backoff.delay(attempt, ThreadLocalRandom.current().nextDouble());
	}

	/**
	 * At once after the first failure, as in OTP; then what keeps the child from starting
	 * is given ever more time to go away.
	 */
	private Duration pause(int failures) {
		if (failures == 0) {
			return Duration.ZERO;
		}
		long grown = FIRST_PAUSE.toNanos() << Math.min(failures - 1, MOST_DOUBLINGS);
		return Duration.ofNanos(Math.min(grown, this.longestPause));
	}

	/** Schedules the start of the child after a delay. */
	void schedule(Child child, Duration delay, boolean granted) {
		if (delay.isZero()) {
			this.node.deliverSignal(this.self.pid(),
					new RetryEnvelope(new Retry(child, child.restarting(null), granted)));
		}
		else {
			this.reports.startDelayed(child, delay);
			int ticket = child.restarting(this.node.time().instant().plus(delay));
			this.self.sendAfter(delay, new Retry(child, ticket, granted));
		}
	}

	/**
	 * Schedules the start of the child for when a process has ended whose name it needs.
	 * Waiting for it is no restart, so it is not counted again.
	 */
	void scheduleAfter(Child child, Pid holder) {
		Retry retry = new Retry(child, child.restarting(null), true);
		this.node.onExit(holder, (pid, reason) -> this.node.deliverSignal(this.self.pid(), new RetryEnvelope(retry)));
	}

}
