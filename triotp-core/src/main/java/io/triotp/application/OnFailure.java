package io.triotp.application;

/**
 * What happens when an application has failed: its root ended abnormally and is not
 * restarted, or had to be restarted too often.
 */
public enum OnFailure {

	/** The failure is reported; other applications go on. */
	REPORT,

	/** The failure is reported, and the node counts as no longer live. */
	BREAK_LIVENESS,

	/** The node stops. */
	STOP

}
