package io.triotp.application;

/**
 * The state of an application.
 */
public enum ApplicationState {

	/** Its tree is being started. */
	STARTING,

	/** Its tree is up. */
	RUNNING,

	/** Its tree is being stopped. */
	STOPPING,

	/** It was stopped. */
	STOPPED,

	/** It has ended on its own, and not as a failure. */
	ENDED,

	/** It has failed. */
	FAILED;

	/**
	 * {@return whether the application has a tree: it is starting, running or stopping}
	 */
	public boolean isLive() {
		return this == STARTING || this == RUNNING || this == STOPPING;
	}

}
