package io.triotp.process;

import org.jspecify.annotations.Nullable;

/**
 * How a thread knows the process it runs: the process is its handler of uncaught
 * exceptions, which also is true, because what our own code throws is reported there.
 *
 * <p>
 * Maintainer's note. Rejected: a {@code ThreadLocal}, whose table costs every activation
 * 137 bytes, a third of a call.
 */
interface CurrentProcess extends Thread.UncaughtExceptionHandler {

	/**
	 * {@return this process as the code sees it that a thread runs, or {@code null} if
	 * the thread does not run this process: a thread that was given the handler of
	 * another does not}
	 * @param thread the thread
	 */
	@Nullable Self runBy(Thread thread);

	/**
	 * {@return the process that the calling thread runs, or {@code null}}
	 */
	static @Nullable Self orNull() {
		Thread thread = Thread.currentThread();
		return (thread.getUncaughtExceptionHandler() instanceof CurrentProcess process) ? process.runBy(thread) : null;
	}

}
