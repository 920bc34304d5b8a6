package io.triotp.time;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When a busy thread looks at the clock, and who counts as waiting for its carrier.
 */
class TurnTests {

	@Test
	void the_shorter_the_messages_the_rarer_it_looks_at_the_clock() {
		assertThat(Turn.every(1, 1_000)).isEqualTo((byte) 2);
		assertThat(Turn.every(4, 40_000)).isEqualTo((byte) 6);
		assertThat(Turn.every(100, 100_000)).isEqualTo((byte) Turn.RAREST);
	}

	@Test
	void it_looks_after_each_message_that_may_take_long() {
		assertThat(Turn.every(1, Turn.NANOS)).isEqualTo((byte) 1);
		assertThat(Turn.every(16, 16_000_000)).isEqualTo((byte) 1);
	}

	@Test
	void whoever_a_platform_thread_starts_is_waited_for_until_it_runs() throws InterruptedException {
		long before = Arrivals.last();
		Thread arrival = Thread.ofVirtual().unstarted(Arrivals::begun);
		Arrivals.start(arrival);
		long number = Arrivals.last();
		assertThat(number).isGreaterThan(before);
		arrival.join();
		assertThat(Arrivals.haveBegun(before + 1)).isTrue();
	}

	@Test
	void one_that_cannot_be_started_is_waited_for_by_nobody() {
		Thread started = Thread.ofVirtual().start(() -> {
		});
		try {
			Arrivals.start(started);
		}
		catch (IllegalThreadStateException ex) {
			assertThat(Arrivals.haveBegun(Arrivals.last())).isTrue();
			return;
		}
		throw new AssertionError("started twice");
	}

}
