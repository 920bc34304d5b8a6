package io.triotp.durable;

import java.util.Objects;

/**
 * Whose state it is.
 *
 * @param type the name of a kind of server, the same for all versions of its class; not
 * blank, 100 characters at most
 * @param key which one of them; not blank, 255 characters at most
 */
public record StateId(String type, String key) {

	private static final int LONGEST_TYPE = 100;

	private static final int LONGEST_KEY = 255;

	/**
	 * Creates an id.
	 * @throws IllegalArgumentException if a part is blank, too long, or has control
	 * characters or unpaired surrogates
	 */
	public StateId {
		requireName("type", type, LONGEST_TYPE);
		requireName("key", key, LONGEST_KEY);
	}

	private static void requireName(String what, String value, int longest) {
		Objects.requireNonNull(value, what);
		if (value.isBlank() || value.length() > longest || value.chars().anyMatch(Character::isISOControl)
				|| hasHalfACharacter(value)) {
			throw new IllegalArgumentException(
					"The " + what + " of a stored state must be neither blank nor longer than " + longest
							+ " characters, and have no control characters and no halves of characters");
		}
	}

	/**
	 * {@return whether it has a surrogate without the other} A database would store a
	 * question mark instead, and so take two for one.
	 */
	static boolean hasHalfACharacter(String value) {
		return value.codePoints()
			.anyMatch((each) -> each >= Character.MIN_SURROGATE && each <= Character.MAX_SURROGATE);
	}

	@Override
	public String toString() {
		return this.type + "/" + this.key;
	}

}
