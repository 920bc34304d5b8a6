package io.triotp.test.simulation;

import java.util.List;
import java.util.SplittableRandom;

import io.triotp.node.Node;

/**
 * Decides step by step who goes on, and lets time pass when nobody can.
 */
final class Conductor {

	/** More of them at one moment are somebody who goes on and on. */
	private static final int MOST_AT_ONCE = 1_000_000;

	/** The longest jitter is 2 to this many nanoseconds, 4 milliseconds. */
	private static final int LONGEST_JITTER_BITS = 22;

	private final Baton baton;

	private final SimulatedTime time;

	private final SplittableRandom random;

	private final FaultInjector faults;

	private long trace = 17;

	private volatile long steps;

	/** Steps since time went on. */
	private int atOnce;

	Conductor(Baton baton, SimulatedTime time, SplittableRandom random, FaultInjector faults) {
		this.baton = baton;
		this.time = time;
		this.random = random;
		this.faults = faults;
	}

	/**
	 * {@return how many steps there were; read by any thread}
	 */
	long steps() {
		return this.steps;
	}

	/**
	 * {@return a number that tells this run from others: whoever went on, and when}
	 */
	long trace() {
		return this.trace;
	}

	/**
	 * Takes a step.
	 * @param node the node, if something may go wrong in it
	 * @param end when to stop
	 * @return whether there was one to take before the end
	 */
	boolean step(Node node, boolean mayStrike, long end) {
		if (mayStrike) {
			this.faults.strike(node);
		}
		List<Participant> all = this.baton.all();
		long now = this.time.nanoTime();
		List<Participant> ready = all.stream().filter((each) -> each.heldUntil() <= now && each.isReady()).toList();
		boolean taskIsDue = this.time.nextTask() <= now;
		int candidates = ready.size() + (taskIsDue ? 1 : 0);
		if (candidates == 0) {
			return passTime(all, now, end);
		}
		if (++this.atOnce > MOST_AT_ONCE) {
			this.atOnce = 0;
			throw new AssertionError("After " + MOST_AT_ONCE + " steps no time has passed, and " + ready
					+ " go on: they wait for something without waiting for time, or ignore that they are interrupted");
		}
		int chosen = (candidates == 1) ? 0 : this.random.nextInt(candidates);
		note(chosen, candidates);
		if (chosen == ready.size()) {
			this.time.runNextTask();
			return true;
		}
		long delay = mayStrike ? Math.max(this.faults.delay(), jitter()) : 0;
		if (delay > 0) {
			ready.get(chosen).hold(now + delay);
		}
		else {
			this.baton.pass(ready.get(chosen));
		}
		return true;
	}

	/**
	 * {@return how long the code before this took, mostly no time; if it never took any,
	 * no two clients would ever be at work at the same moment}
	 */
	private long jitter() {
		int lot = this.random.nextInt(64);
		return (lot < LONGEST_JITTER_BITS) ? 1L << lot : 0;
	}

	private void note(int chosen, int candidates) {
		this.trace = 31 * (31 * (31 * this.trace + this.time.nanoTime()) + candidates) + chosen;
		this.steps++;
	}

	private boolean passTime(List<Participant> all, long now, long end) {
		long next = this.time.nextTask();
		for (Participant each : all) {
			boolean held = each.heldUntil() > now;
			next = Math.min(next, held ? each.heldUntil() : each.wakesAt());
		}
		if (next > end || next == Long.MAX_VALUE) {
			this.time.goOn((end == Long.MAX_VALUE) ? now : end);
			return false;
		}
		this.time.goOn(next);
		this.atOnce = (next > now) ? 0 : this.atOnce;
		for (Participant each : all) {
			if (each.wakesAt() <= next) {
				each.ring();
			}
		}
		return true;
	}

}
