package io.triotp.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.triotp.testing.Cases;
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

	@Test
	void no_period_ever_holds_more_than_is_allowed_and_none_is_refused_without_need() {
		Cases.forAll(Restarts::any, Restarts::smaller, Restarts::broken);
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
	void a_limit_is_shown_as_people_say_it() {
		assertThat(RestartIntensity.DEFAULT).hasToString("3 in 5s");
	}

	@Test
	void three_in_five_seconds_if_nothing_is_said() {
		assertThat(RestartIntensity.DEFAULT).isEqualTo(new RestartIntensity(3, Duration.ofSeconds(5)));
	}

	/**
	 * Restarts that are asked for.
	 *
	 * @param pauses before each of them
	 */
	private record Restarts(int allowed, long begin, List<Long> pauses) {

		static Restarts any(SplittableRandom random) {
			long begin = (random.nextInt(4) == 0) ? Long.MAX_VALUE - random.nextLong(4 * PERIOD) : random.nextLong();
			int allowed = random.nextInt(12);
			long longest = 1 + PERIOD / (1 + random.nextInt(8));
			List<Long> pauses = new ArrayList<>();
			for (int count = 1 + random.nextInt(40); count > 0; count--) {
				// often several at one time, often at the very end of a period
				pauses.add(switch (random.nextInt(8)) {
					case 0 -> 0L;
					case 1 -> PERIOD;
					case 2 -> PERIOD + 1;
					default -> random.nextLong(longest);
				});
			}
			return new Restarts(allowed, begin, pauses);
		}

		Stream<Restarts> smaller() {
			return IntStream.range(0, this.pauses.size()).mapToObj((i) -> {
				List<Long> fewer = new ArrayList<>(this.pauses);
				fewer.remove(i);
				return new Restarts(this.allowed, this.begin, fewer);
			});
		}

		Optional<String> broken() {
			RestartWindow window = window(this.allowed);
			long[] granted = new long[this.pauses.size()];
			int count = 0;
			long now = this.begin;
			for (long pause : this.pauses) {
				now += pause;
				int inPeriod = 0;
				for (int i = 0; i < count; i++) {
					inPeriod += (now - granted[i] <= PERIOD) ? 1 : 0;
				}
				if (window.sizeAt(now) != inPeriod) {
					return Optional.of(window.sizeAt(now) + " count and not " + inPeriod);
				}
				boolean admitted = window.admit(now);
				if (admitted != inPeriod < this.allowed) {
					return Optional.of((admitted ? "granted" : "refused") + " after " + inPeriod);
				}
				if (admitted) {
					granted[count++] = now;
				}
			}
			return Optional.empty();
		}

	}

}
