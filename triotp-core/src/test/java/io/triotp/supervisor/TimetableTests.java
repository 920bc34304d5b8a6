package io.triotp.supervisor;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * When scheduled work is done.
 */
class TimetableTests {

	private static final Instant NOW = Instant.parse("2026-03-01T03:00:00Z");

	private static final Schedule HOURLY = Schedule.calendar("hourly",
			(after) -> Instant.ofEpochSecond((after.getEpochSecond() / 3600 + 1) * 3600));

	@Test
	void the_first_run_comes_one_period_after_the_start() {
		assertThat(Timetable.first(Schedule.every(Duration.ofMinutes(5)), NOW).delay())
			.isEqualTo(Duration.ofMinutes(5));
	}

	@ParameterizedTest
	@CsvSource({ "0, 300", "60, 240", "299, 1", "300, 300", "301, 299", "900, 300", "1000, 200" })
	void the_period_counts_from_beginning_to_beginning_and_a_run_that_takes_longer_takes_the_place_of_the_next(int took,
			int wait) {
		Timetable first = Timetable.first(Schedule.every(Duration.ofMinutes(5)), NOW);
		assertThat(first.next(Schedule.every(Duration.ofMinutes(5)), Duration.ofSeconds(took), NOW).delay())
			.isEqualTo(Duration.ofSeconds(wait));
	}

	@Test
	void a_period_does_not_care_for_a_clock_that_jumps() {
		Timetable first = Timetable.first(Schedule.every(Duration.ofMinutes(5)), NOW);
		assertThat(first.next(Schedule.every(Duration.ofMinutes(5)), Duration.ZERO, NOW.minusSeconds(7200)).delay())
			.isEqualTo(Duration.ofMinutes(5));
	}

	@Test
	void a_calendar_gives_the_next_moment_and_none_twice() {
		Timetable first = Timetable.first(HOURLY, NOW);
		assertThat(first).isEqualTo(new Timetable(NOW.plusSeconds(3600), Duration.ofHours(1)));
		// woken a moment too early
		assertThat(first.next(HOURLY, Duration.ZERO, NOW.plusSeconds(3599)))
			.isEqualTo(new Timetable(NOW.plusSeconds(7200), Duration.ofSeconds(3601)));
		// one was missed
		assertThat(first.next(HOURLY, Duration.ZERO, NOW.plusSeconds(7500)).planned())
			.isEqualTo(NOW.plusSeconds(10800));
	}

	@Test
	void a_calendar_without_another_moment_waits_for_ever() {
		assertThat(Timetable.first(Schedule.calendar("never", (after) -> null), NOW).delay())
			.isGreaterThan(Duration.ofDays(36_500));
	}

	@Test
	void a_period_of_nothing_is_refused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Schedule.every(Duration.ZERO))
			.withMessage("The period of a schedule must be more than 0, but is 0s");
	}

}
