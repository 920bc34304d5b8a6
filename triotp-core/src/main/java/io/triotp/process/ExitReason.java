package io.triotp.process;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Why a process ended. {@link Normal} and {@link Shutdown} are clean: a transient child
 * is not restarted after them. All others are abnormal (OTP V16).
 */
public sealed interface ExitReason {

	/**
	 * The process finished its work.
	 */
	record Normal() implements ExitReason {

		@Override
		public String toString() {
			return "normal";
		}

	}

	/**
	 * The process was asked to stop, or stopped in an orderly way.
	 *
	 * @param detail further information, or {@code null}
	 */
	record Shutdown(@Nullable Object detail) implements ExitReason {

		@Override
		public String toString() {
			return (this.detail == null) ? "shutdown" : "shutdown: " + SafeText.of(this.detail);
		}

	}

	/**
	 * The process was killed without being asked to end; {@code terminate} did not run
	 * (OTP L9).
	 */
	record Killed() implements ExitReason {

		@Override
		public String toString() {
			return "killed";
		}

	}

	/**
	 * There was no such process (OTP M3, G2).
	 */
	record NoProcess() implements ExitReason {

		@Override
		public String toString() {
			return "noproc";
		}

	}

	/**
	 * The node of the process is down or unreachable; whether the process itself has
	 * ended is unknown (OTP M8, {@code noconnection}). Never occurs between nodes of one
	 * JVM.
	 *
	 * @param node the name of the node
	 */
	record NodeDown(String node) implements ExitReason {

		public NodeDown {
			Objects.requireNonNull(node, "node");
		}

		@Override
		public String toString() {
			return "noconnection: node '" + SafeText.of(this.node) + "' is down";
		}

	}

	/**
	 * Code of the process threw an exception.
	 *
	 * @param cause what was thrown
	 */
	record Crash(Throwable cause) implements ExitReason {

		public Crash {
			Objects.requireNonNull(cause, "cause");
		}

		@Override
		public String toString() {
			return SafeText.of(this.cause);
		}

	}

	/**
	 * The process ended abnormally with a value instead of an exception.
	 *
	 * @param detail the value
	 */
	record Failure(Object detail) implements ExitReason {

		public Failure {
			Objects.requireNonNull(detail, "detail");
		}

		@Override
		public String toString() {
			return "failure: " + SafeText.of(this.detail);
		}

	}

	/**
	 * {@return the reason of a process that finished its work}
	 */
	static ExitReason normal() {
		return ExitReasons.NORMAL;
	}

	/**
	 * {@return the reason of a process that was asked to stop}
	 */
	static ExitReason shutdown() {
		return ExitReasons.SHUTDOWN;
	}

	/**
	 * {@return the reason of a process that was asked to stop, with further information}
	 * @param detail the information
	 */
	static ExitReason shutdown(Object detail) {
		Objects.requireNonNull(detail, "detail");
		return new Shutdown(detail);
	}

	/**
	 * {@return the reason of a process that was killed} Only a report of a kill: sent
	 * with {@link Processes#exit} it is a reason like any other, which can be trapped and
	 * after which {@code terminate} runs (OTP L9). {@link Processes#kill} kills.
	 */
	static ExitReason killed() {
		return ExitReasons.KILLED;
	}

	/**
	 * {@return the reason reported for a process that does not exist}
	 */
	static ExitReason noProcess() {
		return ExitReasons.NO_PROCESS;
	}

	/**
	 * {@return the reason of a process whose code threw an exception}
	 * @param cause what it threw
	 */
	static ExitReason crash(Throwable cause) {
		return new Crash(cause);
	}

	/**
	 * {@return an abnormal reason that carries a value}
	 * @param detail the value
	 */
	static ExitReason failure(Object detail) {
		return new Failure(detail);
	}

	/**
	 * {@return whether this is {@code normal}, {@code shutdown} or {@code shutdown} with
	 * a detail}
	 */
	default boolean isClean() {
		return this instanceof Normal || this instanceof Shutdown;
	}

	/**
	 * {@return whether this is not a clean reason}
	 */
	default boolean isAbnormal() {
		return !isClean();
	}

	/**
	 * {@return the exception behind this reason, or {@code null} if there is none}
	 */
	default @Nullable Throwable exception() {
		return (this instanceof Crash(Throwable cause)) ? cause : null;
	}

}
