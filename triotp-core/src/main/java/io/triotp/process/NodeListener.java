package io.triotp.process;

/**
 * Receives {@linkplain NodeEvent events}. Called on the thread where the event happened,
 * which may be that of the clock, and never while a lock is held. Must be quick;
 * exceptions it throws are logged and otherwise ignored.
 */
@FunctionalInterface
public interface NodeListener {

	/**
	 * Called for each event.
	 * @param event the event
	 */
	void onEvent(NodeEvent event);

	/**
	 * {@return whether this listener wants to hear of routine too} Routine is what
	 * happens all the time while all is well: processes that start and end in order,
	 * children that come up for the first time or have done their work. An event that
	 * nobody wants to hear of is not even made. Asked once, when the listener is added;
	 * true unless overridden.
	 */
	default boolean hearsRoutine() {
		return true;
	}

}
