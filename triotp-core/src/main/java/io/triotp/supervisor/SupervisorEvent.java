package io.triotp.supervisor;

import java.time.Duration;

import io.triotp.process.ExitReason;
import io.triotp.process.NodeEvent;
import io.triotp.process.Pid;
import io.triotp.process.Stamp;

/**
 * Something that happened in a supervisor.
 */
public sealed interface SupervisorEvent extends NodeEvent {

	/**
	 * {@return the place of the supervisor in the tree}
	 */
	Place place();

	/**
	 * {@return the path of the supervisor}
	 */
	default String supervisor() {
		return place().path();
	}

	/**
	 * A child was started, for the first time or again.
	 *
	 * @param stamp when and where it happened
	 * @param pid the supervisor
	 * @param place the place of the supervisor in the tree
	 * @param child the id of the child
	 * @param process the process of the child
	 * @param incarnation how often it has been started
	 */
	record ChildStarted(Stamp stamp, Pid pid, Place place, String child, Pid process,
			int incarnation) implements SupervisorEvent {
	}

	/**
	 * A child has ended without being asked to.
	 *
	 * @param stamp when and where it happened
	 * @param pid the supervisor
	 * @param place the place of the supervisor in the tree
	 * @param child the id of the child
	 * @param process the process that ended
	 * @param reason why it ended
	 */
	record ChildExited(Stamp stamp, Pid pid, Place place, String child, Pid process,
			ExitReason reason) implements SupervisorEvent {
	}

	/**
	 * A restart was granted. It counts whether or not it succeeds.
	 *
	 * @param stamp when and where it happened
	 * @param pid the supervisor
	 * @param place the place of the supervisor in the tree
	 * @param child the id of the child that ended or did not start
	 * @param reason why it ended or did not start
	 * @param counted how many restarts count at present, this one included
	 * @param intensity how many are allowed
	 */
	record RestartGranted(Stamp stamp, Pid pid, Place place, String child, ExitReason reason, int counted,
			RestartIntensity intensity) implements SupervisorEvent {
	}

	/**
	 * A child could not be started.
	 *
	 * @param stamp when and where it happened
	 * @param pid the supervisor
	 * @param place the place of the supervisor in the tree
	 * @param child the id of the child
	 * @param reason why it did not start
	 */
	record StartFailed(Stamp stamp, Pid pid, Place place, String child, ExitReason reason) implements SupervisorEvent {
	}

	/**
	 * A child is started again, but not at once: its backoff, or a start that has failed,
	 * makes it wait.
	 *
	 * @param stamp when and where it happened
	 * @param pid the supervisor
	 * @param place the place of the supervisor in the tree
	 * @param child the id of the child
	 * @param delay how long it waits
	 */
	record StartDelayed(Stamp stamp, Pid pid, Place place, String child, Duration delay) implements SupervisorEvent {
	}

	/**
	 * A supervisor ends because it had to restart too often.
	 *
	 * @param stamp when and where it happened
	 * @param pid the supervisor
	 * @param place the place of the supervisor in the tree
	 * @param detail which child it gave up on, and why
	 */
	record SupervisorGaveUp(Stamp stamp, Pid pid, Place place, GaveUp detail) implements SupervisorEvent {
	}

}
