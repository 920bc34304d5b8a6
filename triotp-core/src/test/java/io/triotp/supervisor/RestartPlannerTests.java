package io.triotp.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of restarting, without processes: the pids below are of processes long gone.
 */
class RestartPlannerTests {

	private static final List<Pid> PIDS = pids(8);

	private static final ExitReason CRASH = ExitReason.crash(new IllegalStateException("boom"));

	private static final Place HERE = Place.of("it");

	private static List<Pid> pids(int count) {
		try (Processes node = LocalNode.create()) {
			return Stream.generate(() -> node.spawn((self) -> {
			})).limit(count).toList();
		}
	}

	private static ChildSpec spec(String id) {
		return ChildSpec.worker(id, (context) -> {
			throw new AssertionError("a plan starts nothing");
		});
	}

	private static Children children(ChildSpec... specs) {
		List<Child> all = Stream.of(specs).map(Child::new).toList();
		for (int i = 0; i < all.size(); i++) {
			all.get(i).running(StartedChild.worker(PIDS.get(i)), 0);
		}
		return new Children(all);
	}

	private static RestartWindow unlimited() {
		return new RestartWindow(new RestartIntensity(Integer.MAX_VALUE, Duration.ofSeconds(1)));
	}

	private static SupervisorSpec supervisor(Strategy strategy, AutoShutdown autoShutdown) {
		return SupervisorSpec.of(strategy).autoShutdown(autoShutdown);
	}

	/** What is decided when a running child ends. */
	private static String plan(Strategy strategy, Children children, String id, ExitReason reason) {
		return plan(supervisor(strategy, AutoShutdown.NEVER), children, id, reason);
	}

	private static String plan(SupervisorSpec spec, Children children, String id, ExitReason reason) {
		Child child = children.get(id);
		child.ended(reason, Instant.EPOCH);
		return describe(RestartPlanner.afterExit(spec, children, child, reason, unlimited(), 0));
	}

	private static String describe(RestartDecision decision) {
		return switch (decision) {
			case RestartDecision.Leave(boolean forget) -> forget ? "forget it" : "leave it";
			case RestartDecision.EndWithSignificant() -> "end";
			case RestartDecision.GiveUp() -> "give up";
			case RestartDecision.RestartChildren(List<Child> stop, List<Child> forget, List<Child> start) ->
				"stop " + ids(stop) + " forget " + ids(forget) + " start " + ids(start);
		};
	}

	private static String ids(List<Child> children) {
		return children.stream().map(Child::id).toList().toString();
	}

	@ParameterizedTest(name = "a {0} child that ends with ''{1}'': {2}")
	@MethodSource("restartRules")
	void restart_rules(Restart restart, ExitReason reason, String expected) { // OTP V16
		for (Strategy strategy : Strategy.values()) {
			String plan = plan(strategy, children(spec("it").restart(restart)), "it", reason);
			assertThat(plan).isEqualTo(expected.equals("restart it") ? "stop [] forget [] start [it]" : expected);
		}
	}

	static Stream<Arguments> restartRules() {
		ExitReason withDetail = ExitReason.shutdown("detail");
		ExitReason failure = ExitReason.failure("value");
		List<Arguments> rows = new ArrayList<>();
		for (ExitReason reason : List.of(ExitReason.normal(), ExitReason.shutdown(), withDetail, CRASH, failure,
				ExitReason.killed(), ExitReason.noProcess())) {
			rows.add(Arguments.of(Restart.PERMANENT, reason, "restart it"));
			rows.add(Arguments.of(Restart.TRANSIENT, reason, reason.isClean() ? "leave it" : "restart it"));
			rows.add(Arguments.of(Restart.TEMPORARY, reason, "forget it"));
		}
		return rows.stream();
	}

	@ParameterizedTest(name = "{0}, of a b c d ends {1}: {2}")
	@CsvSource({ //
			"ONE_FOR_ONE,  a, stop [] forget [] start [a]", // OTP V23
			"ONE_FOR_ONE,  c, stop [] forget [] start [c]", //
			"ONE_FOR_ONE,  d, stop [] forget [] start [d]", //
			"ONE_FOR_ALL,  a, 'stop [d, c, b] forget [] start [a, b, c, d]'", // OTP V25
			"ONE_FOR_ALL,  c, 'stop [d, b, a] forget [] start [a, b, c, d]'", //
			"ONE_FOR_ALL,  d, 'stop [c, b, a] forget [] start [a, b, c, d]'", //
			"REST_FOR_ONE, a, 'stop [d, c, b] forget [] start [a, b, c, d]'", // OTP V24
			"REST_FOR_ONE, c, 'stop [d] forget [] start [c, d]'", //
			"REST_FOR_ONE, d, 'stop [] forget [] start [d]'" })
	void strategies(Strategy strategy, String ended, String expected) {
		Children children = children(spec("a"), spec("b"), spec("c"), spec("d"));
		assertThat(plan(strategy, children, ended, CRASH)).isEqualTo(expected);
	}

	@ParameterizedTest
	@EnumSource(names = { "ONE_FOR_ALL", "REST_FOR_ONE" })
	void a_temporary_bystander_is_stopped_and_forgotten(Strategy strategy) { // OTP V26
		Children children = children(spec("a"), spec("b").restart(Restart.TEMPORARY), spec("c"));
		assertThat(plan(strategy, children, "a", CRASH)).isEqualTo("stop [c, b] forget [b] start [a, c]");
	}

	@ParameterizedTest
	@EnumSource(names = { "ONE_FOR_ALL", "REST_FOR_ONE" })
	void a_bystander_that_was_stopped_or_had_ended_well_comes_back_to_life(Strategy strategy) { // OTP
																								// V27
		Children children = children(spec("a"), spec("stopped"), spec("ended").restart(Restart.TRANSIENT));
		children.get("stopped").stopped();
		children.get("ended").ended(ExitReason.normal(), Instant.EPOCH);
		assertThat(plan(strategy, children, "a", CRASH)).isEqualTo("stop [] forget [] start [a, stopped, ended]");
	}

	@ParameterizedTest
	@EnumSource
	void siblings_stay_when_the_child_itself_is_not_restarted(Strategy strategy) { // OTP
																					// V28
		Children children = children(spec("a"), spec("transient").restart(Restart.TRANSIENT),
				spec("temporary").restart(Restart.TEMPORARY), spec("d"));
		assertThat(plan(strategy, children, "transient", ExitReason.normal())).isEqualTo("leave it");
		assertThat(plan(strategy, children, "temporary", CRASH)).isEqualTo("forget it");
	}

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource({ //
			"ONE_FOR_ONE,  stop [] forget [] start [b]", //
			"REST_FOR_ONE, 'stop [] forget [] start [b, c]'", //
			"ONE_FOR_ALL,  'stop [a] forget [] start [a, b, c]'" })
	void a_start_that_failed_is_tried_again_with_the_strategy(Strategy strategy, String expected) { // OTP
																									// V30
		Children children = children(spec("a"), spec("b"), spec("c"));
		children.get("b").ended(CRASH, Instant.EPOCH);
		children.get("b").restarting(null);
		children.get("c").stopped();
		RestartDecision decision = RestartPlanner.retry(supervisor(strategy, AutoShutdown.NEVER), children,
				children.get("b"), unlimited(), 0);
		assertThat(describe(decision)).isEqualTo(expected);
	}

	@Nested
	class Limits {

		private final SupervisorSpec spec = SupervisorSpec.oneForAll();

		private final Children children = children(spec("a"), spec("b"), spec("c"));

		private String crash(RestartWindow window, String id, long now) {
			Child child = this.children.get(id);
			child.ended(CRASH, Instant.EPOCH);
			String plan = describe(RestartPlanner.afterExit(this.spec, this.children, child, CRASH, window, now));
			child.running(StartedChild.worker(PIDS.get(0)), now);
			return plan;
		}

		@Test
		void one_incident_counts_once_however_many_children_it_restarts() { // OTP V19
			RestartWindow window = new RestartWindow(new RestartIntensity(2, Duration.ofNanos(10)));
			assertThat(crash(window, "a", 0)).startsWith("stop");
			assertThat(window.size()).isEqualTo(1);
		}

		@Test
		void the_limit_is_that_of_the_supervisor_and_not_of_each_child() { // OTP V18
			RestartWindow window = new RestartWindow(new RestartIntensity(2, Duration.ofNanos(10)));
			assertThat(crash(window, "a", 0)).startsWith("stop");
			assertThat(crash(window, "b", 1)).startsWith("stop");
			assertThat(crash(window, "c", 2)).isEqualTo("give up");
		}

		@Test
		void an_attempt_to_start_again_is_counted_like_any_restart() { // OTP V29
			RestartWindow window = new RestartWindow(new RestartIntensity(1, Duration.ofNanos(10)));
			Child a = this.children.get("a");
			a.ended(CRASH, Instant.EPOCH);
			assertThat(describe(RestartPlanner.retry(this.spec, this.children, a, window, 0))).startsWith("stop");
			assertThat(describe(RestartPlanner.retry(this.spec, this.children, a, window, 1))).isEqualTo("give up");
		}

		@Test
		void a_child_that_is_not_restarted_is_not_counted() {
			RestartWindow window = new RestartWindow(new RestartIntensity(0, Duration.ofNanos(10)));
			Children alone = children(spec("it").restart(Restart.TEMPORARY));
			RestartDecision decision = RestartPlanner.afterExit(this.spec, alone, alone.get("it"), CRASH, window, 0);
			assertThat(describe(decision)).isEqualTo("forget it");
		}

	}

	@Nested
	class AutomaticShutdown {

		private ChildSpec significant(String id, Restart restart) {
			return spec(id).restart(restart).significant(true);
		}

		@ParameterizedTest(name = "a significant {0} child, {1}: {2}")
		@CsvSource({ //
				"TRANSIENT, normal,   end", //
				"TRANSIENT, shutdown, end", //
				"TRANSIENT, crash,    stop [] forget [] start [it]", //
				"TEMPORARY, normal,   end", //
				"TEMPORARY, shutdown, end", //
				"TEMPORARY, crash,    end" })
		void any_significant(Restart restart, String reason, String expected) { // OTP V42
			ExitReason exit = switch (reason) {
				case "normal" -> ExitReason.normal();
				case "shutdown" -> ExitReason.shutdown();
				default -> CRASH;
			};
			assertThat(plan(supervisor(Strategy.ONE_FOR_ONE, AutoShutdown.ANY_SIGNIFICANT),
					children(spec("other"), significant("it", restart)), "it", exit))
				.isEqualTo(expected);
		}

		@Test
		void all_significant_waits_for_the_last() { // OTP V43
			SupervisorSpec spec = supervisor(Strategy.ONE_FOR_ONE, AutoShutdown.ALL_SIGNIFICANT);
			Children children = children(significant("a", Restart.TRANSIENT), spec("plain"),
					significant("b", Restart.TEMPORARY));
			assertThat(plan(spec, children, "a", ExitReason.normal())).isEqualTo("leave it");
			assertThat(plan(spec, children, "b", CRASH)).isEqualTo("end");
		}

		@Test
		void all_significant_waits_for_one_that_is_being_restarted() { // OTP V43
			SupervisorSpec spec = supervisor(Strategy.ONE_FOR_ONE, AutoShutdown.ALL_SIGNIFICANT);
			Children children = children(significant("a", Restart.TRANSIENT), significant("b", Restart.TRANSIENT));
			children.get("b").ended(CRASH, Instant.EPOCH);
			children.get("b").restarting(null);
			assertThat(plan(spec, children, "a", ExitReason.normal())).isEqualTo("leave it");
		}

		@Test
		void all_significant_waits_for_one_that_was_stopped_for_the_sake_of_one_that_is_being_restarted() { // OTP
																											// V43
			SupervisorSpec spec = supervisor(Strategy.REST_FOR_ONE, AutoShutdown.ALL_SIGNIFICANT);
			Children children = children(significant("a", Restart.TRANSIENT), spec("plain"),
					significant("b", Restart.TRANSIENT));
			children.get("plain").ended(CRASH, Instant.EPOCH);
			children.get("plain").restarting(null);
			children.get("b").stopped();
			assertThat(plan(spec, children, "a", ExitReason.normal())).isEqualTo("leave it");
		}

		@Test
		void all_significant_does_not_wait_for_one_that_was_stopped() { // OTP V43
			SupervisorSpec spec = supervisor(Strategy.ONE_FOR_ONE, AutoShutdown.ALL_SIGNIFICANT);
			Children children = children(significant("a", Restart.TRANSIENT), significant("b", Restart.TRANSIENT));
			children.get("b").stopped();
			assertThat(plan(spec, children, "a", ExitReason.normal())).isEqualTo("end");
		}

		@ParameterizedTest
		@EnumSource
		void a_child_that_is_not_significant_never_ends_the_supervisor(AutoShutdown rule) {
			Children children = children(spec("it").restart(Restart.TEMPORARY));
			assertThat(plan(supervisor(Strategy.ONE_FOR_ONE, rule), children, "it", ExitReason.normal()))
				.isEqualTo("forget it");
		}

		@ParameterizedTest
		@EnumSource(names = { "ONE_FOR_ALL", "REST_FOR_ONE" })
		void a_significant_bystander_is_restarted_and_ends_nothing(Strategy strategy) { // OTP
																						// V44
			Children children = children(spec("it"), significant("bystander", Restart.TRANSIENT));
			assertThat(plan(supervisor(strategy, AutoShutdown.ANY_SIGNIFICANT), children, "it", CRASH))
				.isEqualTo("stop [bystander] forget [] start [it, bystander]");
		}

	}

	@ParameterizedTest(name = "a {0} child of a dynamic supervisor that ends with ''{1}'': {2}")
	@MethodSource("restartRules")
	void a_child_without_order_is_restarted_alone_or_forgotten(Restart restart, ExitReason reason, String expected) { // OTP
																														// D2
		Child child = children(spec("it").restart(restart)).get("it");
		child.ended(reason, Instant.EPOCH);
		String plan = describe(RestartPlanner.afterExitAlone(child, reason, unlimited(), 0));
		assertThat(plan).isEqualTo(expected.equals("restart it") ? "stop [] forget [] start [it]" : "forget it");
	}

	@Test
	void each_restart_of_a_child_without_order_counts_and_each_attempt() { // OTP D2
		RestartWindow window = new RestartWindow(new RestartIntensity(2, Duration.ofNanos(10)));
		Child child = children(spec("it")).get("it");
		assertThat(describe(RestartPlanner.afterExitAlone(child, CRASH, window, 0))).startsWith("stop");
		assertThat(describe(RestartPlanner.retryAlone(child, window, 1))).startsWith("stop");
		assertThat(describe(RestartPlanner.retryAlone(child, window, 2))).isEqualTo("give up");
	}

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource({ //
			"ONE_FOR_ONE,  stop [b] forget [] start [b]", //
			"REST_FOR_ONE, 'stop [c, b] forget [] start [b, c]'", //
			"ONE_FOR_ALL,  'stop [c, b, a] forget [] start [a, b, c]'" })
	void a_restart_that_was_asked_for_takes_those_along_whom_the_strategy_names(Strategy strategy, String expected) {
		Children children = children(spec("a"), spec("b"), spec("c"));
		assertThat(
				describe(RestartPlanner.asked(supervisor(strategy, AutoShutdown.NEVER), children, children.get("b"))))
			.isEqualTo(expected);
	}

	@Test
	void a_plan_changes_nothing_but_the_window() {
		Children children = children(spec("a"), spec("b"));
		Child a = children.get("a");
		a.ended(CRASH, Instant.EPOCH);
		ChildInfo before = a.info(HERE);
		RestartPlanner.afterExit(SupervisorSpec.oneForAll(), children, a, CRASH, unlimited(), 0);
		assertThat(a.info(HERE)).isEqualTo(before);
		assertThat(children.get("b").isRunning()).isTrue();
		assertThat(Optional.ofNullable(children.get("b").pid())).contains(PIDS.get(1));
	}

}
