package io.triotp.supervisor;

import java.util.Optional;

import io.triotp.process.Pid;

/**
 * A child of a supervisor that is not ours, of which all is known at once.
 *
 * @param info what is known
 */
record SeenChild(ChildInfo info) implements ChildGlance {

	@Override
	public String id() {
		return this.info.id();
	}

	@Override
	public ChildStatus status() {
		return this.info.status();
	}

	@Override
	public Optional<Pid> lastPid() {
		return this.info.pid();
	}

	@Override
	public int restarts() {
		return this.info.restarts();
	}

	@Override
	public Optional<SupervisorView> supervision() {
		return this.info.supervision();
	}

}
