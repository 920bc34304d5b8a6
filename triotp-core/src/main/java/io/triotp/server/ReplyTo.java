package io.triotp.server;

import org.jspecify.annotations.Nullable;

/**
 * A caller that waits for its reply. Only the first answer counts; later ones, and those
 * that come after the caller has given up, are dropped and counted. Never blocks.
 *
 * @param <R> the type of the reply
 */
public sealed interface ReplyTo<R extends @Nullable Object> permits PendingCall {

	/**
	 * Answers with a value.
	 * @param value the reply
	 * @return whether the caller gets it
	 */
	boolean reply(R value);

	/**
	 * Raises an exception in the caller. A checked one arrives as the cause of a
	 * {@link CallException.Raised}.
	 * @param error the exception
	 * @return whether the caller gets it
	 */
	boolean raise(Throwable error);

}
