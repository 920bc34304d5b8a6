package io.triotp.application;

import io.triotp.supervisor.SupervisorSpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes the supervisor of an application from its start argument (OTP A6).
 *
 * @param <A> the type of the argument
 */
@FunctionalInterface
public interface ApplicationModule<A extends @Nullable Object> {

	/**
	 * {@return the supervisor that the application runs}. Called by a process of the
	 * application at each start and each restart of its root. There is no time limit, so
	 * slow work belongs in a child.
	 * @param argument the start argument of the application
	 * @throws Exception if the application cannot start; becomes the cause of the
	 * {@link ApplicationStartException}
	 */
	SupervisorSpec start(A argument) throws Exception;

}
