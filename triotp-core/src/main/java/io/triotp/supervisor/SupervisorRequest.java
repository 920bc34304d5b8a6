package io.triotp.supervisor;

import java.util.List;
import java.util.Optional;

import io.triotp.process.Pid;
import io.triotp.process.ReportName;
import io.triotp.server.Call;

/**
 * The requests of {@link Supervisor} to its process.
 */
sealed interface SupervisorRequest<R> extends Call<SupervisorProcess, R>, ReportName {

	@Override
	default String reportName() {
		return switch (this) {
			case StartChild start -> "Supervisor.startChild";
			case TerminateChild terminate -> "Supervisor.terminateChild";
			case RestartChild restart -> "Supervisor.restartChild";
			case RestartRunning restart -> "Supervisor.restartRunningChild";
			case RestartWaiting restart -> "Supervisor.restartWaitingChild";
			case TerminateRunning terminate -> "Supervisor.terminateRunningChild";
			case DeleteChild delete -> "Supervisor.deleteChild";
			case WhichChild which -> "Supervisor.child";
			case WhichPartitions which -> "PartitionSupervisor.named";
			case WhichChildren which -> "Supervisor.children";
		};
	}

	record StartChild(ChildSpec spec) implements SupervisorRequest<Optional<Pid>> {
	}

	record TerminateChild(String id) implements SupervisorRequest<Boolean> {
	}

	record RestartChild(String id) implements SupervisorRequest<Optional<Pid>> {
	}

	/** One child and those restarted with it, unless it has another process by now. */
	record RestartRunning(Pid pid) implements SupervisorRequest<Optional<Pid>> {
	}

	/** One child that waits for its restart, and those that wait with it. */
	record RestartWaiting(String id) implements SupervisorRequest<Optional<Pid>> {
	}

	record TerminateRunning(Pid pid) implements SupervisorRequest<Boolean> {
	}

	record DeleteChild(String id) implements SupervisorRequest<Boolean> {
	}

	record WhichChild(String id) implements SupervisorRequest<Optional<ChildInfo>> {
	}

	/** Which partition supervisor this is, if it is one. */
	record WhichPartitions() implements SupervisorRequest<Optional<PartitionSupervisor>> {
	}

	record WhichChildren() implements SupervisorRequest<List<ChildInfo>> {
	}

}
