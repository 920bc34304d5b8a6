package io.triotp.supervisor;

/**
 * The status of a child, as its supervisor knows it.
 */
public enum ChildStatus {

	/** It has a process. */
	RUNNING,

	/** It has ended or did not start, and will be started again. */
	RESTARTING,

	/** It has no process, and no start is planned. */
	STOPPED

}
