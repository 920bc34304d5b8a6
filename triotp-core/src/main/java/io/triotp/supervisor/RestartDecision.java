package io.triotp.supervisor;

import java.util.List;

import io.triotp.Pure;

/**
 * What a supervisor does about a child that has ended.
 */
@Pure
sealed interface RestartDecision {

	/**
	 * Do nothing.
	 *
	 * @param forget whether the child is removed from the supervisor
	 */
	record Leave(boolean forget) implements RestartDecision {
	}

	/**
	 * Restart children.
	 *
	 * @param stop the children to stop first, in this order
	 * @param forget the children to remove then
	 * @param start the children to start then, in this order
	 */
	record RestartChildren(List<Child> stop, List<Child> forget, List<Child> start) implements RestartDecision {
	}

	/** Too many restarts: stop all children and end. */
	record GiveUp() implements RestartDecision {
	}

	/** The significant children have ended: stop all others and end. */
	record EndWithSignificant() implements RestartDecision {
	}

}
