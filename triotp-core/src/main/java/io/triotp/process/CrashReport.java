package io.triotp.process;

import java.util.List;
import java.util.stream.Collectors;

import io.triotp.time.TimeSource;
import io.triotp.time.TimeText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the crash of a process (OTP S11). Names the type of the last message, never its
 * content; the caller, if it was a call (OTP G25); and who started the task, if it is one
 * (OTP K10). Of one kind, the same exception in the same code, only so many are logged in
 * a while ({@link LogLimit}).
 */
final class CrashReport {

	private static final Logger logger = LoggerFactory.getLogger("io.triotp.crash");

	private CrashReport() {
	}

	static void initialise() {
		logger.trace("Crashes are logged here; those without memory with {}", ExitReasons.OUT_OF_MEMORY);
	}

	/**
	 * {@return what lets through only so many reports of a node in a while}
	 * @param time the time of the node
	 */
	static LogLimit<Kind> limit(TimeSource time) {
		return new LogLimit<>(time, CrashReport::more);
	}

	private static void more(Kind kind, int count) {
		logger.error(
				"{} more processes running {} crashed with {} within {} and are not logged one by one: "
						+ "the history of the node has the last of them",
				count, name(kind.code()), kind.what().getName(), TimeText.of(LogLimit.WHILE));
	}

	/**
	 * Logs a crash. If there is no memory to do so, it is left to {@link Rescue}.
	 */
	static void log(SelfCell cell, ExitReason reason, @Nullable Envelope last) {
		if (reason.isClean() || cell.exitReason() != null) {
			return;
		}
		try {
			if (!cell.node.crashes.permits(Kind.of(cell, reason))) {
				return;
			}
			String how = ((last != null) ? doing(last) : " in " + code(cell)) + inWhoseName(cell);
			Traces traces = (last != null) ? last.traces() : cell.traces();
			if (traces != null) {
				traces.within(() -> write(cell, how, reason));
			}
			else {
				write(cell, how, reason);
			}
		}
		catch (OutOfMemoryError ex) {
			cell.node.rescue.logLater(cell);
		}
	}

	/**
	 * Logs a crash that could not be logged when it happened.
	 * @param cell a process that has ended
	 */
	static void logLate(ProcessCell cell, ExitReason reason) {
		write(cell, " earlier, when there was no memory left to log it", reason);
	}

	private static void write(ProcessCell cell, String how, ExitReason reason) {
		if (!logger.isErrorEnabled()) {
			return;
		}
		String path = cell.path();
		try {
			LoggingContext.put(path);
			try {
				logger.error("{} ({}) crashed{}: {}", path, cell, how, reason, reason.exception());
			}
			catch (OutOfMemoryError ex) {
				throw ex;
			}
			catch (Throwable ex) {
				// An exception whose message throws, or a broken appender.
				logger.error("{} ({}) crashed{}: {}; logging its stack trace failed with {}", path, cell, how, reason,
						ex.getClass().getName());
			}
		}
		catch (OutOfMemoryError ex) {
			throw ex;
		}
		catch (Throwable ex) {
			// A broken appender must not change how the process ends.
		}
		finally {
			LoggingContext.remove();
		}
	}

	private static String doing(Envelope last) {
		Pid sender = last.sender();
		return " on " + ReportName.of(last.content()) + ((sender != null) ? " from " + named(sender) : "");
	}

	private static String code(SelfCell cell) {
		return name(cell.type());
	}

	/** Cuts the meaningless number after the slash in the class name of a lambda. */
	private static String name(Class<?> code) {
		return code.getName().split("/", 2)[0];
	}

	private static String inWhoseName(SelfCell cell) {
		List<Pid> callers = cell.callers();
		return callers.isEmpty() ? ""
				: callers.stream()
					.map(CrashReport::named)
					.collect(Collectors.joining(", itself started by ", ", started by ", ""));
	}

	private static String named(Pid pid) {
		return pid.path() + " (" + pid + ")";
	}

	/**
	 * What crashed, and with what.
	 *
	 * @param code the class of the user's code
	 * @param what the class of the exception, or of the reason if there is none
	 */
	record Kind(Class<?> code, Class<?> what) {

		static Kind of(SelfCell cell, ExitReason reason) {
			Throwable exception = reason.exception();
			return new Kind(cell.type(), (exception != null) ? exception.getClass() : reason.getClass());
		}

	}

}
