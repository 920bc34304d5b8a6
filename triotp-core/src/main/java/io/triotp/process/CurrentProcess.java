package io.triotp.process;

import org.jspecify.annotations.Nullable;

/**
 * How a thread knows the process it runs: the process is its uncaught-exception handler.
 * It really is one: what our own code throws is reported there.
 *
 * <p>
 * Maintainer's note. Rejected: a {@code ThreadLocal}, whose table costs every activation
 * 137 bytes, a third of a call.
 */
interface CurrentProcess extends Thread.UncaughtExceptionHandler {

	/**
	 * {@return this process as its own code sees it, or {@code null} if a thread does not
	 * run it, such as one that was given the handler of another thread}
	 * @param thread the thread
	 */
	@Nullable Self runBy(Thread thread);

	/**
	 * {@return the process that the calling thread runs, or {@code null} if none}
	 */
	static @Nullable Self orNull() {
		Thread thread = Thread.currentThread();
		return (thread.getUncaughtExceptionHandler() instanceof CurrentProcess process) ? process.runBy(thread) : null;
	}

}
