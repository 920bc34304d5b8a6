package io.triotp.application;

import java.util.List;

import io.triotp.supervisor.AutoShutdown;
import io.triotp.supervisor.Backoff;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.Strategy;
import io.triotp.supervisor.SupervisorSpec;
import org.jspecify.annotations.Nullable;

/**
 * The process above the root of an application. It restarts the root according to the
 * restart rule of the application.
 */
final class ApplicationMaster {

	private static final @Nullable Backoff NO_BACKOFF = null;

	private ApplicationMaster() {
	}

	/**
	 * {@return the supervisor specification of the application master}
	 * @param application the application
	 */
	static SupervisorSpec of(ApplicationSpec application) {
		AutoShutdown end = (application.restart() == Restart.PERMANENT) ? AutoShutdown.NEVER
				: AutoShutdown.ANY_SIGNIFICANT;
		return new SupervisorSpec(Strategy.ONE_FOR_ONE, application.limits(), end, NO_BACKOFF,
				List.of(application.root()));
	}

}
