package io.triotp.agent;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.server.GenServer;
import io.triotp.server.ServerOptions;
import io.triotp.server.ServerRef;
import io.triotp.server.Sys;
import io.triotp.supervisor.ChildSpec;

/**
 * A state kept by a process. Functions on it run in that process, one at a time; one that
 * throws crashes the agent, and the caller gets
 * {@link io.triotp.server.CallException.ServerExited} (OTP B1).
 *
 * @param <S> the state
 */
public final class Agent<S> {

	private final ServerRef<AgentServer<S>> ref;

	private Agent(ServerRef<AgentServer<S>> ref) {
		this.ref = ref;
	}

	/**
	 * Start an agent that nobody supervises.
	 * @param <S> the state
	 * @param node where
	 * @param initial makes the first state, in the process of the agent
	 * @return the running agent
	 * @throws io.triotp.server.StartException if {@code initial} throws
	 */
	public static <S> Agent<S> start(Processes node, Callable<? extends S> initial) {
		return start(node.host(), ServerOptions.defaults(), initial);
	}

	/**
	 * Start an agent that nobody supervises.
	 * @param <S> the state
	 * @param node where
	 * @param options its name and limits
	 * @param initial makes the first state, in the process of the agent
	 * @return the running agent
	 * @throws io.triotp.server.StartException if {@code initial} throws
	 */
	public static <S> Agent<S> start(Processes node, ServerOptions options, Callable<? extends S> initial) {
		return new Agent<>(GenServer.start(node.host(), new AgentServer<S>(initial), options));
	}

	/**
	 * {@return an agent as a permanent child; give it a name to find it with
	 * {@link #named}}
	 * @param id its id
	 * @param initial makes the first state, at each start
	 */
	public static ChildSpec child(String id, Callable<?> initial) {
		Objects.requireNonNull(initial, "initial");
		return ChildSpec.server(id, () -> new AgentServer<>(initial));
	}

	/**
	 * {@return the agent that has a name}
	 * @param <S> the state
	 * @param node where it lives
	 * @param name the name
	 */
	public static <S> Agent<S> named(Processes node, String name) {
		return new Agent<>(ServerRef.named(node.host(), name));
	}

	/**
	 * {@return the agent that has a name in the node of the process that uses it} Only
	 * processes can use it.
	 * @param <S> the state
	 * @param name the name
	 */
	public static <S> Agent<S> named(String name) {
		return new Agent<>(ServerRef.named(name));
	}

	/**
	 * {@return what a function makes of the state}
	 * @param <R> the result
	 * @param function must not change the state
	 * @throws io.triotp.server.CallException if there is no answer, because the agent is
	 * not there, the function throws, or it takes longer than the node allows, 5 seconds
	 * by default
	 */
	public <R> R get(Function<? super S, ? extends R> function) {
		return this.ref.call(new AgentServer.Get<>(function));
	}

	/**
	 * {@return what a function makes of the state}
	 * @param <R> the result
	 * @param function must not change the state
	 * @param timeout how long to wait, 0 or more
	 * @throws io.triotp.server.CallException if there is no answer
	 */
	public <R> R get(Function<? super S, ? extends R> function, Duration timeout) {
		return this.ref.call(new AgentServer.Get<>(function), timeout);
	}

	/**
	 * Replace the state, and wait until that is done.
	 * @param function makes the new state of the old one
	 * @throws io.triotp.server.CallException if there is no answer
	 */
	public void update(UnaryOperator<S> function) {
		Objects.requireNonNull(function, "function");
		getAndUpdate((state) -> new Updated<>(true, function.apply(state)));
	}

	/**
	 * Replace the state, and wait until that is done.
	 * @param function makes the new state of the old one
	 * @param timeout how long to wait, 0 or more; the agent does it all the same
	 * @throws io.triotp.server.CallException if there is no answer
	 */
	public void update(UnaryOperator<S> function, Duration timeout) {
		Objects.requireNonNull(function, "function");
		getAndUpdate((state) -> new Updated<>(true, function.apply(state)), timeout);
	}

	/**
	 * Replace the state and get something of it at once.
	 * @param <R> the result
	 * @param function makes the result and the new state of the old one
	 * @return the result
	 * @throws io.triotp.server.CallException if there is no answer
	 */
	public <R> R getAndUpdate(Function<? super S, Updated<R, S>> function) {
		return this.ref.call(new AgentServer.GetAndUpdate<S, R>(function));
	}

	/**
	 * Replace the state and get something of it at once.
	 * @param <R> the result
	 * @param function makes the result and the new state of the old one
	 * @param timeout how long to wait, 0 or more; the agent does it all the same
	 * @return the result
	 * @throws io.triotp.server.CallException if there is no answer
	 */
	public <R> R getAndUpdate(Function<? super S, Updated<R, S>> function, Duration timeout) {
		return this.ref.call(new AgentServer.GetAndUpdate<S, R>(function), timeout);
	}

	/**
	 * Replace the state some time later. Silently ignored if the agent is not running.
	 * @param function makes the new state of the old one
	 */
	public void cast(UnaryOperator<S> function) {
		this.ref.cast(new AgentServer.Update<>(function));
	}

	/**
	 * {@return what an operator can do to its process}
	 */
	public Sys<S> sys() {
		return Sys.of(this.ref);
	}

	/**
	 * Stop the agent and wait for its end (OTP S10).
	 * @throws io.triotp.server.CallException.NoServer if it is not there
	 */
	public void stop() {
		this.ref.stop();
	}

	/**
	 * {@return its process, if it is there}
	 */
	public Optional<Pid> pid() {
		return this.ref.pid();
	}

	@Override
	public String toString() {
		return "agent behind " + this.ref;
	}

	/**
	 * A result and a new state.
	 *
	 * @param <R> the result
	 * @param <S> the state
	 * @param result the result
	 * @param state the new state
	 */
	public record Updated<R, S>(R result, S state) {
	}

}
