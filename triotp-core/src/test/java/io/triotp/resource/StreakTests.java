package io.triotp.resource;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * When a row of findings ends a child.
 */
class StreakTests {

	private static final Finding SICK = Finding.unhealthy("the pool is empty");

	@Test
	void as_many_failures_in_a_row_as_are_allowed_end_it_and_say_how_many_there_were() {
		Streak streak = Streak.NONE.after(SICK).after(SICK);
		assertThat(streak.verdict(SICK, 3)).isEmpty();
		assertThat(streak.after(SICK).verdict(SICK, 3))
			.contains(Finding.unhealthy("the pool is empty (3 probes in a row)"));
		assertThat(Streak.NONE.after(SICK).verdict(SICK, 1)).contains(SICK);
	}

	@Test
	void a_success_forgives_all_failures() {
		assertThat(Streak.NONE.after(SICK).after(SICK).after(Finding.healthy())).isEqualTo(Streak.NONE);
		assertThat(Streak.NONE.verdict(Finding.healthy(), 1)).isEmpty();
	}

	@Test
	void one_that_has_stopped_by_itself_ends_at_once() {
		Finding stopped = Finding.stopped("not running");
		assertThat(Streak.NONE.after(stopped).verdict(stopped, 3)).contains(stopped);
	}

	@Test
	void a_probe_that_could_end_nothing_is_refused() {
		Probe<Object> probe = Probe.running((subject) -> true);
		assertThatIllegalArgumentException().isThrownBy(() -> probe.failures(0)).withMessageContaining("1 or more");
		assertThatIllegalArgumentException().isThrownBy(() -> probe.every(java.time.Duration.ZERO))
			.withMessage("The period of a probe must be more than 0, but is 0s");
		assertThatIllegalArgumentException().isThrownBy(() -> probe.timeout(java.time.Duration.ofSeconds(-1)))
			.withMessageStartingWith("The timeout of a probe must be more than 0");
	}

}
