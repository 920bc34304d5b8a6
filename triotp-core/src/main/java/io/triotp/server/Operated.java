package io.triotp.server;

import org.jspecify.annotations.Nullable;

/**
 * What an operator's request may do to a server. Called by the process of the server.
 */
interface Operated {

	@Nullable Object currentState();

	/**
	 * {@return what people may see of the state}
	 */
	@Nullable Object formattedState();

	void replaceState(@Nullable Object next);

	/**
	 * {@return the class named in reports}
	 */
	Class<?> type();

	/**
	 * Begins a request: from now on it fails if the server ends.
	 * @return false if the process had already been killed; the request has then failed
	 */
	boolean begin(PendingCall request);

	/**
	 * Called when the request has been answered.
	 */
	void done();

}
