package io.triotp.supervisor;

import io.triotp.process.Pid;
import io.triotp.process.Self;
import org.jspecify.annotations.Nullable;

/**
 * What a supervisor works with once it has a process. Used by that process only.
 *
 * @param self the process
 * @param view the supervisor as others see it
 * @param reports records what happens
 * @param runner starts and stops children
 * @param scheduler schedules restarts
 */
record SupervisorContext(Self self, LiveSupervisor view, SupervisorReports reports, ChildRunner runner,
		RestartScheduler scheduler) {

	static SupervisorContext of(Self self, LiveSupervisor view, TreeTotals totals, @Nullable Backoff backoff) {
		SupervisorReports reports = new SupervisorReports(self, view, totals);
		return new SupervisorContext(self, view, reports, new ChildRunner(self, view, reports, totals),
				new RestartScheduler(self, reports, view.intensity(), backoff));
	}

	/** Monotonic time. */
	long now() {
		return this.self.processes().host().time().nanoTime();
	}

	boolean isLeaving(Pid pid) {
		return this.self.processes().host().isLeaving(pid);
	}

}
