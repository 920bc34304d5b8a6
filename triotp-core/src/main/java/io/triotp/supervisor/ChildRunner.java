package io.triotp.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.triotp.process.Deadline;
import io.triotp.process.ExitException;
import io.triotp.process.ExitReason;
import io.triotp.process.ExitWatch;
import io.triotp.process.Pid;
import io.triotp.process.ProcessRuntime;
import io.triotp.process.Self;
import io.triotp.server.StartException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What supervisors do to children: start them, stop one or many. Runs in the process of
 * the supervisor and waits there.
 */
final class ChildRunner {

	private static final Logger logger = LoggerFactory.getLogger(ChildRunner.class);

	private final Self self;

	private final ProcessRuntime runtime;

	private final String supervisor;

	private final TreeTotals totals;

	ChildRunner(Self self, String supervisor, TreeTotals totals) {
		this.self = self;
		this.runtime = self.runtime();
		this.supervisor = supervisor;
		this.totals = totals;
	}

	String path(ChildSpec spec) {
		return this.supervisor.isEmpty() ? spec.id() : this.supervisor + "/" + spec.id();
	}

	/**
	 * Start a child and wait until it is up.
	 */
	Outcome start(Child child) {
		ChildSpec spec = child.spec();
		String path = path(spec);
		ChildContext context = new ChildContext(path, spec.id(), spec.name(), spec.startTimeout(), spec.mailbox(),
				this.totals);
		StartedChild started;
		try {
			started = spec.start().start(context);
		}
		catch (StartException.Ignored ex) {
			return new Outcome.Ignored();
		}
		catch (ExitException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			return new Outcome.Failed(ChildStartException.of(path, ex));
		}
		child.running(started, this.runtime.time().nanoTime());
		if (this.runtime.hasListeners()) {
			this.runtime.publish(new SupervisorEvent.ChildStarted(this.self.pid(), this.supervisor, spec.id(),
					started.pid(), child.info(this.supervisor).incarnation()));
		}
		return new Outcome.Started(started.pid());
	}

	/**
	 * Stop a child as its specification says, and wait until it is gone. The child may
	 * have cut its link: what counts is its end (OTP V12).
	 */
	void stop(Child child) {
		Pid pid = child.pid();
		if (pid != null) {
			try (Stopping stopping = new Stopping(child, pid)) {
				stopping.begin();
				stopping.finish();
			}
		}
		child.stopped();
	}

	/**
	 * Stop many children at once; each has its own time, counted from now (OTP D9).
	 */
	void stopTogether(Collection<Child> children) {
		List<Stopping> all = new ArrayList<>(children.size());
		try {
			for (Child child : children) {
				Pid pid = child.pid();
				if (pid != null) {
					Stopping stopping = new Stopping(child, pid);
					all.add(stopping);
					stopping.begin();
				}
			}
			all.forEach(Stopping::finish);
		}
		finally {
			all.forEach(Stopping::close);
		}
		children.forEach(Child::stopped);
	}

	/**
	 * How a start ended.
	 */
	sealed interface Outcome {

		record Started(Pid pid) implements Outcome {
		}

		record Ignored() implements Outcome {
		}

		record Failed(ChildStartException error) implements Outcome {
		}

	}

	/** One child on its way out. */
	private final class Stopping implements AutoCloseable {

		private final Child child;

		private final Pid pid;

		private final ExitWatch watch;

		private Deadline deadline = Deadline.NEVER;

		Stopping(Child child, Pid pid) {
			this.child = child;
			this.pid = pid;
			this.watch = ChildRunner.this.runtime.watch(pid);
		}

		void begin() {
			ProcessRuntime node = ChildRunner.this.runtime;
			switch (this.child.spec().shutdown()) {
				case Shutdown.BrutalKill() -> node.kill(this.pid);
				case Shutdown.Infinity() -> node.exit(this.pid, ExitReason.shutdown());
				case Shutdown.Within(Duration timeout) -> {
					this.deadline = Deadline.in(timeout, node.time());
					node.exit(this.pid, ExitReason.shutdown());
				}
			}
		}

		void finish() {
			ExitReason reason = await(this.deadline);
			if (reason == null) {
				logger.warn("'{}' ({}) did not end within {} and is killed", path(this.child.spec()), this.pid,
						this.child.spec().shutdown());
				ChildRunner.this.runtime.kill(this.pid);
				reason = await(Deadline.NEVER);
			}
			else if (!isExpected(reason)) {
				logger.warn("'{}' ({}) ended while it was being stopped with: {}", path(this.child.spec()), this.pid,
						reason);
			}
			this.child.ended((reason != null) ? reason : ExitReason.killed());
		}

		private boolean isExpected(ExitReason reason) {
			return switch (reason) {
				case ExitReason.Shutdown ignored -> true;
				case ExitReason.Normal() -> this.child.spec().restart() != Restart.PERMANENT;
				case ExitReason.Killed() -> this.child.spec().shutdown() instanceof Shutdown.BrutalKill;
				default -> false;
			};
		}

		private @Nullable ExitReason await(Deadline until) {
			while (true) {
				try {
					return this.watch.await(until).orElse(null);
				}
				catch (InterruptedException ex) {
					if (!ChildRunner.this.self.alive()) {
						throw new ExitException(ExitReason.killed());
					}
				}
			}
		}

		@Override
		public void close() {
			this.watch.close();
		}

	}

}
