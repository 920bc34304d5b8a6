package io.triotp.spring.boot.view;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

import io.triotp.process.ProcessInfo;
import io.triotp.supervisor.Supervisor;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the processes of a node.
 */
final class ProcessCensus {

	private final Map<ProcessInfo.State, Long> byState = new EnumMap<>(ProcessInfo.State.class);

	private long total;

	private long supervisors;

	private long messages;

	private @Nullable ProcessInfo largest;

	ProcessCensus(Stream<ProcessInfo> processes) {
		for (ProcessInfo.State state : ProcessInfo.State.values()) {
			this.byState.put(state, 0L);
		}
		processes.forEach(this::count);
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
