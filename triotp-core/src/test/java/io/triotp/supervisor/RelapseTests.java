package io.triotp.supervisor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.OptionalLong;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A supervisor that gave up counts until its successor has proved calm, and what it tells
 * the supervisor above when that gives up in turn.
 */
class RelapseTests {

	private static final long PERIOD = 1_000;

	/** How long the calm must be here, which is longer than the period. */
	private static final long REST = 5_000;

	private final RestartWindow window = window(2);

	private final Below below = new Below();

	private static RestartWindow window(int maxRestarts) {
		return new RestartWindow(new RestartIntensity(maxRestarts, Duration.ofNanos(PERIOD)));
	}

	private boolean givesUp(long since, long now) {
		return this.window.admit(this.below, new Collapse(since, REST), now);
	}

	private void isUp(long now) {
		this.window.started(this.below, now);
		this.below.running = true;
	}

	@Test
	void it_counts_for_ever_while_it_is_down() {
		assertThat(givesUp(0, 0)).isTrue();
		assertThat(this.window.sizeAt(100 * REST)).isOne();
		this.window.started(this.below, 0);
		assertThat(this.window.sizeAt(100 * REST)).as("started and down again").isOne();
	}

	@Test
	void it_counts_until_it_was_up_and_calm_for_longer_than_its_rest() {
		givesUp(0, 50);
		isUp(100);
		assertThat(this.window.sizeAt(100 + REST)).isOne();
		assertThat(this.window.sizeAt(100 + REST + 1)).isZero();
		assertThat(this.window.size()).as("when a restart was last asked for").isOne();
		assertThat(this.window.admit(100 + REST + 1)).isTrue();
		assertThat(this.window.size()).as("the other restart alone").isOne();
	}

	@Test
	void calm_ends_where_new_trouble_begins() {
		givesUp(0, 0);
		isUp(100);
		this.below.trouble = OptionalLong.of(100 + REST);
		assertThat(this.window.sizeAt(100 * REST)).isOne();
		this.below.trouble = OptionalLong.of(100 + REST + 1);
		assertThat(this.window.sizeAt(100 * REST)).isZero();
	}

	@Test
	void who_gives_up_again_without_calm_counts_once_more_from_the_first_trouble_on() {
		givesUp(7, 10);
		isUp(20);
		this.below.running = false;
		assertThat(givesUp(20 + REST, 20 + REST)).isTrue();
		assertThat(this.window.size()).isEqualTo(2);
		assertThat(this.window.sinceAt(20 + REST)).hasValue(7);
		assertThat(givesUp(30 + REST, 30 + REST)).as("one too many").isFalse();
		assertThat(this.window.size()).as("a refusal counts nothing").isEqualTo(2);
	}

	@Test
	void who_gives_up_again_after_calm_begins_anew() {
		givesUp(7, 10);
		isUp(20);
		this.below.running = false;
		assertThat(givesUp(20 + REST + 1, 20 + REST + 2)).isTrue();
		assertThat(this.window.size()).isOne();
		assertThat(this.window.sinceAt(20 + REST + 2)).hasValue(20 + REST + 1);
	}

	@Test
	void calm_begins_with_the_first_start_after_a_collapse() {
		givesUp(0, 0);
		isUp(10);
		this.window.started(this.below, 900);
		assertThat(this.window.sizeAt(10 + REST + 1)).isZero();
		givesUp(20, 20);
		assertThat(this.window.sizeAt(100 * REST)).as("not started since").isEqualTo(2);
		isUp(30);
		assertThat(this.window.sizeAt(30 + REST)).isEqualTo(2);
		assertThat(this.window.sizeAt(30 + REST + 1)).isZero();
	}

	@Test
	void the_rest_is_never_shorter_than_the_period_or_than_one_before() {
		this.window.admit(this.below, new Collapse(0, PERIOD - 1), 0);
		isUp(0);
		assertThat(this.window.sizeAt(PERIOD)).isOne();
		assertThat(this.window.sizeAt(PERIOD + 1)).isZero();
		this.window.admit(this.below, new Collapse(0, REST), 0);
		isUp(0);
		assertThat(this.window.sizeAt(REST)).isEqualTo(2);
		assertThat(this.window.sizeAt(REST + 1)).isZero();
	}

	@Test
	void one_that_is_not_restarted_any_more_is_forgotten_and_nobody_else() {
		Below other = new Below();
		givesUp(5, 5);
		this.window.admit(other, new Collapse(9, REST), 9);
		assertThat(this.window.size()).isEqualTo(2);
		this.window.forget(new Below());
		this.window.started(new Below(), 9);
		assertThat(this.window.size()).isEqualTo(2);
		this.window.forget(this.below);
		assertThat(this.window.size()).isOne();
		assertThat(this.window.sinceAt(9)).hasValue(9);
		this.window.forget(other);
		assertThat(this.window.size()).isZero();
		assertThat(this.window.sinceAt(9)).isEmpty();
	}

	@Test
	void all_restarts_count_together() {
		assertThat(this.window.admit(0)).isTrue();
		assertThat(givesUp(0, 1)).isTrue();
		assertThat(this.window.sizeAt(1)).isEqualTo(2);
		assertThat(this.window.admit(2)).isFalse();
		assertThat(givesUp(2, 2)).isFalse();
		assertThat(this.window.admit(PERIOD + 1)).as("the first has left").isTrue();
		assertThat(this.window.admit(PERIOD + 2)).isFalse();
	}

	@Test
	void a_restart_that_has_left_the_period_does_not_count_against_one_that_gives_up() {
		RestartWindow one = window(1);
		one.admit(0);
		assertThat(one.admit(this.below, new Collapse(PERIOD, REST), PERIOD)).isFalse();
		assertThat(one.admit(this.below, new Collapse(PERIOD + 1, REST), PERIOD + 1)).isTrue();
	}

	@Test
	void a_time_that_is_left_out_has_not_passed() {
		RestartWindow one = window(1);
		one.admit(0);
		one.leaveOut(300);
		one.leaveOut(200);
		assertThat(one.sizeAt(PERIOD + 500)).isOne();
		assertThat(one.admit(PERIOD + 500)).isFalse();
		assertThat(one.sizeAt(PERIOD + 501)).isZero();
		assertThat(one.admit(PERIOD + 501)).isTrue();
		assertThat(one.admit(2 * PERIOD + 501)).as("what comes later is dated by the same clock").isFalse();
		assertThat(one.admit(2 * PERIOD + 502)).isTrue();
	}

	@Test
	void a_collapse_tells_when_the_first_of_too_many_restarts_became_necessary() {
		assertThat(this.window.collapse(null, 7)).isEqualTo(new Collapse(7, 10 * PERIOD));
		this.window.admit(3);
		this.window.admit(5);
		assertThat(this.window.collapse(null, 7)).isEqualTo(new Collapse(3, 10 * PERIOD));
		assertThat(this.window.collapse(null, 3 + PERIOD + 1)).isEqualTo(new Collapse(5, 10 * PERIOD));
		assertThat(this.window.collapse(null, 5 + PERIOD + 1).since()).isEqualTo(5 + PERIOD + 1);
	}

	@Test
	void a_collapse_tells_of_those_below_it_too() {
		this.window.admit(3);
		this.window.admit(this.below, new Collapse(2, 20 * PERIOD), 4);
		assertThat(this.window.collapse(null, 7)).isEqualTo(new Collapse(2, 20 * PERIOD));
		assertThat(this.window.collapse(new Collapse(5, 30 * PERIOD), 7)).isEqualTo(new Collapse(2, 30 * PERIOD));
		assertThat(this.window.collapse(new Collapse(1, PERIOD), 7)).isEqualTo(new Collapse(1, 20 * PERIOD));
	}

	@Test
	void what_is_earlier_is_told_by_a_clock_that_may_overflow() {
		this.window.admit(Long.MAX_VALUE);
		this.window.admit(this.below, new Collapse(Long.MIN_VALUE, REST), Long.MIN_VALUE);
		assertThat(this.window.sinceAt(Long.MIN_VALUE)).hasValue(Long.MAX_VALUE);
	}

	@Test
	void a_period_without_end_asks_for_calm_without_end() {
		long most = Long.MAX_VALUE / 4;
		Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
		assertThat(new RestartWindow(new RestartIntensity(1, forever)).collapse(null, 0).rest()).isEqualTo(most);
		Duration longest = Duration.ofNanos(most / Collapse.CALM_PERIODS);
		assertThat(new RestartWindow(new RestartIntensity(1, longest)).collapse(null, 0).rest())
			.isEqualTo(most / Collapse.CALM_PERIODS * Collapse.CALM_PERIODS);
		assertThat(new RestartWindow(new RestartIntensity(1, longest.plusNanos(1))).collapse(null, 0).rest())
			.isEqualTo(most);
	}

	@Test
	void the_oldest_restart_that_counts_is_known_however_many_came_and_went() {
		SplittableRandom random = new SplittableRandom(99);
		for (int allowed = 1; allowed <= 12; allowed++) {
			RestartWindow window = window(allowed);
			ArrayDeque<Long> counting = new ArrayDeque<>();
			long now = 0;
			for (int step = 0; step < 500; step++) {
				now += random.nextLong(PERIOD / allowed * 2);
				while (!counting.isEmpty() && now - counting.getFirst() > PERIOD) {
					counting.removeFirst();
				}
				assertThat(window.sinceAt(now))
					.isEqualTo(counting.isEmpty() ? OptionalLong.empty() : OptionalLong.of(counting.getFirst()));
				if (window.admit(now)) {
					counting.addLast(now);
				}
				assertThat(window.size()).isEqualTo(counting.size()).isLessThanOrEqualTo(allowed);
			}
		}
	}

	private static final class Below implements RestartWindow.Relapsing {

		private boolean running;

		private OptionalLong trouble = OptionalLong.empty();

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public OptionalLong troubleSince(long now) {
			return this.trouble;
		}

	}

}
