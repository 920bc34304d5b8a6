package io.triotp.operator;

/**
 * What an operator can do to a child.
 */
public enum OperatorAction {

	/** Stop it and start it again, with those that its supervisor restarts together. */
	RESTART,

	/** Stop it; it stays stopped. */
	TERMINATE,

	/** Start one that does not run. */
	START,

	/** Let it handle no more messages. */
	SUSPEND,

	/** Let it handle messages again. */
	RESUME,

	/** End it at once, whatever it is doing; its supervisor does what it does then. */
	KILL

}
