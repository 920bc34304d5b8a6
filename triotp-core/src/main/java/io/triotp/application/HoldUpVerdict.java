package io.triotp.application;

import java.time.Duration;

import io.triotp.Pure;

/**
 * What to do with the process that everybody else waits for while an application ends.
 */
@Pure
enum HoldUpVerdict {

	/** It may still come to its end, or its supervisor has a limit for it. */
	WAIT,

	/** It has asked the JVM to end, which waits for this. */
	NEVER_RETURNS,

	/** It hangs, and nobody else has a limit for it. */
	HANGS;

	/** The default shutdown timeout of a worker. */
	static final Duration PATIENCE = Duration.ofSeconds(5);

	/** Who gets no carrier cannot give a sign of life, nor end in order. */
	private static final Duration WITHOUT_CARRIERS = Duration.ofMillis(500);

	/**
	 * {@return how long a process may give no sign of life}
	 * @param lacksCarriers whether virtual threads get no carrier
	 */
	static Duration patience(boolean lacksCarriers) {
		return lacksCarriers ? WITHOUT_CARRIERS : PATIENCE;
	}

	/**
	 * {@return the verdict}
	 * @param exits whether its code waits for the end of the JVM
	 * @param isStarting whether it is still being started
	 * @param isOverdue whether the application itself is being started, and its time for
	 * that is over
	 * @param isSupervisor whether it is a supervisor, for which nobody has a limit
	 * @param late whether it has shown no sign of life for too long
	 */
	static HoldUpVerdict of(boolean exits, boolean isStarting, boolean isOverdue, boolean isSupervisor, boolean late) {
		if (exits) {
			return NEVER_RETURNS;
		}
		return (isStarting && (isOverdue || late)) || (isSupervisor && late) ? HANGS : WAIT;
	}

}
