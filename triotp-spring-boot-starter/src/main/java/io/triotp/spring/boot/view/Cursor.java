package io.triotp.spring.boot.view;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a page of a sorted list ended: the value it is sorted by, and a number that
 * decides between equal ones. The list may change between two pages, but what stays where
 * it is is neither missed nor shown twice. For people and programs it is just a word.
 *
 * @param value the value of the last row
 * @param id the number of the last row
 */
record Cursor(String value, long id) {

	private static final char SEPARATOR = ':';

	@Override
	public String toString() {
		return Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString((this.id + "" + SEPARATOR + this.value).getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * {@return the cursor with this text, nothing if it is none of ours}
	 */
	static Optional<Cursor> parse(String text) {
		try {
			String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
			int separator = plain.indexOf(SEPARATOR);
			return Optional.of(new Cursor(plain.substring(separator + 1), Long.parseLong(plain, 0, separator, 10)));
		}
		catch (IllegalArgumentException | IndexOutOfBoundsException ex) {
			return Optional.empty();
		}
	}

}
