package io.triotp.interleaving.model;

/**
 * What one process of a random program does. Processes and monitors are numbers, in the
 * order in which they were made.
 */
sealed interface Deed {

	/** Starts another process, linked or not. */
	record Spawn(boolean linked) implements Deed {
	}

	/** Sends a number. */
	record Send(int to, int number) implements Deed {
	}

	/** Links to another. */
	record Link(int to) implements Deed {
	}

	/** Removes a link, whether there is one or not. */
	record Unlink(int from) implements Deed {
	}

	/** Watches another. */
	record Watch(int other) implements Deed {
	}

	/** Watches no more. */
	record Unwatch(int monitor, boolean flush) implements Deed {
	}

	/** Traps exits from now on, or no more. */
	record Trap(boolean traps) implements Deed {
	}

	/** Sends an exit signal. */
	record Signal(int to, Why why) implements Deed {
	}

	/** Ends. */
	record End(Why why) implements Deed {
	}

	/** Takes a name. */
	record Take(String name) implements Deed {
	}

	/** Gives a name back that it may have. */
	record GiveBack(String name) implements Deed {
	}

	/** Sends itself a number, later. */
	record Later(int seconds, int number) implements Deed {
	}

	/** A second passes. */
	record Pass() implements Deed {
	}

	/** Why one ends. */
	enum Why {

		/** It is done. */
		NORMAL,
		/** It was asked to. */
		SHUTDOWN,
		/** It failed. */
		BOOM,
		/** It was killed. */
		KILL

	}

}
