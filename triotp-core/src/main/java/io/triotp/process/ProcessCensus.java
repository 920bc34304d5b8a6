package io.triotp.process;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * All live processes of a node, counted in one pass; weakly consistent.
 *
 * @param total how many there are
 * @param byState how many are in each state
 * @param byBehaviour how many there are of the classes that were asked for
 * @param messages how many messages wait for all of them
 * @param largest the process with the most messages, if any waits
 * @param largestSize how many those are
 * @param full some processes whose mailbox has a limit and is full
 */
public record ProcessCensus(long total, Map<ProcessInfo.State, Long> byState, Map<Class<?>, Long> byBehaviour,
		long messages, Optional<Pid> largest, int largestSize, List<Pid> full) {

	public ProcessCensus {
		byState = Map.copyOf(byState);
		byBehaviour = Map.copyOf(byBehaviour);
		Objects.requireNonNull(largest, "largest");
		full = List.copyOf(full);
	}

}
