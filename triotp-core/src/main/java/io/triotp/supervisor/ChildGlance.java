package io.triotp.supervisor;

import java.util.Optional;

import io.triotp.process.Pid;

/**
 * A child at a glance. A supervisor may have a million of them, and who looks at them all
 * wants the whole {@link ChildInfo} of a few.
 */
public interface ChildGlance {

	/**
	 * {@return its id}
	 */
	String id();

	/**
	 * {@return whether it runs, waits for a restart or is stopped}
	 */
	ChildStatus status();

	/**
	 * {@return its process, or its last one if it does not run; empty if it has never
	 * run}
	 */
	Optional<Pid> lastPid();

	/**
	 * {@return how often it was restarted because it had ended}
	 */
	int restarts();

	/**
	 * {@return the view of its own children, if it is a running supervisor}
	 */
	Optional<SupervisorView> supervision();

	/**
	 * {@return all that observers see of it}
	 */
	ChildInfo info();

	/**
	 * {@return its process, if it runs}
	 */
	default Optional<Pid> pid() {
		return (status() == ChildStatus.RUNNING) ? lastPid() : Optional.empty();
	}

}
