package io.triotp.application;

import io.triotp.process.ExitReason;
import io.triotp.process.NodeEvent;
import io.triotp.process.Pid;
import io.triotp.process.Stamp;

/**
 * Something that happened to an application.
 */
public sealed interface ApplicationEvent extends NodeEvent {

	/**
	 * {@return the name of the application}
	 */
	String application();

	/**
	 * The application has started: its tree is up.
	 *
	 * @param stamp when and where it happened
	 * @param pid its application master
	 * @param application the name of the application
	 */
	record Started(Stamp stamp, Pid pid, String application) implements ApplicationEvent {
	}

	/**
	 * The application was stopped.
	 *
	 * @param stamp when and where it happened
	 * @param pid its application master
	 * @param application the name of the application
	 */
	record Stopped(Stamp stamp, Pid pid, String application) implements ApplicationEvent {
	}

	/**
	 * The application has ended on its own, and not as a failure.
	 *
	 * @param stamp when and where it happened
	 * @param pid its application master
	 * @param application the name of the application
	 * @param reason why it ended
	 */
	record Ended(Stamp stamp, Pid pid, String application, ExitReason reason) implements ApplicationEvent {
	}

	/**
	 * The application has failed.
	 *
	 * @param stamp when and where it happened
	 * @param pid its application master
	 * @param application the name of the application
	 * @param reason why it ended
	 * @param onFailure what happens next
	 */
	record Failed(Stamp stamp, Pid pid, String application, ExitReason reason,
			OnFailure onFailure) implements ApplicationEvent {
	}

}
