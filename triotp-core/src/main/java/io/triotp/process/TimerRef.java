package io.triotp.process;

import java.time.Duration;
import java.util.Optional;

/**
 * A timer of a process. Any thread may cancel it (OTP T7). Compared by identity.
 */
public abstract class TimerRef {

	TimerRef() {
	}

	/**
	 * {@return the time until the timer fires, or empty if it has fired or been cancelled
	 * (OTP T5)}
	 */
	public abstract Optional<Duration> remaining();

	/**
	 * Cancels the timer. A message that it has already delivered is not taken back (OTP
	 * T4).
	 * @return the time until it would have fired, or empty if it had fired or been
	 * cancelled
	 */
	public abstract Optional<Duration> cancel();

}
