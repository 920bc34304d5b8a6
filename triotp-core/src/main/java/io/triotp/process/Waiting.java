package io.triotp.process;

import org.jspecify.annotations.Nullable;

/**
 * What a process waits for. Lets the node find processes that wait for each other in a
 * circle.
 */
public interface Waiting {

	/**
	 * {@return the process that must do something before the waiting ends; {@code null}
	 * while it is not known, because it is being started}
	 */
	@Nullable Pid target();

	/**
	 * {@return whether that process is not holding up the waiting one: no longer, though
	 * the waiting one may not have noticed, or not yet, while there is no target; read by
	 * any thread}
	 */
	boolean isOver();

	/**
	 * {@return whether what the process waits for has happened, so that it is about to go
	 * on; read by any thread}
	 */
	default boolean isDone() {
		return isOver();
	}

	/**
	 * {@return whether the process waits for all its children at once; then it is its own
	 * target, and the waiting is part of no circle}
	 */
	default boolean isForAllChildren() {
		return false;
	}

}
