package io.triotp.durable;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where states are stored. Implemented for each kind of database; users need only one of
 * the implementations.
 *
 * <p>
 * Called by any thread, by several at a time, and may block. What it throws means that it
 * is not known whether anything was stored, and that the store may be out of reach: it is
 * asked again until the time for a commit is over.
 */
public interface StateStore {

	/**
	 * Reads a state.
	 * @param id whose state
	 * @return what was committed last, or {@code null} if nothing is stored
	 * @throws Exception if it cannot be read now
	 */
	@Nullable StoredState load(StateId id) throws Exception;

	/**
	 * Stores changes of different servers. Each is stored if what it expects is what is
	 * stored, all that are stored are stored together, and they are certain to last when
	 * this returns.
	 * @param changes one or more, each with another id
	 * @return for each change, whether it was stored; the others are in conflict with
	 * what is stored
	 * @throws Exception if nothing is known about any of them
	 */
	List<Boolean> commit(List<StateChange> changes) throws Exception;

}
