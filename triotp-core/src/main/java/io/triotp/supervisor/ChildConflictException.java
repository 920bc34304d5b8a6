package io.triotp.supervisor;

import java.util.Optional;

import io.triotp.process.Pid;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a child is not in the state that an operation needs (OTP V32, V36, V37).
 */
public final class ChildConflictException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Conflict conflict;

	private final transient @Nullable Pid pid;

	ChildConflictException(String supervisor, String child, Conflict conflict, @Nullable Pid pid) {
		super("Child '" + child + "' of supervisor '" + supervisor + "' " + conflict.text
				+ ((pid != null) ? " as " + pid : ""));
		this.conflict = conflict;
		this.pid = pid;
	}

	/**
	 * {@return the conflict}
	 */
	public Conflict conflict() {
		return this.conflict;
	}

	/**
	 * {@return the process of the child, if it has one}
	 */
	public Optional<Pid> pid() {
		return Optional.ofNullable(this.pid);
	}

	/**
	 * Why the operation is not possible.
	 */
	public enum Conflict {

		/** {@code startChild}: a child with this id is running. */
		ALREADY_STARTED("has been started already"),

		/** {@code startChild}: a child with this id is known, but not running. */
		ALREADY_PRESENT("is present already but does not run; restart or delete it"),

		/** {@code restartChild}, {@code deleteChild}: the child is running. */
		RUNNING("is running"),

		/**
		 * {@code restartChild}, {@code deleteChild}: the child is being restarted.
		 * {@code startChild}: it is, and could not be started now either.
		 */
		RESTARTING("is being restarted"),

		/** {@code restartChild}: the child is temporary. */
		TEMPORARY("is temporary, which is never started twice; terminate it and start another");

		private final String text;

		Conflict(String text) {
			this.text = text;
		}

	}

}
