package io.triotp.process;

import java.util.List;

/**
 * The code of a plain process, which owns a virtual thread while it runs and receives
 * messages itself.
 */
@FunctionalInterface
public interface ProcessBody {

	/**
	 * Run until the process is done. Returning ends the process with {@code normal} (OTP
	 * L14). An exit signal interrupts the thread.
	 * @param self the process
	 * @throws Exception to end with {@link ExitReason.Crash}, or with the reason of an
	 * {@link ExitException}
	 */
	void run(PlainProcess self) throws Exception;

	/**
	 * {@return the class of the user's code, for reports}
	 */
	default Class<?> type() {
		return getClass();
	}

	/**
	 * {@return the processes in whose name this works, nearest first (OTP P8)}
	 */
	default List<Pid> callers() {
		return List.of();
	}

}
