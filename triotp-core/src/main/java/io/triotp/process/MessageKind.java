package io.triotp.process;

/**
 * What a {@link MessageObserver} sees being sent or handled.
 */
public enum MessageKind {

	/** A server is started, and makes its first state. */
	START,

	/** A request that is answered. */
	CALL,

	/** A message to a server that is not answered. */
	CAST,

	/**
	 * Any other message to a process: sent directly, by a timer, or by the library, such
	 * as that of a monitor.
	 */
	INFO,

	/** What a server does after a callback and before the next message; never sent. */
	CONTINUE,

	/** A server cleans up before it ends; never sent. */
	TERMINATE,

	/** A task. */
	TASK

}
