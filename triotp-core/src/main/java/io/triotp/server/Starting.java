package io.triotp.server;

import java.util.concurrent.Callable;
import java.util.function.Consumer;

import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.Self;
import org.jspecify.annotations.Nullable;

/**
 * The start of a server, and what it needs only until it is up.
 */
sealed class Starting implements ColdState permits ObservedStarting {

	private final StartLatch latch;

	/** Own process only: what to do after {@code init}. */
	private After after = After.nothing();

	Starting(StartLatch latch) {
		this.latch = latch;
	}

	@Override
	public Starting starting() {
		return this;
	}

	StartLatch latch() {
		return this.latch;
	}

	/**
	 * The server has been made; called by its process before {@code init}.
	 * @return the server whose callbacks are called
	 */
	<S, Q extends Call<?, ?>, M extends Cast<?>> GenServer<S, Q, M> made(GenServer<S, Q, M> server,
			ServerLoop<S, Q, M> loop, Self self) {
		return server;
	}

	After after() {
		return this.after;
	}

	/**
	 * Lets the server make its first state. Called by its process, before any message.
	 * @param self the process
	 * @param onStart the callback of the server
	 * @param first takes the first state
	 * @return why the process ends, or {@code null} if it goes on
	 */
	<S> @Nullable ExitReason start(Self self, Callable<InitResult<S>> onStart, Consumer<S> first) throws Exception {
		this.latch.begins(self.pid());
		boolean up = false;
		try {
			ExitReason failure = interpret(onStart.call(), first);
			up = failure == null;
			return failure;
		}
		finally {
			if (!up && self.alive()) {
				this.latch.muteStart(self.pid());
			}
		}
	}

	/**
	 * The process has ended before the server was up; called by the thread that ends it.
	 */
	void exited(Pid process, ExitReason reason) {
		if (this.latch.exited(reason)) {
			this.latch.muteStart(process);
		}
	}

	private <S> @Nullable ExitReason interpret(InitResult<S> result, Consumer<S> first) {
		return switch (result) {
			case InitResult.Ready<S>(S state, After next) -> {
				first.accept(state);
				this.after = next;
				yield null;
			}
			case InitResult.Ignore<S>() -> {
				this.latch.ignored();
				yield ExitReason.normal();
			}
			case InitResult.Refuse<S>(ExitReason reason) -> {
				this.latch.refused(reason);
				yield ExitReason.normal();
			}
			case null -> throw new IllegalStateException("onStart returned null instead of a result");
		};
	}

}
