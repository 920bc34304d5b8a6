package io.triotp.process;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import io.triotp.Pure;
import org.jspecify.annotations.Nullable;

/**
 * Finds processes that wait for each other in a circle. Each waits for at most one other,
 * so the graph is a set of chains.
 */
@Pure
final class WaitGraph {

	/** A longer chain is treated as endless. */
	private static final int MAX_STEPS = 10_000;

	/** Nobody reads a longer one. */
	private static final int MOST_NAMED = 10;

	private WaitGraph() {
	}

	/**
	 * {@return the circle that a process belongs to, beginning and ending with it; empty
	 * if there is none}
	 * @param start the process
	 * @param waitsFor returns the process that another waits for, or {@code null}; its
	 * results may change meanwhile
	 */
	static List<Pid> circle(Pid start, UnaryOperator<@Nullable Pid> waitsFor) {
		Pid next = waitsFor.apply(start);
		for (int steps = 0; next != null && next != start && steps < MAX_STEPS; steps++) {
			next = waitsFor.apply(next);
		}
		return (next == start) ? collect(start, waitsFor) : List.of();
	}

	/**
	 * {@return whom a process waits for, whom that waits for, and so on} At most
	 * {@value #MOST_NAMED}; ends before one that is in it already.
	 * @param start the process, which is not in it
	 * @param waitsFor returns the process that another waits for, or {@code null}
	 */
	static List<Pid> chain(Pid start, UnaryOperator<@Nullable Pid> waitsFor) {
		List<Pid> chain = new ArrayList<>();
		for (Pid next = waitsFor.apply(start); next != null && next != start && !chain.contains(next)
				&& chain.size() < MOST_NAMED; next = waitsFor.apply(next)) {
			chain.add(next);
		}
		return chain;
	}

	private static List<Pid> collect(Pid start, UnaryOperator<@Nullable Pid> waitsFor) {
		List<Pid> circle = new ArrayList<>();
		circle.add(start);
		for (Pid next = waitsFor.apply(start); next != null && next != start
				&& circle.size() <= MAX_STEPS; next = waitsFor.apply(next)) {
			circle.add(next);
		}
		circle.add(start);
		return circle;
	}

}
