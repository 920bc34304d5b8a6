package io.triotp.durable;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The numbers of incarnations.
 */
class EpochsTests {

	@Test
	void a_later_one_has_a_higher_number() {
		long first = Epochs.next(0, 1_000, 1);
		assertThat(Epochs.next(first, 1_001, 0)).isGreaterThan(first);
		assertThat(Epochs.next(first, 1_000, 0)).isGreaterThan(first);
	}

	@Test
	void two_that_begin_in_the_same_millisecond_differ_also_when_the_clock_is_behind() {
		long ahead = Epochs.next(0, 5_000, 7);
		assertThat(Epochs.next(ahead, 1_000, 1)).isGreaterThan(ahead).isNotEqualTo(Epochs.next(ahead, 1_000, 2));
		assertThat(Epochs.next(0, 1_000, 1)).isNotEqualTo(Epochs.next(0, 1_000, 2));
	}

	@Test
	void it_is_a_positive_number_until_the_year_2248() {
		assertThat(Epochs.next(0, 8_796_093_022_207L, -1)).isPositive();
	}

}
