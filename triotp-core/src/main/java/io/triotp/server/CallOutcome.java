package io.triotp.server;

import java.time.Duration;

import io.triotp.process.ExitReason;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended, if not with a reply, which is kept as it is: a call that succeeds
 * makes no object for that. A class, because each reply is asked whether it is one, and
 * that is dearer with an interface.
 */
abstract sealed class CallOutcome {

	/** The reply is {@code null}. */
	static final CallOutcome NULL = new NullReply();

	/** The caller no longer waits. */
	static final CallOutcome GIVEN_UP = new GivenUp();

	/** The mailbox of the server was full. */
	static final CallOutcome DROPPED = new Dropped();

	/**
	 * {@return what a call keeps for a reply}
	 * @param reply the reply
	 */
	static Object of(@Nullable Object reply) {
		return (reply != null) ? reply : NULL;
	}

	/**
	 * {@return the outcome of a call that the server answered with an exception}
	 * @param error the exception
	 */
	static CallOutcome raised(Throwable error) {
		return new Raised(error);
	}

	/**
	 * {@return the outcome of a call whose server ended first}
	 * @param reason why it ended
	 */
	static CallOutcome exited(ExitReason reason) {
		return new Exited(reason);
	}

	/**
	 * {@return what whoever asks for the reply gets thrown, or {@code null} if there is a
	 * reply}
	 * @param outcome what the call has kept
	 * @param failures makes the failures of the call
	 * @param timeout how long the caller waited, if it gave up
	 */
	static @Nullable Throwable failureOf(Object outcome, CallFailures failures, Duration timeout) {
		try {
			if (outcome instanceof CallOutcome other) {
				other.reply(failures, timeout);
			}
			return null;
		}
		catch (Throwable ex) {
			return ex;
		}
	}

	/**
	 * {@return the reply} Throws the failure if there is none.
	 * @param failures makes the failures of the call
	 * @param timeout how long the caller waited, if it gave up
	 */
	abstract @Nullable Object reply(CallFailures failures, Duration timeout);

	private static final class NullReply extends CallOutcome {

		@Override
		@Nullable Object reply(CallFailures failures, Duration timeout) {
			return null;
		}

	}

	private static final class GivenUp extends CallOutcome {

		@Override
		Object reply(CallFailures failures, Duration timeout) {
			throw failures.abandoned(timeout);
		}

	}

	private static final class Dropped extends CallOutcome {

		@Override
		Object reply(CallFailures failures, Duration timeout) {
			throw failures.dropped();
		}

	}

	private static final class Raised extends CallOutcome {

		private final Throwable error;

		private Raised(Throwable error) {
			this.error = error;
		}

		@Override
		Object reply(CallFailures failures, Duration timeout) {
			throw failures.raised(this.error);
		}

	}

	private static final class Exited extends CallOutcome {

		private final ExitReason reason;

		private Exited(ExitReason reason) {
			this.reason = reason;
		}

		@Override
		Object reply(CallFailures failures, Duration timeout) {
			throw (this.reason instanceof ExitReason.NoProcess) ? failures.noSuchProcess()
					: failures.serverExited(this.reason);
		}

	}

}
