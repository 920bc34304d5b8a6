package io.triotp.server;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.triotp.time.TimeText;

/**
 * What a server does after a callback has returned.
 */
public sealed interface After {

	/**
	 * Waits for the next message, without a limit.
	 */
	record Nothing() implements After {
	}

	/**
	 * If no message comes in time, {@code handleInfo} gets an {@link IdleTimeout}; any
	 * message cancels it (OTP G16).
	 *
	 * @param timeout how long to wait, 0 to handle only what is already in the mailbox
	 * first
	 */
	record Idle(Duration timeout) implements After {

		public Idle {
			Objects.requireNonNull(timeout, "timeout");
			if (timeout.isNegative()) {
				throw new IllegalArgumentException("Idle timeout must not be negative, but is " + TimeText.of(timeout));
			}
		}

	}

	/**
	 * Calls {@code handleContinue} before the next message (OTP G15).
	 *
	 * @param continuation what {@code handleContinue} gets
	 */
	record Then(Object continuation) implements After {

		public Then {
			Objects.requireNonNull(continuation, "continuation");
		}

	}

	/**
	 * Has something stored together with the state, and goes on. Of servers that are
	 * durable; any other ends with an error.
	 *
	 * @param effects what is stored, in order
	 * @param then how it goes on
	 */
	record Storing(List<StoredEffect> effects, After then) implements After {

		public Storing {
			effects = List.copyOf(Objects.requireNonNull(effects, "effects"));
			Objects.requireNonNull(then, "then");
			if (then instanceof Storing) {
				throw new IllegalArgumentException("What follows must not store anything itself");
			}
		}

	}

	/**
	 * {@return the value that waits for the next message, without a limit}
	 */
	static After nothing() {
		return Nothings.NOTHING;
	}

}
