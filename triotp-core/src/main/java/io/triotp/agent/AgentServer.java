package io.triotp.agent;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.triotp.process.ReportName;
import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;

/**
 * The server behind an {@link Agent}.
 */
final class AgentServer<S> implements GenServer<S, AgentServer.Request<S, ?>, AgentServer.Update<S>> {

	private final Callable<? extends S> initial;

	AgentServer(Callable<? extends S> initial) {
		this.initial = initial;
	}

	sealed interface Request<S, R> extends Call<AgentServer<S>, R>, ReportName {

		Agent.Updated<R, S> apply(S state);

	}

	record Get<S, R>(Function<? super S, ? extends R> function) implements Request<S, R> {

		@Override
		public Agent.Updated<R, S> apply(S state) {
			return new Agent.Updated<>(this.function.apply(state), state);
		}

		@Override
		public String reportName() {
			return "Agent.get";
		}

	}

	record GetAndUpdate<S, R>(Function<? super S, Agent.Updated<R, S>> function) implements Request<S, R> {

		@Override
		public Agent.Updated<R, S> apply(S state) {
			return this.function.apply(state);
		}

		@Override
		public String reportName() {
			return "Agent.getAndUpdate";
		}

	}

	record Update<S>(UnaryOperator<S> function) implements Cast<AgentServer<S>>, ReportName {

		@Override
		public String reportName() {
			return "Agent.cast";
		}

	}

	/** The user's code behind an agent is the function that makes its first state. */
	@Override
	public Class<?> reportedType() {
		return this.initial.getClass();
	}

	@Override
	public S init() throws Exception {
		return this.initial.call();
	}

	/**
	 * A change is made though nobody waits for it; a look at the state is worth nothing.
	 */
	@Override
	public boolean handlesAbandoned(Request<S, ?> request) {
		return request instanceof GetAndUpdate;
	}

	@Override
	public CallResult<S> handleCall(Request<S, ?> request, From from, S state) {
		return answer(request, state);
	}

	private <R> CallResult<S> answer(Request<S, R> request, S state) {
		Agent.Updated<R, S> updated = Objects.requireNonNull(request.apply(state),
				"the function given to getAndUpdate returned null instead of an Agent.Updated");
		return reply(request, updated.result(), updated.state());
	}

	@Override
	public Next<S> handleCast(Update<S> message, S state) {
		return next(message.function().apply(state));
	}

}
