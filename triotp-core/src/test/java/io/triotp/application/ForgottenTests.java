package io.triotp.application;

import io.triotp.supervisor.Restart;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that come and go under ever new names.
 */
class ForgottenTests extends ApplicationsFixture {

	@Test
	void of_those_that_were_stopped_the_last_hundred_are_known() {
		this.node.start(app("stays"));
		for (int i = 0; i < 150; i++) {
			this.node.start(app("brief-" + i));
			this.node.stop("brief-" + i);
		}
		this.node.start(app("last"));
		assertThat(this.node.applications()).hasSize(102);
		assertThat(this.node.application("brief-49")).isEmpty();
		assertThat(state("brief-50")).isEqualTo(ApplicationState.STOPPED);
		assertThat(state("stays")).isEqualTo(ApplicationState.RUNNING);
	}

	@Test
	void one_that_has_failed_is_known_however_many_others_come_and_go() {
		this.node.start(ApplicationSpec.task("failing", () -> {
			throw new IllegalStateException("wanted");
		}).restart(Restart.TRANSIENT));
		assertThat(this.failures.await().name()).isEqualTo("failing");
		for (int i = 0; i < 150; i++) {
			this.node.start(app("brief-" + i));
			this.node.stop("brief-" + i);
		}
		assertThat(state("failing")).isEqualTo(ApplicationState.FAILED);
	}

	@Test
	void of_those_that_have_failed_the_last_hundred_are_known() {
		for (int i = 0; i < 101; i++) {
			this.node.start(ApplicationSpec.task("failing-" + i, () -> {
				throw new IllegalStateException("wanted");
			}).restart(Restart.TRANSIENT));
			this.failures.await();
		}
		this.node.start(app("last"));
		assertThat(this.node.application("failing-0")).isEmpty();
		assertThat(state("failing-1")).isEqualTo(ApplicationState.FAILED);
	}

}
