package io.triotp.spring.boot.view;

import io.triotp.application.ApplicationState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The words for what a place is doing.
 */
class PlaceStateTests {

	@ParameterizedTest
	@EnumSource
	void anApplicationKeepsTheWordOfTheNode(ApplicationState state) {
		assertThat(PlaceState.of(state)).hasToString(state.name());
	}

	/** They are part of the JSON. */
	@Test
	void theWordsStay() {
		assertThat(PlaceState.values()).extracting(PlaceState::name)
			.containsExactlyInAnyOrder("NOT_STARTED", "STARTING", "WAITING", "RUNNING", "SUSPENDED", "EXITING",
					"RESTARTING", "STOPPING", "STOPPED", "ENDED", "FAILED");
	}

}
