package io.triotp.interleaving;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.triotp.node.Node;
import io.triotp.process.Pid;
import io.triotp.process.TimerRef;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Timers, while time passes and somebody cancels them.
 */
class TimerInterleavingTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final class Timed {

		private final List<Object> got = new ArrayList<>();

		private TimerRef timer;

		private final Pid pid;

		Timed(Node node, boolean periodic) {
			this.pid = node.spawn((self) -> {
				this.timer = periodic ? self.sendEvery(SECOND, "tick") : self.sendAfter(SECOND, "tick");
				while (true) {
					this.got.add(self.receive());
				}
			});
		}

	}

	@Interleaved(windows = { "fired", "cancelled" })
	void a_timer_fires_or_is_cancelled(Schedule schedule) { // I-21
		Node node = schedule.node();
		Timed timed = new Timed(node, false);
		schedule.settle();
		boolean[] cancelled = new boolean[1];
		schedule.together(() -> schedule.passes(SECOND), () -> cancelled[0] = timed.timer.cancel().isPresent());
		schedule.settle();
		schedule.pass(SECOND);
		assertThat(timed.got).hasSize(cancelled[0] ? 0 : 1);
		schedule.met(cancelled[0] ? "cancelled" : "fired");
	}

	@Interleaved(windows = { "fired", "never fired" })
	void a_periodic_timer_that_is_cancelled_fires_no_more(Schedule schedule) { // I-21
		Node node = schedule.node();
		Timed timed = new Timed(node, true);
		schedule.settle();
		int[] had = new int[1];
		schedule.together(() -> schedule.passes(SECOND), () -> schedule.passes(SECOND), () -> timed.timer.cancel());
		schedule.settle();
		had[0] = timed.got.size();
		schedule.pass(SECOND);
		schedule.pass(SECOND);
		assertThat(timed.got).hasSize(had[0]);
		schedule.met((had[0] > 0) ? "fired" : "never fired");
	}

	@Interleaved
	void a_timer_dies_with_its_process(Schedule schedule) { // F51
		Node node = schedule.node();
		Timed timed = new Timed(node, schedule.random(2) == 0);
		schedule.settle();
		schedule.together(() -> schedule.passes(SECOND), () -> node.kill(timed.pid), () -> timed.timer.cancel());
		schedule.settle();
		int had = timed.got.size();
		schedule.pass(SECOND);
		assertThat(timed.got).hasSize(had);
		assertThat(timed.timer.remaining()).isEmpty();
		assertThat(node.view().processCount()).isZero();
	}

}
