package io.triotp.supervisor;

import java.util.List;
import java.util.Optional;

import io.triotp.process.Pid;
import io.triotp.server.Call;

/**
 * The requests of {@link Supervisor} to its process.
 */
sealed interface SupervisorRequest<R> extends Call<SupervisorProcess, R> {

	record StartChild(ChildSpec spec) implements SupervisorRequest<Optional<Pid>> {
	}

	record TerminateChild(String id) implements SupervisorRequest<Boolean> {
	}

	record RestartChild(String id) implements SupervisorRequest<Optional<Pid>> {
	}

	record DeleteChild(String id) implements SupervisorRequest<Boolean> {
	}

	record WhichChild(String id) implements SupervisorRequest<Optional<ChildInfo>> {
	}

	record WhichChildren() implements SupervisorRequest<List<ChildInfo>> {
	}

}
