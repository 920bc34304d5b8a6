package io.triotp.supervisor;

/**
 * What a supervisor knows of a child.
 */
public enum ChildStatus {

	/** It has a process. */
	RUNNING,

	/** It has ended or did not start, and will be tried again. */
	RESTARTING,

	/** It has no process, and nothing is done about it. */
	STOPPED

}
