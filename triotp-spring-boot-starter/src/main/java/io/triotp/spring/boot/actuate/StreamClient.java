package io.triotp.spring.boot.actuate;

import java.io.IOException;

/**
 * The connection of one client. Its methods are called by one thread at a time.
 */
interface StreamClient {

	/**
	 * {@return whether it can take a frame now}
	 */
	boolean isReady();

	/**
	 * Sends a frame. May block on a connection that does not take it.
	 * @param frame the frame
	 * @throws IOException if there is no connection any more
	 */
	void send(StreamFrame frame) throws IOException;

	/**
	 * Ends the connection in order.
	 */
	void end();

}
