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
	 * {@return the supervisor that the application runs}. Called as a process of the
	 * application, on a thread of its own, at each start and each restart of its root. It
	 * has the start timeout of the node; then it is interrupted, and the application does
	 * not start. Slow work belongs in a child.
	 * @param argument the start argument of the application
	 * @throws Exception if the application cannot start; becomes the cause of the
	 * {@link ApplicationStartException}
	 */
	SupervisorSpec start(A argument) throws Exception;

}
