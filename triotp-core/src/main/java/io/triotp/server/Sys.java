package io.triotp.server;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import io.triotp.process.BehaviourHost;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.process.ReportName;
import io.triotp.process.Self;
import io.triotp.time.Deadline;
import io.triotp.time.TimeText;
import org.jspecify.annotations.Nullable;

/**
 * The operator's side of a running server, whatever its callbacks are: inspect and
 * replace its state, suspend it, and trace what it does. For people and tests; programs
 * should not depend on it. Works for every {@link GenServer}, including supervisors and
 * agents.
 *
 * <p>
 * Requests are messages to the server, handled by its own process after anything the same
 * sender sent before (OTP Y1). They bypass the limit of a mailbox, and a suspended server
 * handles nothing else. A request restarts the idle timeout (OTP G16).
 *
 * <p>
 * Every request waits up to the call timeout of the node, 5 seconds by default, or the
 * timeout given to {@link #within}, and throws a {@link CallException} if there is no
 * answer: {@link CallException.NoServer} at once if there is no such server,
 * {@link CallException.ServerExited} as soon as it ends, {@link CallException.TimedOut}
 * (the server still handles the request), {@link CallException.WouldDeadlock} if the
 * server asks itself or is waiting for the caller, {@link CallException.Interrupted}. It
 * throws {@link IllegalArgumentException} at once if the process is a plain one or has a
 * behaviour of its own that is no {@link GenServer}.
 *
 * <p>
 * May be used by any thread and any process.
 *
 * @param <S> the state of the server
 */
public final class Sys<S extends @Nullable Object> {

	/** Number of events that {@link #startLog()} keeps, as in OTP: {@value}. */
	public static final int DEFAULT_LOG = 10;

	private final ServerRef<?> server;

	private final @Nullable Duration timeout;

	private Sys(ServerRef<?> server, @Nullable Duration timeout) {
		this.server = server;
		this.timeout = timeout;
	}

	/**
	 * {@return the operator's side of a server} A reference by name is looked up at each
	 * use.
	 * @param <S> the state of the server
	 * @param <P> the server
	 * @param server the server
	 */
	public static <S extends @Nullable Object, P extends GenServer<S, ?, ?>> Sys<S> of(ServerRef<P> server) {
		return new Sys<>(Objects.requireNonNull(server, "server"), null);
	}

	/**
	 * {@return the operator's side of a server of which only the process is known}
	 * @param node the node of the server
	 * @param pid the process
	 */
	public static Sys<Object> of(Processes node, Pid pid) {
		Objects.requireNonNull(node, "node");
		return new Sys<>(ServerRef.of(node.host(), pid), null);
	}

	/**
	 * {@return the same with another timeout}
	 * @param timeout how long each request waits, 0 or more
	 * @throws IllegalArgumentException if the timeout is negative
	 */
	public Sys<S> within(Duration timeout) {
		Objects.requireNonNull(timeout, "timeout");
		if (timeout.isNegative()) {
			throw new IllegalArgumentException("Timeout must not be negative, but is " + TimeText.of(timeout));
		}
		return new Sys<>(this.server, timeout);
	}

	// state

	/**
	 * {@return the state itself, not a copy: do not modify it}
	 */
	@SuppressWarnings({ "unchecked", "NullAway" }) // S is nullable where the state is
	public S getState() {
		return (S) ask(new SystemRequest.GetState());
	}

	/**
	 * {@return what can be seen of the state: {@link GenServer#formatStatus} of it, and
	 * the view of that} Both are made in the process of the server, so a state that
	 * changes does not change under them. A server at work that is asked with little time
	 * is no fault: a timeout is not counted, and nothing is made when it is too late.
	 * @param <V> the type of the view
	 * @param view makes what is returned, such as a text or a copy
	 * @throws CallException.CallbackFailed if one of them throws
	 */
	@SuppressWarnings({ "unchecked", "NullAway" }) // V is nullable where the view is
	public <V extends @Nullable Object> V formatState(Function<? super @Nullable Object, ? extends V> view) {
		Objects.requireNonNull(view, "view");
		return (V) ask(new SystemRequest.FormatState((Function<@Nullable Object, V>) view));
	}

	/**
	 * Replaces the state (OTP Y3).
	 * @param function makes the new state from the old one, in the process of the server
	 * @return the new state
	 * @throws CallException.CallbackFailed if the function throws; the state is unchanged
	 */
	@SuppressWarnings({ "unchecked", "NullAway" }) // S is nullable where the state is
	public S replaceState(UnaryOperator<S> function) {
		Objects.requireNonNull(function, "function");
		return (S) ask(new SystemRequest.ReplaceState((UnaryOperator<@Nullable Object>) (UnaryOperator<?>) function));
	}

	/**
	 * {@return the status of the server, without its state and its messages}
	 */
	public SysStatus getStatus() {
		return (SysStatus) answerTo(new SystemRequest.GetStatus());
	}

	// leaving

	/**
	 * Asks a server to end with {@code normal} when nothing is left for it to do, and
	 * does not wait. It ends if no message comes meanwhile, it owes no reply, waits for
	 * no idle timeout, is not suspended, and has neither timers nor monitors nor links
	 * besides that to its parent. A message that comes later finds it gone.
	 * @param node the node of the server
	 * @param pid its process; nothing happens if it has ended
	 */
	public static void stopWhenIdle(Processes node, Pid pid) {
		BehaviourHost host = Objects.requireNonNull(node, "node").host();
		Self caller = Self.currentOrNull();
		host.deliverSystem(caller, Objects.requireNonNull(pid, "pid"),
				Envelopes.call(new SystemRequest.Leave(), host, pid, caller));
	}

	// suspending

	/**
	 * Suspends the server: it takes no messages until {@link #resume}; they wait in its
	 * mailbox, in order. System requests are still handled, at once, and it can be
	 * stopped and killed as usual (OTP Y2, Y8). Its idle timeout restarts when it is
	 * resumed; timers keep running. Does nothing if it is already suspended.
	 */
	public void suspend() {
		ask(new SystemRequest.Suspend());
	}

	/**
	 * Resumes the server: it takes messages again. Does nothing if it is not suspended.
	 */
	public void resume() {
		ask(new SystemRequest.Resume());
	}

	/**
	 * Stops the server, even if it is suspended, and waits for its end; {@code terminate}
	 * is called (OTP Y7). Otherwise as {@link ServerRef#stop(ExitReason, Duration)}.
	 * @param reason the reason it ends with
	 */
	public void terminate(ExitReason reason) {
		this.server.stop(reason, patience(this.server.node()));
	}

	// seeing what it does

	/**
	 * Starts to count messages and replies. A count that runs already goes on.
	 */
	public void startStatistics() {
		ask(new SystemRequest.StartStatistics());
	}

	/**
	 * {@return what has been counted, or empty if the server does not count}
	 */
	public Optional<SysStatistics> statistics() {
		return Optional.ofNullable((SysStatistics) ask(new SystemRequest.GetStatistics()));
	}

	/**
	 * Stops counting and forgets what was counted.
	 */
	public void stopStatistics() {
		ask(new SystemRequest.Remove(DebugFunctions.STATISTICS));
	}

	/**
	 * Starts to keep the last {@value #DEFAULT_LOG} events in memory.
	 */
	public void startLog() {
		startLog(DEFAULT_LOG);
	}

	/**
	 * Starts to keep the last events in memory, with the contents of the messages. If the
	 * server already does so, only their number changes.
	 * @param last how many, 1 or more
	 * @throws IllegalArgumentException if {@code last} is less than 1
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
	 * Stops keeping events and forgets those that were kept.
	 */
	public void stopLog() {
		ask(new SystemRequest.Remove(DebugFunctions.LOG));
	}

	/**
	 * Passes what the server does from now on to a function. The process of the server
	 * calls it and waits for it. A function that throws is removed and reported; the
	 * server is not affected. Installing the same function again does nothing.
	 * @param function the function
	 * @return a registration that removes it when closed
	 */
	public Registration trace(Consumer<? super SysEvent> function) {
		Objects.requireNonNull(function, "function");
		return install((Object) function, (event) -> {
			function.accept(event);
			return true;
		});
	}

	/**
	 * Passes what the server does to a function as long as it returns true. The process
	 * of the server calls it and waits for it. A function that throws is removed and
	 * reported; the server is not affected.
	 * @param id its name; if the server already has a function of that name, this one is
	 * not installed (OTP Y6)
	 * @param function returns whether it wants to see more
	 * @return a registration that, when closed, removes whichever function then has the
	 * name
	 */
	public Registration install(String id, Predicate<? super SysEvent> function) {
		Objects.requireNonNull(id, "id");
		Objects.requireNonNull(function, "function");
		return install((Object) id, function);
	}

	private Registration install(Object id, Predicate<? super SysEvent> function) {
		// Another process may have the name when the registration is closed.
		BehaviourHost node = this.server.node().host();
		Sys<?> installed = new Sys<>(ServerRef.of(node, target(node, "Sys.install")), this.timeout);
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
	 * Removes a function that was installed under a name. Does nothing if there is none.
	 * @param id its name
	 */
	public void remove(String id) {
		ask(new SystemRequest.Remove(Objects.requireNonNull(id, "id")));
	}

	/**
	 * Removes all functions, the statistics and the log.
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
		Deadline deadline = Deadline.after(patience, node.time());
		Pid target = target(node, ReportName.of(request));
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
	 * An installed function that sees what a server does.
	 */
	@FunctionalInterface
	public interface Registration extends AutoCloseable {

		/**
		 * Removes the function and waits until that is done. Does nothing if it has been
		 * removed or the server has ended.
		 * @throws CallException as for every request; the server itself cannot close it:
		 * a function that has seen enough returns false
		 */
		@Override
		void close();

	}

}
