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
	 * {@return how long the timer still waits, or nothing if it has fired or been
	 * cancelled (OTP T5)}
	 */
	public abstract Optional<Duration> remaining();

	/**
	 * Cancel the timer. A message it has already delivered is not taken back (OTP T4).
	 * @return how long it would still have waited, or nothing if it had fired or been
	 * cancelled
	 */
	public abstract Optional<Duration> cancel();

}
