package io.triotp.durable;

/**
 * Starts servers of one kind that have no process. For authors of behaviours.
 */
@FunctionalInterface
public interface Waker {

	/**
	 * Sees to it that the server of a key has a process. Called by a process of the
	 * store.
	 * @param key the key
	 * @param message a message to send to it, which its user does not get to see
	 */
	void wake(String key, Object message);

}
