package io.triotp.server;

/**
 * A server in front of another one, or in the place of one that has not been made.
 */
interface StandIn {

	/**
	 * {@return the class of the code that it stands for}
	 */
	Class<?> code();

}
