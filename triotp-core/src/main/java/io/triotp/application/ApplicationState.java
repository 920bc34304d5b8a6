package io.triotp.application;

/**
 * The life of an application.
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

	/** It has ended by itself, and that is fine. */
	ENDED,

	/** It has failed. */
	FAILED;

	/**
	 * {@return whether there is a tree}
	 */
	public boolean isLive() {
		return this == STARTING || this == RUNNING || this == STOPPING;
	}

}
