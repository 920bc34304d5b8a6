package io.triotp.process;

import java.util.function.Function;

/**
 * Publishes the events of a node to its listeners. Any thread may call any method, but
 * none that publishes while it holds a lock: the listeners are called at once.
 */
public sealed interface EventPublisher permits NodeEvents {

	/**
	 * {@return whether there are listeners; lets callers skip the work of creating
	 * events}
	 */
	boolean hasListeners();

	/**
	 * {@return whether there are listeners that {@linkplain NodeListener#hearsRoutine()
	 * hear of routine}}
	 */
	boolean hasRoutineListeners();

	/**
	 * Publishes an event to the listeners; it is not created if there are none.
	 * @param path the path of the process it happened to
	 * @param happened creates the event
	 */
	void publish(String path, Function<Stamp, ? extends NodeEvent> happened);

	/**
	 * Publishes what happens all the time while all is well, to the listeners that
	 * {@linkplain NodeListener#hearsRoutine() hear of routine}.
	 * @param path the path of the process it happened to
	 * @param happened creates the event
	 */
	void publishRoutine(String path, Function<Stamp, ? extends NodeEvent> happened);

}
