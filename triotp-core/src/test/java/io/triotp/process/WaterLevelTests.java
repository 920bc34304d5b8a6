package io.triotp.process;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When a mailbox counts as high.
 */
class WaterLevelTests {

	@ParameterizedTest
	@CsvSource({ "NORMAL, 0, NORMAL", "NORMAL, 9, NORMAL", "NORMAL, 10, HIGH", "NORMAL, 11, HIGH", "HIGH, 11, HIGH",
			"HIGH, 9, HIGH", "HIGH, 5, HIGH", "HIGH, 4, NORMAL", "HIGH, 0, NORMAL" })
	void high_from_the_mark_on_until_it_is_below_half(WaterLevel before, int length, WaterLevel after) {
		assertThat(before.next(length, 10)).isEqualTo(after);
	}

	@ParameterizedTest
	@CsvSource({ "1, 1, 0", "2, 1, 0", "3, 2, 1", "9, 5, 4" })
	void half_of_an_odd_mark_is_not_rounded(int mark, int lowestHigh, int highestNormal) {
		assertThat(WaterLevel.HIGH.next(lowestHigh, mark)).isEqualTo(WaterLevel.HIGH);
		assertThat(WaterLevel.HIGH.next(highestNormal, mark)).isEqualTo(WaterLevel.NORMAL);
	}

	@Test
	void nothing_passes_a_mark_that_is_never() {
		assertThat(WaterLevel.NORMAL.next(Integer.MAX_VALUE, WaterLevel.NEVER)).isEqualTo(WaterLevel.NORMAL);
	}

	@Test
	void between_two_rises_it_was_below_half() {
		Random random = new Random(4711);
		for (int round = 0; round < 1_000; round++) {
			int mark = 1 + random.nextInt(50);
			WaterLevel level = WaterLevel.NORMAL;
			int length = 0;
			int lowest = 0;
			for (int step = 0; step < 200; step++) {
				length = Math.max(0, length + random.nextInt(11) - 5);
				lowest = Math.min(lowest, length);
				WaterLevel next = level.next(length, mark);
				if (level == WaterLevel.NORMAL && next == WaterLevel.HIGH) {
					assertThat(length).isGreaterThanOrEqualTo(mark);
					assertThat(2 * lowest).isLessThan(mark);
				}
				if (next == WaterLevel.HIGH) {
					lowest = (level == WaterLevel.HIGH) ? lowest : length;
				}
				level = next;
			}
		}
	}

	@Test
	void a_sender_looks_at_the_mark_and_at_every_step_from_there() {
		for (int mark : new int[] { 1, 3, 255, 256, 257, 10_000, WaterLevel.NEVER }) {
			int looks = 0;
			int since = 0;
			for (int depth = 1; depth <= 20_000; depth++) {
				since++;
				if (WaterLevel.isWorthALook(depth, mark)) {
					assertThat(since).isLessThanOrEqualTo(WaterLevel.STEP);
					since = 0;
					looks++;
				}
			}
			assertThat(WaterLevel.isWorthALook(mark, mark)).isTrue();
			assertThat(looks).isBetween(20_000 / WaterLevel.STEP, 20_000 / WaterLevel.STEP + 1);
		}
	}

}
