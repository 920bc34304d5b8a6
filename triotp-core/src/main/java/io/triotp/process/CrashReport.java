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

	/** MDC key of the place of the process in its tree. */
	private static final String MDC_PATH = "triotp.path";

	/** MDC key of the first part of that place. */
	private static final String MDC_APPLICATION = "triotp.application";

	private static final Logger logger = LoggerFactory.getLogger("io.triotp.crash");

	private CrashReport() {
	}

	static void log(ProcessCell cell, ExitReason reason, @Nullable Envelope last) {
		if (reason.isClean() || cell.exitReason() != null) {
			return;
		}
		String path = cell.path();
		String where = (last != null) ? " on " + last.content().getClass().getName() : "";
		try {
			MDC.put(MDC_PATH, path);
			MDC.put(MDC_APPLICATION, path.split("/", 2)[0]);
			logger.error("{} ({}) crashed{}: {}", path, cell, where, reason, reason.exception());
		}
		catch (Throwable ex) {
			// A broken appender must not change how the process ends.
		}
		finally {
			MDC.remove(MDC_PATH);
			MDC.remove(MDC_APPLICATION);
		}
	}

}
