package io.triotp.server;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import io.triotp.process.Behaviour;
import io.triotp.process.BehaviourHost;
import io.triotp.process.Envelope;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.Self;
import io.triotp.process.SystemMessage;
import org.jspecify.annotations.Nullable;

/**
 * Turns messages into callbacks and their results into effects.
 *
 * <p>
 * Maintainer's note. Callers do not monitor the server; the server knows which calls it
 * owes an answer: those in its mailbox, the one in {@code working}, and those it
 * deferred. All fail in {@link #exited}. That costs a call one volatile write instead of
 * two entries in a table. {@code working} must be volatile for a call: a killer that has
 * marked the process dead and reads {@code null} here can be sure that the process will
 * see the mark before it works on the call. {@code seldom} is {@code null} in a server
 * that is up and uses no idle timeout and that no operator has looked at: it costs such a
 * server one field and one comparison a message.
 */
final class ServerLoop<S, Q extends Call<?, ?>, M extends Cast<?>> implements Behaviour {

	private static final VarHandle WORKING;

	private static final VarHandle SELDOM;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			WORKING = lookup.findVarHandle(ServerLoop.class, "working", Envelope.class);
			SELDOM = lookup.findVarHandle(ServerLoop.class, "seldom", ColdState.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final GenServer<S, Q, M> server;

	/** {@link Extras} are never taken away again; replaced by any thread. */
	private volatile @Nullable ColdState seldom;

	/** Own process only; meaningless before {@code init} has returned. */
	private @Nullable S state;

	/**
	 * The message in the hands of a callback; written by the process, read by anybody.
	 */
	private volatile @Nullable Envelope working;

	/** Calls that will be answered later; made by the process, read by its killer. */
	private volatile @Nullable Set<PendingCall> deferred;

	ServerLoop(GenServer<S, Q, M> server, StartLatch latch) {
		this.server = server;
		this.seldom = new Starting(latch);
	}

	@Override
	public @Nullable ExitReason start(Self self) throws Exception {
		requireStarting().latch().begins(self.pid());
		boolean up = false;
		try {
			ExitReason failure = init();
			up = failure == null;
			return failure;
		}
		finally {
			if (!up && self.alive()) {
				requireStarting().latch().muteStart(self.pid());
			}
		}
	}

	private @Nullable ExitReason init() throws Exception {
		InitResult<S> result = this.server.onStart();
		return switch (result) {
			case InitResult.Ready<S>(S first, After next) -> {
				this.state = first;
				requireStarting().after(next);
				yield null;
			}
			case InitResult.Ignore<S>() -> {
				requireStarting().latch().ignored();
				yield ExitReason.normal();
			}
			case InitResult.Refuse<S>(ExitReason reason) -> {
				requireStarting().latch().refused(reason);
				yield ExitReason.normal();
			}
			case null -> throw returnedNull("onStart");
		};
	}

	@Override
	public @Nullable ExitReason started() throws Exception {
		Starting done = requireStarting();
		if (!SELDOM.compareAndSet(this, done, null)) {
			extras().started();
		}
		return done.latch().started() ? runAfter(done.after()) : endUnheardOf(done.latch());
	}

	/** The starter has given up meanwhile and kills this process, if it is not faster. */
	private static @Nullable ExitReason endUnheardOf(StartLatch latch) {
		Self self = Self.current();
		latch.muteStart(self.pid());
		self.processes().kill(self.pid());
		return null;
	}

	private @Nullable Starting starting() {
		return switch (this.seldom) {
			case Starting starting -> starting;
			case Extras extras -> extras.starting();
			case null -> null;
		};
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
			ColdState present = this.seldom;
			if (present instanceof Extras extras) {
				return extras;
			}
			Extras made = new Extras((Starting) present);
			if (SELDOM.compareAndSet(this, present, made)) {
				return made;
			}
		}
	}

	@Override
	public @Nullable ExitReason handle(Envelope envelope) throws Exception {
		ColdState present = this.seldom;
		return (present == null) ? callBack(envelope, null) : handle(envelope, (Extras) present);
	}

	private @Nullable ExitReason handle(Envelope envelope, Extras extras) throws Exception {
		if (envelope instanceof PendingCall call && call.content() instanceof SystemRequest) {
			systemMessage(call, extras);
			return null;
		}
		if (envelope instanceof IdleTick tick && !extras.isCurrent(tick)) {
			return null;
		}
		if (isFlushed(envelope.content())) {
			return null;
		}
		// Any message ends the waiting, also the one that says it took too long.
		extras.cancelIdleTimer();
		return callBack(envelope, extras.debug());
	}

	@SuppressWarnings("unchecked")
	private @Nullable ExitReason callBack(Envelope envelope, @Nullable DebugFunctions debug) throws Exception {
		ExitReason exit;
		if (envelope instanceof PendingCall call) {
			this.working = call;
			Self self = Self.current();
			if (!self.alive()) {
				// Killed between two messages: nobody has seen this call in our hands.
				call.serverExited(ExitReason.killed());
				return null;
			}
			call.taken(self.processes().host().time().nanoTime());
			if (debug != null) {
				debug.messageIn(call);
				if (!self.alive()) {
					return null;
				}
			}
			CallResult<S> result = this.server.handleCall((Q) call.content(), call, state());
			if (debug != null) {
				debug.result(call, result);
			}
			exit = interpret(call, result);
		}
		else {
			boolean isCast = envelope instanceof CastEnvelope;
			Object message = envelope.content();
			if (!isCast && isFlushed(message)) {
				return null;
			}
			WORKING.setOpaque(this, envelope);
			if (debug != null) {
				debug.messageIn(envelope);
				if (!Self.current().alive()) {
					return null;
				}
			}
			Next<S> result = isCast ? this.server.handleCast((M) message, state())
					: this.server.handleInfo(message, state());
			if (debug != null) {
				debug.result(null, result);
			}
			exit = interpret(isCast ? "handleCast" : "handleInfo", result);
		}
		if (exit == null) {
			// Not before a deferred call is in its set: a killer looks here first.
			WORKING.setRelease(this, null);
		}
		return exit;
	}

	private static boolean isFlushed(Object message) {
		return message instanceof SystemMessage.Down down && down.ref().isFlushed();
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
				extras().lastAnswer(answer);
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
			DebugFunctions debug = (this.seldom instanceof Extras extras) ? extras.debug() : null;
			if (debug != null) {
				debug.continues(continuation);
				if (!Self.current().alive()) {
					return null;
				}
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
		BehaviourHost node = self.processes().host();
		IdleTick tick = new IdleTick(idle);
		extras().idleTimer(tick);
		tick.timer = node.runAfter(self.pid(), idle.timeout(), () -> node.deliverSignal(self.pid(), tick));
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

	// system messages

	@Override
	public boolean offerSystem(Envelope message) {
		if (!(message instanceof PendingCall request && request.content() instanceof SystemRequest)) {
			throw new IllegalArgumentException("A " + message.getClass().getName()
					+ " is no system message for the server of " + type().getName() + ": it knows the requests of Sys");
		}
		SystemMessages system = extras().requireSystem();
		boolean kept = system.offer(request);
		if (kept && !request.target().isAlive()) {
			// Maybe after the end of the process, which fails those it finds.
			request.serverExited(ExitReason.noProcess());
		}
		return kept;
	}

	private void systemMessage(PendingCall request, Extras extras) {
		SystemMessages system = extras.requireSystem();
		if (!system.take(request)) {
			// Seen to while the server was suspended.
			return;
		}
		After.Idle idle = extras.cancelIdleTimer();
		answer(request, system);
		staySuspended(system);
		if (idle != null && Self.current().alive()) {
			startIdleTimer(idle);
		}
	}

	/** Park here as long as the server is suspended: its messages stay where they are. */
	private void staySuspended(SystemMessages system) {
		Self self = Self.current();
		while (self.alive() && !self.processes().host().isEnding(self.pid())) {
			PendingCall next = system.next();
			if (next != null) {
				answer(next, system);
			}
			else if (system.isSuspended()) {
				system.park();
			}
			else {
				return;
			}
		}
		system.resume();
	}

	private void answer(PendingCall request, SystemMessages system) {
		this.working = request;
		Self self = Self.current();
		if (!self.alive()) {
			request.serverExited(ExitReason.killed());
			return;
		}
		request.taken(self.processes().host().time().nanoTime());
		request.answer(answer((SystemRequest) request.content(), system, self));
		WORKING.setRelease(this, null);
	}

	private CallResult.Answer answer(SystemRequest request, SystemMessages system, Self self) {
		long now = self.processes().host().time().nanoTime();
		return switch (request) {
			case SystemRequest.GetState() -> new CallResult.Answer(state(), null);
			case SystemRequest.ReplaceState(UnaryOperator<@Nullable Object> function) -> replaceState(function, self);
			case SystemRequest.GetStatus() -> new CallResult.Answer(status(system, self, now), null);
			case SystemRequest.Suspend() -> {
				system.suspend();
				yield new CallResult.Answer(null, null);
			}
			case SystemRequest.Resume() -> {
				system.resume();
				yield new CallResult.Answer(null, null);
			}
			case SystemRequest.Debug debug -> new CallResult.Answer(system.functions().answer(debug, now), null);
		};
	}

	@SuppressWarnings("unchecked")
	private CallResult.Answer replaceState(UnaryOperator<@Nullable Object> function, Self self) {
		try {
			Object next = function.apply(state());
			this.state = (S) next;
			return new CallResult.Answer(next, null);
		}
		catch (Throwable ex) {
			return new CallResult.Answer(null,
					new CallException.CallbackFailed("Replacing the state of " + type().getName() + " " + self.pid()
							+ " failed, it is unchanged: the function threw " + ex.getClass().getName(), ex));
		}
		finally {
			// What the function left must not interrupt a callback.
			Thread.interrupted();
		}
	}

	private Sys.@Nullable Status status(SystemMessages system, Self self, long now) {
		return self.processes()
			.view()
			.info(self.pid())
			.map((info) -> new Sys.Status(self.pid(), info.names(), info.label(), info.parent(), type(),
					system.isSuspended(), info.mailboxSize(), Optional.ofNullable(system.functions().statistics(now)),
					system.functions().names()))
			.orElse(null);
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
		return (this.seldom instanceof Extras extras) ? extras.system() : null;
	}

	@Override
	public void terminate(ExitReason reason) throws Exception {
		try {
			this.server.terminate(reason, state());
		}
		finally {
			CallResult.Answer answer = (this.seldom instanceof Extras extras) ? extras.lastAnswer() : null;
			if (answer != null && this.working instanceof PendingCall call) {
				call.answer(answer);
			}
		}
	}

	@Override
	public void exited(Pid process, ExitReason reason) {
		Starting interrupted = starting();
		if (interrupted != null && interrupted.latch().exited(reason)) {
			interrupted.latch().muteStart(process);
		}
		if (this.working instanceof PendingCall call) {
			call.serverExited(reason);
		}
		Set<PendingCall> owed = this.deferred;
		if (owed != null) {
			owed.forEach((call) -> call.serverExited(reason));
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
		this.seldom = null;
		WORKING.setOpaque(this, null);
	}

	@Override
	public Class<?> type() {
		return this.server.getClass();
	}

	@Override
	public @Nullable Object currentMessage() {
		Envelope message = this.working;
		return (message != null) ? message.content() : null;
	}

}
