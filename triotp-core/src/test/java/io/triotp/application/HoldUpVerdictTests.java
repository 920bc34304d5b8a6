package io.triotp.application;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Who may hold up the end of an application, and for how long. */
class HoldUpVerdictTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			# exits, starting, overdue, supervisor, late, verdict
			true,  false, false, false,  false, NEVER_RETURNS
			true,  true,  true,  true,  true, NEVER_RETURNS
			false, false, false, false, true, WAIT
			false, false, true,  false, true, WAIT
			false, false, false, true,  false, WAIT
			false, false, false, true,  true, HANGS
			false, true,  false, false,  false, WAIT
			false, true,  false, false, true, HANGS
			false, true,  true,  false,  false, HANGS
			""")
	void a_process_at_the_end_of_the_line(boolean exits, boolean isStarting, boolean isOverdue, boolean isSupervisor,
			boolean late, HoldUpVerdict verdict) {
		assertThat(HoldUpVerdict.of(exits, isStarting, isOverdue, isSupervisor, late)).isEqualTo(verdict);
	}

	@Test
	void a_process_may_give_no_sign_of_life_for_five_seconds_but_not_where_it_cannot() {
		assertThat(HoldUpVerdict.patience(false)).isEqualTo(Duration.ofSeconds(5));
		assertThat(HoldUpVerdict.patience(true)).isEqualTo(Duration.ofMillis(500));
	}

}
