package io.triotp.server;

import java.time.Duration;

import io.triotp.time.TimeText;

/**
 * What happens after a callback has returned.
 */
public sealed interface After {

	/**
	 * The next message, whenever it comes.
	 */
	record Nothing() implements After {
	}

	/**
	 * If no message comes in time, {@code handleInfo} gets an {@link IdleTimeout}; any
	 * message cancels it (OTP G16).
	 *
	 * @param timeout how long to wait, 0 if only what is in the mailbox comes first
	 */
	record Idle(Duration timeout) implements After {

		public Idle {
			if (timeout.isNegative()) {
				throw new IllegalArgumentException("Idle timeout must not be negative, but is " + TimeText.of(timeout));
			}
		}

	}

	/**
	 * {@code handleContinue}, before any message (OTP G15).
	 *
	 * @param continuation what it is given
	 */
	record Then(Object continuation) implements After {
	}

	/**
	 * {@return the next message, whenever it comes}
	 */
	static After nothing() {
		return Nothings.NOTHING;
	}

}
