package io.triotp.spring.boot.view;

import java.util.Optional;

import io.triotp.application.ApplicationInfo;
import io.triotp.application.ApplicationState;
import io.triotp.process.ProcessInfo;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.ChildType;

/**
 * What an application or another place in a tree is doing: one word for what the process,
 * its supervisor and its application know.
 */
public enum PlaceState {

	/** An application that is configured and has not been started. */
	NOT_STARTED,

	/**
	 * A process whose {@code init} has not returned, or an application whose tree is not
	 * up yet.
	 */
	STARTING,

	/** A worker that waits for a message. */
	WAITING,

	/**
	 * A worker whose code runs or waits for a carrier thread, a supervisor that is there,
	 * or an application whose tree is up.
	 */
	RUNNING,

	/** A process that takes no messages until it is resumed. */
	SUSPENDED,

	/** A process that has ended while its supervisor has not heard of it yet. */
	EXITING,

	/** A child that has ended or did not start, and will be tried again. */
	RESTARTING,

	/** An application that was asked to stop and has not ended. */
	STOPPING,

	/**
	 * A child without a process about which nothing is done, or an application that was
	 * stopped.
	 */
	STOPPED,

	/** An application that has ended by itself, in an orderly way. */
	ENDED,

	/** An application that has failed. */
	FAILED;

	/**
	 * {@return the state of an application}
	 * @param state its state as the node knows it
	 */
	static PlaceState of(ApplicationState state) {
		return switch (state) {
			case STARTING -> STARTING;
			case RUNNING -> RUNNING;
			case STOPPING -> STOPPING;
			case STOPPED -> STOPPED;
			case ENDED -> ENDED;
			case FAILED -> FAILED;
		};
	}

	/**
	 * {@return the state of an application}
	 * @param info what can be seen of it, nothing before it is started
	 */
	static PlaceState of(Optional<ApplicationInfo> info) {
		return info.map(ApplicationInfo::state).map(PlaceState::of).orElse(NOT_STARTED);
	}

	/**
	 * {@return the state of a child}
	 * @param child what its supervisor knows of it
	 * @param process what can be seen of its process, nothing if that has ended meanwhile
	 */
	static PlaceState of(ChildInfo child, Optional<ProcessInfo> process) {
		return switch (child.status()) {
			case RESTARTING -> RESTARTING;
			case STOPPED -> STOPPED;
			case RUNNING -> process.map((info) -> of(info.state(), child.type())).orElse(EXITING);
		};
	}

	/**
	 * A supervisor that waits for its next message is at work: its work is to be there.
	 */
	private static PlaceState of(ProcessInfo.State state, ChildType type) {
		return switch (state) {
			case STARTING -> STARTING;
			case WAITING -> (type == ChildType.SUPERVISOR) ? RUNNING : WAITING;
			case RUNNABLE, RUNNING -> RUNNING;
			case SUSPENDED -> SUSPENDED;
			case EXITING -> EXITING;
		};
	}

}
