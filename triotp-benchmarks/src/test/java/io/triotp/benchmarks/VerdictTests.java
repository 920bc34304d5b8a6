package io.triotp.benchmarks;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When a run may say that a goal is reached.
 */
class VerdictTests {

	private static final Goal HALF_OF_PEKKO = Goal.atMost("call", "pekko", 0.5);

	private static Row row(Goal goal, String... lines) {
		return Row.of(goal, Figures.parse(Stream.of(lines))).orElseThrow();
	}

	@Test
	void a_goal_is_reached_if_even_the_worst_round_reaches_it() {
		Row row = row(HALF_OF_PEKKO, "ours/call 20 ns", "ours/call 50 ns", "pekko/call 100 ns", "pekko/call 100 ns");
		assertThat(row.verdict()).isEqualTo("ok");
		assertThat(row.spread()).isEqualTo("0.35 (0.20–0.50)");
	}

	@Test
	void a_goal_is_missed_if_not_even_the_best_round_reaches_it() {
		Row row = row(HALF_OF_PEKKO, "ours/call 60 ns", "ours/call 90 ns", "pekko/call 100 ns", "pekko/call 100 ns");
		assertThat(row.verdict()).isEqualTo("short");
	}

	@Test
	void a_goal_that_the_median_reaches_and_the_worst_round_does_not_is_unclear() {
		Row row = row(HALF_OF_PEKKO, "ours/call 20 ns", "ours/call 20 ns", "ours/call 51 ns", "pekko/call 100 ns",
				"pekko/call 100 ns", "pekko/call 100 ns");
		assertThat(row.verdict()).isEqualTo("unclear");
		assertThat(row.spread()).isEqualTo("0.20 (0.20–0.51)");
	}

	@Test
	void rounds_are_compared_with_rounds_of_the_same_number() {
		Row row = row(HALF_OF_PEKKO, "ours/call 10 ns", "ours/call 100 ns", "pekko/call 50 ns", "pekko/call 500 ns");
		assertThat(row.spread()).isEqualTo("0.20 (0.20–0.20)");
		assertThat(row.verdict()).isEqualTo("ok");
	}

	@Test
	void if_one_side_has_more_rounds_the_worst_pair_counts() {
		Row row = row(HALF_OF_PEKKO, "ours/call 10 ns", "ours/call 60 ns", "pekko/call 100 ns");
		assertThat(row.spread()).isEqualTo("0.35 (0.10–0.60)");
		assertThat(row.verdict()).isEqualTo("unclear");
	}

	@Test
	void where_more_is_better_the_worst_round_is_the_least() {
		Goal goal = Goal.atLeast("calls", "ideal", 0.9);
		assertThat(row(goal, "ours/calls 900000 calls/s", "ours/calls 990000 calls/s").verdict()).isEqualTo("ok");
		assertThat(row(goal, "ours/calls 800000 calls/s", "ours/calls 990000 calls/s").verdict()).isEqualTo("unclear");
		assertThat(row(goal, "ours/calls 800000 calls/s", "ours/calls 890000 calls/s").verdict()).isEqualTo("short");
	}

	@Test
	void a_round_without_a_value_makes_the_figure_fail() {
		assertThat(row(HALF_OF_PEKKO, "ours/call 1 ns", "ours/call NaN -", "pekko/call 100 ns", "pekko/call 100 ns")
			.verdict()).isEqualTo("failed");
		assertThat(row(HALF_OF_PEKKO, "ours/call 1 ns", "pekko/call NaN -").verdict()).isEqualTo("failed");
		assertThat(row(Goal.shown("call"), "ours/call NaN -").verdict()).isEqualTo("failed");
	}

	@Test
	void a_goal_without_a_limit_is_shown() {
		assertThat(row(Goal.shown("call", "pekko"), "ours/call 1 ns", "pekko/call 2 ns").verdict()).isEqualTo("shown");
	}

	@Test
	void a_goal_is_skipped_if_the_peer_was_not_measured() {
		assertThat(row(HALF_OF_PEKKO, "ours/call 1 ns").verdict()).isEqualTo("skipped");
	}

	@Test
	void two_of_our_own_figures_can_be_compared() {
		Row row = row(Goal.atMostTimes("logged", "silent", 2), "ours/logged 30 us", "ours/silent 10 us");
		assertThat(row.name()).isEqualTo("logged vs silent");
		assertThat(row.verdict()).isEqualTo("short");
	}

	@Test
	void without_a_peer_the_value_itself_counts() {
		Row row = row(Goal.atMost("bytes", 400), "ours/bytes 300 B", "ours/bytes 401 B");
		assertThat(row.spread()).isEqualTo("- (300–401)");
		assertThat(row.verdict()).isEqualTo("unclear");
	}

	@Test
	void extremes_have_the_unit_of_the_median() {
		assertThat(row(Goal.shown("call"), "ours/call 1500 ns", "ours/call 900 ns", "ours/call 2000 ns").spread())
			.isEqualTo("- (0.90–2.00)");
	}

	@Test
	void contenders_may_have_a_hyphen_in_their_names() {
		Goal goal = Goal.atMost("call", "pekko-tuned", 0.5);
		assertThat(row(goal, "ours/call 1 ns", "pekko-tuned/call 4 ns").peer()).isEqualTo("pekko-tuned 4.00 ns");
	}

}
