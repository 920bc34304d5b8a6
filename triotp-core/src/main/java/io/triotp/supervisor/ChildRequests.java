package io.triotp.supervisor;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

import io.triotp.process.Pid;

/**
 * The requests a caller can make about the children of a supervisor, and when they are
 * refused (OTP V32, V34, V36, V37).
 */
final class ChildRequests {

	private final LiveSupervisor supervisor;

	private final Children children;

	private final Function<Child, StartOutcome> start;

	private final Consumer<Child> stop;

	ChildRequests(LiveSupervisor supervisor, Children children, Function<Child, StartOutcome> start,
			Consumer<Child> stop) {
		this.supervisor = supervisor;
		this.children = children;
		this.start = start;
		this.stop = stop;
	}

	Optional<Pid> start(ChildSpec childSpec) {
		childSpec.requireMeaningful(this.supervisor.autoShutdown());
		Child known = this.children.get(childSpec.id());
		if (known != null) {
			throw new ChildConflictException(this.supervisor.path(), childSpec.id(), conflictWith(known), known.pid());
		}
		Child child = new Child(childSpec);
		return switch (this.start.apply(child)) {
			case StartOutcome.Started(Pid pid) -> {
				this.children.add(child);
				yield Optional.of(pid);
			}
			case StartOutcome.Ignored none -> {
				if (!child.isTemporary()) {
					this.children.add(child);
				}
				yield Optional.empty();
			}
			case StartOutcome.Failed(ChildStartException error, RuntimeException answer) -> throw answer;
		};
	}

	private static ChildConflictException.Conflict conflictWith(Child known) {
		if (known.isRestarting()) {
			return ChildConflictException.Conflict.RESTARTING;
		}
		return known.isRunning() ? ChildConflictException.Conflict.ALREADY_STARTED
				: ChildConflictException.Conflict.ALREADY_PRESENT;
	}

	boolean terminate(String id) {
		Child child = require(id);
		this.stop.accept(child);
		this.supervisor.settled(id);
		if (child.isTemporary()) {
			this.children.remove(List.of(child));
		}
		return true;
	}

	boolean delete(String id) {
		Child child = requireStopped(id);
		// It may have been stopped together with others, and be expected back.
		this.stop.accept(child);
		this.children.remove(List.of(child));
		this.supervisor.settled(id);
		return true;
	}

	Optional<Pid> restart(String id) {
		return switch (this.start.apply(requireStopped(id))) {
			case StartOutcome.Started(Pid pid) -> Optional.of(pid);
			case StartOutcome.Ignored none -> Optional.empty();
			case StartOutcome.Failed(ChildStartException error, RuntimeException answer) -> throw answer;
		};
	}

	/**
	 * {@return the child with this id, which waits for its restart}
	 */
	Child requireWaiting(String id) {
		Child child = require(id);
		if (!child.isRestarting()) {
			throw new ChildConflictException(this.supervisor.path(), id, conflictWith(child), child.pid());
		}
		return child;
	}

	Optional<ChildInfo> find(String id) {
		return Optional.ofNullable(this.children.get(id)).map(this.supervisor::info);
	}

	/**
	 * {@return the child with this process, which may be started again}
	 */
	Child requireRestartable(Pid pid) {
		Child child = require(pid);
		if (child.isTemporary()) {
			throw new ChildConflictException(this.supervisor.path(), child.id(),
					ChildConflictException.Conflict.TEMPORARY, pid);
		}
		return child;
	}

	/**
	 * {@return the child with this process}
	 */
	Child require(Pid pid) {
		Child child = this.children.withPid(pid);
		if (child == null) {
			throw new NoSuchChildException(this.supervisor.path(), pid);
		}
		return child;
	}

	private Child require(String id) {
		Child child = this.children.get(id);
		if (child == null) {
			throw new NoSuchChildException(this.supervisor.path(), "'" + id + "'");
		}
		return child;
	}

	private Child requireStopped(String id) {
		Child child = require(id);
		if (child.isRunning()) {
			throw new ChildConflictException(this.supervisor.path(), id, ChildConflictException.Conflict.RUNNING,
					child.pid());
		}
		if (child.isRestarting()) {
			throw new ChildConflictException(this.supervisor.path(), id, ChildConflictException.Conflict.RESTARTING,
					null);
		}
		return child;
	}

}
