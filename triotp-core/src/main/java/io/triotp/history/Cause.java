package io.triotp.history;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Why something has happened, as texts of limited length.
 *
 * @param reason what kind of end it was
 * @param exception the name of the class of the exception behind it
 * @param message its message, or for an end without an exception what is known of it; at
 * most 512 characters. May hold what users have entered
 * @param where the first frame that is neither the JDK's nor ours; empty without an
 * exception
 * @param frames the stack, innermost first, at most {@value #FRAMES} frames; those of
 * causes follow after a line that names them
 */
public record Cause(Reason reason, Optional<String> exception, String message, String where, List<String> frames) {

	static final int FRAMES = 40;

	public Cause {
		Objects.requireNonNull(reason, "reason");
		Objects.requireNonNull(exception, "exception");
		Objects.requireNonNull(message, "message");
		Objects.requireNonNull(where, "where");
		frames = List.copyOf(frames);
	}

	/**
	 * {@return what all causes of a kind share: the class of the exception and where it
	 * was thrown, or the kind of reason}
	 */
	public String kind() {
		return this.exception.map((type) -> type + (this.where.isEmpty() ? "" : " at " + this.where))
			.orElse(this.reason.name());
	}

	/** About how many characters it holds. */
	int size() {
		int size = this.message.length() + this.where.length();
		for (String frame : this.frames) {
			size += frame.length();
		}
		return size;
	}

	/**
	 * The kinds of ends.
	 */
	public enum Reason {

		/** It finished. */
		NORMAL,

		/** It was asked to stop, or stopped in an orderly way. */
		SHUTDOWN,

		/** It was a supervisor that had to restart too often. */
		GAVE_UP,

		/** It was killed. */
		KILLED,

		/** There was no such process. */
		NO_PROCESS,

		/** The node of the process is gone or cannot be reached. */
		NODE_DOWN,

		/** Its code threw. */
		CRASH,

		/** A probe found that it had stopped by itself. */
		STOPPED_BY_ITSELF,

		/** Probes found that it did not work. */
		UNHEALTHY,

		/** It ended abnormally without an exception. */
		FAILURE

	}

}
