package io.triotp.server;

import java.time.Duration;
import java.util.function.Supplier;

import io.triotp.process.BehaviourHost;
import io.triotp.process.Pid;
import io.triotp.process.Traces;
import io.triotp.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * A call that carries something for the observers of the node, and tells them how it
 * ended for its caller.
 */
final class ObservedCall extends PendingCall {

	private final Traces traces;

	/**
	 * The reference it was sent through, if its caller does not wait, and may never ask
	 * for the reply.
	 */
	private final @Nullable Object async;

	ObservedCall(Object request, BehaviourHost node, @Nullable Pid target, @Nullable Pid caller, Traces traces,
			@Nullable Object async) {
		super(request, node, target, caller);
		this.traces = traces;
		this.async = async;
	}

	@Override
	public Traces traces() {
		return this.traces;
	}

	@Override
	@Nullable Object await(Object server, Duration timeout, Deadline deadline, long sentAt) {
		return telling(() -> super.await(server, timeout, deadline, sentAt));
	}

	@Override
	@Nullable Object result(Object server, Duration timeout) {
		return telling(() -> super.result(server, timeout));
	}

	private @Nullable Object telling(Supplier<@Nullable Object> result) {
		return this.traces.<@Nullable Object>around(result);
	}

	@Override
	boolean isObserved() {
		return this.async != null;
	}

	@Override
	void settled(Object result, Duration waited) {
		if (this.async != null) {
			this.traces.ended(CallOutcome.failureOf(result, new CallFailures(content(), this.async), waited));
		}
	}

}
