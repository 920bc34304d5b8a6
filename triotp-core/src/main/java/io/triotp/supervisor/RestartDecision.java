package io.triotp.supervisor;

import java.util.List;

import io.triotp.Pure;

/**
 * What a supervisor does about a child that has ended.
 */
@Pure
sealed interface RestartDecision {

	/**
	 * Nothing.
	 *
	 * @param forget whether the child is forgotten
	 */
	record Leave(boolean forget) implements RestartDecision {
	}

	/**
	 * Restart.
	 *
	 * @param stop who is stopped first, in this order
	 * @param forget who is then forgotten
	 * @param start who is then started, in this order
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
