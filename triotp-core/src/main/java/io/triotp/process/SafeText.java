package io.triotp.process;

import org.jspecify.annotations.Nullable;

/**
 * Turns user values into text that is safe for a log line or a report: one line, no
 * control or direction-changing characters, of limited length. Never throws.
 */
public final class SafeText {

	/**
	 * Longest text returned, in characters: {@value}.
	 */
	public static final int MAX_LENGTH = 512;

	private SafeText() {
	}

	/**
	 * {@return {@code value} as one line of at most {@link #MAX_LENGTH} characters}
	 * @param value any value; its {@code toString} may throw
	 */
	public static String of(@Nullable Object value) {
		String text;
		try {
			text = String.valueOf(value);
		}
		catch (Throwable ex) {
			text = "<" + ((value != null) ? value.getClass().getName() : "value") + ": toString failed with "
					+ ex.getClass().getName() + ">";
		}
		return (text != null && isPlain(text)) ? text : escape(String.valueOf(text));
	}

	/**
	 * Most names and paths are, and they are asked for at every start and exit.
	 */
	private static boolean isPlain(String text) {
		if (text.length() > MAX_LENGTH) {
			return false;
		}
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c < ' ' || c > '~') {
				return false;
			}
		}
		return true;
	}

	private static String escape(String text) {
		StringBuilder safe = new StringBuilder(Math.min(text.length(), MAX_LENGTH) + 16);
		int fits = 0;
		int i = 0;
		while (i < text.length()) {
			int c = text.codePointAt(i);
			i += Character.charCount(c);
			append(safe, c);
			if (safe.length() > MAX_LENGTH) {
				safe.setLength(fits);
				return safe.append('…').toString();
			}
			if (safe.length() < MAX_LENGTH) {
				fits = safe.length();
			}
		}
		return safe.toString();
	}

	private static void append(StringBuilder safe, int c) {
		if (!isUnsafe(c)) {
			safe.appendCodePoint(c);
			return;
		}
		switch (c) {
			case '\n' -> safe.append("\\n");
			case '\r' -> safe.append("\\r");
			case '\t' -> safe.append("\\t");
			default -> {
				for (char unit : Character.toChars(c)) {
					safe.append(String.format("\\u%04x", (int) unit));
				}
			}
		}
	}

	private static boolean isUnsafe(int c) {
		return switch (Character.getType(c)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE ->
				true;
			default -> false;
		};
	}

}
