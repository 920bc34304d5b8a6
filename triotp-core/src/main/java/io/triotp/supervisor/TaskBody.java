package io.triotp.supervisor;

/**
 * Work that runs from beginning to end. Returning ends the child with {@code normal},
 * throwing crashes it. Its thread is interrupted when it is to stop.
 */
@FunctionalInterface
public interface TaskBody {

	/**
	 * Does the work. Called by the process of the child.
	 * @throws Exception to crash
	 */
	void run() throws Exception;

}
