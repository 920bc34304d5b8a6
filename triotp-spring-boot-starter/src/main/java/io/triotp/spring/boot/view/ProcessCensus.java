package io.triotp.spring.boot.view;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.triotp.process.NodeView;
import io.triotp.process.ProcessInfo;
import io.triotp.supervisor.Supervisor;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the processes of a node.
 */
final class ProcessCensus {

	/** More of them would tell nothing new. */
	private static final int MAX_FULL = 5;

	private final Map<ProcessInfo.State, Long> byState = new EnumMap<>(ProcessInfo.State.class);

	private long total;

	private long supervisors;

	private long messages;

	private @Nullable ProcessInfo largest;

	private final List<ProcessInfo> full = new ArrayList<>();

	private final NodeView view;

	ProcessCensus(NodeView view) {
		this.view = view;
		for (ProcessInfo.State state : ProcessInfo.State.values()) {
			this.byState.put(state, 0L);
		}
		view.processes().forEach(this::count);
	}

	private void count(ProcessInfo process) {
		this.total++;
		this.byState.merge(process.state(), 1L, Long::sum);
		if (Supervisor.isSupervisor(process)) {
			this.supervisors++;
		}
		int waiting = process.mailboxSize();
		this.messages += waiting;
		if (waiting > ((this.largest != null) ? this.largest.mailboxSize() : 0)) {
			this.largest = process;
		}
		if (waiting > 0 && this.full.size() < MAX_FULL && isFull(process)) {
			this.full.add(process);
		}
	}

	private boolean isFull(ProcessInfo process) {
		return this.view.mailboxLimit(process.pid())
			.filter((limit) -> process.mailboxSize() >= limit.capacity())
			.isPresent();
	}

	/**
	 * {@return some of the processes whose mailbox has a limit and is full}
	 */
	List<ProcessInfo> full() {
		return this.full;
	}

	SummaryDescriptor.ProcessesDescriptor processes() {
		return new SummaryDescriptor.ProcessesDescriptor(this.total, this.supervisors, this.byState);
	}

	long messages() {
		return this.messages;
	}

	/**
	 * {@return the process with the largest mailbox, if anything waits anywhere}
	 */
	@Nullable ProcessInfo largest() {
		return this.largest;
	}

}
