package io.triotp.server;

/**
 * Waits for many calls.
 */
interface ReplyCollector {

	/**
	 * Called by the thread that settles a call, possibly twice; must neither block nor
	 * throw.
	 */
	void settled(PendingCall call);

}
