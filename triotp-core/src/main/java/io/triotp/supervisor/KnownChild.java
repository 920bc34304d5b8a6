package io.triotp.supervisor;

import java.util.Optional;

import io.triotp.process.Pid;

/**
 * A child that its supervisor keeps a record of.
 *
 * @param supervisor the supervisor
 * @param child the record
 */
record KnownChild(LiveSupervisor supervisor, Child child) implements ChildGlance {

	@Override
	public String id() {
		return this.child.id();
	}

	@Override
	public ChildStatus status() {
		return this.child.status();
	}

	@Override
	public Optional<Pid> lastPid() {
		return Optional.ofNullable(this.child.lastPid());
	}

	@Override
	public int restarts() {
		return this.child.restarts();
	}

	@Override
	public Optional<SupervisorView> supervision() {
		return Optional.ofNullable(this.child.supervision());
	}

	@Override
	public ChildInfo info() {
		return this.supervisor.info(this.child);
	}

}
