package io.triotp.server;

import java.time.Duration;
import java.util.Objects;

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
	 * {@return what to throw if code that belongs to a start did not return in time and
	 * was given up} For authors of behaviours.
	 * @param what the code, for people, such as {@code the start function (Shop$1)}
	 * @param timeout how long it had
	 * @param place where it was when the time was over; becomes suppressed
	 */
	public static TimedOut timedOut(String what, Duration timeout, StackTraceElement[] place) {
		Objects.requireNonNull(what, "what");
		Objects.requireNonNull(timeout, "timeout");
		Objects.requireNonNull(place, "place");
		return new TimedOut(what + " did not return within " + TimeText.of(timeout)
				+ "; it was interrupted and given up, and can no longer act for its supervisor" + WhereItWas.text(place)
				+ ". Do long work in the process of the child, or allow a longer start timeout", place);
	}

	/**
	 * {@code init} did not return in time, and the process was killed (OTP S3); or other
	 * code that belongs to the start did not, and was given up. What is suppressed tells
	 * where the code was.
	 */
	public static final class TimedOut extends StartException {

		private static final long serialVersionUID = 1L;

		private TimedOut(String message, StackTraceElement[] place) {
			super(message);
			if (place.length > 0) {
				addSuppressed(WhereItWas.of(place));
			}
		}

		static TimedOut before(String who, Duration timeout) {
			return new TimedOut(
					text(who, "begin", timeout)
							+ ". It waited for a carrier thread: all that run virtual threads are busy or pinned",
					new StackTraceElement[0]);
		}

		static TimedOut during(String who, Duration timeout, StackTraceElement[] place) {
			return new TimedOut(text(who, "return", timeout) + WhereItWas.text(place)
					+ ". Do long work in handleContinue, or allow a longer start timeout", place);
		}

		private static String text(String who, String what, Duration timeout) {
			return who + " did not " + what + " within " + TimeText.of(timeout) + "; the process was killed";
		}

	}

	/**
	 * {@code init} threw or refused.
	 */
	public static final class Failed extends StartException {

		private static final long serialVersionUID = 1L;

		private final transient ExitReason reason;

		Failed(String who, ExitReason reason) {
			super(who + " failed: " + reason, reason.exception());
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
			super(who + " found nothing to do (ignore)");
		}

	}

}
