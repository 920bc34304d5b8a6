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
 * A state kept by a process. Functions on the state run in that process, one at a time.
 * One that throws crashes the agent, and the caller gets
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
	 * Starts an unsupervised agent.
	 * @param <S> the state
	 * @param node the node it runs in
	 * @param initial makes the first state, in the process of the agent
	 * @return the running agent
	 * @throws io.triotp.server.StartException if {@code initial} throws
	 */
	public static <S> Agent<S> start(Processes node, Callable<? extends S> initial) {
		Objects.requireNonNull(node, "node");
		Objects.requireNonNull(initial, "initial");
		return start(node.host(), ServerOptions.defaults(), initial);
	}

	/**
	 * Starts an unsupervised agent.
	 * @param <S> the state
	 * @param node the node it runs in
	 * @param options its name and limits
	 * @param initial makes the first state, in the process of the agent
	 * @return the running agent
	 * @throws io.triotp.server.StartException if {@code initial} throws
	 */
	public static <S> Agent<S> start(Processes node, ServerOptions options, Callable<? extends S> initial) {
		Objects.requireNonNull(node, "node");
		Objects.requireNonNull(initial, "initial");
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
	 * @param node the node of the agent
	 * @param name the name
	 */
	public static <S> Agent<S> named(Processes node, String name) {
		Objects.requireNonNull(node, "node");
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
	 * {@return the result of a function of the state}
	 * @param <R> the result
	 * @param function must not change the state
	 * @throws io.triotp.server.CallException if there is no answer, because the agent is
	 * not running, the function throws, or it takes longer than the call timeout of the
	 * node, 5 seconds by default
	 */
	public <R> R get(Function<? super S, ? extends R> function) {
		Objects.requireNonNull(function, "function");
		return this.ref.call(new AgentServer.Get<>(function));
	}

	/**
	 * {@return the result of a function of the state}
	 * @param <R> the result
	 * @param function must not change the state
	 * @param timeout how long to wait, 0 or more
	 * @throws io.triotp.server.CallException if there is no answer
	 */
	public <R> R get(Function<? super S, ? extends R> function, Duration timeout) {
		Objects.requireNonNull(function, "function");
		return this.ref.call(new AgentServer.Get<>(function), timeout);
	}

	/**
	 * Replaces the state and waits until that is done.
	 * @param function makes the new state from the old one
	 * @throws io.triotp.server.CallException if there is no answer
	 */
	public void update(UnaryOperator<S> function) {
		Objects.requireNonNull(function, "function");
		getAndUpdate((state) -> new Updated<>(true, function.apply(state)));
	}

	/**
	 * Replaces the state and waits until that is done.
	 * @param function makes the new state from the old one
	 * @param timeout how long to wait, 0 or more; the agent still does it
	 * @throws io.triotp.server.CallException if there is no answer
	 */
	public void update(UnaryOperator<S> function, Duration timeout) {
		Objects.requireNonNull(function, "function");
		getAndUpdate((state) -> new Updated<>(true, function.apply(state)), timeout);
	}

	/**
	 * Replaces the state and returns a result computed from it in the same step.
	 * @param <R> the result
	 * @param function makes the result and the new state from the old one
	 * @return the result
	 * @throws io.triotp.server.CallException if there is no answer
	 */
	public <R> R getAndUpdate(Function<? super S, Updated<R, S>> function) {
		Objects.requireNonNull(function, "function");
		return this.ref.call(new AgentServer.GetAndUpdate<S, R>(function));
	}

	/**
	 * Replaces the state and returns a result computed from it in the same step.
	 * @param <R> the result
	 * @param function makes the result and the new state from the old one
	 * @param timeout how long to wait, 0 or more; the agent still does it
	 * @return the result
	 * @throws io.triotp.server.CallException if there is no answer
	 */
	public <R> R getAndUpdate(Function<? super S, Updated<R, S>> function, Duration timeout) {
		Objects.requireNonNull(function, "function");
		return this.ref.call(new AgentServer.GetAndUpdate<S, R>(function), timeout);
	}

	/**
	 * Replaces the state later, without waiting. Silently ignored if the agent is not
	 * running.
	 * @param function makes the new state from the old one
	 */
	public void cast(UnaryOperator<S> function) {
		Objects.requireNonNull(function, "function");
		this.ref.cast(new AgentServer.Update<>(function));
	}

	/**
	 * {@return the operator's side of the agent}
	 */
	public Sys<S> sys() {
		return Sys.of(this.ref);
	}

	/**
	 * Stops the agent and waits for its end (OTP S10).
	 * @throws io.triotp.server.CallException.NoServer if it is not running
	 */
	public void stop() {
		this.ref.stop();
	}

	/**
	 * {@return the process behind this reference: for a name, the process that has it
	 * now, or empty if there is none; for a pid, that process, dead or alive}
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
