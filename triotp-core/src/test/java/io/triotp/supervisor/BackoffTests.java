package io.triotp.supervisor;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.triotp.testing.Cases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BackoffTests {

	private static final Duration RESET = Duration.ofSeconds(30);

	private static Backoff backoff(double factor, double jitter) {
		return new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10), factor, jitter, RESET);
	}

	@Test
	void the_first_delay_is_min_and_each_further_one_is_longer_by_the_factor_up_to_max() {
		Backoff backoff = backoff(2, 0);
		assertThat(IntStream.range(0, 9).mapToObj((restart) -> backoff.delay(restart, 0.5).toMillis()))
			.containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 10_000L, 10_000L);
	}

	@Test
	void a_factor_of_one_never_grows() {
		assertThat(backoff(1, 0).delay(1_000, 0.5)).isEqualTo(Duration.ofMillis(100));
	}

	@Test
	void the_ten_thousandth_restart_waits_max() {
		assertThat(backoff(2, 0).delay(10_000, 0.5)).isEqualTo(Duration.ofSeconds(10));
	}

	@ParameterizedTest(name = "chance {0} gives {1} ms")
	@CsvSource({ "0.0, 80", "0.25, 90", "0.5, 100", "0.75, 110", "1.0, 120" })
	void jitter_spreads_by_its_share_up_and_down(double chance, long millis) {
		assertThat(backoff(2, 0.2).delay(0, chance)).isEqualTo(Duration.ofMillis(millis));
	}

	@Test
	void jitter_spreads_the_longest_delay_too_but_only_down() {
		assertThat(backoff(2, 0.2).delay(20, 0)).isEqualTo(Duration.ofSeconds(8));
		assertThat(backoff(2, 0.2).delay(20, 1)).isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void a_delay_stays_in_its_bounds_and_never_shrinks_from_one_restart_to_the_next() {
		Cases.forAll(Delay::any, Delay::smaller, Delay::broken);
	}

	@Test
	void durations_longer_than_nanoseconds_can_count_are_allowed() {
		Duration forever = ChronoUnit.FOREVER.getDuration();
		Backoff backoff = new Backoff(Duration.ofSeconds(1), forever, 2, 0.5, forever);
		assertThat(backoff.delay(0, 0.5)).isEqualTo(Duration.ofSeconds(1));
		assertThat(backoff.delay(2, 0.5)).isEqualTo(Duration.ofSeconds(4));
		assertThat(backoff.delay(1_000, 0.5)).isGreaterThan(Duration.ofDays(36_500));
	}

	@Test
	void impossible_values_are_refused_by_name_and_value() {
		Duration one = Duration.ofSeconds(1);
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> new Backoff(Duration.ZERO, one, 2, 0, one))
			.withMessage("backoff min must be more than 0, but is 0s");
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> new Backoff(one, Duration.ofMillis(999), 2, 0, one))
			.withMessage("backoff max must not be less than min 1s, but is 999ms");
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new Backoff(one, one, 0.9, 0, one))
			.withMessage("backoff factor must be at least 1, but is 0.9");
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> new Backoff(Duration.ofNanos(-1), one, 2, 0, one))
			.withMessageStartingWith("backoff min must be more than 0");
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> new Backoff(one, one, Double.POSITIVE_INFINITY, 0, one))
			.withMessage("backoff factor must be at least 1, but is Infinity");
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new Backoff(one, one, 2, -0.1, one))
			.withMessage("backoff jitter must be from 0 to 1, but is -0.1");
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> new Backoff(one, one, Double.NaN, 0, one))
			.withMessageContaining("NaN");
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new Backoff(one, one, 2, 1.5, one))
			.withMessage("backoff jitter must be from 0 to 1, but is 1.5");
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> new Backoff(one, one, 2, 0, Duration.ofMillis(-1)))
			.withMessage("backoff reset-after must not be negative, but is -1ms");
	}

	@Test
	void a_hundred_milliseconds_doubled_up_to_ten_seconds_if_nothing_is_said() {
		assertThat(Backoff.DEFAULT)
			.isEqualTo(new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10), 2.0, 0.2, RESET));
	}

	private record Delay(Backoff backoff, int restart, double chance) {

		static Delay any(SplittableRandom random) {
			Duration min = Duration.ofNanos(1 + random.nextLong(1L << random.nextInt(50)));
			Duration max = min.plusNanos(random.nextLong(1L << random.nextInt(55)));
			double jitter = (random.nextInt(4) == 0) ? random.nextInt(2) : random.nextDouble();
			return new Delay(new Backoff(min, max, 1 + random.nextDouble() * 4, jitter, RESET), random.nextInt(80),
					(random.nextInt(4) == 0) ? random.nextInt(2) : random.nextDouble());
		}

		Stream<Delay> smaller() {
			return (this.restart > 0) ? Stream.of(new Delay(this.backoff, this.restart - 1, this.chance))
					: Stream.empty();
		}

		Optional<String> broken() {
			double max = this.backoff.max().toNanos();
			double middle = Math.min(max, this.backoff.min().toNanos() * Math.pow(this.backoff.factor(), this.restart));
			double spread = middle * this.backoff.jitter();
			long delay = this.backoff.delay(this.restart, this.chance).toNanos();
			// a double has 52 bits, a delay up to 55
			double blur = 1 + max / (1L << 50);
			if (delay < Math.max(0, middle - spread) - blur || delay > Math.min(max, middle + spread) + blur) {
				return Optional.of(delay + " ns is not " + middle + " ns more or less " + spread);
			}
			if (delay > this.backoff.delay(this.restart + 1, this.chance).toNanos()) {
				return Optional.of("the next delay is shorter than " + delay + " ns");
			}
			return Optional.empty();
		}

	}

}
