package io.triotp.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.testing.Lives;
import io.triotp.test.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A tree that is torn down and built again and again has failed, whatever the arithmetic
 * of the windows.
 */
class CrashLoopTests {

	private static final IntFunction<Duration> NO_DELAY = (attempt) -> Duration.ZERO;

	private static final List<Long> INTERVALS = List.of(50L, 100L, 300L, 500L, 1_000L, 1_200L, 1_500L, 1_666L, 1_667L,
			1_700L, 2_000L, 3_000L, 5_000L, 10_000L, 16_000L, 30_000L);

	private static final List<RestartIntensity> LIMITS = List.of(RestartIntensity.DEFAULT, limit(1, 5), limit(5, 60),
			limit(3, 1), limit(10, 600));

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final Lives lives = new Lives();

	@AfterEach
	void close() {
		this.node.close();
	}

	private static RestartIntensity limit(int maxRestarts, int seconds) {
		return new RestartIntensity(maxRestarts, Duration.ofSeconds(seconds));
	}

	private static PaperTree tree(List<RestartIntensity> limits) {
		return new PaperTree(limits, Duration.ZERO, NO_DELAY);
	}

	/** After how many crashes the lowest supervisor gives up, 0 if never. */
	private static int alone(RestartIntensity limit, Duration interval, Duration teardown,
			IntFunction<Duration> delays) {
		return new PaperTree(List.of(limit), teardown, delays).crashes((crash) -> interval, 100);
	}

	@Test
	void a_tree_whose_lowest_supervisor_gives_up_again_and_again_fails_as_a_whole() {
		List<IntFunction<Duration>> backoffs = List.of(NO_DELAY, (attempt) -> Duration.ofSeconds(1),
				(attempt) -> Backoff.DEFAULT.delay(attempt, 0.5));
		int failed = 0;
		for (RestartIntensity lowest : LIMITS) {
			for (RestartIntensity above : LIMITS) {
				for (long millis : INTERVALS) {
					for (int seconds : List.of(0, 2, 30)) {
						for (IntFunction<Duration> delays : backoffs) {
							failed += failAsAWhole(lowest, above, Duration.ofMillis(millis),
									Duration.ofSeconds(seconds), delays);
						}
					}
				}
			}
		}
		assertThat(failed).as("combinations that fail").isGreaterThan(1_000);
	}

	/** Depths 1 to 4, and the application above. */
	private static int failAsAWhole(RestartIntensity lowest, RestartIntensity above, Duration interval,
			Duration teardown, IntFunction<Duration> delays) {
		int first = alone(lowest, interval, teardown, delays);
		for (int depth = 1; depth <= 4; depth++) {
			List<RestartIntensity> limits = new ArrayList<>(Collections.nCopies(depth + 1, above));
			limits.set(0, lowest);
			int expected = first * (int) Math.pow(above.maxRestarts() + 1, depth);
			int most = (first > 0) ? Math.min(expected, 3_000) : 1_000;
			assertThat(new PaperTree(limits, teardown, delays).crashes((crash) -> interval, most))
				.as("crashes every %s below %s and %d of %s, teardown %s", interval, lowest, depth, above, teardown)
				.isEqualTo((expected <= most) ? expected : 0);
		}
		return (first > 0) ? 1 : 0;
	}

	@Test
	void so_does_one_that_crashes_at_uneven_times_about_as_often_as_is_allowed() {
		SplittableRandom random = new SplittableRandom(13);
		for (int life = 0; life < 200; life++) {
			int most = 1_667 + random.nextInt(100);
			assertThat(tree(Collections.nCopies(2 + random.nextInt(3), RestartIntensity.DEFAULT))
				.crashes((crash) -> Duration.ofMillis(random.nextInt(most)), 20_000)).isPositive();
		}
	}

	@Test
	void with_the_defaults_a_worker_below_the_root_may_crash_sixteen_times() {
		assertThat(tree(List.of(RestartIntensity.DEFAULT, RestartIntensity.DEFAULT))
			.crashes((crash) -> Duration.ofSeconds(1), 100)).isEqualTo(16);
	}

	@ParameterizedTest
	@CsvSource({ "50, 16", "51, 0" })
	void a_supervisor_that_gives_up_after_a_calm_of_ten_periods_begins_anew(int calm, int expected) {
		IntFunction<Duration> intervals = (crash) -> (crash % 4 == 1) ? Duration.ofSeconds(calm) : Duration.ofMillis(1);
		assertThat(tree(List.of(RestartIntensity.DEFAULT, RestartIntensity.DEFAULT)).crashes(intervals, 200))
			.isEqualTo(expected);
	}

	@Test
	void the_longest_period_on_the_way_up_decides_what_is_calm() {
		List<RestartIntensity> limits = List.of(limit(3, 600), limit(3, 5), limit(3, 5), limit(3, 5));
		assertThat(tree(limits).crashes((crash) -> Duration.ofSeconds(200), 1_000)).isEqualTo(256);
	}

	@ParameterizedTest
	@EnumSource
	void a_real_tree_fails_too_whatever_its_strategy(Strategy strategy) {
		ChildSpec worker = this.lives.server("w").name("w");
		SupervisorSpec lowest = SupervisorSpec.of(strategy, worker, this.lives.server("beside"));
		SupervisorSpec above = SupervisorSpec.of(strategy, ChildSpec.supervisor("lowest", lowest),
				this.lives.server("above"));
		assertThat(crashes(above, Duration.ofMillis(1_500), 100)).isEqualTo(16);
	}

	@Test
	void slow_stops_of_siblings_do_not_make_a_crash_loop_slow() {
		ChildSpec worker = this.lives.server("w").name("w");
		this.lives.onEnd("slow", () -> this.time.advance(Duration.ofSeconds(4)));
		SupervisorSpec lowest = SupervisorSpec.oneForAll(worker, this.lives.server("slow"));
		assertThat(
				crashes(SupervisorSpec.oneForOne(ChildSpec.supervisor("lowest", lowest)), Duration.ofSeconds(1), 100))
			.isEqualTo(16);
	}

	@Test
	void a_slow_crash_that_no_supervisor_gives_up_for_goes_on() {
		SupervisorSpec lowest = SupervisorSpec.oneForOne(this.lives.server("w").name("w"));
		assertThat(crashes(SupervisorSpec.oneForOne(ChildSpec.supervisor("lowest", lowest)), Duration.ofMillis(1_667),
				100))
			.isZero();
	}

	@Test
	void below_a_dynamic_supervisor_it_is_the_same() {
		SupervisorSpec lowest = SupervisorSpec.oneForOne(this.lives.server("w").name("w"));
		DynamicSupervisor top = DynamicSupervisor.start(this.node, "top", DynamicSupervisorSpec.defaults());
		top.startChild(ChildSpec.supervisor("lowest", lowest));
		assertThat(crashesBelow(top.pid().orElseThrow(), Duration.ofSeconds(1), 100)).isEqualTo(16);
	}

	@Test
	void a_significant_supervisor_that_gave_up_hands_its_collapse_on() {
		SupervisorSpec lowest = SupervisorSpec.oneForOne(this.lives.server("w").name("w"));
		SupervisorSpec between = SupervisorSpec
			.oneForOne(ChildSpec.supervisor("lowest", lowest).restart(Restart.TRANSIENT).significant(true))
			.autoShutdown(AutoShutdown.ANY_SIGNIFICANT);
		assertThat(
				crashes(SupervisorSpec.oneForOne(ChildSpec.supervisor("between", between)), Duration.ofSeconds(1), 100))
			.isEqualTo(16);
	}

	@Test
	void a_child_supervisor_that_is_stopped_by_hand_no_longer_counts() {
		SupervisorSpec lowest = SupervisorSpec.oneForOne(this.lives.server("w").name("w"));
		Supervisor top = Supervisor.start(this.node, "top",
				SupervisorSpec.oneForOne(ChildSpec.supervisor("lowest", lowest)));
		assertThat(crashesBelow(top.pid().orElseThrow(), Duration.ofSeconds(1), 12)).isZero();
		top.terminateChild("lowest");
		top.restartChild("lowest");
		assertThat(crashesBelow(top.pid().orElseThrow(), Duration.ofSeconds(1), 100)).isEqualTo(16);
	}

	/** After how many crashes of the worker 'w' the supervisor has ended, 0 if never. */
	private int crashes(SupervisorSpec spec, Duration interval, int most) {
		Pid top = Supervisor.start(this.node, "top", spec).pid().orElseThrow();
		return crashesBelow(top, interval, most);
	}

	private int crashesBelow(Pid top, Duration interval, int most) {
		this.lives.rest();
		this.node.host().onExit(top, (pid, reason) -> this.lives.tell("over"));
		return IntStream.rangeClosed(1, most).filter((crash) -> {
			this.time.advance(interval);
			Lives.crash(this.node, this.node.whereis("w").orElseThrow());
			return "over".equals(next());
		}).findFirst().orElse(0);
	}

	private String next() {
		while (true) {
			String told = this.lives.await(1).get(0);
			if (told.equals("+w") || told.equals("over")) {
				return told;
			}
		}
	}

}
