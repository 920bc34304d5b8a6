package io.triotp.supervisor;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import org.jspecify.annotations.Nullable;

/**
 * The record a supervisor keeps of one child. Written by the supervisor only; volatile
 * fields are also read by other threads.
 *
 * <p>
 * Maintainer's note. A supervisor may have a million of these. Each takes 48 bytes,
 * because siblings share their {@link ChildTraits} and only children that have ended
 * before have a {@link ChildHistory}.
 */
final class Child implements RestartWindow.Relapsing {

	private final String id;

	private final @Nullable String name;

	private final ChildTraits traits;

	/** {@code null} once a temporary child runs: it is never started twice. */
	private volatile @Nullable ChildStart start;

	private volatile ChildStatus status = ChildStatus.STOPPED;

	/** The view of its own children while it runs, if it is a supervisor. */
	private volatile @Nullable SupervisorView supervision;

	/** Its current or last process. */
	private volatile @Nullable Pid lastPid;

	private volatile @Nullable ChildHistory history;

	Child(ChildSpec spec) {
		this(spec, ChildTraits.of(spec));
	}

	Child(ChildSpec spec, ChildTraits traits) {
		this.id = spec.id();
		this.name = spec.name();
		this.start = spec.start();
		this.traits = traits;
	}

	String id() {
		return this.id;
	}

	@Nullable String name() {
		return this.name;
	}

	ChildTraits traits() {
		return this.traits;
	}

	@Nullable ChildStart start() {
		return this.start;
	}

	@Nullable Pid pid() {
		return isRunning() ? this.lastPid : null;
	}

	@Nullable Pid lastPid() {
		return this.lastPid;
	}

	ChildStatus status() {
		return this.status;
	}

	@Nullable SupervisorView supervision() {
		return this.supervision;
	}

	int restarts() {
		ChildHistory past = this.history;
		return (past != null) ? past.restarts() : 0;
	}

	@Override
	public boolean isRunning() {
		return this.status == ChildStatus.RUNNING;
	}

	boolean isRestarting() {
		return this.status == ChildStatus.RESTARTING;
	}

	boolean isTemporary() {
		return this.traits.restart() == Restart.TEMPORARY;
	}

	int incarnation() {
		ChildHistory past = this.history;
		return (past != null) ? past.incarnation() : firstIncarnation();
	}

	private int firstIncarnation() {
		return (this.lastPid != null) ? 1 : 0;
	}

	void running(StartedChild child, long now) {
		ChildHistory past = this.history;
		if (past != null) {
			past.running(now);
		}
		this.supervision = child.supervision();
		this.lastPid = child.pid();
		if (isTemporary()) {
			this.start = null;
		}
		this.status = ChildStatus.RUNNING;
	}

	void ended(ExitReason reason, Instant at) {
		Collapse collapse = (this.supervision instanceof LiveSupervisor live) ? live.collapse() : null;
		this.supervision = null;
		history().ended(reason, at, collapse);
		this.status = ChildStatus.STOPPED;
	}

	/** It has no process, and no start is planned; cancels a delayed restart. */
	void stopped() {
		ChildHistory past = this.history;
		if (past != null) {
			past.stopped();
		}
		this.supervision = null;
		this.status = ChildStatus.STOPPED;
	}

	/**
	 * Marks the child as waiting for the next attempt.
	 * @return the ticket that the attempt must show
	 */
	int restarting(@Nullable Instant at) {
		int ticket = history().restarting(at);
		this.status = ChildStatus.RESTARTING;
		return ticket;
	}

	boolean isDue(int shown) {
		return this.status == ChildStatus.RESTARTING && history().hasTicket(shown);
	}

	void countRestart() {
		history().countRestart();
	}

	/**
	 * Counts an attempt to restart.
	 * @param backoff says how long a child must run
	 * @param now monotonic time
	 * @param hasRun true if the child has just ended, false if it did not start
	 * @return the number of earlier attempts since it last ran long enough
	 */
	int nextAttempt(Backoff backoff, long now, boolean hasRun) {
		return history().nextAttempt(backoff, now, hasRun);
	}

	/**
	 * Counts a start that failed.
	 * @return how many failed before it since the child last ran
	 */
	int nextFailure() {
		return history().nextFailure();
	}

	private ChildHistory history() {
		ChildHistory past = this.history;
		if (past == null) {
			past = new ChildHistory(firstIncarnation());
			this.history = past;
		}
		return past;
	}

	/** Why it last ended; {@code normal} if it never has. */
	ExitReason lastExit() {
		ChildHistory past = this.history;
		ChildHistory.Ending last = (past != null) ? past.ending() : null;
		return (last != null) ? last.reason() : ExitReason.normal();
	}

	/** How it gave up, if it did when it last ended. */
	@Nullable Collapse collapse() {
		ChildHistory past = this.history;
		return (past != null) ? past.collapse() : null;
	}

	@Override
	public OptionalLong troubleSince(long now) {
		return (this.supervision instanceof LiveSupervisor live) ? live.troubleSince(now) : OptionalLong.empty();
	}

	ChildInfo info(Place place) {
		Optional<ChildHistory> past = Optional.ofNullable(this.history);
		Optional<ChildHistory.Ending> last = past.map(ChildHistory::ending);
		ChildStatus now = this.status;
		Pid process = (now == ChildStatus.RUNNING) ? this.lastPid : null;
		return new ChildInfo(this.id, place.path(), now, Optional.ofNullable(process), this.traits.type(),
				this.traits.restart(), this.traits.shutdown(), this.traits.significant(),
				past.map(ChildHistory::restarts).orElse(0), incarnation(), last.map(ChildHistory.Ending::reason),
				last.map(ChildHistory.Ending::at), past.map(ChildHistory::restartAt),
				Optional.ofNullable(this.supervision));
	}

}
