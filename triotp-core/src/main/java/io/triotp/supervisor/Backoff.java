package io.triotp.supervisor;

import java.time.Duration;
import java.util.Objects;

import io.triotp.Pure;
import io.triotp.time.TimeText;

/**
 * How long to wait before a restart. The first restart waits {@code min}, each further
 * one {@code factor} times as long, up to {@code max}. {@code jitter} varies each delay
 * by that share up or down. After a child has run for {@code resetAfter}, its delays
 * begin again at {@code min}. OTP restarts at once (V22); so do we without a backoff.
 *
 * @param min the first delay, more than 0
 * @param max the longest delay, at least {@code min}
 * @param factor how many times longer each delay is than the previous one, at least 1
 * @param jitter the random share of the delay, from 0 to 1
 * @param resetAfter how long a child must run before its delays begin again, 0 or more
 */
@Pure
public record Backoff(Duration min, Duration max, double factor, double jitter, Duration resetAfter) {

	/** 100 milliseconds. */
	public static final Duration DEFAULT_MIN = Duration.ofMillis(100);

	/** 10 seconds. */
	public static final Duration DEFAULT_MAX = Duration.ofSeconds(10);

	/** {@value} */
	public static final double DEFAULT_FACTOR = 2.0;

	/** {@value} */
	public static final double DEFAULT_JITTER = 0.2;

	/** 30 seconds. */
	public static final Duration DEFAULT_RESET_AFTER = Duration.ofSeconds(30);

	/** From 100 milliseconds, doubled each time, up to 10 seconds. */
	public static final Backoff DEFAULT = new Backoff(DEFAULT_MIN, DEFAULT_MAX, DEFAULT_FACTOR, DEFAULT_JITTER,
			DEFAULT_RESET_AFTER);

	public Backoff {
		Objects.requireNonNull(min, "min");
		Objects.requireNonNull(max, "max");
		Objects.requireNonNull(resetAfter, "resetAfter");
		if (min.isNegative() || min.isZero()) {
			throw new IllegalArgumentException("backoff min must be more than 0, but is " + TimeText.of(min));
		}
		if (max.compareTo(min) < 0) {
			throw new IllegalArgumentException(
					"backoff max must not be less than min " + TimeText.of(min) + ", but is " + TimeText.of(max));
		}
		if (!(factor >= 1) || Double.isInfinite(factor)) {
			throw new IllegalArgumentException("backoff factor must be at least 1, but is " + factor);
		}
		if (!(jitter >= 0 && jitter <= 1)) {
			throw new IllegalArgumentException("backoff jitter must be from 0 to 1, but is " + jitter);
		}
		if (resetAfter.isNegative()) {
			throw new IllegalArgumentException(
					"backoff reset-after must not be negative, but is " + TimeText.of(resetAfter));
		}
	}

	/**
	 * {@return the delay before a restart}
	 * @param restart how many restarts came before it since the delays last began, 0 for
	 * the first
	 * @param chance a random number from 0 to 1; 0.5 gives the delay without jitter
	 */
	public Duration delay(int restart, double chance) {
		double limit = nanos(this.max);
		double exact = Math.min(limit, nanos(this.min) * Math.pow(this.factor, restart));
		double spread = exact * (1 + this.jitter * (2 * chance - 1));
		return Duration.ofNanos((long) Math.max(0, Math.min(limit, spread)));
	}

	/** As a double, because a long overflows after 292 years. */
	private static double nanos(Duration duration) {
		return duration.getSeconds() * 1e9 + duration.getNano();
	}

}
