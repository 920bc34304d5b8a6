package io.triotp.server;

import java.time.Duration;
import java.util.List;

import io.triotp.process.BehaviourHost;
import io.triotp.process.ReportName;
import io.triotp.process.Pid;
import io.triotp.process.Self;
import io.triotp.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * The reply to a request that was sent with {@link ServerRef#sendRequest} (OTP G9). One
 * thread at a time may wait for it; it need not be the one that sent the request. Any
 * thread may abandon it. To wait for the first of many, use {@link PendingReplies}.
 *
 * @param <R> the type of the reply
 */
public final class PendingReply<R extends @Nullable Object> {

	private final ServerRef<?> server;

	private final BehaviourHost node;

	private final PendingCall call;

	private final long sentAt;

	PendingReply(ServerRef<?> server, BehaviourHost node, PendingCall call) {
		this.server = server;
		this.node = node;
		this.call = call;
		this.sentAt = node.time().nanoTime();
	}

	/**
	 * Waits for the reply up to the call timeout of the node, 5 seconds by default,
	 * counted from now.
	 * @return the reply
	 * @throws CallException as for {@link #await(Duration)}
	 */
	public R await() {
		return await(this.node.options().callTimeout());
	}

	/**
	 * Waits for the reply. Once it is there it is returned at once, as often as asked.
	 * After a timeout the request is abandoned: a server that has begun it goes on, and
	 * its late reply is dropped and counted (OTP G3, G9); one that has not skips it.
	 * @param timeout how long to wait from now, 0 or more
	 * @return the reply
	 * @throws CallException if there is none: {@link CallException.NoServer} if there was
	 * no such server when the request was sent, {@link CallException.TimedOut} also if
	 * the request has been abandoned, before or while this waits,
	 * {@link CallException.WouldDeadlock} if the server waits for the calling process; an
	 * unchecked exception the server answers with is thrown as it is
	 * @throws IllegalArgumentException if the timeout is negative
	 * @throws IllegalStateException if it belongs to {@link PendingReplies} that have not
	 * returned it yet
	 */
	@SuppressWarnings({ "unchecked", "NullAway" }) // R is nullable where its reply is
	public R await(Duration timeout) {
		Deadline deadline = Deadline.after(timeout, this.node.time());
		requireUncollected();
		if (this.call.isSettled()) {
			return (R) this.call.result(this.server, timeout);
		}
		Self caller = Self.currentOrNull();
		List<Pid> circle = this.node.startWaiting(caller, this.call);
		if (!circle.isEmpty()) {
			throw failures().wouldDeadlock(this.node, circle);
		}
		try {
			Deadline limit = (caller != null) ? caller.deadline() : Deadline.NEVER;
			return (R) ((limit.isNever()) ? this.call.await(this.server, timeout, deadline, this.sentAt)
					: awaitBefore(limit, timeout, deadline));
		}
		finally {
			this.node.stopWaiting(caller);
		}
	}

	/** Nobody waits for this reply longer than for the one it is wanted for. */
	private @Nullable Object awaitBefore(Deadline limit, Duration timeout, Deadline deadline) {
		Duration left = limit.left();
		if (left.compareTo(timeout) >= 0) {
			return this.call.await(this.server, timeout, deadline, this.sentAt);
		}
		try {
			return this.call.await(this.server, left, limit, this.sentAt);
		}
		catch (CallException.TimedOut ex) {
			throw this.call.isGivenUp() ? failures().outOfTime(ex, left) : ex;
		}
	}

	/**
	 * Waits until {@link #await()} would return or throw at once. If that does not happen
	 * in time the request remains pending (OTP G9).
	 * @param timeout how long to wait from now, 0 or more
	 * @return whether it would
	 * @throws CallException.Interrupted if the thread was interrupted; the request
	 * remains pending
	 * @throws IllegalArgumentException if the timeout is negative
	 * @throws IllegalStateException if it belongs to {@link PendingReplies} that have not
	 * returned it yet
	 */
	public boolean waitFor(Duration timeout) {
		Deadline deadline = Deadline.after(timeout, this.node.time());
		requireUncollected();
		try {
			return this.call.waitFor(deadline);
		}
		catch (InterruptedException ex) {
			throw failures().interrupted();
		}
	}

	/**
	 * {@return whether {@link #await()} would return or throw at once}
	 */
	public boolean isDone() {
		return this.call.isSettled();
	}

	/**
	 * Abandons the request: a server that has begun it goes on, and its reply is dropped
	 * and counted; one that has not skips it. Does nothing if the reply is there.
	 */
	public void abandon() {
		this.call.giveUp();
	}

	private void requireUncollected() {
		if (this.call.isCollected()) {
			throw new IllegalStateException("This reply is waited for by the PendingReplies it was added to");
		}
	}

	private CallFailures failures() {
		return new CallFailures(this.call.content(), this.server);
	}

	PendingCall call() {
		return this.call;
	}

	BehaviourHost node() {
		return this.node;
	}

	@Override
	public String toString() {
		return "reply of " + this.server + " to " + ReportName.of(this.call.content());
	}

}
