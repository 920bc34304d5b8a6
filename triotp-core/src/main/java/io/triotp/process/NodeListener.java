package io.triotp.process;

/**
 * Told of every {@link NodeEvent}, on the thread on which it happened, which may be that
 * of the clock, while nothing is locked. Must be quick; what it throws is logged and
 * forgotten.
 */
@FunctionalInterface
public interface NodeListener {

	/**
	 * Something happened.
	 * @param event what
	 */
	void onEvent(NodeEvent event);

}
