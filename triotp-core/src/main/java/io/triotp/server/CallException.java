package io.triotp.server;

import java.time.Duration;
import java.util.List;

import io.triotp.process.ExitReason;
import io.triotp.process.Explanation;
import io.triotp.process.Pid;
import org.jspecify.annotations.Nullable;

/**
 * A call got no reply. The subclass says why; the message is for people.
 */
public abstract sealed class CallException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private CallException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	private CallException(String message) {
		super(message);
	}

	/**
	 * No reply came in time. A server that has begun the request goes on with it (OTP
	 * G3), one that has not skips it.
	 */
	public static final class TimedOut extends CallException {

		private static final long serialVersionUID = 1L;

		private final transient Duration timeout;

		private final boolean inherited;

		TimedOut(String message, Duration timeout) {
			this(message, timeout, false);
		}

		TimedOut(String message, Duration timeout, boolean inherited) {
			super(message);
			this.timeout = timeout;
			this.inherited = inherited;
		}

		/**
		 * {@return how long the call waited}
		 */
		public Duration timeout() {
			return this.timeout;
		}

		/**
		 * {@return whether the call waited less than it was told to, because the caller
		 * for whom it was made has stopped waiting} If a server lets such an exception
		 * out of {@link GenServer#handleCall}, only that call is broken off.
		 */
		public boolean isInherited() {
			return this.inherited;
		}

	}

	/**
	 * The server ended before it answered (OTP G7).
	 */
	public static final class ServerExited extends CallException {

		private static final long serialVersionUID = 1L;

		private final transient ExitReason reason;

		ServerExited(String message, ExitReason reason) {
			super(message, reason.exception());
			this.reason = reason;
		}

		/**
		 * {@return why the server ended}
		 */
		public ExitReason reason() {
			return this.reason;
		}

	}

	/**
	 * There is no such server: the name is not registered, or the process had already
	 * ended (OTP G2, {@code noproc}).
	 */
	public static final class NoServer extends CallException {

		private static final long serialVersionUID = 1L;

		private final transient @Nullable Explanation why;

		NoServer(String message, @Nullable Explanation why) {
			super(message);
			this.why = why;
		}

		@Override
		public String getMessage() {
			return super.getMessage() + ((this.why != null) ? this.why.text() : "");
		}

	}

	/**
	 * The call could never be answered: the caller is the server itself, or the server is
	 * waiting for the caller (for a reply, for its {@code init} to return or, as a
	 * supervisor, for its end).
	 */
	public static final class WouldDeadlock extends CallException {

		private static final long serialVersionUID = 1L;

		private final transient List<Pid> circle;

		WouldDeadlock(String message, List<Pid> circle) {
			super(message);
			this.circle = circle;
		}

		/**
		 * {@return the processes that would wait for each other, beginning and ending
		 * with the caller}
		 */
		public List<Pid> circle() {
			return this.circle;
		}

	}

	/**
	 * A function given to {@link Sys} threw; the cause is what it threw. The state of the
	 * server is unchanged (OTP Y3, {@code callback_failed}).
	 */
	public static final class CallbackFailed extends CallException {

		private static final long serialVersionUID = 1L;

		CallbackFailed(String message, Throwable cause) {
			super(message, cause);
		}

	}

	/**
	 * The node of the server cannot be reached, so it is unknown whether the server is
	 * alive or got the request. Reserved for servers in other nodes of a cluster; there
	 * are none yet, so nothing throws it today.
	 */
	public static final class Unreachable extends CallException {

		private static final long serialVersionUID = 1L;

		Unreachable(String message) {
			super(message);
		}

	}

	/**
	 * The mailbox of the server did not accept the request.
	 */
	public static final class Rejected extends CallException {

		private static final long serialVersionUID = 1L;

		Rejected(String message) {
			super(message);
		}

	}

	/**
	 * The waiting thread was interrupted; its interrupt flag is set again.
	 */
	public static final class Interrupted extends CallException {

		private static final long serialVersionUID = 1L;

		Interrupted(String message) {
			super(message);
		}

	}

	/**
	 * The server answered with a checked exception, which is the cause.
	 */
	public static final class Raised extends CallException {

		private static final long serialVersionUID = 1L;

		Raised(String message, Throwable cause) {
			super(message, cause);
		}

	}

}
