package io.triotp.server;

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
 * The callbacks of a generic server. The object is a behaviour: it holds no state of its
 * own that a restart should undo. The state is what {@link #init} returns; it is passed
 * to each callback and replaced by what the callback returns.
 *
 * <p>
 * Callbacks are called one at a time by the process of the server, on a virtual thread,
 * and may block. What they throw ends the server with {@link ExitReason.Crash}, after
 * {@link #terminate} (OTP G20).
 *
 * @param <S> the state
 * @param <Q> the calls it answers, usually a sealed interface
 * @param <M> the casts it takes, usually a sealed interface
 */
public interface GenServer<S, Q extends Call<?, ?>, M extends Cast<?>> {

	/**
	 * Make the first state. Called once for each start; whoever starts the server waits
	 * for it.
	 * @return the state
	 * @throws Exception if the server cannot start
	 */
	S init() throws Exception;

	/**
	 * Start with more to say than a state: ignore, refuse, continue, idle timeout. Calls
	 * {@link #init} unless overridden; an override calls it too.
	 * @return how the server starts
	 * @throws Exception if the server cannot start
	 */
	default InitResult<S> onStart() throws Exception {
		return InitResult.ready(init());
	}

	/**
	 * Answer a call.
	 * @param request the request
	 * @param from the caller, for an answer that comes later
	 * @param state the present state
	 * @return {@link #reply}, {@link #raise}, {@link #next} to answer later, or
	 * {@link #stop}
	 * @throws Exception to crash; the caller gets {@link CallException.ServerExited}
	 */
	default CallResult<S> handleCall(Q request, From from, S state) throws Exception {
		throw new UnsupportedOperationException(
				getClass().getName() + " has no handleCall, but was called with " + request.getClass().getName());
	}

	/**
	 * Take a cast.
	 * @param message the message
	 * @param state the present state
	 * @return {@link #next} or {@link #stop}
	 * @throws Exception to crash
	 */
	default Next<S> handleCast(M message, S state) throws Exception {
		throw new UnsupportedOperationException(
				getClass().getName() + " has no handleCast, but was sent " + message.getClass().getName());
	}

	/**
	 * Take anything else: messages sent directly, timers, {@link IdleTimeout}, monitors
	 * and exit signals of a server that traps them. Logs a warning and counts a dead
	 * letter unless overridden (OTP G18).
	 * @param message the message
	 * @param state the present state
	 * @return {@link #next} or {@link #stop}
	 * @throws Exception to crash
	 */
	default Next<S> handleInfo(Object message, S state) throws Exception {
		LoggerFactory.getLogger(getClass())
			.warn("{} has no handleInfo and ignores a message of type {}", self().pid(), message.getClass().getName());
		if (!(message instanceof SystemMessage || message instanceof IdleTimeout)) {
			self().processes().host().countDeadLetter(self().pid(), message, DeadLetterReason.NOT_UNDERSTOOD);
		}
		return next(state);
	}

	/**
	 * Go on with something before the next message (OTP G15).
	 * @param continuation what the last callback left
	 * @param state the present state
	 * @return {@link #next} or {@link #stop}
	 * @throws Exception to crash
	 */
	default Next<S> handleContinue(Object continuation, S state) throws Exception {
		throw new UnsupportedOperationException(getClass().getName() + " has no handleContinue, but continues with "
				+ continuation.getClass().getName());
	}

	/**
	 * Clean up. Called on every end but a kill, also when a supervisor shuts the server
	 * down; not if {@link #init} failed.
	 * @param reason why the server ends
	 * @param state the last state
	 * @throws Exception to replace the exit reason (OTP G24)
	 */
	default void terminate(ExitReason reason, S state) throws Exception {
	}

	/**
	 * {@return the class that reports name; a decorator returns that of what it
	 * decorates} Called by any thread, also while a callback runs; must neither block nor
	 * throw.
	 */
	default Class<?> reportedType() {
		return getClass();
	}

	/**
	 * {@return the powers of the process whose callback is running: pid, timers, links,
	 * monitors}
	 */
	default Self self() {
		return Self.current();
	}

	/**
	 * {@return the result that answers a call}
	 * @param <R> the type of the reply
	 * @param request the request, which tells the type
	 * @param value the reply
	 * @param state the new state
	 */
	default <R extends @Nullable Object> CallResult.Reply<S> reply(Call<?, R> request, R value, S state) {
		return new CallResult.Reply<>(new CallResult.Answer(value, null), state, After.nothing());
	}

	/**
	 * {@return the result that raises an exception in the caller and keeps the server
	 * running}
	 * @param error the exception; a checked one reaches the caller as the cause of a
	 * {@link CallException.Raised}
	 * @param state the new state
	 */
	default CallResult.Reply<S> raise(Throwable error, S state) {
		return new CallResult.Reply<>(new CallResult.Answer(null, error), state, After.nothing());
	}

	/**
	 * {@return the result that answers a call after {@link #terminate} and ends the
	 * server (OTP G12)}
	 * @param <R> the type of the reply
	 * @param request the request, which tells the type
	 * @param value the reply
	 * @param reason the exit reason
	 * @param state the last state
	 */
	default <R extends @Nullable Object> CallResult<S> replyAndStop(Call<?, R> request, R value, ExitReason reason,
			S state) {
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
	 * @param cause why
	 * @param state the last state
	 */
	default Next<S> stop(Throwable cause, S state) {
		return new Next.Stop<>(ExitReason.crash(cause), state);
	}

	/**
	 * Start a server that nobody supervises, and wait for its {@link #init}.
	 * @param <P> the server
	 * @param node where
	 * @param server its callbacks
	 * @param options its name and limits
	 * @return the running server
	 * @throws StartException if it did not start
	 * @throws io.triotp.process.NameTakenException if another process has the name
	 */
	static <P extends GenServer<?, ?, ?>> ServerRef<P> start(Processes node, P server, ServerOptions options) {
		return ServerRef.of(node, ServerStart.unlinked(node.host(), server, options));
	}

	/**
	 * Start a server that nobody supervises, without a name, and wait for its
	 * {@link #init}.
	 * @param <P> the server
	 * @param node where
	 * @param server its callbacks
	 * @return the running server
	 * @throws StartException if it did not start
	 */
	static <P extends GenServer<?, ?, ?>> ServerRef<P> start(Processes node, P server) {
		return start(node, server, ServerOptions.defaults());
	}

	/**
	 * Start a server linked to the calling process, which is its parent, and wait for its
	 * {@link #init}. If it does not start the caller gets the exception and no exit
	 * signal, trapping or not (OTP S6).
	 * @param <P> the server
	 * @param server its callbacks
	 * @param options its name and limits
	 * @return the running server
	 * @throws StartException if it did not start
	 * @throws io.triotp.process.NameTakenException if another process has the name
	 */
	static <P extends GenServer<?, ?, ?>> ServerRef<P> startLink(P server, ServerOptions options) {
		BehaviourHost node = Self.current().processes().host();
		return ServerRef.of(node, ServerStart.linked(node, server, options));
	}

	/**
	 * Start a server monitored by the calling process, which is not its parent, and wait
	 * for its {@link #init}. There is no moment in which it runs unmonitored: however
	 * soon it ends, its {@link SystemMessage.Down} tells its own reason. If it does not
	 * start the caller gets the exception and no {@code Down} (OTP S2).
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
