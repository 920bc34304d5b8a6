package io.triotp.server;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

import io.triotp.process.BehaviourHost;
import io.triotp.process.Envelope;
import io.triotp.process.Explanation;
import io.triotp.process.NodeView;
import io.triotp.process.DeadLetterReason;
import io.triotp.process.ExitReason;
import io.triotp.process.ExitWatch;
import io.triotp.process.MailboxFullException;
import io.triotp.process.MessageKind;
import io.triotp.process.Observers;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.process.Self;
import io.triotp.process.Traces;
import io.triotp.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * The client side of a server. A reference by name looks up the process at each use, so
 * it survives restarts; a reference by pid means that one process. May be used by any
 * thread and any process.
 *
 * @param <P> the server
 */
public sealed class ServerRef<P> permits KeyedRef {

	private final @Nullable BehaviourHost node;

	private final @Nullable Pid pid;

	private final @Nullable String name;

	ServerRef(@Nullable BehaviourHost node, @Nullable Pid pid, @Nullable String name) {
		this.node = node;
		this.pid = pid;
		this.name = name;
	}

	/**
	 * {@return a reference to one process}
	 * @param <P> the server
	 * @param node the node of the server
	 * @param pid the process
	 */
	public static <P> ServerRef<P> of(Processes node, Pid pid) {
		return new ServerRef<>(Objects.requireNonNull(node, "node").host(), Objects.requireNonNull(pid, "pid"), null);
	}

	/**
	 * {@return a reference to whichever process has a name}
	 * @param <P> the server
	 * @param node the node of the server
	 * @param name the name
	 */
	public static <P> ServerRef<P> named(Processes node, String name) {
		return new ServerRef<>(Objects.requireNonNull(node, "node").host(), null, Objects.requireNonNull(name, "name"));
	}

	/**
	 * {@return a reference to whichever process has a name in the node of the process
	 * that uses the reference} Only processes can use it.
	 * @param <P> the server
	 * @param name the name
	 */
	public static <P> ServerRef<P> named(String name) {
		return new ServerRef<>(null, null, Objects.requireNonNull(name, "name"));
	}

	/**
	 * {@return a reference to the server of a key, be it running or not}
	 * @param <P> the server
	 * @param node the node of the server
	 * @param servers where the servers of the keys are
	 * @param key the key
	 */
	public static <P> ServerRef<P> keyed(Processes node, Whereabouts servers, String key) {
		return new KeyedRef<>(Objects.requireNonNull(node, "node").host(), Objects.requireNonNull(servers, "servers"),
				Objects.requireNonNull(key, "key"));
	}

	/**
	 * Calls the server and waits for the reply, up to the call timeout of the node, 5
	 * seconds by default.
	 * @param <R> the type of the reply
	 * @param request the request
	 * @return the reply
	 * @throws CallException if there is none; an unchecked exception the server answers
	 * with is thrown as it is
	 */
	public <R extends @Nullable Object> R call(Call<P, R> request) {
		Self caller = Self.currentOrNull();
		BehaviourHost node = node(caller);
		return call(request, node, caller, node.options().callTimeout());
	}

	/**
	 * Calls the server and waits for the reply.
	 * @param <R> the type of the reply
	 * @param request the request
	 * @param timeout how long to wait, 0 or more
	 * @return the reply
	 * @throws CallException if there is none; an unchecked exception the server answers
	 * with is thrown as it is
	 * @throws IllegalArgumentException if the timeout is negative
	 */
	public <R extends @Nullable Object> R call(Call<P, R> request, Duration timeout) {
		Self caller = Self.currentOrNull();
		return call(request, node(caller), caller, timeout);
	}

	/** The caller is looked up once and passed along. */
	@SuppressWarnings({ "unchecked", "NullAway" }) // R is nullable where its reply is
	private <R extends @Nullable Object> R call(Call<P, R> request, BehaviourHost node, @Nullable Self caller,
			Duration timeout) {
		Objects.requireNonNull(request, "request");
		Deadline.requireNotNegative(timeout);
		Pid target = resolve(node);
		Observers observers = node.observers();
		if (observers != null) {
			return (R) observedCall(observers, request, node, caller, target, timeout);
		}
		Pid receiver = (target != null) ? target : standIn();
		if (receiver == null) {
			throw new CallFailures(request, this).noSuchName();
		}
		return (R) call(Envelopes.call(request, node, receiver, caller), node, caller, target, timeout);
	}

	private @Nullable Object observedCall(Observers observers, Object request, BehaviourHost node,
			@Nullable Self caller, @Nullable Pid target, Duration timeout) {
		Traces traces = sending(observers, MessageKind.CALL, request, caller, target);
		Pid receiver = (target != null) ? target : standIn();
		PendingCall call = Envelopes.observedCall(request, node, receiver, caller, traces, null);
		Supplier<@Nullable Object> answer = () -> {
			if (receiver == null) {
				throw new CallFailures(request, this).noSuchName();
			}
			return call(call, node, caller, target, timeout);
		};
		return (traces != null) ? traces.<@Nullable Object>around(answer) : answer.get();
	}

	/**
	 * {@return who sees to it that there is a process, and for whom a caller waits
	 * meanwhile; {@code null} if nobody does} A method of a class of its own and not a
	 * field: programs that have no such references pay nothing.
	 */
	@Nullable Pid standIn() {
		return null;
	}

	/** Sends an envelope to the process that was found. */
	void deliver(BehaviourHost node, @Nullable Self caller, @Nullable Pid target, Envelope envelope) {
		node.deliver(caller, Objects.requireNonNull(target, "target"), envelope);
	}

	@Nullable Traces sending(Observers observers, MessageKind kind, Object message, @Nullable Self caller, @Nullable Pid target) {
		return observers.sending(kind, message, caller, (target != null) ? target : this);
	}

	private @Nullable Object call(PendingCall call, BehaviourHost node, @Nullable Self caller, @Nullable Pid target,
			Duration timeout) {
		if (caller == null) {
			return exchange(node, null, target, call, timeout);
		}
		List<Pid> circle = node.startWaiting(caller, call);
		if (!circle.isEmpty()) {
			throw new CallFailures(call.content(), this).wouldDeadlock(node, circle);
		}
		try {
			Deadline limit = caller.deadline();
			return (limit.isNever()) ? exchange(node, caller, target, call, timeout)
					: exchangeBefore(limit, node, caller, target, call, timeout);
		}
		finally {
			node.stopWaiting(caller);
		}
	}

	/** Nobody waits for this call longer than for the one it is made for. */
	private @Nullable Object exchangeBefore(Deadline limit, BehaviourHost node, Self caller, @Nullable Pid target,
			PendingCall call, Duration timeout) {
		Duration left = limit.left();
		if (left.compareTo(timeout) >= 0) {
			return exchange(node, caller, target, call, timeout);
		}
		CallFailures failures = new CallFailures(call.content(), this);
		if (left.isZero()) {
			throw failures.outOfTime(null, left);
		}
		try {
			return exchange(node, caller, target, call, left);
		}
		catch (CallException.TimedOut ex) {
			throw call.isGivenUp() ? failures.outOfTime(ex, left) : ex;
		}
	}

	/**
	 * Sends a request without waiting: the reply is awaited later, together with others
	 * if need be (OTP G9). If the request fails, that is thrown where the reply is
	 * awaited, never here.
	 * @param <R> the type of the reply
	 * @param request the request
	 * @return the reply to come
	 */
	public <R extends @Nullable Object> PendingReply<R> sendRequest(Call<P, R> request) {
		Objects.requireNonNull(request, "request");
		Self caller = Self.currentOrNull();
		BehaviourHost node = node(caller);
		Pid target = resolve(node);
		Pid receiver = (target != null) ? target : standIn();
		Observers observers = node.observers();
		PendingCall call = (observers != null)
				? Envelopes.observedCall(request, node, receiver, caller,
						sending(observers, MessageKind.CALL, request, caller, target), this)
				: Envelopes.call(request, node, receiver, caller);
		PendingReply<R> reply = new PendingReply<>(this, node, call);
		if (receiver == null) {
			call.serverExited(ExitReason.noProcess());
			return reply;
		}
		Deadline limit = (caller != null) ? caller.deadline() : Deadline.NEVER;
		if (!limit.isNever()) {
			call.waits(limit.left(), node.time().nanoTime());
		}
		try {
			deliver(node, caller, target, call);
		}
		catch (MailboxFullException ex) {
			call.rejected();
		}
		return reply;
	}

	private @Nullable Object exchange(BehaviourHost node, @Nullable Self caller, @Nullable Pid target, PendingCall call,
			Duration timeout) {
		long sentAt = node.time().nanoTime();
		call.waits(timeout, sentAt);
		try {
			deliver(node, caller, target, call);
		}
		catch (MailboxFullException ex) {
			throw new CallFailures(call.content(), this).refused(ex);
		}
		if (call.isSettledSoon()) {
			return call.result(this, timeout);
		}
		return call.await(this, timeout, Deadline.after(timeout, sentAt, node.time()), sentAt);
	}

	/**
	 * Sends a cast without waiting. A message to a server that is not running becomes a
	 * dead letter (OTP G8).
	 * @param message the message
	 * @throws MailboxFullException if the bounded mailbox of the server refuses the
	 * message
	 */
	public void cast(Cast<P> message) {
		Objects.requireNonNull(message, "message");
		Self caller = Self.currentOrNull();
		BehaviourHost node = node(caller);
		Pid target = resolve(node);
		if (target == null && standIn() == null) {
			node.countDeadLetter(this, message, DeadLetterReason.NO_PROCESS);
			return;
		}
		Observers observers = node.observers();
		if (observers != null) {
			observedCast(observers, message, node, caller, target);
			return;
		}
		deliver(node, caller, target, Envelopes.cast(message));
	}

	private void observedCast(Observers observers, Object message, BehaviourHost node, @Nullable Self caller,
			@Nullable Pid target) {
		Traces traces = sending(observers, MessageKind.CAST, message, caller, target);
		Supplier<ServerRef<P>> delivery = () -> {
			deliver(node, caller, target, Envelopes.observedCast(message, traces));
			return this;
		};
		var unused = (traces != null) ? traces.around(delivery) : delivery.get();
	}

	/**
	 * Sends any message to the mailbox; {@code handleInfo} gets it. A message to a server
	 * that is not running becomes a dead letter.
	 * @param message the message
	 * @throws MailboxFullException if the bounded mailbox of the server refuses the
	 * message
	 */
	public void send(Object message) {
		Objects.requireNonNull(message, "message");
		BehaviourHost node = node();
		Pid target = resolve(node);
		if (target == null) {
			node.countDeadLetter(this, message, DeadLetterReason.NO_PROCESS);
			return;
		}
		node.send(target, message);
	}

	/**
	 * Stops the server with {@code normal} and waits for its end, without a limit.
	 * @throws CallException as for {@link #stop(ExitReason, Duration)}
	 */
	public void stop() {
		stop(ExitReason.normal(), Processes.NO_LIMIT);
	}

	/**
	 * Stops the server after its current handler, before its next message, and waits for
	 * its end (OTP S10).
	 * @param reason the reason it ends with
	 * @param timeout how long to wait; the server still ends after that
	 * @throws CallException.NoServer if it is not running
	 * @throws CallException.ServerExited if it ended with another reason
	 * @throws CallException.TimedOut if it has not ended in time
	 * @throws CallException.WouldDeadlock if the caller is the server
	 */
	public void stop(ExitReason reason, Duration timeout) {
		Objects.requireNonNull(reason, "reason");
		Self caller = Self.currentOrNull();
		BehaviourHost node = node(caller);
		Pid target = resolve(node);
		if (target == null || !target.isAlive()) {
			throw CallFailures.notRunning(this);
		}
		if (caller != null && caller.pid() == target) {
			throw CallFailures.ownEnd(this, target);
		}
		Deadline deadline = Deadline.after(timeout, node.time());
		try (ExitWatch watch = node.watch(target)) {
			node.stop(target, reason);
			ExitReason actual = watch.await(deadline).orElseThrow(() -> CallFailures.notEnded(this, timeout));
			if (!actual.equals(reason)) {
				throw CallFailures.endedOtherwise(this, reason, actual);
			}
		}
		catch (InterruptedException ex) {
			throw CallFailures.stopInterrupted(this);
		}
	}

	/**
	 * {@return the process behind this reference: for a name, the process that has it
	 * now, or empty if there is none; for a pid, that process, dead or alive}
	 */
	public Optional<Pid> pid() {
		BehaviourHost node = node();
		return Optional.ofNullable(resolve(node));
	}

	BehaviourHost node() {
		return node(null);
	}

	private BehaviourHost node(@Nullable Self caller) {
		if (this.node != null) {
			return this.node;
		}
		return ((caller != null) ? caller : Self.current()).processes().host();
	}

	@Nullable Pid resolve(BehaviourHost node) {
		return (this.name != null) ? node.whereis(this.name).orElse(null) : this.pid;
	}

	/** Why nobody has the name, if there is one and that is known. */
	@Nullable Explanation whyNobody() {
		Self caller = Self.currentOrNull();
		String wanted = this.name;
		if (wanted == null || (this.node == null && caller == null)) {
			return null;
		}
		NodeView view = node(caller).view();
		return new Explanation(() -> view.whyUnregistered(wanted));
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ServerRef<?> that && this.node == that.node && this.pid == that.pid
				&& Objects.equals(this.name, that.name);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.pid, this.name);
	}

	@Override
	public String toString() {
		if (this.name != null || this.pid == null) {
			return "server '" + this.name + "'";
		}
		return "server " + this.pid.path() + " (" + this.pid + ")";
	}

}
