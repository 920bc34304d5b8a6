package io.triotp.server;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import io.triotp.process.Behaviour;
import io.triotp.process.Envelope;
import io.triotp.process.ExitException;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.Self;
import io.triotp.process.SystemMessage;
import io.triotp.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Turns messages into callbacks and their results into effects.
 *
 * <p>
 * Maintainer's note. Callers do not monitor the server; the server knows which calls it
 * owes an answer: those in its mailbox, the one in {@code working}, and those it
 * deferred. All of them fail in {@link #exited}. That costs a call one volatile write
 * instead of two entries in a table. {@code working} must be volatile for a call: a
 * killer that has marked the process dead and reads {@code null} here can be sure that
 * the process will see the mark before it works on the call. {@code cold} is {@code null}
 * in a server that is up, uses no idle timeout and has not been inspected by an operator:
 * it costs such a server one field and one comparison per message.
 */
final class ServerLoop<S, Q extends Call<?, ?>, M extends Cast<?>> implements Behaviour, Operated {

	private static final VarHandle WORKING;

	private static final VarHandle COLD;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			WORKING = lookup.findVarHandle(ServerLoop.class, "working", Envelope.class);
			COLD = lookup.findVarHandle(ServerLoop.class, "cold", ColdState.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/** Written by the process before {@code init}, if the server is made there. */
	private GenServer<S, Q, M> server;

	/** Replaced by any thread; {@link Extras} stay until the end. */
	private volatile @Nullable ColdState cold;

	/** Own process only; meaningless before {@code init} has returned. */
	private @Nullable S state;

	/**
	 * The message a callback is handling; written by the process, read by any thread.
	 */
	private volatile @Nullable Envelope working;

	/** Calls that will be answered later; made by the process, read by its killer. */
	private volatile @Nullable DeferredCalls deferred;

	ServerLoop(GenServer<S, Q, M> server, Starting starting) {
		this.server = server;
		this.cold = starting;
	}

	@Override
	public @Nullable ExitReason start(Self self) throws Exception {
		return requireStarting().start(self, () -> makeAndStart(self), (first) -> this.state = first);
	}

	private InitResult<S> makeAndStart(Self self) throws Exception {
		if (this.server instanceof Unmade<S, Q, M> unmade) {
			this.server = unmade.make();
		}
		Class<?> reported = ReportedType.of(this.server);
		if (reported != this.server.getClass()) {
			// Asked once, here: whoever looks at the server must not run code of its
			// user.
			extras().type(reported);
			requireStarting().latch().reported(reported);
		}
		this.server = requireStarting().made(this.server, this, self);
		if (!Self.current().alive()) {
			// An init that has not begun must not.
			throw new ExitException(ExitReason.killed());
		}
		return this.server.onStart();
	}

	/** Read by the starter: whether the supplier has not returned or failed. */
	boolean isUnmade() {
		return this.server instanceof Unmade;
	}

	@Override
	public @Nullable ExitReason started() throws Exception {
		Starting done = requireStarting();
		if (!COLD.compareAndSet(this, done, null)) {
			extras().started();
		}
		return done.latch().started() ? runAfter(Self.current(), done.after()) : done.latch().endUnheardOf();
	}

	private @Nullable Starting starting() {
		ColdState present = this.cold;
		return (present != null) ? present.starting() : null;
	}

	private Starting requireStarting() {
		Starting present = starting();
		if (present == null) {
			throw new IllegalStateException("server of " + type().getName() + " has been started already");
		}
		return present;
	}

	private Extras extras() {
		while (true) {
			ColdState present = this.cold;
			if (present instanceof Extras extras) {
				return extras;
			}
			Extras made = new Extras((Starting) present);
			if (COLD.compareAndSet(this, present, made)) {
				return made;
			}
		}
	}

	@Override
	public @Nullable ExitReason handle(Envelope envelope) throws Exception {
		return handle(Self.current(), envelope);
	}

	@Override
	public @Nullable ExitReason handle(Self self, Envelope envelope) throws Exception {
		ColdState present = this.cold;
		if (present != null) {
			return handle(self, envelope, (Extras) present);
		}
		return isPassedOver(envelope) ? null : callBack(self, envelope, null);
	}

	private @Nullable ExitReason handle(Self self, Envelope envelope, Extras extras) throws Exception {
		if (envelope instanceof PendingCall call && call.content() instanceof SystemRequest) {
			extras.serve(this, self, call);
			return null;
		}
		IdleWait wait = extras.idleWait();
		boolean early = envelope instanceof IdleTick tick && !wait.isOver(tick, self);
		if (early || isFlushed(envelope.content()) || isPassedOver(envelope)) {
			return null;
		}
		// Any message ends the idle time.
		extras.toLeave(false);
		wait.end();
		ExitReason exit = callBack(self, envelope, extras.debug());
		wait.dropUnusedTimer();
		return exit;
	}

	@SuppressWarnings("unchecked")
	private @Nullable ExitReason callBack(Self self, Envelope envelope, @Nullable DebugFunctions debug)
			throws Exception {
		ExitReason exit;
		if (envelope instanceof PendingCall call) {
			if (!begin(call)) {
				return null;
			}
			if (debug != null && !debug.messageIn(self, call)) {
				return null;
			}
			CallResult<S> result;
			try {
				result = this.server.handleCall((Q) call.content(), call, state());
			}
			catch (CallException.TimedOut ex) {
				Abandonment.breakOff(call, ex);
				if (this.cold instanceof Extras extras) {
					extras.idleWait().resume();
				}
				done();
				return null;
			}
			call.handled();
			if (debug != null) {
				debug.result(call, result);
			}
			exit = interpret(self, call, result);
		}
		else {
			boolean isCast = envelope instanceof CastEnvelope;
			Object message = envelope.content();
			if (!isCast && isFlushed(message)) {
				return null;
			}
			WORKING.setOpaque(this, envelope);
			if (debug != null && !debug.messageIn(self, envelope)) {
				return null;
			}
			Next<S> result = isCast ? this.server.handleCast((M) message, state())
					: this.server.handleInfo(message, state());
			if (debug != null) {
				debug.result(null, result);
			}
			exit = interpret(self, isCast ? "handleCast" : "handleInfo", result);
		}
		if (exit == null) {
			done();
		}
		return exit;
	}

	@Override
	public @Nullable ExitReason rest(Self self) {
		if (!(this.cold instanceof Extras extras)) {
			return null;
		}
		extras.idleWait().rest(self);
		return (extras.isToLeave() && !owes() && !extras.idleWait().isWaiting()
				&& !self.processes().host().hasTies(self.pid())) ? ExitReason.normal() : null;
	}

	private boolean owes() {
		DeferredCalls owed = this.deferred;
		return owed != null && !owed.isEmpty();
	}

	/** Counts the call if so. */
	private boolean isPassedOver(Envelope envelope) {
		if (!(envelope instanceof PendingCall call) || !Abandonment.skips(this.server, call)) {
			return false;
		}
		call.skipped();
		return true;
	}

	@Override
	public Deadline deadline() {
		return (this.working instanceof PendingCall call) ? Abandonment.deadline(this.server, call) : Deadline.NEVER;
	}

	@Override
	public boolean begin(PendingCall call) {
		this.working = call;
		if (!call.receiver().isAlive()) {
			// Killed between two messages: the killer has not seen this call.
			call.serverExited(ExitReason.killed());
			return false;
		}
		call.taken();
		return true;
	}

	/** Only after a deferred call is in its set: a killer looks here first. */
	@Override
	public void done() {
		WORKING.setRelease(this, null);
	}

	private static boolean isFlushed(Object message) {
		return message instanceof SystemMessage.Down down && down.ref().isFlushed();
	}

	private @Nullable ExitReason interpret(Self self, PendingCall call, CallResult<S> result) throws Exception {
		return switch (result) {
			case CallResult.Reply<S>(CallResult.Answer answer, S next, After then) -> {
				this.state = next;
				call.answer(answer);
				yield runAfter(self, then);
			}
			case Next.Continue<S>(S next, After then) -> {
				this.state = next;
				call.deferIn(deferred());
				yield runAfter(self, then);
			}
			case Next.Stop<S>(ExitReason reason, S next) -> {
				this.state = next;
				yield reason;
			}
			case CallResult.ReplyAndStop<S>(CallResult.Answer answer, ExitReason reason, S next) -> {
				this.state = next;
				extras().lastAnswer(answer);
				yield reason;
			}
			case null -> throw CallFailures.returnedNull("handleCall");
		};
	}

	private @Nullable ExitReason interpret(Self self, String callback, Next<S> result) throws Exception {
		return switch (result) {
			case Next.Continue<S>(S next, After then) -> {
				this.state = next;
				yield runAfter(self, then);
			}
			case Next.Stop<S>(ExitReason reason, S next) -> {
				this.state = next;
				yield reason;
			}
			case null -> throw CallFailures.returnedNull(callback);
		};
	}

	/**
	 * A loop, because continuations may follow each other for ever. The first belongs to
	 * what left it and runs in any case; the others give way to a request to end, as
	 * messages do.
	 */
	private @Nullable ExitReason runAfter(Self self, After first) throws Exception {
		After then = first;
		while (then instanceof After.Then(Object continuation)) {
			if (!self.alive() || (then != first && self.processes().host().isEnding(self.pid()))) {
				return null;
			}
			DebugFunctions debug = (this.cold instanceof Extras extras) ? extras.debug() : null;
			if (debug != null && !debug.continues(self, continuation)) {
				return null;
			}
			Next<S> result = this.server.handleContinue(continuation, state());
			if (debug != null) {
				debug.result(null, result);
			}
			switch (result) {
				case Next.Continue<S>(S next, After following) -> {
					this.state = next;
					then = following;
				}
				case Next.Stop<S>(ExitReason reason, S next) -> {
					this.state = next;
					return reason;
				}
				case null -> throw CallFailures.returnedNull("handleContinue");
			}
		}
		if (then != Nothings.NOTHING) {
			waitAfter(then);
		}
		return null;
	}

	private void waitAfter(After then) {
		if (then instanceof After.Idle idle) {
			extras().idleWait().start(idle);
		}
		else if (then instanceof After.Storing storing) {
			throw new IllegalStateException("This server is not durable, so nothing can be stored with its state: "
					+ storing.effects() + ". Say where its state is to be stored");
		}
	}

	private DeferredCalls deferred() {
		DeferredCalls calls = this.deferred;
		if (calls == null) {
			calls = new DeferredCalls();
			this.deferred = calls;
		}
		return calls;
	}

	@SuppressWarnings("NullAway") // a server may well have null as its state
	private S state() {
		return this.state;
	}

	// system messages

	@Override
	public boolean offerSystem(Envelope message) {
		PendingCall request = SystemMessages.requireRequest(message, type());
		return extras().requireSystem().offer(request);
	}

	@Override
	public @Nullable Object currentState() {
		return this.state;
	}

	@Override
	public @Nullable Object formattedState() {
		return this.server.formatStatus(state());
	}

	@Override
	@SuppressWarnings("unchecked")
	public void replaceState(@Nullable Object next) {
		this.state = (S) next;
	}

	@Override
	public void exitRequested() {
		SystemMessages system = system();
		if (system != null) {
			system.unpark();
		}
	}

	@Override
	public boolean isSuspended() {
		SystemMessages system = system();
		return system != null && system.isSuspended();
	}

	private @Nullable SystemMessages system() {
		return (this.cold instanceof Extras extras) ? extras.system() : null;
	}

	@Override
	public void terminate(ExitReason reason) throws Exception {
		if (this.working instanceof PendingCall call) {
			call.handled();
		}
		try {
			this.server.terminate(reason, state());
		}
		finally {
			CallResult.Answer answer = (this.cold instanceof Extras extras) ? extras.lastAnswer() : null;
			if (answer != null && this.working instanceof PendingCall call) {
				call.answer(answer);
			}
		}
	}

	@Override
	public void exited(Pid process, ExitReason reason) {
		Starting interrupted = starting();
		if (interrupted != null) {
			interrupted.exited(process, reason);
		}
		if (this.working instanceof PendingCall call) {
			call.serverExited(reason);
		}
		DeferredCalls owed = this.deferred;
		if (owed != null) {
			owed.serverExited(reason);
		}
		SystemMessages system = system();
		if (system != null) {
			system.serverExited(reason);
		}
	}

	@Override
	public void forget() {
		this.state = null;
		this.deferred = null;
		this.cold = null;
		WORKING.setOpaque(this, null);
	}

	@Override
	public Class<?> type() {
		Class<?> reported = (this.cold instanceof Extras extras) ? extras.type() : null;
		GenServer<S, Q, M> present = this.server;
		return (reported != null) ? reported : (present instanceof StandIn other) ? other.code() : present.getClass();
	}

	@Nullable Envelope working() {
		return this.working;
	}

	@Override
	public boolean hasOutlet() {
		return this.server instanceof SendsThroughOutlet
				|| (this.server instanceof Unmade<S, Q, M> unmade && unmade.hasOutlet());
	}

	@Override
	public @Nullable Object currentMessage() {
		Envelope message = this.working;
		return (message != null) ? message.content() : null;
	}

}
