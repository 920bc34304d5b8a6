package io.triotp.application;

import io.triotp.process.ExitReason;
import io.triotp.process.NodeEvent;
import io.triotp.process.Pid;
import io.triotp.process.Stamp;

/**
 * What happens to an application.
 */
public sealed interface ApplicationEvent extends NodeEvent {

	/**
	 * {@return the name of the application}
	 */
	String application();

	/**
	 * Its tree is up.
	 *
	 * @param stamp when and where
	 * @param pid its application master
	 * @param application its name
	 */
	record Started(Stamp stamp, Pid pid, String application) implements ApplicationEvent {
	}

	/**
	 * It was stopped.
	 *
	 * @param stamp when and where
	 * @param pid its application master
	 * @param application its name
	 */
	record Stopped(Stamp stamp, Pid pid, String application) implements ApplicationEvent {
	}

	/**
	 * It has ended by itself, and that is fine.
	 *
	 * @param stamp when and where
	 * @param pid its application master
	 * @param application its name
	 * @param reason why
	 */
	record Ended(Stamp stamp, Pid pid, String application, ExitReason reason) implements ApplicationEvent {
	}

	/**
	 * It has failed.
	 *
	 * @param stamp when and where
	 * @param pid its application master
	 * @param application its name
	 * @param reason why
	 * @param onFailure what happens now
	 */
	record Failed(Stamp stamp, Pid pid, String application, ExitReason reason,
			OnFailure onFailure) implements ApplicationEvent {
	}

}
