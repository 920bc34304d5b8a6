package io.triotp.time;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TimeTextTests {

	@ParameterizedTest(name = "{0} reads {1}")
	@CsvSource({ "PT0S, 0s", "PT0.000000007S, 7ns", "PT0.000176437S, 176us", "PT0.00152S, 1.52ms", "PT0.0155S, 15.5ms",
			"PT0.25S, 250ms", "PT1S, 1s", "PT1.5S, 1.5s", "PT5.000004S, 5s", "PT1.05S, 1.05s", "PT59.99S, 59.9s",
			"PT60S, 1m", "PT2M30S, 2m30s", "PT26H, 1d2h", "PT-1S, -1s" })
	void durations_read_as_they_are_written_in_yaml(Duration duration, String text) {
		assertThat(TimeText.of(duration)).isEqualTo(text);
	}

}
