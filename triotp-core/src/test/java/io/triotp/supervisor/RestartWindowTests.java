package io.triotp.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How many restarts are too many (OTP V19).
 */
class RestartWindowTests {

	private static final long PERIOD = Duration.ofSeconds(5).toNanos();

	private static RestartWindow window(int maxRestarts) {
		return new RestartWindow(new RestartIntensity(maxRestarts, Duration.ofNanos(PERIOD)));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 8, 9, 100, 10_000 })
	void as_many_as_allowed_are_granted_and_one_more_is_not(int allowed) {
		RestartWindow window = window(allowed);
		for (int i = 0; i < allowed; i++) {
			assertThat(window.admit(i)).isTrue();
		}
		assertThat(window.size()).isEqualTo(allowed);
		assertThat(window.admit(allowed)).isFalse();
	}

	@Test
	void none_allowed_means_the_first_is_refused() {
		assertThat(window(0).admit(0)).isFalse();
		assertThat(window(0).size()).isZero();
	}

	@Test
	void a_restart_still_counts_at_the_very_end_of_its_period() {
		RestartWindow window = window(1);
		assertThat(window.admit(0)).isTrue();
		assertThat(window.admit(PERIOD)).isFalse();
	}

	@Test
	void a_restart_no_longer_counts_one_nanosecond_after_its_period() {
		RestartWindow window = window(1);
		assertThat(window.admit(0)).isTrue();
		assertThat(window.admit(PERIOD + 1)).isTrue();
	}

	@Test
	void the_window_slides_and_knows_no_fixed_buckets() {
		RestartWindow window = window(2);
		assertThat(window.admit(0)).isTrue();
		assertThat(window.admit(PERIOD - 1)).isTrue();
		assertThat(window.admit(PERIOD + 1)).as("the first has left").isTrue();
		assertThat(window.admit(PERIOD + 2)).as("the second has not").isFalse();
	}

	@Test
	void time_may_begin_anywhere_and_overflow() {
		RestartWindow window = window(2);
		long start = Long.MAX_VALUE - 1;
		assertThat(window.admit(start)).isTrue();
		assertThat(window.admit(start + PERIOD)).as("overflown").isTrue();
		assertThat(window.admit(start + PERIOD)).isFalse();
		assertThat(window.admit(start + PERIOD + 1)).isTrue();
	}

	@Test
	void a_period_longer_than_nanoseconds_can_count_is_for_ever() {
		RestartWindow window = new RestartWindow(new RestartIntensity(1, Duration.ofSeconds(Long.MAX_VALUE)));
		assertThat(window.admit(0)).isTrue();
		assertThat(window.admit(Duration.ofDays(36_500).toNanos() / 2)).isFalse();
	}

	@Test
	void a_refusal_is_not_counted() {
		RestartWindow window = window(1);
		window.admit(0);
		assertThat(window.admit(1)).isFalse();
		assertThat(window.admit(PERIOD + 1)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(longs = { 20_261, 4_711, 99 })
	void no_period_ever_holds_more_than_is_allowed_and_none_is_refused_without_need(long seed) {
		SplittableRandom random = new SplittableRandom(seed);
		for (int round = 0; round < 300; round++) {
			int allowed = random.nextInt(7);
			RestartWindow window = window(allowed);
			List<Long> granted = new ArrayList<>();
			long now = random.nextLong();
			for (int i = 0; i < 60; i++) {
				now += random.nextLong(PERIOD / 2);
				long at = now;
				long inPeriod = granted.stream().filter((each) -> at - each <= PERIOD).count();
				boolean expected = inPeriod < allowed;
				assertThat(window.admit(now)).as("seed %d, round %d, restart %d", seed, round, i).isEqualTo(expected);
				if (expected) {
					granted.add(now);
				}
			}
		}
	}

	@Test
	void impossible_limits_are_refused_by_name_and_value() {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> new RestartIntensity(-1, Duration.ofSeconds(5)))
			.withMessage("max-restarts must be 0 or more, but is -1");
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> new RestartIntensity(3, Duration.ZERO))
			.withMessage("period must be more than 0, but is 0s");
	}

	@Test
	void three_in_five_seconds_if_nothing_is_said() {
		assertThat(RestartIntensity.DEFAULT).isEqualTo(new RestartIntensity(3, Duration.ofSeconds(5)));
	}

}
