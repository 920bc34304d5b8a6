package io.triotp.process;

/**
 * What a server does with a call whose caller has given up before the server came to it.
 */
public enum AbandonedCalls {

	/**
	 * It is skipped and counted ({@link DeadLetterReason#ABANDONED}), unless the server
	 * wants it. Else a server that gets more than it can do works for nobody: by the time
	 * it comes to a call, its caller has gone.
	 */
	SKIP,

	/** It is handled, and its reply goes nowhere, as in OTP (G3). */
	HANDLE

}
