package io.triotp.application;

import java.util.List;
import java.util.function.Consumer;

import io.triotp.process.Pid;
import io.triotp.process.Self;
import io.triotp.supervisor.AutoShutdown;
import io.triotp.supervisor.Backoff;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.Strategy;
import io.triotp.supervisor.SupervisorSpec;
import org.jspecify.annotations.Nullable;

/**
 * The process above the root of an application, which restarts it by the rule of the
 * application.
 */
final class ApplicationMaster {

	private static final @Nullable Backoff NO_BACKOFF = null;

	private ApplicationMaster() {
	}

	/**
	 * {@return what the application master of an application supervises}
	 * @param application the application
	 * @param known told the process of the master, by that process, before it starts the
	 * root: at the first moment in which something can be left behind
	 */
	static SupervisorSpec of(ApplicationSpec application, Consumer<Pid> known) {
		ChildSpec root = application.root().intercept((context, next) -> {
			known.accept(Self.current().pid());
			return next.start(context);
		});
		AutoShutdown end = (application.restart() == Restart.PERMANENT) ? AutoShutdown.NEVER
				: AutoShutdown.ANY_SIGNIFICANT;
		return new SupervisorSpec(Strategy.ONE_FOR_ONE, application.limits(), end, NO_BACKOFF, List.of(root));
	}

}
