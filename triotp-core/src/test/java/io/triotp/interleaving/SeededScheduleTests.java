package io.triotp.interleaving;

import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.interleaving.loom.Explorations;
import io.triotp.testing.Gate;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A tool that cannot see passes everything: here it must find faults that are there.
 */
class SeededScheduleTests {

	/** What must be found, or not. Not tests of their own. */
	static class Canaries {

		private volatile int count;

		private final AtomicInteger sound = new AtomicInteger();

		void lost_update(Schedule schedule) {
			schedule.together(() -> this.count++, () -> this.count++);
			assertThat(this.count).isEqualTo(2);
		}

		void no_lost_update(Schedule schedule) {
			schedule.together(this.sound::incrementAndGet, this.sound::incrementAndGet);
			assertThat(this.sound).hasValue(2);
		}

		void nobody_comes(Schedule schedule) {
			schedule.together(() -> java.util.concurrent.locks.LockSupport.park(this));
		}

		void never_met(Schedule schedule) {
			schedule.together(() -> {
			});
		}

		void node(Schedule schedule) {
			schedule.node();
		}

		void outlives(Schedule schedule) {
			schedule.forProcess(() -> java.util.concurrent.locks.LockSupport.park(this)).start();
		}

	}

	@Test
	void a_lost_update_is_found_and_told_with_its_seed() {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> Explorations.of(Canaries.class, "lost_update"))
			.withMessageContaining("-Dtriotp.schedule=")
			.withMessageContaining("SeededScheduleTests$Canaries.")
			.withMessageNotContaining("went another way");
	}

	@Test
	void a_node_of_a_schedule_waits_for_nobody_who_records() throws Exception {
		FlightRecorder.getFlightRecorder();
		Gate gate = new Gate();
		// The recorder calls it under its lock.
		FlightRecorderListener slow = new FlightRecorderListener() {

			@Override
			public void recorderInitialized(FlightRecorder recorder) {
				gate.passStubbornly();
			}

		};
		Thread holder = new Thread(() -> FlightRecorder.addListener(slow));
		holder.start();
		try {
			gate.awaitReached();
			Explorations.of(Canaries.class, "node");
		}
		finally {
			gate.open();
			holder.join();
			FlightRecorder.removeListener(slow);
		}
	}

	@Test
	void what_is_sound_passes() {
		Explorations.of(Canaries.class, "no_lost_update");
	}

	@Test
	void a_thread_that_nobody_wakes_is_found_with_its_stack() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> Explorations.of(Canaries.class, "nobody_comes"))
			.withMessageContaining("waits for something that nobody does")
			.withMessageContaining("LockSupport.park");
	}

	@Test
	void a_thread_that_outlives_its_node_is_found() {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> Explorations.of(Canaries.class, "outlives"))
			.withMessageContaining("goes on");
	}

	@Test
	void what_is_never_met_shows_nothing() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> Explorations.of(Canaries.class, "never_met", "a window"))
			.withMessageContaining("[a window]");
	}

	@Test
	void a_seed_leads_to_the_same_schedule_again() {
		long[] first = Explorations.traces(CallInterleavingTests.class,
				"a_call_to_one_that_is_killed_is_answered_or_fails_and_never_waits", 200);
		long[] second = Explorations.traces(CallInterleavingTests.class,
				"a_call_to_one_that_is_killed_is_answered_or_fails_and_never_waits", 200);
		assertThat(second).containsExactly(first);
		assertThat(first).doesNotHaveDuplicates();
	}

}
