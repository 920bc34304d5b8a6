package io.triotp.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.triotp.process.BehaviourHost;
import io.triotp.process.DeadLetterReason;
import io.triotp.process.ExitReason;
import io.triotp.process.NameTakenException;
import io.triotp.process.Pid;
import io.triotp.process.Self;
import io.triotp.process.Stamp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what happens in a supervisor, as the only writer: each fact goes once into the
 * history of the child, the counters of the supervisor and its tree, the log and the
 * events. Used by the process of the supervisor only.
 */
final class SupervisorReports {

	private static final Logger logger = LoggerFactory.getLogger("io.triotp.supervisor");

	private static final int NAMED_AT_MOST = 5;

	private final Self self;

	private final BehaviourHost node;

	private final LiveSupervisor supervisor;

	private final TreeTotals totals;

	/** The word in front of its path. */
	private final String kind;

	SupervisorReports(Self self, LiveSupervisor supervisor, TreeTotals totals) {
		this.self = self;
		this.node = self.processes().host();
		this.supervisor = supervisor;
		this.totals = totals;
		this.kind = supervisor.isDynamic() ? "Dynamic supervisor" : "Supervisor";
	}

	// starting

	void childStarted(Child child, StartedChild started) {
		long now = this.node.time().nanoTime();
		child.running(started, now);
		this.supervisor.window().started(child, now);
		this.supervisor.settled(child.id());
		if (logger.isDebugEnabled()) {
			logger.debug("'{}' started as {}", this.supervisor.placeOf(child), started.pid());
		}
		publish(child.incarnation() == 1, (stamp) -> new SupervisorEvent.ChildStarted(stamp, this.self.pid(), place(),
				child.id(), started.pid(), child.incarnation()));
	}

	/** A restart failed. */
	void startFailed(Child child, ChildStartException error) {
		Instant at = this.node.time().instant();
		child.ended(error.reason(), at);
		this.totals.exited(error.path(), error.reason(), at);
		logger.warn("{} could not restart '{}': {}", who(), child.id(), error.getMessage());
		publish((stamp) -> new SupervisorEvent.StartFailed(stamp, this.self.pid(), place(), child.id(),
				error.reason()));
	}

	/** A child is not restarted, because another process has taken its place. */
	void placeTaken(Child child, NameTakenException taken) {
		logger.warn("{} no longer restarts '{}': {} has its name '{}'. Stop that process and start the child again "
				+ "if it is the wrong one", who(), child.id(), taken.holder(), taken.name());
	}

	// ending

	/** A child has ended without being asked to. */
	void childExited(Child child, Pid pid, ExitReason reason) {
		Instant at = this.node.time().instant();
		child.ended(reason, at);
		if (reason.isAbnormal()) {
			this.totals.exited(this.supervisor.placeOf(child).path(), reason, at);
		}
		boolean done = reason.isClean() && child.traits().restart() != Restart.PERMANENT;
		publish(done,
				(stamp) -> new SupervisorEvent.ChildExited(stamp, this.self.pid(), place(), child.id(), pid, reason));
	}

	void childIsLate(Child child, Pid pid) {
		logger.warn("'{}' ({}) did not end within {} and is killed", this.supervisor.placeOf(child), pid,
				child.traits().shutdown());
	}

	/** One line for all that are late together, there may be a million. */
	void childrenAreLate(List<Child> late) {
		Pid pid = (late.size() == 1) ? late.get(0).pid() : null;
		if (pid != null) {
			childIsLate(late.get(0), pid);
		}
		else if (!late.isEmpty()) {
			String names = late.stream()
				.limit(NAMED_AT_MOST)
				.map((child) -> "'" + child.id() + "' (" + child.pid() + ")")
				.collect(Collectors.joining(", "));
			logger.warn("{} children of '{}' did not end within {} and are killed: {}{}", late.size(), place(),
					late.get(0).traits().shutdown(), names, (late.size() > NAMED_AT_MOST) ? " and others" : "");
		}
	}

	/** A child has ended because it was stopped. */
	void childStopped(Child child, Pid pid, ExitReason reason) {
		Place place = this.supervisor.placeOf(child);
		if (!isExpected(child.traits(), reason)) {
			logger.warn("'{}' ({}) ended while it was being stopped with: {}", place, pid, reason);
		}
		logger.debug("'{}' ({}) stopped: {}", place, pid, reason);
		child.ended(reason, this.node.time().instant());
	}

	/** OTP V13; a kill was logged where it was done. */
	private static boolean isExpected(ChildTraits traits, ExitReason reason) {
		return switch (reason) {
			case ExitReason.Shutdown ignored -> true;
			case ExitReason.Normal() -> traits.restart() != Restart.PERMANENT;
			case ExitReason.Killed() -> true;
			default -> false;
		};
	}

	/**
	 * A child was stopped together with all others; not logged, there may be a million.
	 */
	void childStoppedWithAll(Child child, ExitReason reason) {
		child.ended(reason, this.node.time().instant());
	}

	// restarting

	void restartGranted(Child child, ExitReason reason) {
		child.countRestart();
		this.supervisor.countRestart();
		this.totals.restarted(this.node.time().instant());
		logger.warn("{} restarts '{}' ({} of {}) because of: {}", who(), child.id(), this.supervisor.countedRestarts(),
				this.supervisor.intensity(), reason);
		publish((stamp) -> new SupervisorEvent.RestartGranted(stamp, this.self.pid(), place(), child.id(), reason,
				this.supervisor.countedRestarts(), this.supervisor.intensity()));
	}

	/** The next start is not due at once. */
	void startDelayed(Child child, Duration delay) {
		publish((stamp) -> new SupervisorEvent.StartDelayed(stamp, this.self.pid(), place(), child.id(), delay));
	}

	/**
	 * A child that has ended is not restarted. Of its root an application itself says
	 * what has become of it.
	 */
	void left(Child child, ExitReason reason) {
		if (child.collapse() == null || place().isApplicationMaster()) {
			return;
		}
		String path = this.supervisor.placeOf(child).path();
		Restart restart = child.traits().restart();
		this.supervisor.lost(new SupervisorView.Lost(child.id(), path, restart, reason, this.node.time().instant()));
		logger.error(
				"{} does not restart '{}', a {} supervisor that gave up: nothing below '{}' runs any more. "
						+ "Start it again when its cause is gone, or make it permanent",
				who(), child.id(), restart.name().toLowerCase(Locale.ROOT), path);
	}

	/**
	 * The supervisor ends because it had to restart too often.
	 * @return the detail of its {@code shutdown} reason
	 */
	GaveUp gaveUp(Child child, ExitReason reason) {
		this.supervisor.gaveUp(child, this.node.time().nanoTime());
		GaveUp detail = new GaveUp(place(), child.id(), reason, this.supervisor.intensity());
		this.totals.gaveUp();
		logger.error("{}", detail);
		publish((stamp) -> new SupervisorEvent.SupervisorGaveUp(stamp, this.self.pid(), place(), detail));
		return detail;
	}

	/** The supervisor ends because its significant children have ended. */
	void endsWithSignificant(Child child, ExitReason reason) {
		if (child.collapse() != null) {
			this.supervisor.gaveUp(child, this.node.time().nanoTime());
		}
		if (!place().isApplicationMaster()) {
			logger.info("Supervisor '{}' ends: significant child '{}' has ended with: {}", place(), child.id(), reason);
		}
	}

	// messages

	void ignored(Object message) {
		this.node.countDeadLetter(this.self.pid(), message, DeadLetterReason.NOT_UNDERSTOOD);
	}

	private Place place() {
		return this.supervisor.place();
	}

	private String who() {
		return place().isApplicationMaster() ? "Application" : this.kind + " '" + place() + "'";
	}

	private void publish(Function<Stamp, SupervisorEvent> happened) {
		if (this.node.events().hasListeners()) {
			this.node.events().publish(this.self.path(), happened);
		}
	}

	/** What happens all the time while all is well. */
	private void publishRoutine(Function<Stamp, SupervisorEvent> happened) {
		if (this.node.events().hasRoutineListeners()) {
			this.node.events().publishRoutine(this.self.path(), happened);
		}
	}

	private void publish(boolean routine, Function<Stamp, SupervisorEvent> happened) {
		if (routine) {
			publishRoutine(happened);
		}
		else {
			publish(happened);
		}
	}

}
