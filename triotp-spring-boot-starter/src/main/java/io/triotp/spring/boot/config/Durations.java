package io.triotp.spring.boot.config;

import java.time.Duration;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;

/**
 * Durations as they are written. A number alone is none: Spring Boot takes it for
 * milliseconds, whoever writes a 5 means seconds, and a period of 5 ms never gives up.
 */
final class Durations {

	private static final Pattern NUMBER = Pattern.compile("\\s*[+-]?\\d+\\s*");

	private Durations() {
	}

	/**
	 * {@return the duration}
	 * @param text a number with its unit, or ISO-8601
	 * @throws IllegalArgumentException if it is anything else
	 */
	static Duration parse(String text) {
		if (isWithoutUnit(text)) {
			throw new IllegalArgumentException("'" + text + "' has no unit");
		}
		return DurationStyle.detectAndParse(text.strip());
	}

	static boolean isWithoutUnit(@Nullable Object value) {
		return NUMBER.matcher(String.valueOf(value)).matches();
	}

	/**
	 * {@return what to write instead of a number alone}
	 */
	static String withUnits(@Nullable Object number) {
		String text = String.valueOf(number).strip();
		return text + "ms, " + text + "s or " + text + "m";
	}

}
