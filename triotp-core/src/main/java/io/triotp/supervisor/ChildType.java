package io.triotp.supervisor;

/**
 * The type of a child. Used for counting and for the default shutdown.
 */
public enum ChildType {

	/** Does work. */
	WORKER,

	/** Supervises others. */
	SUPERVISOR

}
