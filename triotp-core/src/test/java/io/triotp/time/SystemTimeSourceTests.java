package io.triotp.time;

import io.triotp.testing.Probe;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SystemTimeSourceTests {

	private final Probe<Object> seen = new Probe<>();

	/** A watch may find out who holds all carriers just when the node ends. */
	@Test
	void what_is_reported_when_the_clock_is_closed_is_not_lost() {
		TimeSource time = TimeSource.system();
		time.report(() -> this.seen.tell("before"));
		time.close();
		assertThat(this.seen.await()).isEqualTo("before");
		time.report(() -> this.seen.tell("after"));
		assertThat(this.seen.await()).isEqualTo("after");
	}

	@Test
	void a_report_after_the_close_that_throws_hurts_nobody() {
		TimeSource time = TimeSource.system();
		time.close();
		time.report(() -> {
			throw new IllegalStateException("a broken appender");
		});
		time.report(() -> this.seen.tell("next"));
		assertThat(this.seen.await()).isEqualTo("next");
	}

}
