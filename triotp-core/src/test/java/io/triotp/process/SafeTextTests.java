package io.triotp.process;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SafeTextTests {

	@Test
	void harmless_text_stays_as_it_is() {
		assertThat(SafeText.of("Grüße, 世界 😀")).isEqualTo("Grüße, 世界 😀");
		assertThat(SafeText.of(42)).isEqualTo("42");
		assertThat(SafeText.of(null)).isEqualTo("null");
	}

	@Test
	void a_forged_log_line_stays_on_its_line() {
		assertThat(SafeText.of("a\nERROR b\r\tc")).isEqualTo("a\\nERROR b\\r\\tc");
		assertThat(SafeText.of("a\u2028b\u2029c\u0085d")).isEqualTo("a\\u2028b\\u2029c\\u0085d");
	}

	@Test
	void terminal_control_and_direction_changes_are_shown_not_sent() {
		assertThat(SafeText.of("\u001b[31mred")).isEqualTo("\\u001b[31mred");
		assertThat(SafeText.of("abc\u202Etxt.exe")).isEqualTo("abc\\u202etxt.exe");
		assertThat(SafeText.of("tag \udb40\udc41 end")).isEqualTo("tag \\udb40\\udc41 end");
	}

	@Test
	void long_text_is_cut_at_the_promised_length() {
		assertThat(SafeText.of("x".repeat(SafeText.MAX_LENGTH))).hasSize(SafeText.MAX_LENGTH).doesNotContain("…");
		assertThat(SafeText.of("x".repeat(SafeText.MAX_LENGTH + 1))).hasSize(SafeText.MAX_LENGTH).endsWith("x…");
	}

	@Test
	void text_that_grows_when_made_safe_is_no_longer_than_promised() {
		assertThat(SafeText.of("\u0000".repeat(SafeText.MAX_LENGTH))).hasSizeLessThanOrEqualTo(SafeText.MAX_LENGTH)
			.endsWith("\\u0000…");
	}

	@Test
	void the_cut_does_not_split_a_character() {
		String text = SafeText.of("x".repeat(SafeText.MAX_LENGTH - 2) + "😀😀");
		assertThat(text).isEqualTo("x".repeat(SafeText.MAX_LENGTH - 2) + "…");
	}

	@Test
	void a_value_that_cannot_be_printed_is_named_by_its_class() {
		assertThat(SafeText.of(new Unprintable(new IllegalStateException("no"))))
			.isEqualTo("<" + Unprintable.class.getName() + ": toString failed with java.lang.IllegalStateException>");
		assertThat(SafeText.of(new Unprintable(new StackOverflowError()))).contains("StackOverflowError");
		assertThat(SafeText.of(new Unprintable(new NoClassDefFoundError("gone")))).contains("NoClassDefFoundError");
		assertThat(SafeText.of(new Unprintable(null))).isEqualTo("null");
	}

	private record Unprintable(Throwable problem) {

		@Override
		public String toString() {
			if (this.problem instanceof RuntimeException unchecked) {
				throw unchecked;
			}
			if (this.problem instanceof Error error) {
				throw error;
			}
			return null;
		}

	}

}
