package io.triotp.server;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.triotp.process.AbandonedCalls;
import io.triotp.process.BehaviourHost;
import io.triotp.process.DeadLetterReason;
import io.triotp.process.Envelope;
import io.triotp.process.ExitReason;
import io.triotp.process.Patience;
import io.triotp.process.Pid;
import io.triotp.process.Self;
import io.triotp.process.Waiting;
import io.triotp.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * One call: the message, the place where its caller waits, and the token to answer it, in
 * one object. Reply, end of the server and timeout race for {@code outcome}; the first
 * wins. It is a slot, not a message in the mailbox of the caller, so a late reply cannot
 * linger there (OTP G3, P9) and callers need not be processes.
 */
sealed class PendingCall extends Envelope implements From, ReplyTo<Object>, Waiting, Patience.Awaited
		permits ObservedCall {

	/** As good as never, and far from an overflow. */
	private static final long LONGEST = Long.MAX_VALUE / 3;

	private static final VarHandle OUTCOME;

	private static final VarHandle TARGET;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			OUTCOME = lookup.findVarHandle(PendingCall.class, "outcome", Object.class);
			TARGET = lookup.findVarHandle(PendingCall.class, "target", Pid.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final Object request;

	private final BehaviourHost node;

	/**
	 * {@code null} if the name was not registered: the call is then settled from the
	 * start; or while the server of a key is started. Written once more, by whoever
	 * delivers it then.
	 */
	private @Nullable Pid target;

	private final @Nullable Pid caller;

	/**
	 * When the caller stops waiting, 0 for never. Written by the caller before it sends
	 * the call, and by the server when its handler has returned.
	 */
	private long until;

	/** Written once, by the winner. */
	@SuppressWarnings("unused")
	private volatile @Nullable Object outcome;

	/** What to notify: a thread about to park, or a {@link ReplyCollector}. */
	private volatile @Nullable Object waiter;

	/**
	 * Written by the server when it begins to work on the call, read for the texts of
	 * failures.
	 */
	private volatile long takenAt;

	/**
	 * The calls the server owes an answer; written by the server, to have this one
	 * removed when it is settled.
	 */
	private volatile @Nullable DeferredCalls deferredIn;

	PendingCall(Object request, BehaviourHost node, @Nullable Pid target, @Nullable Pid caller) {
		this.request = request;
		this.node = node;
		this.target = target;
		this.caller = caller;
	}

	@Override
	public Object content() {
		return this.request;
	}

	// the side of the server

	@Override
	@SuppressWarnings("unchecked")
	public <R extends @Nullable Object> ReplyTo<R> to(Call<?, R> asked) {
		Objects.requireNonNull(asked, "request");
		if (asked != this.request) {
			throw CallFailures.otherRequest(this.request, asked);
		}
		return (ReplyTo<R>) this;
	}

	@Override
	public Optional<Pid> caller() {
		return Optional.ofNullable(this.caller);
	}

	@Override
	public boolean reply(@Nullable Object value) {
		return answerAs(Self.currentOrNull(), CallOutcome.of(value));
	}

	@Override
	public boolean raise(Throwable error) {
		Objects.requireNonNull(error, "error");
		return answerAs(Self.currentOrNull(), CallOutcome.raised(error));
	}

	private boolean answerAs(@Nullable Self speaker, Object result) {
		if (speaker == null) {
			return answer(result);
		}
		if (!speaker.alive()) {
			// Code that goes on after its process was killed must not answer.
			countDeadLetter(DeadLetterReason.SENDER_EXITED);
			return false;
		}
		if (this.node.hasOutlet(speaker)
				&& this.node.holdsBack(speaker, null, this, new HeldReply(this, speaker.pid(), result))) {
			return this.outcome == null;
		}
		return answer(result);
	}

	/**
	 * Answers as nobody, when what the answer rests on is certain. Code of users that is
	 * told of it does not keep the calling thread.
	 */
	void answerLater(Object result) {
		boolean first = settleAndWake(result);
		if (!first) {
			this.node.time().report(() -> countDeadLetter(DeadLetterReason.LATE_REPLY));
		}
		else if (isObserved()) {
			this.node.time().report(() -> settled(result, Duration.ZERO));
		}
	}

	/**
	 * Nobody will give an answer that was given, as what it rested on did not come true.
	 */
	void lost() {
		if (this.outcome == null) {
			countDeadLetter(DeadLetterReason.NOT_COMMITTED);
		}
	}

	/**
	 * {@return whether somebody wants to know how it is settled}
	 */
	boolean isObserved() {
		return false;
	}

	private boolean answer(Object result) {
		if (complete(result)) {
			return true;
		}
		countDeadLetter(DeadLetterReason.LATE_REPLY);
		return false;
	}

	/**
	 * Somebody other than its caller has settled it; called on that thread. For
	 * observers.
	 * @param result the outcome
	 * @param waited how long the caller had been willing to wait, if it gave up
	 */
	void settled(Object result, Duration waited) {
	}

	private void countDeadLetter(DeadLetterReason why) {
		this.node.countDeadLetter((this.caller != null) ? this.caller : "a caller that is not a process", this.request,
				why);
	}

	/** Answers with what the handler returned. */
	void answer(CallResult.Answer answer) {
		noteHowLong();
		Throwable error = answer.error();
		answer((error != null) ? CallOutcome.raised(error) : CallOutcome.of(answer.value()));
	}

	private void noteHowLong() {
		if (!(this.request instanceof SystemRequest)) {
			Patience.noteHowLong(receiver(), this.takenAt, this.node.time());
		}
	}

	@Override
	public void addressedTo(Pid receiver) {
		TARGET.setRelease(this, receiver);
	}

	/**
	 * {@return who has got it} Called when it has been sent.
	 */
	Pid receiver() {
		return Objects.requireNonNull(this.target, "nobody had the name");
	}

	void serverExited(ExitReason reason) {
		complete(CallOutcome.exited(reason));
	}

	void rejected() {
		complete(CallOutcome.DROPPED);
	}

	@Override
	protected @Nullable Pid sender() {
		return this.caller;
	}

	@Override
	protected boolean isForBehaviours() {
		return true;
	}

	/**
	 * Not a system request: its sender gets an exception, and it may still be in the
	 * mailbox although it was answered.
	 */
	@Override
	protected boolean countsAsDeadLetter() {
		return !(this.request instanceof SystemRequest);
	}

	@Override
	protected void undelivered(DeadLetterReason why, ExitReason exit) {
		if (why == DeadLetterReason.MAILBOX_FULL) {
			rejected();
		}
		else {
			serverExited(exit);
		}
	}

	private boolean complete(Object result) {
		return complete(result, Duration.ZERO);
	}

	private boolean complete(Object result, Duration waited) {
		boolean first = settleAndWake(result);
		if (first) {
			settled(result, waited);
		}
		return first;
	}

	private boolean settleAndWake(Object result) {
		boolean first = settle(result);
		// Also if another was first: an Error may have kept that one from it.
		wakeCaller();
		return first;
	}

	private void wakeCaller() {
		Object waiting = this.waiter;
		if (waiting instanceof Thread thread) {
			LockSupport.unpark(thread);
		}
		else if (waiting instanceof ReplyCollector collector) {
			collector.settled(this);
		}
	}

	/** Settling a call also removes it from the calls the server owes an answer. */
	private boolean settle(Object result) {
		boolean first = OUTCOME.compareAndSet(this, null, result);
		DeferredCalls deferred = this.deferredIn;
		if (deferred != null) {
			deferred.remove(this);
		}
		return first;
	}

	/** The server begins to work on it; called by the server. */
	void taken() {
		long now = this.node.time().nanoTime();
		this.takenAt = (now != 0) ? now : 1;
	}

	/**
	 * {@return when the server began to work on it, 0 if it has not}
	 */
	long takenAt() {
		return this.takenAt;
	}

	void deferIn(DeferredCalls calls) {
		noteHowLong();
		calls.add(this);
		this.deferredIn = calls;
		if (this.outcome != null) {
			calls.remove(this);
		}
	}

	/**
	 * {@return whether a server has deferred it and still owes the answer}
	 */
	boolean isOwed() {
		DeferredCalls deferred = this.deferredIn;
		return deferred != null && deferred.contains(this);
	}

	// the side of the caller

	@Override
	public @Nullable Pid target() {
		return (Pid) TARGET.getAcquire(this);
	}

	/** Anybody may answer a deferred call: the server no longer holds it up. */
	@Override
	public boolean isOver() {
		return this.outcome != null || this.deferredIn != null;
	}

	@Override
	public boolean isDone() {
		return this.outcome != null;
	}

	/**
	 * Waits for the outcome, and gives the call up if there is none in time.
	 * @return whether there is one; false if the deadline passed first
	 * @throws InterruptedException if the thread was interrupted first
	 */
	private boolean await(Deadline deadline) throws InterruptedException {
		try {
			return waitFor(deadline) || !settle(CallOutcome.GIVEN_UP);
		}
		catch (InterruptedException ex) {
			if (settle(CallOutcome.GIVEN_UP)) {
				throw ex;
			}
			Thread.currentThread().interrupt();
			return true;
		}
	}

	/**
	 * {@return whether there is an outcome, after giving a server that is not slow a
	 * moment}
	 */
	boolean isSettledSoon() {
		Pid known = this.target;
		return known != null && Patience.isSettledSoon(this, known);
	}

	/**
	 * Waits for the outcome; the call stays as it is if there is none in time.
	 * @return whether there is one; false if the deadline passed first
	 * @throws InterruptedException if the thread was interrupted first
	 */
	boolean waitFor(Deadline deadline) throws InterruptedException {
		if (this.outcome != null) {
			return true;
		}
		this.waiter = Thread.currentThread();
		while (this.outcome == null) {
			if (deadline.isOver()) {
				return false;
			}
			deadline.park(this);
			if (this.outcome == null && Thread.interrupted()) {
				throw new InterruptedException();
			}
		}
		return true;
	}

	/** Reports the outcome to a collector; possibly twice if there is one already. */
	void tell(ReplyCollector collector) {
		this.waiter = collector;
		if (this.outcome != null) {
			collector.settled(this);
		}
	}

	/** Whether a collector waits for it. */
	boolean isCollected() {
		return this.outcome == null && this.waiter instanceof ReplyCollector;
	}

	@Override
	public boolean isSettled() {
		return this.outcome != null;
	}

	/** Notes how long the caller waits; called by it before it sends the call. */
	void waits(Duration timeout, long sentAt) {
		long nanos = TimeUnit.NANOSECONDS.convert(timeout);
		if (nanos < LONGEST) {
			long end = sentAt + nanos;
			this.until = (end != 0) ? end : 1;
		}
	}

	/**
	 * {@return when the caller stops waiting; called by the server while it handles the
	 * call}
	 */
	Deadline deadline() {
		return (this.until != 0) ? Deadline.at(this.until, this.node.time()) : Deadline.NEVER;
	}

	/** Its handler has returned. */
	void handled() {
		this.until = 0;
	}

	/** Whether its caller no longer waits for the reply. */
	boolean isGivenUp() {
		return this.outcome == CallOutcome.GIVEN_UP;
	}

	/** Nobody waits for it, and it is not handled. Called by the server. */
	void skipped() {
		this.node.countDeadLetter(receiver(), this.request, DeadLetterReason.ABANDONED);
	}

	/** Its handler ran out of the time of its caller. Called by the server. */
	void brokenOff(CallException.TimedOut error) {
		handled();
		skipped();
		// Whoever asked without waiting may still want to know.
		complete(CallOutcome.raised(error));
	}

	/**
	 * {@return whether the node handles calls nobody waits for any more}
	 */
	boolean isHandledAnyway() {
		return this.node.options().abandonedCalls() == AbandonedCalls.HANDLE;
	}

	void giveUp() {
		complete(CallOutcome.GIVEN_UP);
	}

	/** Gives it up because its time is over. */
	void expire(Duration timeout) {
		if (complete(CallOutcome.GIVEN_UP, timeout)) {
			leaveTrace(timeout);
		}
	}

	private void leaveTrace(Duration timeout) {
		// People who look do not wait long for a server at work.
		Pid server = target();
		if (server != null && !(this.request instanceof SystemRequest.FormatState)) {
			new CallTimeout(this.node, server, this.request, this.caller, timeout, stage()).leaveTrace();
		}
	}

	private ServerEvent.Stage stage() {
		return (this.takenAt == 0) ? ServerEvent.Stage.QUEUED
				: (this.deferredIn != null) ? ServerEvent.Stage.DEFERRED : ServerEvent.Stage.HANDLED;
	}

	/**
	 * {@return the reply} Throws the failure if there is none; gives the call up if
	 * nothing comes in time.
	 * @param server the reference it was sent through
	 * @param timeout how long to wait
	 * @param deadline when that time is over
	 * @param sentAt when it was sent
	 */
	@Nullable Object await(Object server, Duration timeout, Deadline deadline, long sentAt) {
		try {
			if (!await(deadline)) {
				leaveTrace(timeout);
				throw failures(server).timedOut(timeout, this.node, target(), sentAt, this.takenAt);
			}
		}
		catch (InterruptedException ex) {
			throw failures(server).interrupted();
		}
		return result(server, timeout);
	}

	/**
	 * {@return the reply of a settled call} Throws the failure if there is none.
	 * @param server the reference it was sent through
	 * @param timeout how long the caller waited, if it gave up
	 */
	@Nullable Object result(Object server, Duration timeout) {
		Object result = this.outcome;
		return (result == CallOutcome.NULL) ? null
				: (result instanceof CallOutcome other) ? other.reply(failures(server), timeout) : result;
	}

	private CallFailures failures(Object server) {
		return new CallFailures(this.request, server);
	}

}
