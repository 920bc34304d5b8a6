package io.triotp.virtual;

import java.util.Comparator;
import java.util.List;

import io.triotp.Pure;
import io.triotp.process.Pid;

/**
 * Decides which servers are let go.
 */
@Pure
final class Passivation {

	private Passivation() {
	}

	/**
	 * {@return the servers to let go: all that have been idle for long enough, and if
	 * there are still too many, or the heap is too full, those that have been idle for
	 * longest}
	 * @param idle the servers that have nothing to do
	 * @param active how many have a process that has not been asked to leave
	 * @param maxActive how many may have one
	 * @param after how long is long enough, in nanoseconds
	 * @param now the time, in nanoseconds
	 * @param portion which part of the active ones goes since the heap is too full, 0 if
	 * it is not
	 */
	static List<Idle> choose(List<Idle> idle, long active, int maxActive, long after, long now, double portion) {
		long excess = Math.max(Math.max(0, active - maxActive), (long) Math.ceil(active * portion));
		List<Idle> longestFirst = idle.stream()
			.sorted(Comparator.comparingLong((Idle each) -> now - each.since()).reversed())
			.toList();
		long due = longestFirst.stream().takeWhile((each) -> now - each.since() >= after).count();
		return longestFirst.subList(0, (int) Math.min(longestFirst.size(), Math.max(due, excess)));
	}

	/**
	 * A server that has nothing to do.
	 *
	 * @param resident the server
	 * @param pid its process
	 * @param since since when, in nanoseconds
	 */
	record Idle(Resident resident, Pid pid, long since) {
	}

}
