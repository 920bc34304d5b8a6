package io.triotp.durable;

import java.util.Objects;

/**
 * Names one request of a client among all that the client sends to one server: the same
 * when it is sent again, another for each other request. Usually from the header
 * {@code Idempotency-Key}.
 *
 * @param value the name; not blank, 200 characters at most, without control characters
 * and unpaired surrogates
 */
public record RequestId(String value) {

	private static final int LONGEST = 200;

	/**
	 * Creates an id, where what a client has sent is checked: not in the server.
	 * @throws IllegalArgumentException if it is blank, too long, or has control
	 * characters or unpaired surrogates
	 */
	public RequestId {
		Objects.requireNonNull(value, "value");
		if (value.isBlank() || value.length() > LONGEST || value.chars().anyMatch(Character::isISOControl)
				|| StateId.hasHalfACharacter(value)) {
			throw new IllegalArgumentException("The id of a request must be neither blank nor longer than " + LONGEST
					+ " characters, and have no control characters and no halves of characters");
		}
	}

	@Override
	public String toString() {
		return this.value;
	}

}
