package io.triotp.durable;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

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
	 * Reads which servers have a reminder that is due by a time.
	 * @param after where to go on, {@code null} for the beginning
	 * @param until the time
	 * @param most how many servers at most
	 * @return those with the earliest reminders that come after, in an order that is
	 * always the same: by the time of their first reminder first
	 * @throws Exception if they cannot be read now
	 */
	List<DueServer> due(@Nullable DueServer after, Instant until, int most) throws Exception;

	/**
	 * {@return whether it publishes the events of changes, in the transaction that stores
	 * them} By default it does not, and servers that want to publish any end with an
	 * error.
	 */
	default boolean publishesEvents() {
		return false;
	}

	/**
	 * {@return whether it runs handlers in its transactions} By default it does not, and
	 * servers that want that cannot start.
	 */
	default boolean runsHandlers() {
		return false;
	}

	/**
	 * Runs a handler in a transaction, and stores what it has changed in the same one, as
	 * {@link #commit} does. Called by the process of the server, which may be interrupted
	 * when it is killed.
	 * @param handler runs the handler, once; what it throws undoes the transaction.
	 * Returns the change, or {@code null} to have all undone
	 * @return whether all was stored; otherwise the change is in conflict, or there was
	 * none, and all was undone
	 * @throws Exception what the handler throws, or if nothing is known
	 */
	default boolean transact(Callable<@Nullable StateChange> handler) throws Exception {
		throw new UnsupportedOperationException(getClass().getName() + " runs no handlers in transactions");
	}

	/**
	 * {@return whether it remembers requests that were answered, in the transaction that
	 * stores what they have changed} By default it does not, and servers that get
	 * {@link Repeatable} messages end with an error.
	 */
	default boolean remembersRequests() {
		return false;
	}

	/**
	 * Reads which requests of a server are remembered, also if its state was removed.
	 * @param id which server
	 * @param most how many at most
	 * @return the requests, in any order; so many, and any of them, if there are more
	 * @throws Exception if they cannot be read now
	 */
	default List<RequestId> answered(StateId id, int most) throws Exception {
		return List.of();
	}

	/**
	 * Reads a request that is remembered.
	 * @param id which server
	 * @param request which request
	 * @return the request, {@code null} if there is none
	 * @throws Exception if it cannot be read now
	 */
	default @Nullable AnsweredRequest answered(StateId id, RequestId request) throws Exception {
		return null;
	}

	/**
	 * Forgets requests of all servers.
	 * @param before those that were answered before are forgotten
	 * @param most how many at most
	 * @return how many were forgotten
	 * @throws Exception if that cannot be done now
	 */
	default int forgetRequests(Instant before, int most) throws Exception {
		return 0;
	}

	/**
	 * Stores changes of different servers. Each is stored if what it expects is what is
	 * stored, all that are stored are stored together, and they are certain to last when
	 * this returns.
	 *
	 * <p>
	 * A change with {@linkplain StateChange#answered() requests} is stored together with
	 * them, and also in conflict if one of them is stored, unless that is the one it
	 * {@linkplain AnsweredRequest#replaces() replaces}; where its requests are stored
	 * with its own version and epoch it was stored before, and counts as stored whatever
	 * has become of the state.
	 * @param changes one or more, each with another id
	 * @return for each change, whether it was stored; the others are in conflict with
	 * what is stored
	 * @throws Exception if nothing is known about any of them
	 */
	List<Boolean> commit(List<StateChange> changes) throws Exception;

}
