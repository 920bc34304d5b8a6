package io.triotp.operator;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when what an operator asked for was not done.
 */
public final class OperatorException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Failure failure;

	OperatorException(Failure failure, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.failure = failure;
	}

	/**
	 * {@return an exception for an action that is refused before anybody is asked}
	 * @param message why, for people
	 */
	public static OperatorException refused(String message) {
		return new OperatorException(Failure.REFUSED, Objects.requireNonNull(message, "message"), null);
	}

	/**
	 * {@return what kept it from being done}
	 */
	public Failure failure() {
		return this.failure;
	}

	/**
	 * What can keep something from being done.
	 */
	public enum Failure {

		/** The process has ended, or has been replaced by another: look again. */
		GONE,

		/** It is not possible for this process, or not now. */
		REFUSED,

		/** It was tried, and the child did not start. */
		NOT_STARTED,

		/** It was asked for and is not done yet; it may still be. */
		LATE

	}

}
