package io.triotp.process;

import org.jspecify.annotations.Nullable;

/**
 * Text from user values made fit for a log line or a report: one line, no control or
 * direction-changing characters, bounded, and never an exception.
 */
public final class SafeText {

	/**
	 * Longest text given, in characters: {@value}.
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
		catch (Exception | StackOverflowError ex) {
			text = "<" + ((value != null) ? value.getClass().getName() : "value") + ": toString failed with "
					+ ex.getClass().getName() + ">";
		}
		return escape((text != null) ? text : "null");
	}

	private static String escape(String text) {
		boolean cut = text.length() > MAX_LENGTH;
		int end = cut ? MAX_LENGTH - 1 : text.length();
		StringBuilder safe = null;
		for (int i = 0; i < end; i++) {
			char c = text.charAt(i);
			if (isUnsafe(c)) {
				if (safe == null) {
					safe = new StringBuilder(end + 16).append(text, 0, i);
				}
				safe.append(switch (c) {
					case '\n' -> "\\n";
					case '\r' -> "\\r";
					case '\t' -> "\\t";
					default -> String.format("\\u%04x", (int) c);
				});
			}
			else if (safe != null) {
				safe.append(c);
			}
		}
		String result = (safe != null) ? safe.toString() : text.substring(0, end);
		return cut ? result + "…" : result;
	}

	private static boolean isUnsafe(char c) {
		int type = Character.getType(c);
		return type == Character.CONTROL || type == Character.FORMAT || type == Character.LINE_SEPARATOR
				|| type == Character.PARAGRAPH_SEPARATOR;
	}

}
