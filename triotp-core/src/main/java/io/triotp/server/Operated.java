package io.triotp.server;

import org.jspecify.annotations.Nullable;

/**
 * What a request of an operator may do to a server. Called by the process of the server.
 */
interface Operated {

	@Nullable Object currentState();

	void replaceState(@Nullable Object next);

	/**
	 * {@return the class reports name}
	 */
	Class<?> type();

	/**
	 * Begin with a request: it fails with the server from now on.
	 * @return false if the process has been killed before; the request has failed then
	 */
	boolean begin(PendingCall request);

	/**
	 * The request has been answered.
	 */
	void done();

}
