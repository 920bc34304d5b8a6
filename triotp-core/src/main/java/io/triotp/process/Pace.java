package io.triotp.process;

/**
 * How far a message-driven process has come and what is known of its speed: one byte,
 * because a million processes have it.
 */
final class Pace {

	/** {@code start} has not returned. */
	static final byte STARTING = 0;

	/** Nothing is known against it. */
	static final byte PROMPT = 1;

	/** It takes long for its messages. */
	static final byte SLOW = 2;

	/** It cleans up. */
	static final byte ENDING = 3;

	/** The process was struck by an Error and must end. */
	static final byte STRUCK = -1;

	private Pace() {
	}

}
