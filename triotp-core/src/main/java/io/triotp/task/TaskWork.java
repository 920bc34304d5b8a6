package io.triotp.task;

import java.util.ArrayList;
import java.util.List;

import io.triotp.process.BehaviourHost;
import io.triotp.process.Pid;
import io.triotp.process.PlainProcess;
import io.triotp.process.ProcessBody;
import io.triotp.process.Self;
import io.triotp.process.Traces;
import org.jspecify.annotations.Nullable;

/**
 * What the process of a task runs, and on whose behalf (OTP K10).
 *
 * @param type the class of the function the user gave
 * @param callers the processes on whose behalf it works, nearest first
 * @param traces what it carries for the observers of the node, or {@code null}
 * @param code what the process runs
 */
record TaskWork(Class<?> type, List<Pid> callers, @Nullable Traces traces, ProcessBody code) implements ProcessBody {

	/**
	 * Bounded: tasks that start their successors for ever must not carry ever longer
	 * lists.
	 */
	private static final int MOST_CALLERS = 20;

	/**
	 * {@return work on behalf of the calling process and its callers}
	 */
	static TaskWork of(BehaviourHost node, Class<?> type, @Nullable Traces traces, ProcessBody code) {
		return new TaskWork(type, callers(node), traces, code);
	}

	private static List<Pid> callers(BehaviourHost node) {
		Self caller = Self.currentOrNull();
		if (caller == null || caller.processes() != node) {
			return List.of();
		}
		List<Pid> above = caller.callers();
		List<Pid> all = new ArrayList<>(above.size() + 1);
		all.add(caller.pid());
		all.addAll(above.subList(0, Math.min(above.size(), MOST_CALLERS - 1)));
		return List.copyOf(all);
	}

	/** The same work, after something else. */
	TaskWork after(ProcessBody first) {
		return new TaskWork(this.type, this.callers, this.traces, (self) -> {
			first.run(self);
			this.code.run(self);
		});
	}

	@Override
	public void run(PlainProcess self) throws Exception {
		this.code.run(self);
	}

}
