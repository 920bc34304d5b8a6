package io.triotp.supervisor;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;

import io.triotp.process.ExitReason;
import io.triotp.supervisor.PaperSupervisor.Attempt;
import io.triotp.supervisor.PaperSupervisor.Watcher;
import io.triotp.supervisor.RestartDecision.RestartChildren;
import io.triotp.testing.Cases;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds whatever happens to a supervisor: each property in 100,000 lives.
 */
class RestartPlannerPropertyTests {

	private static void always(Function<SplittableRandom, Life> lives, Watcher watcher) {
		Cases.forAll(lives, Life::smaller, (life) -> Optional.ofNullable(PaperSupervisor.play(life, watcher)));
	}

	/** Of each decision to restart. */
	private static void ofRestarts(Function<SplittableRandom, Life> lives, RestartRule rule) {
		always(lives, new Watcher() {
			@Override
			public @Nullable String decided(PaperSupervisor supervisor, Child child, @Nullable ExitReason reason,
					RestartDecision decision) {
				return (decision instanceof RestartChildren restart) ? rule.broken(supervisor, child, restart) : null;
			}
		});
	}

	private static Function<SplittableRandom, Life> with(Strategy strategy) {
		return (random) -> Life.with(strategy, random);
	}

	@Test
	void one_for_one_never_touches_a_sibling() { // OTP V23
		ofRestarts(with(Strategy.ONE_FOR_ONE),
				(supervisor, child,
						restart) -> (restart.stop().isEmpty() && restart.forget().isEmpty()
								&& restart.start().equals(List.of(child))) ? null
										: describe(restart) + " for " + child.id());
	}

	@Test
	void rest_for_one_never_touches_what_was_started_before() { // OTP V24
		ofRestarts(with(Strategy.REST_FOR_ONE), (supervisor, child, restart) -> {
			List<Child> before = supervisor.known.subList(0, supervisor.known.indexOf(child));
			return before.stream().noneMatch((each) -> touches(restart, each)) ? null
					: describe(restart) + " for " + child.id();
		});
	}

	@Test
	void an_incident_reaches_everyone_its_strategy_names() { // OTP V23 to V27
		ofRestarts(Life::any, (supervisor, child, restart) -> {
			List<Child> scope = new ArrayList<>();
			boolean behind = false;
			for (Child each : supervisor.known) {
				behind = behind || each == child;
				if (switch (supervisor.spec.strategy()) {
					case ONE_FOR_ONE -> each == child;
					case REST_FOR_ONE -> behind;
					case ONE_FOR_ALL -> true;
				}) {
					scope.add(each);
				}
			}
			for (Child each : scope) {
				if (restart.stop().contains(each) != each.isRunning()
						|| restart.forget().contains(each) != each.isTemporary()
						|| restart.start().contains(each) == each.isTemporary()) {
					return describe(restart) + ", but " + each.id() + " is " + each.info(Place.of(each.id())).status();
				}
			}
			int touched = restart.forget().size() + restart.start().size();
			return (touched == scope.size()) ? null : describe(restart) + " of " + scope.size();
		});
	}

	@Test
	void children_are_stopped_in_the_reverse_of_the_order_they_are_started_in() { // OTP
																					// V10,
																					// V24,
																					// V25
		ofRestarts(Life::any,
				(supervisor, child,
						restart) -> (isInOrder(supervisor.known, restart.start())
								&& isInOrder(supervisor.known.reversed(), restart.stop())) ? null
										: describe(restart) + " of " + ids(supervisor.known));
	}

	@Test
	void a_temporary_child_is_never_started_again() { // OTP V16, V26
		ofRestarts(Life::any,
				(supervisor, child,
						restart) -> restart.start().stream().anyMatch(Child::isTemporary) || child.isTemporary()
								? describe(restart) : null);
	}

	@Test
	void no_period_holds_more_restarts_than_allowed_and_none_is_refused_without_need() { // OTP
																							// V18,
																							// V19,
																							// V29
		always(Life::any, new Watcher() {
			@Override
			public @Nullable String decided(PaperSupervisor supervisor, Child child, @Nullable ExitReason reason,
					RestartDecision decision) {
				int counted = 0;
				for (long at : supervisor.granted) {
					counted += (supervisor.now - at <= Life.PERIOD.toNanos()) ? 1 : 0;
				}
				boolean free = counted < supervisor.maxRestarts;
				return switch (decision) {
					case RestartChildren restart when !free -> describe(restart) + " after " + counted;
					case RestartDecision.GiveUp() when free -> "gives up after " + counted;
					default -> null;
				};
			}
		});
	}

	@Test
	void who_is_restarted_who_is_left_and_who_ends_the_supervisor_follows_from_the_specification() { // OTP
																										// V16,
																										// V42
																										// to
																										// V44
		always(Life::any, new Watcher() {
			@Override
			public @Nullable String decided(PaperSupervisor supervisor, Child child, @Nullable ExitReason reason,
					RestartDecision decision) {
				boolean due = reason == null || switch (child.traits().restart()) {
					case PERMANENT -> true;
					case TRANSIENT -> reason == PaperSupervisor.CRASH || reason.equals(ExitReason.killed());
					case TEMPORARY -> false;
				};
				boolean last = child.traits().significant() && switch (supervisor.spec.autoShutdown()) {
					case NEVER -> false;
					case ANY_SIGNIFICANT -> true;
					case ALL_SIGNIFICANT -> supervisor.known.stream()
						.noneMatch((each) -> each != child && each.traits().significant()
								&& (each.isRunning() || each.isRestarting() || waitsWithAnother(supervisor, each)));
				};
				boolean right = switch (decision) {
					case RestartChildren restart -> due;
					case RestartDecision.GiveUp() -> due;
					case RestartDecision.EndWithSignificant() -> !due && last;
					case RestartDecision.Leave(boolean forget) -> !due && !last && forget == child.isTemporary();
				};
				return right ? null : describe(decision) + " when " + child.id() + " ended with " + reason;
			}
		});
	}

	/** One that was stopped will be started with one that waits. */
	private static boolean waitsWithAnother(PaperSupervisor supervisor, Child child) {
		int place = supervisor.known.indexOf(child);
		return !child.isTemporary() && switch (supervisor.spec.strategy()) {
			case ONE_FOR_ONE -> false;
			case ONE_FOR_ALL -> supervisor.known.stream().anyMatch(Child::isRestarting);
			case REST_FOR_ONE -> supervisor.known.subList(0, place).stream().anyMatch(Child::isRestarting);
		};
	}

	@Test
	void an_attempt_is_due_exactly_if_its_child_still_waits_for_it() { // OTP V29, V34
		always(Life::any, new Watcher() {
			@Override
			public @Nullable String after(PaperSupervisor supervisor) {
				for (Attempt each : supervisor.attempts) {
					boolean awaited = supervisor.awaited.get(each.child()) == each;
					if (each.child().isDue(each.ticket()) != awaited) {
						return "an attempt for " + each.child().id() + " is " + (awaited ? "not " : "") + "due";
					}
				}
				for (Child each : supervisor.known) {
					if (!supervisor.ended && each.isRestarting()
							&& !supervisor.attempts.contains(supervisor.awaited.get(each))) {
						return each.id() + " waits to be restarted and nothing comes";
					}
				}
				return null;
			}
		});
	}

	@Test
	void every_child_keeps_its_place_and_is_found_by_the_pid_it_has() { // OTP V24, V32,
																		// V36
		always(Life::any, new Watcher() {
			@Override
			public @Nullable String after(PaperSupervisor supervisor) {
				if (!supervisor.children.all().equals(supervisor.known)) {
					return supervisor.children + " instead of " + ids(supervisor.known);
				}
				for (Child each : supervisor.known) {
					boolean found = each.lastPid() != null && supervisor.children.withPid(each.lastPid()) == each;
					if (found != each.isRunning() || supervisor.children.get(each.id()) != each) {
						return each.id() + " is " + each.info(Place.of(each.id())).status()
								+ (found ? " and" : " and not") + " found";
					}
				}
				return null;
			}
		});
	}

	@Test
	void the_same_life_leads_to_the_same_decisions() {
		Cases.forAll(Life::any, Life::smaller, (life) -> {
			List<String> once = decisions(life);
			List<String> again = decisions(life);
			return once.equals(again) ? Optional.empty() : Optional.of(once + " and then " + again);
		});
	}

	private static List<String> decisions(Life life) {
		List<String> all = new ArrayList<>();
		PaperSupervisor.play(life, new Watcher() {
			@Override
			public @Nullable String decided(PaperSupervisor supervisor, Child child, @Nullable ExitReason reason,
					RestartDecision decision) {
				all.add(describe(decision));
				return null;
			}
		});
		return all;
	}

	/** Properties of nothing would always hold. */
	@Test
	void lives_are_rich_in_what_can_happen() {
		Map<Seen, Integer> counts = new EnumMap<>(Seen.class);
		Stream.of(Seen.values()).forEach((each) -> counts.put(each, 0));
		always(Life::any, new Watcher() {
			@Override
			public @Nullable String decided(PaperSupervisor supervisor, Child child, @Nullable ExitReason reason,
					RestartDecision decision) {
				count(switch (decision) {
					case RestartChildren restart when reason == null -> Seen.LATER_ATTEMPT;
					case RestartChildren restart when !restart.stop().isEmpty() -> Seen.RESTART_WITH_OTHERS;
					case RestartChildren restart when supervisor.delayed -> Seen.DELAYED_RESTART;
					case RestartChildren restart -> Seen.RESTART;
					case RestartDecision.Leave leave -> Seen.LEFT;
					case RestartDecision.GiveUp() -> Seen.GIVEN_UP;
					case RestartDecision.EndWithSignificant() -> Seen.ENDED;
				});
				return null;
			}

			@Override
			public @Nullable String after(PaperSupervisor supervisor) {
				if (supervisor.attempts.stream().anyMatch((each) -> !each.child().isDue(each.ticket()))) {
					count(Seen.STALE_ATTEMPT);
					if (supervisor.attempts.stream()
						.anyMatch((each) -> each.child().isRestarting() && !each.child().isDue(each.ticket()))) {
						count(Seen.STALE_ATTEMPT_FOR_ONE_THAT_WAITS_AGAIN);
					}
				}
				return null;
			}

			private void count(Seen seen) {
				counts.merge(seen, 1, Integer::sum);
			}
		});
		assertThat(counts).allSatisfy((seen, count) -> assertThat(count).isGreaterThan(2_000));
	}

	private enum Seen {

		RESTART, RESTART_WITH_OTHERS, DELAYED_RESTART, LATER_ATTEMPT, LEFT, GIVEN_UP, ENDED, STALE_ATTEMPT,
		STALE_ATTEMPT_FOR_ONE_THAT_WAITS_AGAIN

	}

	private static boolean touches(RestartChildren restart, Child child) {
		return restart.stop().contains(child) || restart.forget().contains(child) || restart.start().contains(child);
	}

	private static boolean isInOrder(List<Child> order, List<Child> some) {
		int last = -1;
		for (Child each : some) {
			int at = order.indexOf(each);
			if (at <= last) {
				return false;
			}
			last = at;
		}
		return true;
	}

	private static String describe(RestartDecision decision) {
		return switch (decision) {
			case RestartDecision.Leave(boolean forget) -> forget ? "forget" : "leave";
			case RestartDecision.EndWithSignificant() -> "end";
			case RestartDecision.GiveUp() -> "give up";
			case RestartChildren(List<Child> stop, List<Child> forget, List<Child> start) ->
				"stop " + ids(stop) + " forget " + ids(forget) + " start " + ids(start);
		};
	}

	private static String ids(List<Child> children) {
		return children.stream().map(Child::id).toList().toString();
	}

	private interface RestartRule {

		/** Tells what is wrong, or {@code null}. */
		@Nullable String broken(PaperSupervisor supervisor, Child child, RestartChildren restart);

	}

}
