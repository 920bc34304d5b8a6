package io.triotp.server;

import java.util.concurrent.Callable;

import io.triotp.process.Envelope;
import io.triotp.process.ExitReason;
import io.triotp.process.HandlingOutcome;
import io.triotp.process.MessageKind;
import io.triotp.process.MessageObserver;
import io.triotp.process.Observers;
import io.triotp.process.Self;
import io.triotp.process.Traces;
import org.jspecify.annotations.Nullable;

/**
 * A server whose callbacks are observed. Stands in front of it in its {@link ServerLoop},
 * in a node that has observers; in others nothing is different for them. Used by the
 * process of the server.
 */
final class ObservedServer<S, Q extends Call<?, ?>, M extends Cast<?>> implements GenServer<S, Q, M>, StandIn {

	private final GenServer<S, Q, M> server;

	private final ServerLoop<S, Q, M> loop;

	private final Observers observers;

	private final Self self;

	private final Class<?> type;

	/** What was carried by the message whose callback runs or may continue. */
	private @Nullable Traces traces;

	ObservedServer(GenServer<S, Q, M> server, ServerLoop<S, Q, M> loop, Observers observers, Self self,
			@Nullable Traces traces) {
		this.server = server;
		this.loop = loop;
		this.observers = observers;
		this.self = self;
		this.type = loop.type();
		this.traces = traces;
	}

	@Override
	public Class<?> code() {
		return this.server.getClass();
	}

	@Override
	public S init() throws Exception {
		return this.server.init();
	}

	@Override
	public InitResult<S> onStart() throws Exception {
		return observe(MessageKind.START, this.type, this.server::onStart);
	}

	@Override
	public CallResult<S> handleCall(Q request, From from, S state) throws Exception {
		this.traces = carried();
		return observe(MessageKind.CALL, request, () -> this.server.handleCall(request, from, state));
	}

	@Override
	public boolean handlesAbandoned(Q request) {
		return this.server.handlesAbandoned(request);
	}

	@Override
	public Next<S> handleCast(M message, S state) throws Exception {
		this.traces = carried();
		return observe(MessageKind.CAST, message, () -> this.server.handleCast(message, state));
	}

	@Override
	public Next<S> handleInfo(Object message, S state) throws Exception {
		this.traces = carried();
		return observe(MessageKind.INFO, message, () -> this.server.handleInfo(message, state));
	}

	@Override
	public Next<S> handleContinue(Object continuation, S state) throws Exception {
		return observe(MessageKind.CONTINUE, continuation, () -> this.server.handleContinue(continuation, state));
	}

	@Override
	public void terminate(ExitReason reason, S state) throws Exception {
		this.traces = null;
		observe(MessageKind.TERMINATE, reason, () -> {
			this.server.terminate(reason, state);
			return reason;
		});
	}

	@Override
	public @Nullable Object formatStatus(S state) {
		return this.server.formatStatus(state);
	}

	@Override
	public Class<?> reportedType() {
		return this.server.reportedType();
	}

	private @Nullable Traces carried() {
		Envelope envelope = this.loop.working();
		return (envelope != null) ? envelope.traces() : null;
	}

	private <R> R observe(MessageKind kind, Object content, Callable<R> callback) throws Exception {
		MessageObserver.Handling handling = this.observers.handling(kind, content, this.self, this.self.path(),
				this.type, this.traces);
		R result;
		try {
			result = callback.call();
		}
		catch (Throwable ex) {
			handling.ended(HandlingOutcome.thrown(ex));
			throw ex;
		}
		handling.ended(outcome(result));
		return result;
	}

	private static HandlingOutcome outcome(@Nullable Object result) {
		return switch (result) {
			case CallResult.Reply<?> reply -> new HandlingOutcome.Replied(reply.answer().error());
			case CallResult.ReplyAndStop<?> last -> new HandlingOutcome.Stopped(last.reason());
			case Next.Stop<?> stop -> new HandlingOutcome.Stopped(stop.reason());
			case InitResult.Ignore<?> ignore -> new HandlingOutcome.Stopped(ExitReason.normal());
			case InitResult.Refuse<?> refuse -> new HandlingOutcome.Stopped(refuse.reason());
			case null ->
				new HandlingOutcome.Failed(new IllegalStateException("the callback returned null instead of a result"));
			default -> new HandlingOutcome.NoReply();
		};
	}

}
