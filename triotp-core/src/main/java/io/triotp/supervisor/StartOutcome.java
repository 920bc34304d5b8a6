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
	 * It did not start.
	 *
	 * @param error where in the tree, and why
	 * @param answer what whoever asked for the start is told: that a name is taken as it
	 * is, so that it finds the holder (OTP V32)
	 */
	record Failed(ChildStartException error, RuntimeException answer) implements StartOutcome {
	}

}
