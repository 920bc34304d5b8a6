package io.triotp.process;

/**
 * What a process waits for, so that processes which wait for each other in a circle can
 * be found.
 */
public interface Waiting {

	/**
	 * {@return the process that must do something before the waiting ends}
	 */
	Pid target();

	/**
	 * {@return whether that process no longer holds up the waiting one, which may not
	 * have noticed yet, or does not do so yet: it has no target then; read by any thread}
	 */
	boolean isOver();

}
