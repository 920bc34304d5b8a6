package io.triotp.server;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import io.triotp.process.BehaviourHost;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.process.Self;
import io.triotp.time.Deadline;
import io.triotp.time.TimeText;
import org.jspecify.annotations.Nullable;

/**
 * What an operator can do to a running server, whatever its callbacks are: look at its
 * state and replace it, suspend it, and see what it does. For people and tests; a program
 * should not depend on it. Works for every {@link GenServer}, supervisors and agents
 * included.
 *
 * <p>
 * Requests are messages of the server, handled by its own process after what the same
 * sender has sent before (OTP Y1); they pass the limit of a mailbox, and a suspended
 * server handles nothing else. A request restarts the idle timeout (OTP G16).
 *
 * <p>
 * Every request waits as long as a call of the node, 5 seconds by default, or as
 * {@link #within} says, and throws a {@link CallException} if there is no answer:
 * {@link CallException.NoServer} at once if there is no such server,
 * {@link CallException.ServerExited} as soon as it ends, {@link CallException.TimedOut}
 * (the server handles the request all the same), {@link CallException.WouldDeadlock} if
 * the server asks itself or waits for who asks, {@link CallException.Interrupted}; and
 * {@link IllegalArgumentException} if the process is a plain one.
 *
 * <p>
 * May be used by any thread and any process.
 *
 * @param <S> the state of the server
 */
public final class Sys<S extends @Nullable Object> {

	/** Events that {@link #startLog()} keeps, as in OTP: {@value}. */
	public static final int DEFAULT_LOG = 10;

	private final ServerRef<?> server;

	private final @Nullable Duration timeout;

	private Sys(ServerRef<?> server, @Nullable Duration timeout) {
		this.server = server;
		this.timeout = timeout;
	}

	/**
	 * {@return what can be done to a server; if the reference is made of a name, to
	 * whoever has it at each use}
	 * @param <S> the state of the server
	 * @param <P> the server
	 * @param server the server
	 */
	public static <S extends @Nullable Object, P extends GenServer<S, ?, ?>> Sys<S> of(ServerRef<P> server) {
		return new Sys<>(Objects.requireNonNull(server, "server"), null);
	}

	/**
	 * {@return what can be done to a server of which only the process is known}
	 * @param node where it lives
	 * @param pid the process
	 */
	public static Sys<Object> of(Processes node, Pid pid) {
		return new Sys<>(ServerRef.of(node.host(), pid), null);
	}

	/**
	 * {@return the same with another timeout}
	 * @param timeout how long each request waits, 0 or more
	 * @throws IllegalArgumentException if the timeout is negative
	 */
	public Sys<S> within(Duration timeout) {
		if (timeout.isNegative()) {
			throw new IllegalArgumentException("Timeout must not be negative, but is " + TimeText.of(timeout));
		}
		return new Sys<>(this.server, timeout);
	}

	// state

	/**
	 * {@return the state itself, not a copy: if it can be changed, do not}
	 */
	@SuppressWarnings({ "unchecked", "NullAway" }) // S is nullable where the state is
	public S getState() {
		return (S) ask(new SystemRequest.GetState());
	}

	/**
	 * Replace the state (OTP Y3).
	 * @param function makes the new state of the old one, in the process of the server
	 * @return the new state
	 * @throws CallException.CallbackFailed if the function throws; the state is unchanged
	 */
	@SuppressWarnings({ "unchecked", "NullAway" }) // S is nullable where the state is
	public S replaceState(UnaryOperator<S> function) {
		Objects.requireNonNull(function, "function");
		return (S) ask(new SystemRequest.ReplaceState((UnaryOperator<@Nullable Object>) (UnaryOperator<?>) function));
	}

	/**
	 * {@return how the server is; nothing of its state or its messages}
	 */
	public SysStatus getStatus() {
		return (SysStatus) answerTo(new SystemRequest.GetStatus());
	}

	// suspending

	/**
	 * Have the server take no messages until {@link #resume}: they wait in its mailbox,
	 * in order. System requests are handled, at once, and it can be stopped and killed as
	 * ever (OTP Y2, Y8). Its idle timeout restarts when it is resumed; timers go on. Does
	 * nothing if it is suspended.
	 */
	public void suspend() {
		ask(new SystemRequest.Suspend());
	}

	/**
	 * Have the server take messages again. Does nothing if it is not suspended.
	 */
	public void resume() {
		ask(new SystemRequest.Resume());
	}

	/**
	 * Stop the server, also if it is suspended, and wait for its end; {@code terminate}
	 * is called (OTP Y7). As {@link ServerRef#stop(ExitReason, Duration)}.
	 * @param reason the reason it ends with
	 */
	public void terminate(ExitReason reason) {
		this.server.stop(reason, patience(this.server.node()));
	}

	// seeing what it does

	/**
	 * Count messages and replies from now on. Goes on counting if it does already.
	 */
	public void startStatistics() {
		ask(new SystemRequest.StartStatistics());
	}

	/**
	 * {@return what has been counted, or nothing if the server does not count}
	 */
	public Optional<SysStatistics> statistics() {
		return Optional.ofNullable((SysStatistics) ask(new SystemRequest.GetStatistics()));
	}

	/**
	 * Stop counting and forget what was counted.
	 */
	public void stopStatistics() {
		ask(new SystemRequest.Remove(DebugFunctions.STATISTICS));
	}

	/**
	 * Keep the last {@value #DEFAULT_LOG} events from now on, in memory.
	 */
	public void startLog() {
		startLog(DEFAULT_LOG);
	}

	/**
	 * Keep the last events from now on, in memory, with the contents of the messages. If
	 * the server does so already, only their number changes.
	 * @param last how many, 1 or more
	 * @throws IllegalArgumentException if it is less
	 */
	public void startLog(int last) {
		if (last < 1) {
			throw new IllegalArgumentException("A log keeps 1 event or more, not " + last);
		}
		ask(new SystemRequest.StartLog(last));
	}

	/**
	 * {@return the last events, oldest first; none if the server keeps none}
	 */
	@SuppressWarnings("unchecked")
	public List<SysEvent> log() {
		return (List<SysEvent>) answerTo(new SystemRequest.GetLog());
	}

	/**
	 * Stop keeping events and forget those that were kept.
	 */
	public void stopLog() {
		ask(new SystemRequest.Remove(DebugFunctions.LOG));
	}

	/**
	 * Have a function see what the server does from now on. It is called by the process
	 * of the server, which waits for it. One that throws is removed and reported; it does
	 * not hurt the server. The same function counts once, however often it is given.
	 * @param function the function
	 * @return removes it when closed
	 */
	public Registration trace(Consumer<? super SysEvent> function) {
		Objects.requireNonNull(function, "function");
		return install((Object) function, (event) -> {
			function.accept(event);
			return true;
		});
	}

	/**
	 * Have a function see what the server does as long as it returns true. It is called
	 * by the process of the server, which waits for it. One that throws is removed and
	 * reported; it does not hurt the server.
	 * @param id its name; if the server has a function of that name, that one stays and
	 * this one is not installed (OTP Y6)
	 * @param function returns whether it wants to see more
	 * @return removes whatever has the name then when closed
	 */
	public Registration install(String id, Predicate<? super SysEvent> function) {
		Objects.requireNonNull(id, "id");
		Objects.requireNonNull(function, "function");
		return install((Object) id, function);
	}

	private Registration install(Object id, Predicate<? super SysEvent> function) {
		// The name may have gone to another process when the registration is closed.
		BehaviourHost node = this.server.node().host();
		Sys<?> installed = new Sys<>(ServerRef.of(node, target(node, "Install")), this.timeout);
		installed.ask(new SystemRequest.Install(id, function));
		return () -> {
			try {
				installed.ask(new SystemRequest.Remove(id));
			}
			catch (CallException.NoServer | CallException.ServerExited ex) {
				// Its functions have gone with it.
			}
		};
	}

	/**
	 * Remove a function that was installed under a name. Does nothing if there is none.
	 * @param id its name
	 */
	public void remove(String id) {
		ask(new SystemRequest.Remove(Objects.requireNonNull(id, "id")));
	}

	/**
	 * Remove all functions, the statistics and the log.
	 */
	public void noDebug() {
		ask(new SystemRequest.NoDebug());
	}

	private Object answerTo(SystemRequest request) {
		return Objects.requireNonNull(ask(request), "answer");
	}

	private @Nullable Object ask(SystemRequest request) {
		BehaviourHost node = this.server.node().host();
		Duration patience = patience(node);
		Deadline deadline = Deadline.in(patience, node.time());
		Pid target = target(node, request.getClass().getSimpleName());
		Self caller = Self.currentOrNull();
		PendingCall call = Envelopes.call(request, node, target, caller);
		List<Pid> circle = node.startWaiting(caller, call);
		if (!circle.isEmpty()) {
			throw new CallFailures(request, this.server).wouldDeadlock(node, circle);
		}
		try {
			long sentAt = node.time().nanoTime();
			node.deliverSystem(caller, target, call);
			return call.await(this.server, patience, deadline, sentAt);
		}
		finally {
			node.stopWaiting(caller);
		}
	}

	private Pid target(BehaviourHost node, String what) {
		Pid target = this.server.resolve(node);
		if (target == null) {
			throw CallFailures.noSuchName(what, this.server);
		}
		return target;
	}

	private Duration patience(BehaviourHost node) {
		return (this.timeout != null) ? this.timeout : node.options().callTimeout();
	}

	@Override
	public String toString() {
		return "system side of " + this.server;
	}

	/**
	 * A function that sees what a server does.
	 */
	@FunctionalInterface
	public interface Registration extends AutoCloseable {

		/**
		 * Remove the function and wait until that is done. Does nothing if it has been
		 * removed, or the server has ended.
		 * @throws CallException as every request; the server itself is refused: a
		 * function that has seen enough returns false
		 */
		@Override
		void close();

	}

}
