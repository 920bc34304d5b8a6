package io.triotp.spring.boot.view;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * How values are written for people.
 */
final class TextStyle {

	private TextStyle() {
	}

	/**
	 * {@return an upper-case name in small letters with dashes}
	 */
	static String dashed(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * {@return a configured duration in full, such as {@code 1m30s}}
	 */
	static String exact(Duration duration) {
		return duration.toString().substring(2).toLowerCase(Locale.ROOT);
	}

	/**
	 * {@return a measured duration in seconds, to the millisecond}
	 */
	static double seconds(Duration duration) {
		return duration.toMillis() / 1_000.0;
	}

	/**
	 * {@return the first line of a text, which may go on with a stack}
	 */
	static String firstLine(String text) {
		return text.lines().findFirst().orElse("");
	}

	/**
	 * {@return how long something takes, in its largest unit}
	 */
	static String rough(Duration duration) {
		if (duration.toDays() > 0) {
			return duration.toDays() + "d";
		}
		if (duration.toHours() > 0) {
			return duration.toHours() + "h";
		}
		return (duration.toMinutes() > 0) ? duration.toMinutes() + "m" : Math.max(0, duration.toSeconds()) + "s";
	}

	static String ago(Instant at, Instant now) {
		return rough(Duration.between(at, now)) + " ago";
	}

	/**
	 * {@return what is known of an end, the exception before all; of a supervisor that
	 * gave up, that it did}
	 */
	static String exit(ExitDescriptor exit, Instant now) {
		return what(exit) + when(exit.at(), now);
	}

	private static String what(ExitDescriptor exit) {
		String reason = dashed(exit.reason());
		if (exit.exception() == null) {
			return reason;
		}
		return (exit.reason() == ExitDescriptor.Kind.GAVE_UP || exit.reason() == ExitDescriptor.Kind.UNHEALTHY)
				? reason + " (" + exit.exception() + ")" : exit.exception();
	}

	private static String when(@Nullable Instant at, Instant now) {
		return (at != null) ? " " + ago(at, now) : "";
	}

	static String count(long count, String singular, String plural) {
		return count + " " + ((count == 1) ? singular : plural);
	}

}
