package io.triotp.process;

import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * What code has left in the diagnostic context of its thread. The next message of a busy
 * process is handled by the same thread, that of an idle one by a new thread, so what is
 * left would be there by chance.
 */
final class LeftInContext {

	private static final Logger logger = LoggerFactory.getLogger(LeftInContext.class);

	private LeftInContext() {
	}

	/** Empties the context of the calling thread; cheap if it is empty. */
	static void clear() {
		try {
			Map<String, String> left = MDC.getCopyOfContextMap();
			if (left != null && !left.isEmpty()) {
				MDC.clear();
			}
		}
		catch (RuntimeException ex) {
			// a logging system of the user's choice must not end the process
			logger.debug("The diagnostic context could not be emptied", ex);
		}
	}

}
