package io.triotp.supervisor;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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

/**
 * Starts and stops the children of a supervisor. Runs in the process of the supervisor,
 * which waits meanwhile.
 */
final class ChildRunner {

	/** How many children are asked to end before this thread yields its carrier. */
	private static final int ASKED_AT_ONCE = 256;

	/** How long a start waits for the end of the process that still has the name. */
	private static final Duration LEAVING_TIME = Duration.ofSeconds(5);

	/** Far more than anybody means. */
	private static final int MOST_LEVELS = 256;

	private final Self self;

	private final BehaviourHost node;

	private final LiveSupervisor supervisor;

	private final SupervisorReports reports;

	private final TreeTotals totals;

	ChildRunner(Self self, LiveSupervisor supervisor, SupervisorReports reports, TreeTotals totals) {
		this.self = self;
		this.node = self.processes().host();
		this.supervisor = supervisor;
		this.reports = reports;
		this.totals = totals;
	}

	/**
	 * Starts a child and waits until it is up.
	 */
	StartOutcome start(Child child) {
		requireAlive();
		ChildStart start = child.start();
		if (start == null) {
			throw new IllegalStateException("temporary child '" + child.id() + "' is not started twice");
		}
		ChildContext context = contextOf(child);
		StartGuard guard = new StartGuard(this.self, this.supervisor, context.startTimeout());
		StartedChild started;
		try {
			requireAnEnd(context);
			started = StartedProcess.require(startWithFreeName(start, context, guard), child, this.self);
		}
		catch (StartException.Ignored ex) {
			return new StartOutcome.Ignored();
		}
		catch (Throwable ex) {
			requireAlive();
			ChildStartException error = ChildStartException.of(context.path(), ex);
			return new StartOutcome.Failed(error, (ex instanceof NameTakenException taken) ? taken : error);
		}
		this.reports.childStarted(child, started);
		return new StartOutcome.Started(started.pid());
	}

	/** Code that makes specifications can make each supervisor a child of itself. */
	private static void requireAnEnd(ChildContext context) {
		if (context.place().isDeeperThan(MOST_LEVELS)) {
			throw new IllegalStateException(
					"It would be more than " + MOST_LEVELS + " levels deep: is a supervisor its own child?");
		}
	}

	/** A supervisor that was killed starts nothing more, nor blames a child for it. */
	private void requireAlive() {
		if (!this.self.alive()) {
			throw new ExitException(ExitReason.killed());
		}
	}

	private ChildContext contextOf(Child child) {
		ChildTraits traits = child.traits();
		return new ChildContext(this.supervisor.placeOf(child), child.id(), child.name(), child.incarnation() + 1,
				traits.startTimeout(), traits.shutdown(), traits.mailbox(), this.totals);
	}

	/**
	 * After a supervisor was killed, what was below it may still be ending, however deep,
	 * and hold names that the children of its successor need. Waiting for them is better
	 * than using up the restarts.
	 */
	private StartedChild startWithFreeName(ChildStart start, ChildContext context, StartGuard guard) throws Exception {
		try {
			return ChildStarts.start(start, context, guard);
		}
		catch (NameTakenException ex) {
			if (!this.node.isLeaving(ex.holder())) {
				throw ex;
			}
			ExitCountdown ending = new ExitCountdown(this.self);
			ending.add(this.node, ex.holder());
			if (!ending.await(Deadline.after(LEAVING_TIME, this.node.time()))) {
				throw ex;
			}
			return ChildStarts.start(start, context, guard);
		}
	}

	/**
	 * Stops a child as its specification says, and waits until it has ended. The child
	 * may have removed its link, so only its end counts (OTP V12).
	 */
	void stop(Child child) {
		Pid pid = child.pid();
		if (pid != null) {
			ExitCountdown running = new ExitCountdown(this.self);
			running.add(this.node, pid);
			Deadline deadline = (child.traits().shutdown() instanceof Shutdown.Within(Duration timeout))
					? Deadline.after(timeout, this.node.time()) : Deadline.never(this.node.time());
			this.node.startWaiting(new EndOf(pid));
			try {
				ask(child, pid);
				if (!running.await(deadline)) {
					this.reports.childIsLate(child, pid);
					this.node.kill(pid);
					running.await(Deadline.never(this.node.time()));
				}
			}
			finally {
				this.node.stopWaiting();
			}
			ExitReason reason = this.node.exitReason(pid).orElse(ExitReason.killed());
			this.reports.childStopped(child, pid, reason);
		}
		child.stopped();
	}

	/** Waits until a process that is ending has ended. */
	void awaitEnd(Pid pid) {
		ExitCountdown ending = new ExitCountdown(this.self);
		ending.add(this.node, pid);
		ending.await(Deadline.never(this.node.time()));
	}

	/**
	 * Stops many children at once. Each has its own timeout, counted from now (OTP D9).
	 */
	void stopTogether(Collection<Child> children) {
		this.node.startWaiting(new EndOfMany(this.self.pid()));
		try {
			askAndAwait(children);
		}
		finally {
			this.node.stopWaiting();
		}
		for (Child child : children) {
			Pid pid = child.pid();
			if (pid != null) {
				this.reports.childStoppedWithAll(child, this.node.exitReason(pid).orElse(ExitReason.killed()));
			}
			child.stopped();
		}
	}

	private void askAndAwait(Collection<Child> children) {
		ExitCountdown running = new ExitCountdown(this.self);
		Map<Duration, Deadline> deadlines = new TreeMap<>();
		int asked = 0;
		for (Child child : children) {
			Pid pid = child.pid();
			if (pid != null) {
				running.add(this.node, pid);
				if (child.traits().shutdown() instanceof Shutdown.Within(Duration timeout)) {
					deadlines.computeIfAbsent(timeout, (each) -> Deadline.after(each, this.node.time()));
				}
				ask(child, pid);
				if (++asked % ASKED_AT_ONCE == 0) {
					Thread.yield();
				}
			}
		}
		deadlines.forEach((timeout, deadline) -> {
			if (!running.await(deadline)) {
				killLate(children.stream().filter((child) -> isLate(child, timeout)).toList());
			}
		});
		running.await(Deadline.never(this.node.time()));
	}

	private static boolean isLate(Child child, Duration timeout) {
		Pid pid = child.pid();
		return pid != null && pid.isAlive() && child.traits().shutdown().equals(Shutdown.within(timeout));
	}

	private void killLate(List<Child> late) {
		this.reports.childrenAreLate(late);
		for (Child child : late) {
			Pid pid = child.pid();
			if (pid != null) {
				this.node.kill(pid);
			}
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

	/**
	 * What a supervisor waits for while it stops all children at once. It names none of
	 * them, so it is part of no circle.
	 *
	 * @param target the supervisor itself
	 */
	private record EndOfMany(Pid target) implements Waiting {

		@Override
		public boolean isOver() {
			return true;
		}

		@Override
		public boolean isForAllChildren() {
			return true;
		}

	}

	/**
	 * What a supervisor waits for while it stops a child, so that a call from the child
	 * to the supervisor fails at once.
	 */
	private record EndOf(Pid target) implements Waiting {

		@Override
		public boolean isOver() {
			return !this.target.isAlive();
		}

	}

}
