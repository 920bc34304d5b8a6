package io.triotp.server;

import java.util.Objects;

import io.triotp.process.BehaviourHost;
import io.triotp.process.DeadLetterReason;
import io.triotp.process.ExitReason;
import io.triotp.process.MonitorRef;
import io.triotp.process.Processes;
import io.triotp.process.Self;
import io.triotp.process.SystemMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The callbacks of a generic server. The object itself holds no state that a restart
 * should reset. The state is what {@link #init} returns; it is passed to each callback
 * and replaced by what the callback returns.
 *
 * <p>
 * Callbacks run one at a time in the process of the server, on a virtual thread, and may
 * block. Anything they throw ends the server with {@link ExitReason.Crash}, after
 * {@link #terminate} (OTP G20).
 *
 * <p>
 * A server has no thread of its own: one callback may run on the thread of the callback
 * before or on a new one. Keep what must last in the state. The logging context
 * ({@code org.slf4j.MDC}) holds nothing of the message before when a message comes,
 * however busy the server is. Any other thread local that a callback sets and does not
 * remove may or may not be there for the next; remove it in a {@code finally}, or use a
 * {@code ScopedValue}.
 *
 * @param <S> the state
 * @param <Q> the calls it answers, usually a sealed interface
 * @param <M> the casts it handles, usually a sealed interface
 */
public interface GenServer<S, Q extends Call<?, ?>, M extends Cast<?>> {

	/**
	 * Makes the first state. Called once for each start; the starter waits for it.
	 * @return the state
	 * @throws Exception if the server cannot start
	 */
	S init() throws Exception;

	/**
	 * Starts the server. Override it to do more than make a state: ignore, refuse,
	 * continue, set an idle timeout. The default calls {@link #init}; an override calls
	 * it too.
	 * @return how the server starts
	 * @throws Exception if the server cannot start
	 */
	default InitResult<S> onStart() throws Exception {
		return InitResult.ready(init());
	}

	/**
	 * Handles a call.
	 * @param request the request
	 * @param from the caller, to answer it later
	 * @param state the current state
	 * @return {@link #reply}, {@link #raise}, {@link #next} to answer later, or
	 * {@link #stop}
	 * @throws Exception to crash; the caller gets {@link CallException.ServerExited}
	 */
	default CallResult<S> handleCall(Q request, From from, S state) throws Exception {
		throw new UnsupportedOperationException(
				getClass().getName() + " has no handleCall, but was called with " + request.getClass().getName());
	}

	/**
	 * {@return whether to handle a call whose caller has given up meanwhile: its time was
	 * over, or it has abandoned the request. Say yes for what has to be done although
	 * nobody waits for the reply, such as an order} If not, it is skipped and counted as
	 * a dead letter. Asked for such calls only, in the process of the server, when it
	 * comes to the call; not asked if the node handles all
	 * ({@link io.triotp.process.AbandonedCalls}).
	 * @param request the request
	 */
	default boolean handlesAbandoned(Q request) {
		return false;
	}

	/**
	 * Handles a cast.
	 * @param message the message
	 * @param state the current state
	 * @return {@link #next} or {@link #stop}
	 * @throws Exception to crash
	 */
	default Next<S> handleCast(M message, S state) throws Exception {
		throw new UnsupportedOperationException(
				getClass().getName() + " has no handleCast, but was sent " + message.getClass().getName());
	}

	/**
	 * Handles any other message: messages sent directly, timers, {@link IdleTimeout},
	 * monitors, and exit signals if the server traps them. The default logs a warning and
	 * counts a dead letter (OTP G18).
	 * @param message the message
	 * @param state the current state
	 * @return {@link #next} or {@link #stop}
	 * @throws Exception to crash
	 */
	default Next<S> handleInfo(Object message, S state) throws Exception {
		if (message instanceof SystemMessage || message instanceof IdleTimeout) {
			LoggerFactory.getLogger(getClass())
				.warn("{} has no handleInfo and ignores a message of type {}", self().pid(),
						message.getClass().getName());
		}
		else {
			self().processes().host().countDeadLetter(self().pid(), message, DeadLetterReason.NOT_UNDERSTOOD);
		}
		return next(state);
	}

	/**
	 * Continues with something before the next message (OTP G15).
	 * @param continuation what the last callback passed to {@code then}
	 * @param state the current state
	 * @return {@link #next} or {@link #stop}
	 * @throws Exception to crash
	 */
	default Next<S> handleContinue(Object continuation, S state) throws Exception {
		throw new UnsupportedOperationException(getClass().getName() + " has no handleContinue, but continues with "
				+ continuation.getClass().getName());
	}

	/**
	 * Cleans up. Called whenever the server ends, also when a supervisor shuts it down,
	 * but not after a kill or a failed {@link #init}.
	 * @param reason why the server ends
	 * @param state the last state
	 * @throws Exception to replace the exit reason (OTP G24)
	 */
	default void terminate(ExitReason reason, S state) throws Exception {
	}

	/**
	 * {@return what people may see of the state: an operator who asks for it with
	 * {@link Sys#formatState}, and the endpoint where values are shown} The state itself
	 * by default; override it to leave out secrets and what is too long, or to show the
	 * fields of a server that keeps what it knows outside of its state. As
	 * {@code format_status} in OTP. Called in the process of the server, between two
	 * messages; if it throws, whoever asked is told and the server goes on.
	 * @param state the current state
	 */
	default @Nullable Object formatStatus(S state) {
		return state;
	}

	/**
	 * {@return the class named in reports; a decorator returns that of the server it
	 * decorates} Called by the process before {@link #init}; if it throws, reports name
	 * the class of this server.
	 */
	default Class<?> reportedType() {
		return getClass();
	}

	/**
	 * {@return the process whose callback is running, for its pid, timers, links and
	 * monitors}
	 */
	default Self self() {
		return Self.current();
	}

	/**
	 * {@return the result that answers a call}
	 * @param <R> the type of the reply
	 * @param request the request, which gives the type
	 * @param value the reply
	 * @param state the new state
	 */
	default <R extends @Nullable Object> CallResult.Reply<S> reply(Call<?, R> request, R value, S state) {
		Objects.requireNonNull(request, "request");
		return new CallResult.Reply<>(new CallResult.Answer(value, null), state, After.nothing());
	}

	/**
	 * {@return the result that raises an exception in the caller and keeps the server
	 * running}
	 * @param error the exception; a checked one reaches the caller as the cause of a
	 * {@link CallException.Raised}
	 * @param state the new state
	 * @throws NullPointerException if there is no exception
	 */
	default CallResult.Reply<S> raise(Throwable error, S state) {
		Objects.requireNonNull(error, "error");
		return new CallResult.Reply<>(new CallResult.Answer(null, error), state, After.nothing());
	}

	/**
	 * {@return the result that answers a call after {@link #terminate} and ends the
	 * server (OTP G12)}
	 * @param <R> the type of the reply
	 * @param request the request, which gives the type
	 * @param value the reply
	 * @param reason the exit reason
	 * @param state the last state
	 */
	default <R extends @Nullable Object> CallResult<S> replyAndStop(Call<?, R> request, R value, ExitReason reason,
			S state) {
		Objects.requireNonNull(request, "request");
		return new CallResult.ReplyAndStop<>(new CallResult.Answer(value, null), reason, state);
	}

	/**
	 * {@return the result that goes on with the next message; after a call, the answer
	 * comes later (OTP G6)}
	 * @param state the new state
	 */
	default Next.Continue<S> next(S state) {
		return new Next.Continue<>(state, After.nothing());
	}

	/**
	 * {@return the result that ends the server with {@code normal}}
	 * @param state the last state
	 */
	default Next<S> stop(S state) {
		return new Next.Stop<>(ExitReason.normal(), state);
	}

	/**
	 * {@return the result that ends the server}
	 * @param reason the exit reason
	 * @param state the last state
	 */
	default Next<S> stop(ExitReason reason, S state) {
		return new Next.Stop<>(reason, state);
	}

	/**
	 * {@return the result that ends the server with a crash}
	 * @param cause the cause
	 * @param state the last state
	 */
	default Next<S> stop(Throwable cause, S state) {
		Objects.requireNonNull(cause, "cause");
		return new Next.Stop<>(ExitReason.crash(cause), state);
	}

	/**
	 * Starts an unsupervised server and waits for its {@link #init}.
	 * @param <P> the server
	 * @param node the node to start it in
	 * @param server its callbacks
	 * @param options its name and limits
	 * @return the running server
	 * @throws StartException if it did not start
	 * @throws io.triotp.process.NameTakenException if another process has the name
	 */
	static <P extends GenServer<?, ?, ?>> ServerRef<P> start(Processes node, P server, ServerOptions options) {
		Objects.requireNonNull(node, "node");
		return ServerRef.of(node, ServerStart.unlinked(node.host(), server, options));
	}

	/**
	 * Starts an unsupervised server without a name and waits for its {@link #init}.
	 * @param <P> the server
	 * @param node the node to start it in
	 * @param server its callbacks
	 * @return the running server
	 * @throws StartException if it did not start
	 */
	static <P extends GenServer<?, ?, ?>> ServerRef<P> start(Processes node, P server) {
		return start(node, server, ServerOptions.defaults());
	}

	/**
	 * Starts a server linked to the calling process, its parent, and waits for its
	 * {@link #init}. If it does not start, the caller gets the exception and no exit
	 * signal, whether or not it traps exits (OTP S6).
	 * @param <P> the server
	 * @param server its callbacks
	 * @param options its name and limits
	 * @return the running server
	 * @throws StartException if it did not start
	 * @throws io.triotp.process.NameTakenException if another process has the name
	 * @throws IllegalStateException if the calling thread runs no process
	 */
	static <P extends GenServer<?, ?, ?>> ServerRef<P> startLink(P server, ServerOptions options) {
		BehaviourHost node = Self.current().processes().host();
		return ServerRef.of(node, ServerStart.linked(node, server, options));
	}

	/**
	 * Starts a server monitored by the calling process, which is not its parent, and
	 * waits for its {@link #init}. It never runs unmonitored: however soon it ends, its
	 * {@link SystemMessage.Down} carries its own reason. If it does not start, the caller
	 * gets the exception and no {@code Down} (OTP S2).
	 * @param <P> the server
	 * @param server its callbacks
	 * @param options its name and limits
	 * @return the running server and the monitor
	 * @throws StartException if it did not start
	 * @throws io.triotp.process.NameTakenException if another process has the name
	 * @throws IllegalStateException if the calling thread runs no process
	 */
	static <P extends GenServer<?, ?, ?>> MonitoredServer<P> startMonitor(P server, ServerOptions options) {
		BehaviourHost node = Self.current().processes().host();
		MonitorRef monitor = ServerStart.monitored(node, server, options);
		return new MonitoredServer<>(ServerRef.of(node, monitor.target()), monitor);
	}

}
