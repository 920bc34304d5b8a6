package io.triotp.registry;

import io.triotp.process.Pid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@code equals} and {@code hashCode} of a user's key, which run wherever the key is
 * looked for, and may throw.
 */
final class KeyCode {

	private static final Logger logger = LoggerFactory.getLogger(ProcessRegistry.class);

	private KeyCode() {
	}

	/**
	 * Forgets what a process that has ended had under one key. A key that throws must not
	 * keep the others from being forgotten. What fails for lack of memory is tried again
	 * by the exit sequence, so that is thrown.
	 * @param key the key
	 * @param pid the process
	 * @param action what looks for the key
	 */
	static void forget(Object key, Pid pid, Runnable action) {
		try {
			action.run();
		}
		catch (OutOfMemoryError ex) {
			throw ex;
		}
		catch (Throwable ex) {
			report(key, pid, ex);
		}
	}

	private static void report(Object key, Pid pid, Throwable ex) {
		try {
			logger.error(
					"A key of {} threw when {} ended, so what was registered or locked under it stays in memory: "
							+ "equals and hashCode of a key must neither throw nor change",
					key.getClass().getName(), pid, ex);
		}
		catch (Throwable broken) {
			// A broken appender must not keep the other keys either.
		}
	}

}
