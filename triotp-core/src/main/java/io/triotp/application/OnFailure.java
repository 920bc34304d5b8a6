package io.triotp.application;

/**
 * What happens when an application has failed: its root has ended abnormally and is not
 * restarted, or had to be restarted too often.
 */
public enum OnFailure {

	/** It is reported; the others go on. */
	REPORT,

	/** It is reported, and the node is no longer fit to live. */
	BREAK_LIVENESS,

	/** The node stops. */
	STOP

}
