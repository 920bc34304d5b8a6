package io.triotp.process;

/**
 * Receives every {@link NodeEvent}. Called on the thread where the event happened, which
 * may be that of the clock, and never while a lock is held. Must be quick; exceptions it
 * throws are logged and otherwise ignored.
 */
@FunctionalInterface
public interface NodeListener {

	/**
	 * Called for each event.
	 * @param event the event
	 */
	void onEvent(NodeEvent event);

}
