package io.triotp.supervisor;

/**
 * When a supervisor ends because its significant children have (OTP V42 to V45).
 */
public enum AutoShutdown {

	/** Never. */
	NEVER,

	/** When one significant child has ended by itself and is not restarted. */
	ANY_SIGNIFICANT,

	/** When the last significant child has. */
	ALL_SIGNIFICANT

}
