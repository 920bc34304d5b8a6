package io.triotp.time;

import java.time.Duration;
import java.util.Objects;

/**
 * Durations as text for people, in the form used in YAML: {@code 5s}, {@code 1.5s},
 * {@code 176us}, {@code 2m30s}.
 */
public final class TimeText {

	private static final Duration LONGEST_NEGATIVE = Duration.ofSeconds(-Long.MAX_VALUE);

	private TimeText() {
	}

	/**
	 * {@return a duration as text, with three significant digits below a minute}
	 * @param duration the duration
	 */
	public static String of(Duration duration) {
		Objects.requireNonNull(duration, "duration");
		if (duration.isNegative()) {
			// The longest negative duration has no positive counterpart.
			Duration negative = (duration.compareTo(LONGEST_NEGATIVE) < 0) ? LONGEST_NEGATIVE : duration;
			return "-" + of(negative.negated());
		}
		long seconds = duration.getSeconds();
		if (seconds >= 60) {
			return parts(seconds);
		}
		long nanos = duration.toNanos();
		if (nanos >= 1_000_000_000) {
			return decimal(nanos, 1_000_000_000) + "s";
		}
		if (nanos >= 1_000_000) {
			return decimal(nanos, 1_000_000) + "ms";
		}
		return (nanos >= 1_000) ? decimal(nanos, 1_000) + "us" : (nanos == 0) ? "0s" : nanos + "ns";
	}

	private static String parts(long seconds) {
		long days = seconds / 86_400;
		long hours = seconds / 3_600 % 24;
		long minutes = seconds / 60 % 60;
		StringBuilder text = new StringBuilder();
		append(text, days, 'd');
		append(text, hours, 'h');
		append(text, minutes, 'm');
		append(text, seconds % 60, 's');
		return text.toString();
	}

	private static void append(StringBuilder text, long amount, char unit) {
		if (amount > 0) {
			text.append(amount).append(unit);
		}
	}

	/** Three significant digits, truncated, not rounded: 5.0004 seconds give 5. */
	private static String decimal(long nanos, long unit) {
		long whole = nanos / unit;
		int digits = (whole >= 100) ? 0 : (whole >= 10) ? 1 : 2;
		long scale = (digits == 0) ? 1 : (digits == 1) ? 10 : 100;
		long fraction = nanos % unit * scale / unit;
		if (fraction == 0) {
			return String.valueOf(whole);
		}
		String padded = String.format("%0" + digits + "d", fraction);
		return whole + "." + padded.replaceAll("0+$", "");
	}

}
