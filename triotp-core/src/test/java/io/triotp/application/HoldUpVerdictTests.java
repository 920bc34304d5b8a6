package io.triotp.application;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Who may hold up the end of an application, and for how long. */
class HoldUpVerdictTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			# exits, starting, overdue, supervisor, unchanged ms, verdict
			true,  false, false, false,    0, NEVER_RETURNS
			true,  true,  true,  true,  5000, NEVER_RETURNS
			false, false, false, false, 5000, WAIT
			false, false, true,  false, 5000, WAIT
			false, false, false, true,  4999, WAIT
			false, false, false, true,  5000, HANGS
			false, true,  false, false, 4999, WAIT
			false, true,  false, false, 5000, HANGS
			false, true,  true,  false,    0, HANGS
			""")
	void a_process_at_the_end_of_the_line(boolean exits, boolean isStarting, boolean isOverdue, boolean isSupervisor,
			long unchanged, HoldUpVerdict verdict) {
		assertThat(HoldUpVerdict.of(exits, isStarting, isOverdue, isSupervisor, Duration.ofMillis(unchanged)))
			.isEqualTo(verdict);
	}

}
