package io.triotp.interleaving.model;

import java.time.Duration;
import java.util.List;

import io.triotp.interleaving.Interleaved;
import io.triotp.interleaving.Schedule;

/**
 * Random programs of processes that link, watch, name, signal and end each other: after
 * each step all that can be seen is as on paper.
 */
class RandomProgramTests {

	private static final int STEPS = 60;

	private static final int MOST = 8;

	private static final List<String> NAMES = List.of("red", "blue");

	@Interleaved
	void a_program_does_what_the_rules_say(Schedule schedule) {
		Model model = new Model();
		Troupe troupe = new Troupe(schedule.node());
		schedule.settle();
		for (int step = 0; step < STEPS; step++) {
			List<Integer> living = model.processes()
				.stream()
				.filter(Model.Process::isAlive)
				.map((each) -> each.number)
				.toList();
			if (living.isEmpty()) {
				return;
			}
			int who = living.get(schedule.random(living.size()));
			Deed deed = deed(schedule, model, who, step);
			if (deed instanceof Deed.Pass) {
				schedule.pass(Duration.ofSeconds(1));
			}
			else {
				troupe.does(who, deed);
				schedule.settle();
			}
			model.does(who, deed);
			try {
				troupe.compare(model);
			}
			catch (AssertionError ex) {
				throw new AssertionError(
						"After step " + step + ", in which p" + who + " did " + deed + ": " + ex.getMessage(), ex);
			}
		}
	}

	private static Deed deed(Schedule schedule, Model model, int who, int step) {
		int all = model.processes().size();
		int other = schedule.random(all);
		return switch (schedule.random(16)) {
			case 0, 1, 2 -> (all < MOST) ? new Deed.Spawn(schedule.random(2) == 0) : new Deed.Send(other, step);
			case 3 -> new Deed.Send(other, step);
			case 4, 5 -> new Deed.Link(other);
			case 6 -> new Deed.Unlink(other);
			case 7, 8 -> new Deed.Watch(other);
			case 9 -> unwatch(schedule, model, who);
			case 10 -> new Deed.Trap(schedule.random(3) > 0);
			case 11 -> new Deed.Signal(other, why(schedule));
			case 12 -> (schedule.random(2) == 0) ? new Deed.End(why(schedule)) : new Deed.Send(other, step);
			case 13 -> new Deed.Take(NAMES.get(schedule.random(2)));
			case 14 -> (schedule.random(2) == 0) ? new Deed.GiveBack(NAMES.get(schedule.random(2)))
					: new Deed.Later(1 + schedule.random(3), step);
			default -> new Deed.Pass();
		};
	}

	private static Deed unwatch(Schedule schedule, Model model, int who) {
		if (model.monitors() > 0) {
			int monitor = schedule.random(model.monitors());
			if (model.ownsMonitor(who, monitor)) {
				return new Deed.Unwatch(monitor, schedule.random(2) == 0);
			}
		}
		return new Deed.Pass();
	}

	private static Deed.Why why(Schedule schedule) {
		return Deed.Why.values()[schedule.random(4)];
	}

}
