package io.triotp.supervisor;

/**
 * What a child is, for counting and for its default shutdown.
 */
public enum ChildType {

	/** Does work. */
	WORKER,

	/** Supervises others. */
	SUPERVISOR

}
