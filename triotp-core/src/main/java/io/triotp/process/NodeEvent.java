package io.triotp.process;

import java.time.Instant;

/**
 * Something that happened in a node. Each package adds its own sealed kind. Events are
 * safe to keep: they reference no user objects except those in an exit reason.
 */
public interface NodeEvent {

	/**
	 * {@return when and where it happened}
	 */
	Stamp stamp();

	/**
	 * {@return the process it happened to}
	 */
	Pid pid();

	/**
	 * {@return its sequence number in its node}
	 * @see Stamp#sequence()
	 */
	default long sequence() {
		return stamp().sequence();
	}

	/**
	 * {@return when it happened, on the wall clock of the node}
	 */
	default Instant at() {
		return stamp().at();
	}

	/**
	 * {@return the path of the process: its place in the tree, its label or the class of
	 * its code}
	 */
	default String path() {
		return stamp().path();
	}

}
