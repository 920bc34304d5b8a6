package io.triotp.process;

import io.triotp.Pure;

/**
 * Decides what an exit signal does to its receiver: the table of OTP L5 to L10 and G22.
 */
@Pure
final class ExitPropagation {

	enum Effect {

		/** Nothing happens. */
		IGNORE,

		/** The signal becomes a {@link SystemMessage.Exit}. */
		DELIVER,

		/** The receiver ends with the reason of the signal. */
		DIE

	}

	private ExitPropagation() {
	}

	static Effect decide(ExitReason reason, boolean trapping, boolean endsWithSender, boolean toItself) {
		if (trapping) {
			return endsWithSender ? Effect.DIE : Effect.DELIVER;
		}
		if (reason instanceof ExitReason.Normal && !toItself) {
			return Effect.IGNORE;
		}
		return Effect.DIE;
	}

}
