package io.triotp.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import org.jspecify.annotations.Nullable;

/**
 * The record a supervisor keeps of one child. Written by the supervisor only; what is
 * volatile is read by others.
 */
final class Child {

	/** Written once more by the supervisor when a temporary child runs. */
	private volatile ChildSpec spec;

	private volatile ChildStatus status = ChildStatus.STOPPED;

	/** What can be seen of its own children while it runs, if it is a supervisor. */
	private volatile @Nullable SupervisorView supervision;

	/** The process it has or had last. */
	private volatile @Nullable Pid lastPid;

	private volatile int restarts;

	private volatile int incarnation;

	private volatile @Nullable Ending ending;

	/** When the next start is due, if it waits for that. */
	private volatile @Nullable Instant restartAt;

	/** Distinguishes a delayed restart that was cancelled from one that is due. */
	private int ticket;

	/** Restarts since the child last ran long enough; for {@link Backoff}. */
	private int attempts;

	/** Monotonic time of the last start. */
	private long startedAt;

	Child(ChildSpec spec) {
		this.spec = spec;
	}

	ChildSpec spec() {
		return this.spec;
	}

	String id() {
		return this.spec.id();
	}

	@Nullable Pid pid() {
		return isRunning() ? this.lastPid : null;
	}

	@Nullable Pid lastPid() {
		return this.lastPid;
	}

	boolean isRunning() {
		return this.status == ChildStatus.RUNNING;
	}

	boolean isRestarting() {
		return this.status == ChildStatus.RESTARTING;
	}

	boolean isTemporary() {
		return this.spec.restart() == Restart.TEMPORARY;
	}

	void running(StartedChild child, long now) {
		this.ticket++;
		this.supervision = child.supervision();
		this.lastPid = child.pid();
		this.startedAt = now;
		if (isTemporary()) {
			this.spec = this.spec.withoutStart();
		}
		this.incarnation++;
		this.restartAt = null;
		this.status = ChildStatus.RUNNING;
	}

	void ended(ExitReason reason) {
		this.supervision = null;
		this.ending = new Ending(reason, System.currentTimeMillis());
		this.status = ChildStatus.STOPPED;
	}

	/** No process, and nothing to be done about it; cancels a delayed restart. */
	void stopped() {
		this.ticket++;
		this.supervision = null;
		this.restartAt = null;
		this.status = ChildStatus.STOPPED;
	}

	/**
	 * Wait for the next attempt.
	 * @return the ticket the attempt must show
	 */
	int restarting(@Nullable Instant at) {
		this.restartAt = at;
		this.status = ChildStatus.RESTARTING;
		return ++this.ticket;
	}

	boolean isDue(int shown) {
		return this.ticket == shown && this.status == ChildStatus.RESTARTING;
	}

	void countRestart() {
		this.restarts++;
	}

	/**
	 * Count an attempt to restart.
	 * @param backoff what tells how long is long enough
	 * @param now monotonic time
	 * @param hasRun whether the child has just ended; false if it did not start
	 * @return how many attempts came before since it last ran long enough
	 */
	int nextAttempt(Backoff backoff, long now, boolean hasRun) {
		if (hasRun && Duration.ofNanos(now - this.startedAt).compareTo(backoff.resetAfter()) >= 0) {
			this.attempts = 0;
		}
		return this.attempts++;
	}

	ChildInfo info(String supervisorPath) {
		Ending last = this.ending;
		ChildStatus now = this.status;
		Pid process = (now == ChildStatus.RUNNING) ? this.lastPid : null;
		return new ChildInfo(this.spec.id(),
				supervisorPath.isEmpty() ? this.spec.id() : supervisorPath + "/" + this.spec.id(), now,
				Optional.ofNullable(process), this.spec.type(), this.spec.restart(), this.spec.shutdown(),
				this.spec.significant(), this.restarts, this.incarnation, Optional.ofNullable(last).map(Ending::reason),
				Optional.ofNullable(last).map((each) -> Instant.ofEpochMilli(each.at())),
				Optional.ofNullable(this.restartAt), Optional.ofNullable(this.supervision));
	}

	private record Ending(ExitReason reason, long at) {
	}

}
