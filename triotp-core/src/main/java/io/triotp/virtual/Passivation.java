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

	private static final int TENTH = 10;

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
	 * @param heapIsFull whether the heap is too full: then a tenth of the active ones
	 * goes
	 */
	static List<Idle> choose(List<Idle> idle, long active, int maxActive, long after, long now, boolean heapIsFull) {
		long excess = Math.max(Math.max(0, active - maxActive), heapIsFull ? Math.ceilDiv(active, TENTH) : 0);
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
