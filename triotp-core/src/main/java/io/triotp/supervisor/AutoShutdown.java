package io.triotp.supervisor;

/**
 * When a supervisor ends because its significant children have ended (OTP V42 to V45).
 */
public enum AutoShutdown {

	/** Never. */
	NEVER,

	/** When a significant child has ended on its own and is not restarted. */
	ANY_SIGNIFICANT,

	/** When the last significant child has ended that way. */
	ALL_SIGNIFICANT

}
