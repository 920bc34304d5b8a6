package io.triotp.process;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LingeringTests {

	private static int yields(byte known) {
		return (int) IntStream.range(0, 10).takeWhile((yielded) -> Lingering.yields(known, yielded)).count();
	}

	@Test
	void a_process_of_which_nothing_is_known_yields_four_times() {
		assertThat(yields(Lingering.UNTRIED)).isEqualTo(4);
	}

	@Test
	void each_time_in_vain_doubles_how_often_it_falls_asleep_at_once_before_it_yields_once() {
		byte known = Lingering.UNTRIED;
		for (int times = 1; times <= 20; times++) {
			known = Lingering.inVain(known);
			int asleep = 0;
			while (yields(known) == 0) {
				known = Lingering.inVain(known);
				asleep++;
			}
			assertThat(yields(known)).isEqualTo(1);
			assertThat(asleep).isEqualTo((1 << Math.min(times, 5)) - 1);
		}
	}

}
