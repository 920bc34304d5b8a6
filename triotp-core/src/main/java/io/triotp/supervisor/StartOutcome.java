package io.triotp.supervisor;

import io.triotp.process.Pid;

/**
 * How the start of a child ended.
 */
sealed interface StartOutcome {

	record Started(Pid pid) implements StartOutcome {
	}

	record Ignored() implements StartOutcome {
	}

	/**
	 * The child did not start.
	 *
	 * @param error where in the tree, and why
	 * @param answer the exception for the caller who asked for the start; a taken name is
	 * passed on unchanged, so that the caller finds its holder (OTP V32)
	 */
	record Failed(ChildStartException error, RuntimeException answer) implements StartOutcome {
	}

}
