package io.triotp.task;

import java.time.Duration;

import io.triotp.process.ExitReason;
import io.triotp.time.TimeText;
import org.jspecify.annotations.Nullable;

/**
 * A task has no value. The subclass says why.
 */
public abstract sealed class TaskException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private TaskException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	/**
	 * The task ended without a value (OTP K2, K3). The cause is what it threw.
	 */
	public static final class Exited extends TaskException {

		private static final long serialVersionUID = 1L;

		private final transient ExitReason reason;

		Exited(String who, ExitReason reason) {
			super(who + " ended without a value: " + reason, reason.exception());
			this.reason = reason;
		}

		/**
		 * {@return why it ended}
		 */
		public ExitReason reason() {
			return this.reason;
		}

	}

	/**
	 * The task has not ended in time (OTP K2, K13).
	 */
	public static final class TimedOut extends TaskException {

		private static final long serialVersionUID = 1L;

		private final transient Duration timeout;

		TimedOut(String who, Duration timeout, String consequence) {
			super(who + " has not ended within " + TimeText.of(timeout) + ". " + consequence, null);
			this.timeout = timeout;
		}

		/**
		 * {@return the timeout that passed}
		 */
		public Duration timeout() {
			return this.timeout;
		}

	}

	/**
	 * The thread that consumed a stream of tasks was interrupted; its interrupt flag is
	 * set again, and the running tasks have been killed.
	 */
	public static final class Interrupted extends TaskException {

		private static final long serialVersionUID = 1L;

		Interrupted(InterruptedException cause) {
			super("Interrupted while waiting for the tasks of a stream; those that ran have been killed", cause);
		}

	}

}
