package io.triotp.process;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One number tells how many messages there were and since when there is the last.
 */
class ProgressTests {

	@Test
	void counts_messages_and_keeps_the_reading_of_the_last() {
		long progress = 0;
		for (int i = 1; i <= 100_000; i++) {
			progress = Progress.next(progress, i & 0xFFFF);
			assertThat(Progress.messages(progress)).isEqualTo(i);
			assertThat(Progress.since(progress)).isEqualTo(i & 0xFFFF);
		}
	}

	@Test
	void a_beginning_without_a_message_counts_none() {
		long progress = Progress.other(Progress.next(0, 0xFFFF), 3);
		assertThat(Progress.messages(progress)).isOne();
		assertThat(Progress.since(progress)).isEqualTo(3);
	}

	@Test
	void counts_for_a_year() {
		long year = 365L * 24 * 3600 * 8_000_000;
		assertThat(Progress.messages(Progress.next(Progress.other(year << 16, 7), 8))).isEqualTo(year + 1);
	}

}
