package io.triotp.server;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

import io.triotp.process.BehaviourHost;
import io.triotp.process.DeadLetterReason;
import io.triotp.process.Envelope;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.ProcessInfo;
import io.triotp.process.Self;
import io.triotp.process.Waiting;
import io.triotp.time.Deadline;
import io.triotp.time.TimeText;
import org.jspecify.annotations.Nullable;

/**
 * One call: the message, the place where its caller waits, and the token to answer it, in
 * one object. Reply, death of the server and timeout race for {@code outcome}; the first
 * wins. It is a slot and no message in the mailbox of the caller, so a late reply has
 * nowhere to lie around (OTP G3, P9) and callers need not be processes.
 */
final class PendingCall extends Envelope implements From, ReplyTo<Object>, Waiting {

	private static final Object GIVEN_UP = new Object();

	private static final Object NULL = new Object();

	/** How often a virtual caller gives others their turn before it parks. */
	private static final int YIELDS = 8;

	/** A server that takes longer is slow: a thread could have parked twice meanwhile. */
	private static final long SLOW_NANOS = 20_000;

	/** Which moments to look at: one in 16, because a look at the clock has its price. */
	private static final long SAMPLE = 0xF00;

	/**
	 * How often a platform caller looks before it parks: for about as long as it takes to
	 * park it and wake it up. Never if that would keep the only processor from the
	 * server.
	 */
	private static final int LOOKS = (Runtime.getRuntime().availableProcessors() > 1) ? 400 : 0;

	private static final VarHandle OUTCOME;

	static {
		try {
			OUTCOME = MethodHandles.lookup().findVarHandle(PendingCall.class, "outcome", Object.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final Object request;

	private final BehaviourHost node;

	/** {@code null} if nobody had the name: then it is settled from the start. */
	private final @Nullable Pid target;

	private final @Nullable Pid caller;

	/** Written once by whoever wins. */
	@SuppressWarnings("unused")
	private volatile @Nullable Object outcome;

	/** Whom to tell: a thread about to park, or {@link PendingReplies}. */
	private volatile @Nullable Object waiter;

	/** Written by the server when it begins to work on the call, read for messages. */
	private volatile long takenAt;

	/** Written by the server, which wants to forget the call when it is answered. */
	private volatile @Nullable Set<PendingCall> deferredIn;

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
		if (asked != this.request) {
			throw new IllegalArgumentException("This caller asked with a " + this.request.getClass().getName()
					+ ", not with this " + asked.getClass().getName());
		}
		return (ReplyTo<R>) this;
	}

	@Override
	public Optional<Pid> caller() {
		return Optional.ofNullable(this.caller);
	}

	@Override
	public boolean reply(@Nullable Object value) {
		return mayAnswer() && answer((value != null) ? value : NULL);
	}

	@Override
	public boolean raise(Throwable error) {
		return mayAnswer() && answer(new Raised(error));
	}

	/** Code that goes on after its process was killed speaks for nobody. */
	private boolean mayAnswer() {
		Self speaker = Self.currentOrNull();
		if (speaker == null || speaker.alive()) {
			return true;
		}
		countDeadLetter(DeadLetterReason.SENDER_EXITED);
		return false;
	}

	private boolean answer(Object result) {
		if (complete(result)) {
			return true;
		}
		countDeadLetter(DeadLetterReason.LATE_REPLY);
		return false;
	}

	private void countDeadLetter(DeadLetterReason why) {
		this.node.countDeadLetter((this.caller != null) ? this.caller : "a caller that is no process", this.request,
				why);
	}

	/** The answer of the handler, at its end. */
	void answer(CallResult.Answer answer) {
		noteHowLong(target());
		Throwable error = answer.error();
		if (error != null) {
			answer(new Raised(error));
		}
		else {
			Object value = answer.value();
			answer((value != null) ? value : NULL);
		}
	}

	private void noteHowLong(Pid server) {
		if (this.request instanceof SystemRequest) {
			return;
		}
		boolean slow = isSlow(server);
		if (slow || (this.takenAt & SAMPLE) == 0) {
			slow(server, this.node.time().nanoTime() - this.takenAt > SLOW_NANOS);
		}
	}

	void serverExited(ExitReason reason) {
		complete(new Exited(reason));
	}

	void rejected() {
		complete(new Dropped());
	}

	@Override
	protected @Nullable Pid sender() {
		return this.caller;
	}

	@Override
	protected boolean isForBehaviours() {
		return true;
	}

	/** Whoever asks the loop hears of it, and it may lie here though it was answered. */
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
		if (!settle(result)) {
			return false;
		}
		Object waiting = this.waiter;
		if (waiting instanceof Thread thread) {
			LockSupport.unpark(thread);
		}
		else if (waiting instanceof PendingReplies<?, ?> replies) {
			replies.settled(this);
		}
		return true;
	}

	/** Whoever settles a call also has the server forget that it owes an answer. */
	private boolean settle(Object result) {
		if (!OUTCOME.compareAndSet(this, null, result)) {
			return false;
		}
		Set<PendingCall> deferred = this.deferredIn;
		if (deferred != null) {
			deferred.remove(this);
		}
		return true;
	}

	void taken(long now) {
		this.takenAt = (now != 0) ? now : 1;
	}

	/**
	 * {@return when the server began to work on it, 0 if it has not}
	 */
	long takenAt() {
		return this.takenAt;
	}

	void deferIn(Set<PendingCall> calls) {
		noteHowLong(target());
		calls.add(this);
		this.deferredIn = calls;
		if (this.outcome != null) {
			calls.remove(this);
		}
	}

	/**
	 * {@return whether a server has deferred it and remembers that}
	 */
	boolean isOwed() {
		Set<PendingCall> deferred = this.deferredIn;
		return deferred != null && deferred.contains(this);
	}

	// the side of the caller

	@Override
	public Pid target() {
		return Objects.requireNonNull(this.target, "nobody had the name");
	}

	/** A deferred call is answered by anybody: the server no longer holds it up. */
	@Override
	public boolean isOver() {
		return this.outcome != null || this.deferredIn != null;
	}

	/**
	 * Wait for the outcome, and give the call up if there is none in time.
	 * @return whether there is one; false if the time was over first
	 * @throws InterruptedException if the thread was interrupted first
	 */
	boolean await(Deadline deadline) throws InterruptedException {
		try {
			return waitFor(deadline) || !settle(GIVEN_UP);
		}
		catch (InterruptedException ex) {
			if (settle(GIVEN_UP)) {
				throw ex;
			}
			Thread.currentThread().interrupt();
			return true;
		}
	}

	/**
	 * {@return whether there is an outcome, after giving a server that is not slow a
	 * chance: the reply usually comes while it has this carrier, and a thread that does
	 * not park needs no timer}
	 */
	boolean isSettledSoon() {
		if (isSlow(target())) {
			return this.outcome != null;
		}
		if (Thread.currentThread().isVirtual()) {
			for (int i = 0; i < YIELDS && this.outcome == null; i++) {
				Thread.yield();
			}
		}
		else {
			for (int i = 0; i < LOOKS && this.outcome == null; i++) {
				Thread.onSpinWait();
			}
		}
		return this.outcome != null;
	}

	/**
	 * Wait for the outcome; the call stays as it is if there is none in time.
	 * @return whether there is one; false if the time was over first
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

	/**
	 * Have a collection told of the outcome, also if there is one already; then maybe
	 * twice.
	 */
	void tell(PendingReplies<?, ?> replies) {
		this.waiter = replies;
		if (this.outcome != null) {
			replies.settled(this);
		}
	}

	/**
	 * {@return whether a collection waits for it}
	 */
	boolean isCollected() {
		return this.outcome == null && this.waiter instanceof PendingReplies;
	}

	boolean isSettled() {
		return this.outcome != null;
	}

	void giveUp() {
		complete(GIVEN_UP);
	}

	/**
	 * {@return the reply, or throws what came instead; after {@link #await}}
	 * @param timeout how long it was waited for, if it was given up
	 */
	@Nullable Object result(ServerRef<?> server, Duration timeout) {
		Object result = this.outcome;
		if (result == NULL) {
			return null;
		}
		if (result == GIVEN_UP) {
			throw new CallException.TimedOut(
					"Call of " + type() + " to " + server + " was abandoned before; its reply is dropped", timeout);
		}
		return switch (result) {
			case Raised(Throwable error) -> throw raised(server, error);
			case Exited(ExitReason.NoProcess reason) -> throw new CallException.NoServer(
					"Call of " + type() + " to " + server + " failed: noproc, there is no such process");
			case Exited(ExitReason reason) -> throw new CallException.ServerExited(
					"Call of " + type() + " to " + server + " failed: the server ended before it answered: " + reason,
					reason);
			case Dropped() -> throw new CallException.Rejected(
					"Call of " + type() + " to " + server + " was dropped: the mailbox of the server is full");
			case null, default -> result;
		};
	}

	private RuntimeException raised(ServerRef<?> server, Throwable error) {
		if (error instanceof RuntimeException unchecked) {
			return unchecked;
		}
		if (error instanceof Error fatal) {
			throw fatal;
		}
		return new CallException.Raised("Call of " + type() + " to " + server + " was answered with " + error, error);
	}

	String type() {
		return this.request.getClass().getName();
	}

	CallException.TimedOut timedOut(ServerRef<?> server, Duration timeout, long sentAt) {
		Pid pid = target();
		long now = this.node.time().nanoTime();
		long began = this.takenAt;
		StringBuilder text = new StringBuilder("Call of ").append(type())
			.append(" to ")
			.append(server)
			.append(" timed out after ")
			.append(TimeText.of(timeout))
			.append(": ");
		if (began == 0) {
			text.append(TimeText.of(Duration.ofNanos(now - sentAt))).append(" in the queue");
		}
		else {
			text.append(TimeText.of(Duration.ofNanos(began - sentAt)))
				.append(" in the queue, then ")
				.append(TimeText.of(Duration.ofNanos(now - began)))
				.append(" with the server without an answer");
		}
		this.node.view()
			.info(pid)
			.ifPresentOrElse((info) -> text.append("; ")
				.append(pid)
				.append(" has ")
				.append(info.mailboxSize())
				.append(" messages waiting and is now ")
				.append(info.current()
					.map((current) -> "working on a " + current.getClass().getName())
					.orElse(inState(info.state()))), () -> text.append("; ").append(pid).append(" has ended"));
		return new CallException.TimedOut(text.append(". The server goes on with the request").toString(), timeout);
	}

	private static String inState(ProcessInfo.State state) {
		return (state == ProcessInfo.State.SUSPENDED) ? "suspended, until somebody calls Sys.resume"
				: "in state " + state;
	}

	private record Raised(Throwable error) {
	}

	private record Exited(ExitReason reason) {
	}

	private record Dropped() {
	}

}
