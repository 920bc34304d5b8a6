package io.triotp.process;

import java.time.Instant;

/**
 * Something that happened in a node. Each package adds its own sealed kind. An event may
 * be kept: it holds on to no object of a user but those in its exit reason.
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
	 * {@return its number in its node}
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
	 * {@return the place of the process in its tree, or what people call it}
	 */
	default String path() {
		return stamp().path();
	}

}
