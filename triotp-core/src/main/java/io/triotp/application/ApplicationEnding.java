package io.triotp.application;

import io.triotp.Pure;
import io.triotp.process.ExitReason;
import io.triotp.supervisor.GaveUp;

/**
 * What the end of an application means.
 */
@Pure
final class ApplicationEnding {

	private ApplicationEnding() {
	}

	/**
	 * {@return the state an application ends in}
	 * @param asked whether it was asked to stop
	 * @param master why its application master has ended
	 * @param root why its root has ended
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
