package io.triotp.time;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.triotp.test.ManualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A clock that costs nothing is coarse, but does not lie.
 */
class PulseTests {

	private static final Duration BEAT = Duration.ofNanos(1 << 28);

	private final ManualTime time = new ManualTime();

	private final Pulse pulse = new Pulse(this.time);

	private void beatAfter(Duration by) {
		this.time.advance(by);
		this.pulse.beat();
	}

	@Test
	void follows_its_clock_from_beat_to_beat() {
		this.time.advance(Duration.ofSeconds(5));
		assertThat(this.pulse.nanos()).isZero();
		assertThat(this.pulse.present()).isZero();
		this.pulse.beat();
		assertThat(this.pulse.nanos()).isEqualTo(Duration.ofSeconds(5).toNanos());
		assertThat(this.pulse.present()).isEqualTo((int) (Duration.ofSeconds(5).toNanos() >> 28));
	}

	@Test
	void a_reading_dates_what_is_less_than_a_beat_younger() {
		beatAfter(Duration.ofMinutes(7));
		int reading = this.pulse.present();
		long then = this.pulse.nanos();
		beatAfter(Duration.ofMinutes(200));
		assertThat(this.pulse.begin(reading)).isBetween(then - BEAT.toNanos(), then);
	}

	@Test
	void readings_begin_again_and_date_as_well() {
		int first = this.pulse.present();
		for (int i = 0; i < 1 << Pulse.BITS; i++) {
			beatAfter(BEAT);
		}
		assertThat(this.pulse.present()).isEqualTo(first);
		assertThat(this.pulse.begin(first)).isEqualTo(this.pulse.nanos());
		beatAfter(BEAT);
		assertThat(this.pulse.begin(first)).isEqualTo(this.pulse.nanos() - BEAT.toNanos());
	}

	@Test
	void a_reading_that_is_newer_than_the_look_is_from_now() {
		beatAfter(BEAT);
		assertThat(this.pulse.begin(this.pulse.present() + 1)).isEqualTo(this.pulse.nanos());
	}

	@Test
	void a_standstill_of_the_machine_does_not_count() {
		AtomicLong machine = new AtomicLong();
		Pulse pulse = new Pulse(this.time, machine::get);
		this.time.advance(BEAT);
		machine.addAndGet(BEAT.toNanos());
		pulse.beat();
		int before = pulse.present();
		this.time.advance(Duration.ofMinutes(1));
		machine.addAndGet(Duration.ofMinutes(1).toNanos());
		pulse.beat();
		assertThat(pulse.present()).isEqualTo(before);
		this.time.advance(BEAT);
		machine.addAndGet(BEAT.toNanos());
		pulse.beat();
		assertThat(pulse.nanos()).isEqualTo(2 * BEAT.toNanos());
	}

}
