package io.triotp.server;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.triotp.process.Behaviour;
import io.triotp.process.Envelope;
import io.triotp.process.ExitReason;
import io.triotp.process.ProcessRuntime;
import io.triotp.process.Self;
import org.jspecify.annotations.Nullable;

/**
 * Turns messages into callbacks and their results into effects.
 *
 * <p>
 * Maintainer's note. Callers do not monitor the server; the server knows which calls it
 * owes an answer: those in its mailbox, the one in {@code working}, and those it
 * deferred. All fail in {@link #released}. That costs a call one volatile write instead
 * of two entries in a table. {@code working} must be volatile for a call: a killer that
 * has marked the process dead and reads {@code null} here can be sure that the process
 * will see the mark before it works on the call.
 */
final class ServerLoop<S, Q extends Call<?, ?>, M extends Cast<?>> implements Behaviour {

	private static final VarHandle WORKING;

	static {
		try {
			WORKING = MethodHandles.lookup().findVarHandle(ServerLoop.class, "working", Envelope.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final GenServer<S, Q, M> server;

	/** Until the server is up; then {@code null}. */
	private @Nullable Starting starting;

	/** Own process only; meaningless before {@code init} has returned. */
	private @Nullable S state;

	/**
	 * The message in the hands of a callback; written by the process, read by anybody.
	 */
	private volatile @Nullable Envelope working;

	/** Calls that will be answered later; made by the process, read by its killer. */
	private volatile @Nullable Set<PendingCall> deferred;

	/** Own process only: the message of the idle timeout that runs. */
	private @Nullable IdleTick idleTick;

	/** Own process only: what to answer when {@code terminate} has run. */
	private CallResult.@Nullable Answer lastAnswer;

	ServerLoop(GenServer<S, Q, M> server, StartLatch latch) {
		this.server = server;
		this.starting = new Starting(latch);
	}

	@Override
	public @Nullable ExitReason start(Self self) throws Exception {
		requireStarting().latch.begins(self.pid());
		boolean up = false;
		try {
			ExitReason failure = init();
			up = failure == null;
			return failure;
		}
		finally {
			if (!up && self.alive()) {
				// The parent waits and will be told by an exception, not by a signal too.
				self.parent().ifPresent(self::unlink);
			}
		}
	}

	private @Nullable ExitReason init() throws Exception {
		InitResult<S> result = this.server.onStart();
		return switch (result) {
			case InitResult.Ready<S>(S first, After next) -> {
				this.state = first;
				requireStarting().after = next;
				yield null;
			}
			case InitResult.Ignore<S>() -> {
				requireStarting().latch.ignored();
				yield ExitReason.normal();
			}
			case InitResult.Refuse<S>(ExitReason reason) -> reason;
			case null -> throw returnedNull("onStart");
		};
	}

	@Override
	public @Nullable ExitReason started() throws Exception {
		Starting done = requireStarting();
		this.starting = null;
		done.latch.started();
		return runAfter(done.after);
	}

	private Starting requireStarting() {
		Starting present = this.starting;
		if (present == null) {
			throw new IllegalStateException("server of " + type().getName() + " has been started already");
		}
		return present;
	}

	@Override
	@SuppressWarnings("unchecked")
	public @Nullable ExitReason handle(Envelope envelope) throws Exception {
		if (envelope instanceof IdleTick && envelope != this.idleTick) {
			return null;
		}
		cancelIdleTimer();
		ExitReason exit;
		if (envelope instanceof PendingCall call) {
			this.working = call;
			Self self = Self.current();
			if (!self.alive()) {
				// Killed between two messages: nobody has seen this call in our hands.
				call.serverExited(ExitReason.killed());
				return null;
			}
			call.taken(self.runtime().time().nanoTime());
			exit = interpret(call, this.server.handleCall((Q) call.content(), call, state()));
		}
		else {
			WORKING.setOpaque(this, envelope);
			if (envelope instanceof CastEnvelope cast) {
				exit = interpret("handleCast", this.server.handleCast((M) cast.content(), state()));
			}
			else {
				exit = interpret("handleInfo", this.server.handleInfo(envelope.content(), state()));
			}
		}
		if (exit == null) {
			// Not before a deferred call is in its set: a killer looks here first.
			WORKING.setRelease(this, null);
		}
		return exit;
	}

	private @Nullable ExitReason interpret(PendingCall call, CallResult<S> result) throws Exception {
		return switch (result) {
			case CallResult.Reply<S>(CallResult.Answer answer, S next, After then) -> {
				this.state = next;
				call.answer(answer);
				yield runAfter(then);
			}
			case Next.Continue<S>(S next, After then) -> {
				this.state = next;
				call.deferIn(deferred());
				yield runAfter(then);
			}
			case Next.Stop<S>(ExitReason reason, S next) -> {
				this.state = next;
				yield reason;
			}
			case CallResult.ReplyAndStop<S>(CallResult.Answer answer, ExitReason reason, S next) -> {
				this.state = next;
				this.lastAnswer = answer;
				yield reason;
			}
			case null -> throw returnedNull("handleCall");
		};
	}

	private @Nullable ExitReason interpret(String callback, Next<S> result) throws Exception {
		return switch (result) {
			case Next.Continue<S>(S next, After then) -> {
				this.state = next;
				yield runAfter(then);
			}
			case Next.Stop<S>(ExitReason reason, S next) -> {
				this.state = next;
				yield reason;
			}
			case null -> throw returnedNull(callback);
		};
	}

	/** A continuation may leave another one, for ever: hence a loop. */
	private @Nullable ExitReason runAfter(After first) throws Exception {
		After then = first;
		while (then instanceof After.Then(Object continuation)) {
			if (!Self.current().alive()) {
				return null;
			}
			switch (this.server.handleContinue(continuation, state())) {
				case Next.Continue<S>(S next, After following) -> {
					this.state = next;
					then = following;
				}
				case Next.Stop<S>(ExitReason reason, S next) -> {
					this.state = next;
					return reason;
				}
				case null -> throw returnedNull("handleContinue");
			}
		}
		if (then instanceof After.Idle idle) {
			startIdleTimer(idle);
		}
		return null;
	}

	private void startIdleTimer(After.Idle idle) {
		Self self = Self.current();
		ProcessRuntime runtime = self.runtime();
		IdleTick tick = new IdleTick();
		this.idleTick = tick;
		tick.timer = runtime.runAfter(self, idle.timeout(), () -> runtime.deliverAlways(self.pid(), tick));
	}

	/** Any message ends the waiting, also the one that says it took too long. */
	private void cancelIdleTimer() {
		IdleTick tick = this.idleTick;
		if (tick != null) {
			this.idleTick = null;
			tick.cancel();
		}
	}

	private Set<PendingCall> deferred() {
		Set<PendingCall> calls = this.deferred;
		if (calls == null) {
			calls = ConcurrentHashMap.newKeySet();
			this.deferred = calls;
		}
		return calls;
	}

	@SuppressWarnings("NullAway") // a server may well have null as its state
	private S state() {
		return this.state;
	}

	private static IllegalStateException returnedNull(String callback) {
		return new IllegalStateException(callback + " returned null instead of a result");
	}

	@Override
	public void terminate(ExitReason reason) throws Exception {
		try {
			this.server.terminate(reason, state());
		}
		finally {
			if (this.lastAnswer != null && this.working instanceof PendingCall call) {
				call.answer(this.lastAnswer);
			}
		}
	}

	@Override
	public void released(ExitReason reason) {
		Starting interrupted = this.starting;
		if (interrupted != null) {
			interrupted.latch.exited(reason);
		}
		if (this.working instanceof PendingCall call) {
			call.serverExited(reason);
		}
		Set<PendingCall> owed = this.deferred;
		if (owed != null) {
			owed.forEach((call) -> call.serverExited(reason));
		}
		this.state = null;
	}

	@Override
	public Class<?> type() {
		return this.server.getClass();
	}

	@Override
	public @Nullable Object current() {
		Envelope message = this.working;
		return (message != null) ? message.content() : null;
	}

	/** What is only needed until the server is up. */
	private static final class Starting {

		private final StartLatch latch;

		/** Own process only: what {@code init} left to do. */
		private After after = After.nothing();

		Starting(StartLatch latch) {
			this.latch = latch;
		}

	}

}
