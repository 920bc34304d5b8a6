package io.triotp.supervisor;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.triotp.process.BehaviourHost;
import io.triotp.process.Self;
import org.jspecify.annotations.Nullable;

/**
 * Schedules the next attempt to start a child, after the delay of its backoff. The
 * attempt comes through the mailbox of the supervisor, so that the supervisor stays
 * responsive.
 */
final class RestartScheduler {

	private final Self self;

	private final BehaviourHost node;

	private final @Nullable Backoff fallback;

	RestartScheduler(Self self, @Nullable Backoff fallback) {
		this.self = self;
		this.node = self.processes().host();
		this.fallback = fallback;
	}

	/**
	 * {@return how long to wait before the child is started again}
	 */
	Duration delay(Child child, boolean hasRun) {
		Backoff own = child.traits().backoff();
		Backoff backoff = (own != null) ? own : this.fallback;
		if (backoff == null) {
			return Duration.ZERO;
		}
		int attempt = child.nextAttempt(backoff, this.node.time().nanoTime(), hasRun);
		return backoff.delay(attempt, ThreadLocalRandom.current().nextDouble());
	}

	/** Schedules the start of the child after a delay. */
	void schedule(Child child, Duration delay, boolean granted) {
		if (delay.isZero()) {
			this.node.deliverSignal(this.self.pid(),
					new RetryEnvelope(new Retry(child, child.restarting(null), granted)));
		}
		else {
			int ticket = child.restarting(this.node.time().instant().plus(delay));
			this.self.sendAfter(delay, new Retry(child, ticket, granted));
		}
	}

}
