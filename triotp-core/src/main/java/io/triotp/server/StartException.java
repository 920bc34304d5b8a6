package io.triotp.server;

import java.time.Duration;

import io.triotp.process.ExitReason;
import io.triotp.time.TimeText;
import org.jspecify.annotations.Nullable;

/**
 * A server did not start. When this is thrown, the process is gone and its name is free
 * (OTP S4).
 */
public abstract sealed class StartException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private StartException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	private StartException(String message) {
		super(message);
	}

	/**
	 * {@code init} did not return in time; the process was killed (OTP S3).
	 */
	public static final class TimedOut extends StartException {

		private static final long serialVersionUID = 1L;

		TimedOut(String who, Duration timeout, boolean begun) {
			super("init of " + who + " did not " + (begun ? "return" : "begin") + " within " + TimeText.of(timeout)
					+ "; the process was killed. "
					+ (begun ? "Do long work in handleContinue, or allow a longer start timeout"
							: "It waited for a carrier thread: all that run virtual threads are busy or pinned"));
		}

	}

	/**
	 * {@code init} threw or refused.
	 */
	public static final class Failed extends StartException {

		private static final long serialVersionUID = 1L;

		private final transient ExitReason reason;

		Failed(String who, ExitReason reason) {
			super("init of " + who + " failed: " + reason, reason.exception());
			this.reason = reason;
		}

		/**
		 * {@return why it failed}
		 */
		public ExitReason reason() {
			return this.reason;
		}

	}

	/**
	 * {@code init} found nothing to do. No error, but no server either.
	 */
	public static final class Ignored extends StartException {

		private static final long serialVersionUID = 1L;

		Ignored(String who) {
			super("init of " + who + " found nothing to do (ignore)");
		}

	}

}
