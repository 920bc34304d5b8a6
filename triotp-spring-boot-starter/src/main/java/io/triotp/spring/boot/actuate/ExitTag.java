package io.triotp.spring.boot.actuate;

import io.triotp.process.ExitReason;
import io.triotp.resource.Finding;
import io.triotp.spring.boot.view.ExitDescriptor;

/**
 * Why a process ended, as the value of a tag.
 */
enum ExitTag {

	NORMAL, SHUTDOWN, KILLED, NOPROC, NOCONNECTION, CRASH, FAILURE;

	/** For causes of restarts without an exception. */
	private static final String NO_EXCEPTION = "none";

	private static final String STOPPED = "stopped-by-itself";

	private static final String UNHEALTHY = "unhealthy";

	static ExitTag of(ExitReason reason) {
		return switch (reason) {
			case ExitReason.Normal() -> NORMAL;
			case ExitReason.Shutdown ignored -> SHUTDOWN;
			case ExitReason.Killed() -> KILLED;
			case ExitReason.NoProcess() -> NOPROC;
			case ExitReason.NodeDown ignored -> NOCONNECTION;
			case ExitReason.Crash ignored -> CRASH;
			case ExitReason.Failure ignored -> FAILURE;
		};
	}

	/**
	 * {@return the simple name of the exception behind a reason, or a word for what else
	 * is behind it}
	 * @param reason why a process ended
	 */
	static String exceptionOf(ExitReason reason) {
		if (reason instanceof ExitReason.Failure(Finding finding)) {
			return (finding instanceof Finding.Stopped) ? STOPPED : UNHEALTHY;
		}
		Class<?> exception = ExitDescriptor.exceptionOf(reason);
		if (exception == null) {
			return NO_EXCEPTION;
		}
		String name = exception.getSimpleName();
		return name.isEmpty() ? exception.getName().substring(exception.getName().lastIndexOf('.') + 1) : name;
	}

}
