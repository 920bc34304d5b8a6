package io.triotp.spring.boot.actuate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request, as they were written.
 */
final class Parameters {

	private final Map<String, String> given = new LinkedHashMap<>();

	/** An empty one counts as none. */
	Parameters with(String name, @Nullable String value) {
		if (value != null && !value.isEmpty()) {
			this.given.put(name, value);
		}
		return this;
	}

	/**
	 * Refuses parameters that mean nothing here.
	 * @param section what they were given for
	 * @param known those that mean something
	 * @throws InvalidParameterException if there are others
	 */
	Parameters requireOnly(String section, String... known) {
		List<String> names = List.of(known);
		for (String each : this.given.keySet()) {
			if (!names.contains(each)) {
				throw new InvalidParameterException(
						section + " knows no parameter '" + each + "', but " + String.join(", ", names));
			}
		}
		return this;
	}

	@Nullable String text(String name) {
		return this.given.get(name);
	}

	/**
	 * {@return a number, or {@code null} if it is not given} More than is allowed is not
	 * an error: the answer tells what was applied.
	 */
	@Nullable Integer number(String name, int max) {
		Long number = number(name, 1, max);
		return (number != null) ? number.intValue() : null;
	}

	@Nullable Long number(String name, long min, long max) {
		String value = this.given.get(name);
		if (value == null) {
			return null;
		}
		try {
			long number = Long.parseLong(value);
			if (number >= min) {
				return Math.min(number, max);
			}
		}
		catch (NumberFormatException ex) {
			// Told below.
		}
		throw new InvalidParameterException(name + " must be a whole number from " + min
				+ ((max < Long.MAX_VALUE) ? " to " + max : " on") + ", but is '" + value + "'");
	}

	/**
	 * {@return one of some values, in any case and with dashes or underscores;
	 * {@code null} if it is not given}
	 */
	<E extends Enum<E>> @Nullable E one(String name, Class<E> of) {
		String value = this.given.get(name);
		if (value == null) {
			return null;
		}
		String wanted = value.toUpperCase(Locale.ROOT).replace('-', '_');
		return Arrays.stream(of.getEnumConstants())
			.filter((each) -> each.name().equals(wanted))
			.findFirst()
			.orElseThrow(() -> new InvalidParameterException(
					name + " must be one of " + names(of) + ", but is '" + value + "'"));
	}

	private static String names(Class<? extends Enum<?>> of) {
		return Arrays.stream(of.getEnumConstants())
			.map((each) -> each.name().toLowerCase(Locale.ROOT))
			.collect(Collectors.joining(", "));
	}

}
