package io.triotp.process;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * What is logged when a process ends by its own fault (OTP S11). Names the type of the
 * last message, never its content.
 */
final class CrashReport {

	/** MDC key of the process: its label, or its class if it has none. */
	private static final String MDC_PROCESS = "triotp.process";

	private static final Logger logger = LoggerFactory.getLogger("io.triotp.crash");

	private CrashReport() {
	}

	static void log(ProcessCell cell, ExitReason reason, @Nullable Envelope last) {
		if (reason.isClean() || cell.exitReason() != null) {
			return;
		}
		String label = cell.label();
		String who = (label != null) ? label : cell.type().getName();
		String where = (last != null) ? " on " + last.content().getClass().getName() : "";
		try {
			MDC.put(MDC_PROCESS, who);
			logger.error("{} ({}) crashed{}: {}", who, cell, where, reason, reason.exception());
		}
		catch (Throwable ex) {
			// A broken appender must not change how the process ends.
		}
		finally {
			MDC.remove(MDC_PROCESS);
		}
	}

}
