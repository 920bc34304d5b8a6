package io.triotp.application;

import io.triotp.Pure;
import io.triotp.process.ExitReason;
import io.triotp.supervisor.GaveUp;

/**
 * Decides which state an application ends in.
 */
@Pure
final class ApplicationEnding {

	private ApplicationEnding() {
	}

	/**
	 * {@return the final state of an application}
	 * @param asked whether the application was asked to stop
	 * @param master why its application master ended
	 * @param root why its root ended
	 */
	static ApplicationState of(boolean asked, ExitReason master, ExitReason root) {
		if (asked) {
			return ApplicationState.STOPPED;
		}
		return isFailure(master) || isFailure(root) ? ApplicationState.FAILED : ApplicationState.ENDED;
	}

	private static boolean isFailure(ExitReason reason) {
		return reason.isAbnormal() || (reason instanceof ExitReason.Shutdown(GaveUp detail));
	}

}
