package io.triotp.supervisor;

import java.time.Duration;
import java.util.Objects;

import io.triotp.time.TimeText;

/**
 * How a child is stopped (OTP V11).
 */
public sealed interface Shutdown {

	/**
	 * Asks the child to end, and kills it if it has not ended in time.
	 *
	 * @param timeout how long to wait, 0 or more
	 */
	record Within(Duration timeout) implements Shutdown {

		public Within {
			Objects.requireNonNull(timeout, "timeout");
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
	 * Asks the child to end, and waits as long as it takes.
	 */
	record Infinity() implements Shutdown {

		@Override
		public String toString() {
			return "infinity";
		}

	}

	/**
	 * Kills the child. Its {@code terminate} does not run.
	 */
	record BrutalKill() implements Shutdown {

		@Override
		public String toString() {
			return "brutal-kill";
		}

	}

	/** The default for a worker: 5 seconds (OTP V2). */
	Shutdown DEFAULT_WORKER = new Within(Duration.ofSeconds(5));

	/**
	 * The default for a supervisor: as long as its children need (OTP V2).
	 */
	Shutdown DEFAULT_SUPERVISOR = new Infinity();

	/**
	 * {@return a shutdown that asks, waits and then kills}
	 * @param timeout how long to wait, 0 or more
	 */
	static Shutdown within(Duration timeout) {
		return new Within(timeout);
	}

	/**
	 * {@return a shutdown that asks, and waits as long as it takes}
	 */
	static Shutdown infinity() {
		return DEFAULT_SUPERVISOR;
	}

	/**
	 * {@return a shutdown that kills at once}
	 */
	static Shutdown brutalKill() {
		return new BrutalKill();
	}

}
