package io.triotp.durable;

import io.triotp.server.InitResult;

/**
 * A durable server that has something to do when its stored state was read. Its
 * {@code init} is called only if nothing is stored.
 *
 * @param <S> the state
 */
public interface Restorable<S> {

	/**
	 * Goes on from a stored state. Called by its process, as {@code init} is.
	 * @param stored the state
	 * @return how it starts, usually {@link InitResult#ready}; the state in it may be
	 * another one, which is stored with the next change
	 * @throws Exception if it cannot go on
	 */
	InitResult<S> onRestore(S stored) throws Exception;

}
