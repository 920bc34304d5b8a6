package io.triotp.sample;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class PlainTutorialTests {

	@Test
	void the_tutorial_runs_without_spring_and_returns(CapturedOutput output) {
		PlainTutorial.main(new String[0]);
		assertThat(output).containsSubsequence("said hello, heard hello", "said world, heard world",
				"exited with reason normal and state nostate", "Application 'tutorial' has ended");
	}

}
