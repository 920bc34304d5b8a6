package io.triotp.process;

/**
 * Something that happened in a node. Each package adds its own sealed kind.
 */
public interface NodeEvent {

	/**
	 * {@return the process it happened to}
	 */
	Pid pid();

}
