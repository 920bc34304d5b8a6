package io.triotp.supervisor;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.triotp.process.BehaviourHost;
import io.triotp.process.ExitException;
import io.triotp.process.ExitReason;
import io.triotp.process.NameTakenException;
import io.triotp.process.Pid;
import io.triotp.process.Self;
import io.triotp.process.Waiting;
import io.triotp.server.StartException;
import io.triotp.time.Deadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What supervisors do to children: start them, stop one or many. Runs in the process of
 * the supervisor and waits there.
 */
final class ChildRunner {

	private static final Logger logger = LoggerFactory.getLogger("io.triotp.supervisor");

	/** Children that are asked to end before others get their turn on this carrier. */
	private static final int ASKED_AT_ONCE = 256;

	/** How long a child waits for the process that has its name to end. */
	private static final Duration LEAVING_TIME = Duration.ofSeconds(5);

	private final Self self;

	private final BehaviourHost node;

	private final String supervisor;

	/** The static path of all children, or {@code null} if each has its own. */
	private final @Nullable String fold;

	private final TreeTotals totals;

	ChildRunner(Self self, String supervisor, @Nullable String fold, TreeTotals totals) {
		this.self = self;
		this.node = self.processes().host();
		this.supervisor = supervisor;
		this.fold = fold;
		this.totals = totals;
	}

	String path(String id) {
		return this.supervisor.isEmpty() ? id : this.supervisor + "/" + id;
	}

	/**
	 * Start a child and wait until it is up.
	 */
	Outcome start(Child child) {
		ChildStart start = child.start();
		if (start == null) {
			throw new IllegalStateException("temporary child '" + child.id() + "' is not started twice");
		}
		String path = path(child.id());
		ChildTraits traits = child.traits();
		ChildContext context = new ChildContext(path, (this.fold != null) ? this.fold : path, child.id(), child.name(),
				traits.startTimeout(), traits.mailbox(), this.totals);
		StartedChild started;
		try {
			started = Objects.requireNonNull(startWithFreeName(start, context), "the start function returned null");
		}
		catch (StartException.Ignored ex) {
			return new Outcome.Ignored();
		}
		catch (Throwable ex) {
			if (!this.self.alive()) {
				throw new ExitException(ExitReason.killed());
			}
			ChildStartException error = ChildStartException.of(path, ex);
			return new Outcome.Failed(error, (ex instanceof NameTakenException taken) ? taken : error);
		}
		child.running(started, this.node.time().nanoTime());
		if (logger.isDebugEnabled()) {
			logger.debug("'{}' started as {}", path, started.pid());
		}
		if (this.node.hasListeners()) {
			this.node.publish(new SupervisorEvent.ChildStarted(this.self.pid(), this.supervisor, child.id(),
					started.pid(), child.incarnation()));
		}
		return new Outcome.Started(started.pid());
	}

	/**
	 * When a supervisor was killed, children of it may still be on their way out, with
	 * names that the children of its successor need: wait for them rather than use up the
	 * restarts.
	 */
	private StartedChild startWithFreeName(ChildStart start, ChildContext context) throws Exception {
		try {
			return start.start(context);
		}
		catch (NameTakenException ex) {
			if (!this.node.isEnding(ex.holder())) {
				throw ex;
			}
			ExitCountdown ending = new ExitCountdown(this.self);
			ending.add(this.node, ex.holder());
			if (!ending.await(Deadline.in(LEAVING_TIME, this.node.time()))) {
				throw ex;
			}
			return start.start(context);
		}
	}

	/**
	 * Stop a child as its specification says, and wait until it is gone. The child may
	 * have cut its link: what counts is its end (OTP V12).
	 */
	void stop(Child child) {
		Pid pid = child.pid();
		if (pid != null) {
			ExitCountdown running = new ExitCountdown(this.self);
			running.add(this.node, pid);
			Deadline deadline = (child.traits().shutdown() instanceof Shutdown.Within(Duration timeout))
					? Deadline.in(timeout, this.node.time()) : Deadline.NEVER;
			this.node.startWaiting(new EndOf(pid));
			try {
				ask(child, pid);
				if (!running.await(deadline)) {
					logLate(child, pid);
					this.node.kill(pid);
					running.await(Deadline.NEVER);
				}
			}
			finally {
				this.node.stopWaiting();
			}
			ExitReason reason = this.node.exitReason(pid).orElse(ExitReason.killed());
			if (!isExpected(child.traits(), reason)) {
				logger.warn("'{}' ({}) ended while it was being stopped with: {}", path(child.id()), pid, reason);
			}
			logger.debug("'{}' ({}) stopped: {}", path(child.id()), pid, reason);
			child.ended(reason);
		}
		child.stopped();
	}

	/** OTP V13; a kill has been logged where it was done. */
	private static boolean isExpected(ChildTraits traits, ExitReason reason) {
		return switch (reason) {
			case ExitReason.Shutdown ignored -> true;
			case ExitReason.Normal() -> traits.restart() != Restart.PERMANENT;
			case ExitReason.Killed() -> true;
			default -> false;
		};
	}

	/**
	 * Stop many children at once; each has its own time, counted from now (OTP D9).
	 */
	void stopTogether(Collection<Child> children) {
		ExitCountdown running = new ExitCountdown(this.self);
		Map<Duration, Deadline> deadlines = new TreeMap<>();
		int asked = 0;
		for (Child child : children) {
			Pid pid = child.pid();
			if (pid != null) {
				running.add(this.node, pid);
				if (child.traits().shutdown() instanceof Shutdown.Within(Duration timeout)) {
					deadlines.computeIfAbsent(timeout, (each) -> Deadline.in(each, this.node.time()));
				}
				ask(child, pid);
				if (++asked % ASKED_AT_ONCE == 0) {
					Thread.yield();
				}
			}
		}
		deadlines.forEach((timeout, deadline) -> {
			if (!running.await(deadline)) {
				children.forEach((child) -> killIfLate(child, timeout));
			}
		});
		running.await(Deadline.NEVER);
		for (Child child : children) {
			Pid pid = child.pid();
			if (pid != null) {
				child.ended(this.node.exitReason(pid).orElse(ExitReason.killed()));
			}
			child.stopped();
		}
	}

	private void killIfLate(Child child, Duration timeout) {
		Pid pid = child.pid();
		if (pid != null && pid.isAlive() && child.traits().shutdown().equals(Shutdown.within(timeout))) {
			logLate(child, pid);
			this.node.kill(pid);
		}
	}

	private void ask(Child child, Pid pid) {
		if (child.traits().shutdown() instanceof Shutdown.BrutalKill) {
			this.node.kill(pid);
		}
		else {
			this.node.exit(pid, ExitReason.shutdown());
		}
	}

	private void logLate(Child child, Pid pid) {
		logger.warn("'{}' ({}) did not end within {} and is killed", path(child.id()), pid, child.traits().shutdown());
	}

	/**
	 * What a supervisor waits for while it stops a child, so that a call of the child to
	 * it fails at once.
	 */
	private record EndOf(Pid target) implements Waiting {

		@Override
		public boolean isOver() {
			return !this.target.isAlive();
		}

	}

	/**
	 * How a start ended.
	 */
	sealed interface Outcome {

		record Started(Pid pid) implements Outcome {
		}

		record Ignored() implements Outcome {
		}

		/**
		 * It did not start.
		 *
		 * @param error where in the tree, and why
		 * @param answer what whoever asked for the start is told: that a name is taken as
		 * it is, so that it finds the holder (OTP V32)
		 */
		record Failed(ChildStartException error, RuntimeException answer) implements Outcome {
		}

	}

}
