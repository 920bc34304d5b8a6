package io.triotp.process;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The code of a plain process, which owns a virtual thread while it runs and receives its
 * messages itself.
 */
@FunctionalInterface
public interface ProcessBody {

	/**
	 * Runs until the process is done. Returning ends the process with {@code normal} (OTP
	 * L14). An exit signal interrupts the thread.
	 * @param self the process
	 * @throws Exception if it fails: the process ends with {@link ExitReason.Crash}, or
	 * with the reason of an {@link ExitException}
	 */
	void run(PlainProcess self) throws Exception;

	/**
	 * {@return the class of the user's code, for reports}
	 */
	default Class<?> type() {
		return getClass();
	}

	/**
	 * {@return the processes on whose behalf this code works, nearest first (OTP P8)}
	 */
	default List<Pid> callers() {
		return List.of();
	}

	/**
	 * {@return what this code carries for the observers of the node, or {@code null} if
	 * nothing}
	 */
	default @Nullable Traces traces() {
		return null;
	}

}
