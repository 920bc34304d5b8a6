package io.triotp.supervisor;

import java.time.Duration;
import java.util.Objects;

import io.triotp.Pure;
import io.triotp.time.TimeText;

/**
 * How many restarts a supervisor allows before it gives up (OTP V18, V19). All its
 * children count together, over a sliding period that includes its edge.
 *
 * @param maxRestarts how many restarts are allowed, 0 or more; one more makes the
 * supervisor give up
 * @param period the length of the period, more than 0
 */
@Pure
public record RestartIntensity(int maxRestarts, Duration period) {

	/** {@value} */
	public static final int DEFAULT_MAX_RESTARTS = 3;

	/** 5 seconds. */
	public static final Duration DEFAULT_PERIOD = Duration.ofSeconds(5);

	/** 3 restarts in 5 seconds. */
	public static final RestartIntensity DEFAULT = new RestartIntensity(DEFAULT_MAX_RESTARTS, DEFAULT_PERIOD);

	public RestartIntensity {
		Objects.requireNonNull(period, "period");
		if (maxRestarts < 0) {
			throw new IllegalArgumentException("max-restarts must be 0 or more, but is " + maxRestarts);
		}
		if (period.isNegative() || period.isZero()) {
			throw new IllegalArgumentException("period must be more than 0, but is " + TimeText.of(period));
		}
	}

	@Override
	public String toString() {
		return this.maxRestarts + " in " + TimeText.of(this.period);
	}

}
