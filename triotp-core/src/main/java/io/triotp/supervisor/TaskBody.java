package io.triotp.supervisor;

/**
 * Work that runs from beginning to end. Returning ends the child with {@code normal},
 * throwing crashes it. It is interrupted when it shall stop.
 */
@FunctionalInterface
public interface TaskBody {

	/**
	 * Do the work; called by the process of the child.
	 * @throws Exception to crash
	 */
	void run() throws Exception;

}
