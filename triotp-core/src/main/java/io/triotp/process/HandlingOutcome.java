package io.triotp.process;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How the handling of a message ended, for a {@link MessageObserver}.
 */
public sealed interface HandlingOutcome {

	/**
	 * A call was answered.
	 *
	 * @param error what the caller gets thrown, or {@code null} if it gets a value
	 */
	record Replied(@Nullable Throwable error) implements HandlingOutcome {
	}

	/** The process goes on; if it was a call, the answer comes later. */
	record NoReply() implements HandlingOutcome {
	}

	/**
	 * The process ends because the code said so, or was killed meanwhile.
	 *
	 * @param reason why it ends
	 */
	record Stopped(ExitReason reason) implements HandlingOutcome {

		public Stopped {
			Objects.requireNonNull(reason, "reason");
		}

	}

	/**
	 * The code threw an exception.
	 *
	 * @param error what it threw
	 */
	record Failed(Throwable error) implements HandlingOutcome {

		public Failed {
			Objects.requireNonNull(error, "error");
		}

	}

	/**
	 * {@return the outcome of code that threw something}
	 * @param error what it threw
	 */
	static HandlingOutcome thrown(Throwable error) {
		Objects.requireNonNull(error, "error");
		return (error instanceof ExitException exit) ? new Stopped(exit.reason()) : new Failed(error);
	}

}
