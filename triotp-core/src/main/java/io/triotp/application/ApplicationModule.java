package io.triotp.application;

import io.triotp.supervisor.SupervisorSpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes the supervisor of an application of the argument it is started with (OTP A6).
 *
 * @param <A> the argument
 */
@FunctionalInterface
public interface ApplicationModule<A extends @Nullable Object> {

	/**
	 * {@return what the application runs}. Called by a process of the application at each
	 * start and each restart of its root. Nothing limits how long it may take, so what is
	 * slow belongs into a child.
	 * @param argument what the application was given
	 * @throws Exception if the application cannot start; the cause of the
	 * {@link ApplicationStartException}
	 */
	SupervisorSpec start(A argument) throws Exception;

}
