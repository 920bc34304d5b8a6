package io.triotp.application;

import java.time.Duration;
import java.util.stream.Stream;

import io.triotp.process.ExitReason;
import io.triotp.supervisor.GaveUp;
import io.triotp.supervisor.Place;
import io.triotp.supervisor.RestartIntensity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.triotp.application.ApplicationState.ENDED;
import static io.triotp.application.ApplicationState.FAILED;
import static io.triotp.application.ApplicationState.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

class ApplicationEndingTests {

	private static final ExitReason NORMAL = ExitReason.normal();

	private static final ExitReason SHUTDOWN = ExitReason.shutdown();

	private static final ExitReason CRASH = ExitReason.crash(new IllegalStateException("boom"));

	private static final ExitReason GAVE_UP = ExitReason
		.shutdown(new GaveUp(Place.of("s"), "c", CRASH, new RestartIntensity(1, Duration.ofSeconds(1))));

	@ParameterizedTest(
			name = "asked to stop: {0}, the application master ended with ''{1}'', the root with ''{2}'': {3}")
	@MethodSource
	void what_an_end_means(boolean asked, ExitReason master, ExitReason root, ApplicationState expected) {
		assertThat(ApplicationEnding.of(asked, master, root)).isEqualTo(expected);
	}

	static Stream<Arguments> what_an_end_means() {
		return Stream.of(Arguments.of(true, SHUTDOWN, SHUTDOWN, STOPPED), // OTP A11
				Arguments.of(true, SHUTDOWN, CRASH, STOPPED), //
				Arguments.of(true, ExitReason.killed(), ExitReason.killed(), STOPPED), //
				Arguments.of(false, SHUTDOWN, NORMAL, ENDED), // OTP A9
				Arguments.of(false, SHUTDOWN, SHUTDOWN, ENDED), //
				Arguments.of(false, SHUTDOWN, ExitReason.shutdown("detail"), ENDED), //
				Arguments.of(false, SHUTDOWN, GAVE_UP, FAILED), // OTP A10
				Arguments.of(false, SHUTDOWN, CRASH, FAILED), //
				Arguments.of(false, SHUTDOWN, ExitReason.killed(), FAILED), //
				Arguments.of(false, GAVE_UP, NORMAL, FAILED), //
				Arguments.of(false, GAVE_UP, CRASH, FAILED), //
				Arguments.of(false, ExitReason.killed(), NORMAL, FAILED));
	}

}
