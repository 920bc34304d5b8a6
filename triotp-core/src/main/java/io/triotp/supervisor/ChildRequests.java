package io.triotp.supervisor;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

import io.triotp.process.Pid;

/**
 * What people may ask of the children of a supervisor, and when it is refused (OTP V32,
 * V34, V36, V37).
 */
final class ChildRequests {

	private final String path;

	private final AutoShutdown autoShutdown;

	private final Children children;

	private final Function<Child, ChildRunner.Outcome> start;

	private final Consumer<Child> stop;

	ChildRequests(String path, AutoShutdown autoShutdown, Children children, Function<Child, ChildRunner.Outcome> start,
			Consumer<Child> stop) {
		this.path = path;
		this.autoShutdown = autoShutdown;
		this.children = children;
		this.start = start;
		this.stop = stop;
	}

	Optional<Pid> start(ChildSpec childSpec) {
		SupervisorSpec.requireMeaningful(childSpec, this.autoShutdown);
		Child known = this.children.get(childSpec.id());
		if (known != null) {
			throw new ChildConflictException(this.path, childSpec.id(), known.isRunning()
					? ChildConflictException.Conflict.ALREADY_STARTED : ChildConflictException.Conflict.ALREADY_PRESENT,
					known.pid());
		}
		Child child = new Child(childSpec);
		return switch (this.start.apply(child)) {
			case ChildRunner.Outcome.Started(Pid pid) -> {
				this.children.add(child);
				yield Optional.of(pid);
			}
			case ChildRunner.Outcome.Ignored none -> {
				if (!child.isTemporary()) {
					this.children.add(child);
				}
				yield Optional.empty();
			}
			case ChildRunner.Outcome.Failed(ChildStartException error, RuntimeException answer) -> throw answer;
		};
	}

	boolean terminate(String id) {
		Child child = require(id);
		this.stop.accept(child);
		if (child.isTemporary()) {
			this.children.remove(List.of(child));
		}
		return true;
	}

	boolean delete(String id) {
		this.children.remove(List.of(requireStopped(id)));
		return true;
	}

	Optional<Pid> restart(String id) {
		return switch (this.start.apply(requireStopped(id))) {
			case ChildRunner.Outcome.Started(Pid pid) -> Optional.of(pid);
			case ChildRunner.Outcome.Ignored none -> Optional.empty();
			case ChildRunner.Outcome.Failed(ChildStartException error, RuntimeException answer) -> throw answer;
		};
	}

	private Child require(String id) {
		Child child = this.children.get(id);
		if (child == null) {
			throw new NoSuchChildException(this.path, "'" + id + "'");
		}
		return child;
	}

	private Child requireStopped(String id) {
		Child child = require(id);
		if (child.isRunning()) {
			throw new ChildConflictException(this.path, id, ChildConflictException.Conflict.RUNNING, child.pid());
		}
		if (child.isRestarting()) {
			throw new ChildConflictException(this.path, id, ChildConflictException.Conflict.RESTARTING, null);
		}
		return child;
	}

}
