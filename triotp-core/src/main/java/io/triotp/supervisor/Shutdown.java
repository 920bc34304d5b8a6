package io.triotp.supervisor;

import java.time.Duration;

import io.triotp.time.TimeText;

/**
 * How a child is stopped (OTP V11).
 */
public sealed interface Shutdown {

	/**
	 * Ask it, and kill it if it has not ended in time.
	 *
	 * @param timeout how long to wait, 0 or more
	 */
	record Within(Duration timeout) implements Shutdown {

		public Within {
			if (timeout.isNegative()) {
				throw new IllegalArgumentException(
						"Shutdown timeout must not be negative, but is " + TimeText.of(timeout));
			}
		}

		@Override
		public String toString() {
			return TimeText.of(this.timeout);
		}

	}

	/**
	 * Ask it, and wait as long as it takes.
	 */
	record Infinity() implements Shutdown {

		@Override
		public String toString() {
			return "infinity";
		}

	}

	/**
	 * Kill it. Its {@code terminate} does not run.
	 */
	record BrutalKill() implements Shutdown {

		@Override
		public String toString() {
			return "brutal-kill";
		}

	}

	/** What a worker gets if nothing is said: 5 seconds (OTP V2). */
	Shutdown DEFAULT_WORKER = new Within(Duration.ofSeconds(5));

	/**
	 * What a supervisor gets if nothing is said: as long as its children need (OTP V2).
	 */
	Shutdown DEFAULT_SUPERVISOR = new Infinity();

	/**
	 * {@return ask, then kill}
	 * @param timeout how long to wait in between
	 */
	static Shutdown within(Duration timeout) {
		return new Within(timeout);
	}

	/**
	 * {@return ask, and wait as long as it takes}
	 */
	static Shutdown infinity() {
		return DEFAULT_SUPERVISOR;
	}

	/**
	 * {@return kill}
	 */
	static Shutdown brutalKill() {
		return new BrutalKill();
	}

}
