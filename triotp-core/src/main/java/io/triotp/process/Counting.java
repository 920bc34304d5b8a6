package io.triotp.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Counts processes without an object for each: there may be a million.
 */
final class Counting {

	/** More of them would tell nothing new. */
	private static final int FULL = 5;

	private static final ProcessInfo.State[] STATES = ProcessInfo.State.values();

	private final long[] states = new long[STATES.length];

	private final Class<?>[] wanted;

	private final long[] behaviours;

	private long total;

	private long messages;

	private @Nullable ProcessCell largest;

	private int largestSize;

	private final List<Pid> full = new ArrayList<>();

	private Counting(Class<?>... wanted) {
		this.wanted = wanted;
		this.behaviours = new long[wanted.length];
	}

	static ProcessCensus of(Stream<ProcessCell> processes, Class<?>... wanted) {
		Counting counting = new Counting(wanted.clone());
		processes.forEach(counting::add);
		return counting.census();
	}

	private void add(ProcessCell cell) {
		this.total++;
		this.states[cell.present().ordinal()]++;
		Class<?> type = cell.type();
		for (int i = 0; i < this.wanted.length; i++) {
			if (type == this.wanted[i]) {
				this.behaviours[i]++;
			}
		}
		int waiting = cell.length();
		if (waiting > 0) {
			this.messages += waiting;
			if (waiting > this.largestSize) {
				this.largestSize = waiting;
				this.largest = cell;
			}
			if (this.full.size() < FULL && cell.limit().filter((limit) -> waiting >= limit.capacity()).isPresent()) {
				this.full.add(cell);
			}
		}
	}

	private ProcessCensus census() {
		Map<ProcessInfo.State, Long> byState = new HashMap<>();
		for (ProcessInfo.State state : STATES) {
			byState.put(state, this.states[state.ordinal()]);
		}
		Map<Class<?>, Long> byBehaviour = new HashMap<>();
		for (int i = 0; i < this.wanted.length; i++) {
			byBehaviour.put(this.wanted[i], this.behaviours[i]);
		}
		return new ProcessCensus(this.total, byState, byBehaviour, this.messages, Optional.ofNullable(this.largest),
				this.largestSize, this.full);
	}

}
