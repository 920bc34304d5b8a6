package io.triotp.server;

import io.triotp.process.Observers;
import io.triotp.process.Self;
import io.triotp.process.Traces;
import org.jspecify.annotations.Nullable;

/**
 * The start of a server in a node that has observers.
 */
final class ObservedStarting extends Starting {

	private final Observers observers;

	private final @Nullable Traces traces;

	ObservedStarting(StartLatch latch, Observers observers, @Nullable Traces traces) {
		super(latch);
		this.observers = observers;
		this.traces = traces;
	}

	@Override
	<S, Q extends Call<?, ?>, M extends Cast<?>> GenServer<S, Q, M> made(GenServer<S, Q, M> server,
			ServerLoop<S, Q, M> loop, Self self) {
		return new ObservedServer<>(server, loop, this.observers, self, this.traces);
	}

}
