package io.triotp.durable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

import io.triotp.process.BehaviourHost;
import io.triotp.process.DeadLetterReason;
import io.triotp.process.ExitException;
import io.triotp.process.ExitReason;
import io.triotp.process.ReportName;
import io.triotp.process.Self;
import io.triotp.server.After;
import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.InitResult;
import io.triotp.server.Next;
import io.triotp.server.Reminder;
import io.triotp.server.SendsThroughOutlet;
import io.triotp.server.StoredEffect;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server in front of that of a user: what that returns is stored, and what it answers
 * and sends waits for it in a {@link Gate}.
 *
 * <p>
 * Maintainer's note. The loop of servers knows nothing of it. A reply that must wait is
 * one that comes later, as any server may give one: so a kill, the end of the server and
 * a caller that gives up do what they always do.
 *
 * @param <S> the state
 * @param <Q> the calls
 * @param <M> the casts
 */
final class DurableServer<S, Q extends Call<?, ?>, M extends Cast<?>>
		implements GenServer<S, Q, M>, SendsThroughOutlet {

	private static final Logger logger = LoggerFactory.getLogger("io.triotp.durable");

	/** How often it reads what somebody else goes on changing. */
	private static final int MOST_READS = 3;

	private final GenServer<S, Q, M> server;

	private final DurableStore store;

	private final StateCodec<S> codec;

	private final StateId id;

	private final boolean readFirst;

	/** {@code null} if handlers do not run in transactions. */
	private final @Nullable InTransaction transactions;

	/** Whether a handler runs in one. */
	private boolean inTransaction;

	/** {@code null} until the state has been read. */
	private @Nullable Gate<S> gate;

	/** The newest state that was stored or is to be. */
	private @Nullable S latest;

	/** The reminders that are stored with it or are to be. */
	private Reminders reminders = Reminders.NONE;

	/** The reminder that is being handled. */
	private @Nullable Reminder given;

	/** {@code null} until a request comes that is to be remembered. */
	private @Nullable AnsweredRequests requests;

	/** What it does when nothing comes. */
	private After pause = After.nothing();

	/** Whether the callbacks of the user may be called. */
	private boolean up;

	DurableServer(GenServer<S, Q, M> server, Durability<S> durability, StateId id, boolean readFirst) {
		this.server = server;
		this.store = durability.store();
		this.codec = durability.codec();
		this.id = id;
		this.readFirst = readFirst;
		this.transactions = (durability.mode() == Durability.Mode.TRANSACTION) ? new InTransaction(this.store) : null;
	}

	@Override
	public S init() {
		throw new IllegalStateException("onStart is called instead");
	}

	// starting

	@Override
	public InitResult<S> onStart() throws Exception {
		if (this.transactions != null && !this.store.runsHandlers()) {
			throw new IllegalStateException(
					"Store '" + this.store.name() + "' runs no handlers in its transactions, so " + this.id
							+ " cannot have that mode. In an application of Spring, its own store does, if there is "
							+ "one transaction manager for its database");
		}
		return this.readFirst ? restore() : InitResult.ready(nothingYet()).then(Step.READ);
	}

	@SuppressWarnings("NullAway") // until it has been read, nobody is given it
	private S nothingYet() {
		return this.latest;
	}

	private InitResult<S> restore() throws Exception {
		Self self = Self.current();
		Gate<S> opened = this.store.open(this.id, this.codec.schema(), self);
		Found found = read(self);
		StoredState stored = found.stored();
		InitResult<S> result = (stored == null) ? this.server.onStart() : restored(stored);
		S state = (stored != null) ? this.latest : null;
		if (result instanceof InitResult.Ready<S>(S first, var after)) {
			S begun = (state != null) ? state : first;
			this.latest = begun;
			this.reminders = (stored != null) ? Reminders.of(stored.reminders()) : Reminders.NONE;
			long epoch = this.store.nextEpoch(stored);
			StoredState fenced = (found.mayChange() && begun != null)
					? fence(new StateChange(this.id, 0, 0, 1, epoch, this.codec.schema(), encode(begun), List.of()),
							self)
					: stored;
			opened.opens(fenced, begun, this.reminders, epoch);
			self.processes().host().sendThrough(self, opened);
			this.gate = opened;
			begins(opened, first, after);
			this.store.begun(this.id);
			this.up = true;
			return new InitResult.Ready<>(first, follows(after));
		}
		return result;
	}

	/**
	 * Reads what no call that was given up can change any more: one that does so
	 * meanwhile is read as well.
	 */
	private Found read(Self self) throws InterruptedException {
		for (int tries = 1;; tries++) {
			boolean mayChange = this.store.mayStillChange(this.id);
			StoredState stored = this.store.load(this.id, self);
			mayChange |= this.store.mayStillChange(this.id);
			if (!mayChange || stored == null) {
				return new Found(stored, mayChange);
			}
			StateChange same = new StateChange(this.id, stored.version(), stored.epoch(), stored.version() + 1,
					this.store.nextEpoch(stored), stored.schema(), stored.bytes(), stored.reminders());
			if (this.store.fences(same, self)) {
				return new Found(StoredState.of(same, stored.bytes()), false);
			}
			if (tries == MOST_READS) {
				throw conflict(same);
			}
		}
	}

	private StoredState fence(StateChange first, Self self) throws InterruptedException {
		if (!this.store.fences(first, self)) {
			throw conflict(first);
		}
		return StoredState.of(first, Objects.requireNonNull(first.bytes()));
	}

	private static ExitException conflict(StateChange change) {
		return new ExitException(ExitReason.shutdown(new NotCommitted.Conflict(change.id(), change.expectedVersion())));
	}

	/** What it has stored as it begins is stored like what a handler has. */
	private void begins(Gate<S> opened, S first, After after) throws Exception {
		this.pause = follows(after);
		if (effects(after).isEmpty()) {
			return;
		}
		NotCommitted failed = opened.begins(this.store.options().window());
		if (failed == null) {
			failed = store(opened, first, after, null, false);
		}
		if (failed != null) {
			throw new ExitException(ExitReason.shutdown(failed));
		}
	}

	private S decode(StoredState stored) throws Exception {
		return Objects.requireNonNull(this.codec.decode(stored.bytes(), stored.schema()),
				() -> "the codec of " + this.id + " has decoded null");
	}

	/**
	 * If that fails for one that is started before it is read, it ends as one that was
	 * let go, and the next message, or in a while its next reminder, tries again. Else
	 * one row that nobody can read would be the end of a supervisor.
	 */
	private InitResult<S> restored(StoredState stored) throws Exception {
		try {
			S state = decode(stored);
			this.latest = state;
			return restored(state);
		}
		catch (ExitException | InterruptedException ex) {
			throw ex;
		}
		catch (Exception | LinkageError ex) {
			if (this.readFirst) {
				throw ex;
			}
			this.store.time()
				.report(() -> logger.error("{} cannot be restored; its next message tries again", this.id, ex));
			throw new ExitException(
					ExitReason.shutdown("cannot be restored: " + this.id + ": " + StoreHealth.text(ex)));
		}
	}

	@SuppressWarnings("unchecked")
	private InitResult<S> restored(S state) throws Exception {
		return (this.server instanceof Restorable<?> restorable) ? ((Restorable<S>) restorable).onRestore(state)
				: InitResult.ready(state);
	}

	/** The state is read when the starter has gone on. */
	private Next<S> startedLater() throws Exception {
		return switch (restore()) {
			case InitResult.Ready<S>(S state, var after) -> new Next.Continue<>(state, after);
			case InitResult.Ignore<S>() -> stop(nothingYet());
			case InitResult.Refuse<S>(ExitReason reason) -> stop(reason, nothingYet());
			case null -> throw new IllegalStateException("onStart returned null instead of a result");
		};
	}

	// messages

	@Override
	public CallResult<S> handleCall(Q request, From from, S state) throws Exception {
		Gate<S> present = gate();
		RequestId requestId = null;
		AnsweredRequest before = null;
		if (request instanceof Repeatable repeatable) {
			requestId = idOf(repeatable);
			if (requestId == null) {
				return new CallResult.Reply<>(new CallResult.Answer(null, withoutId(request)), state, this.pause);
			}
			before = requests().find(requestId, self());
		}
		NotCommitted failed = begins(present);
		if (failed != null) {
			return stop(ExitReason.shutdown(failed), state);
		}
		if (before != null) {
			return called(present, from, new CallResult.Reply<>(answer(request, before), state, this.pause), null,
					false);
		}
		RequestId own = requestId;
		Handled<S> handled = inTransaction(present, () -> handled(present, request, from, state, own), () -> {
		});
		return handled.fences() ? called(present, from, handled.result(), null, true) : returned(handled.result());
	}

	/** The loop of the server says what is wrong with {@code null}. */
	@SuppressWarnings("NullAway")
	private static <R> R returned(@Nullable R result) {
		return result;
	}

	/** In a transaction there is nothing that others wait for. */
	private @Nullable NotCommitted begins(Gate<S> present) {
		return present.begins((this.transactions != null) ? 1 : this.store.options().window());
	}

	private <R extends @Nullable Object> R inTransaction(Gate<S> present, Callable<R> handler, Runnable notHandled)
			throws Exception {
		InTransaction own = this.transactions;
		if (own == null) {
			return handler.call();
		}
		S before = this.latest;
		this.inTransaction = true;
		try {
			return own.call(present, self(), handler, () -> (before != null) ? present.asItWas(encode(before)) : null,
					notHandled);
		}
		finally {
			this.inTransaction = false;
		}
	}

	private Handled<S> handled(Gate<S> present, Q request, From from, S state, @Nullable RequestId requestId)
			throws Exception {
		CallResult<S> result = handle(present, () -> this.server.handleCall(request, from, state));
		if (requestId == null || result == null) {
			return new Handled<>(called(present, from, result, null, false), false);
		}
		AnsweredRequest remembered = handle(present, () -> toRemember(request, requestId, result, state));
		if (remembered == null) {
			// An exception says that nothing was done, also by nobody else: after the
			// transaction, which is undone.
			return new Handled<>(result, true);
		}
		return new Handled<>(called(present, from, result, remembered, false), false);
	}

	private CallResult<S> called(Gate<S> present, From from, @Nullable CallResult<S> result,
			@Nullable AnsweredRequest remembered, boolean fences) throws Exception {
		if (result instanceof CallResult.Reply<S>(var answer, S next, var after)) {
			if (mayLeaveAtOnce(fences, remembered) && effects(after).isEmpty() && isLatest(present, next)
					&& present.isClear()) {
				present.returnsAtOnce();
				this.pause = after;
				return result;
			}
			present.answers(SendsThroughOutlet.heldBack(from, answer));
			NotCommitted failed = store(present, next, after, remembered, fences);
			return (failed != null) ? stop(ExitReason.shutdown(failed), next)
					: new Next.Continue<>(next, follows(after));
		}
		if (result instanceof CallResult.ReplyAndStop<S>(var answer, ExitReason reason, S last)) {
			NotCommitted failed = storeAndWait(present, last, remembered, fences);
			return (failed != null) ? stop(ExitReason.shutdown(failed), last) : result;
		}
		return (result != null) ? stored(present, (Next<S>) result, null) : notAResult(present);
	}

	private boolean mayLeaveAtOnce(boolean fences, @Nullable AnsweredRequest remembered) {
		return !fences && remembered == null && !this.inTransaction;
	}

	// requests that may come again

	/**
	 * {@return the id of a message, {@code null} if it has none} That is the fault of who
	 * has sent it.
	 */
	private @Nullable RequestId idOf(Repeatable message) {
		if (!this.store.remembersRequests()) {
			throw new IllegalStateException("Store '" + this.store.name() + "' remembers no requests, so " + this.id
					+ " cannot handle " + ReportName.of(message) + " once only");
		}
		try {
			return message.requestId();
		}
		catch (Exception ex) {
			logger.debug("{} has no id", ReportName.of(message), ex);
			return null;
		}
	}

	private IllegalArgumentException withoutId(Object message) {
		return new IllegalArgumentException(ReportName.of(message) + " to " + this.id
				+ " has no request id, and so cannot be handled once only. Nothing was done");
	}

	private AnsweredRequests requests() {
		AnsweredRequests present = this.requests;
		if (present == null) {
			present = new AnsweredRequests(this.store, this.id);
			this.requests = present;
		}
		return present;
	}

	/** Who uses an id twice is told, and is no fault of the server. */
	private CallResult.Answer answer(Q request, AnsweredRequest before) {
		try {
			byte[] reply = before.reply();
			if (reply != null) {
				return new CallResult.Answer(this.codec.decodeReply(request, reply), null);
			}
			return new CallResult.Answer(null, unfit(request, before, null));
		}
		catch (Exception ex) {
			return new CallResult.Answer(null, unfit(request, before, ex));
		}
	}

	private IllegalArgumentException unfit(Q request, AnsweredRequest before, @Nullable Exception cause) {
		return new IllegalArgumentException("Request '" + before.id() + "' of " + this.id + " was handled at "
				+ before.at() + ", and what was answered is no reply to " + ReportName.of(request)
				+ ": the id was used for two requests, or the form of the reply has changed since", cause);
	}

	/**
	 * {@return what is to be stored of a request, {@code null} if it was answered with an
	 * exception}
	 */
	private @Nullable AnsweredRequest toRemember(Q request, RequestId requestId, CallResult<S> result, S state)
			throws Exception {
		return switch (result) {
			case CallResult.Reply<S>(var answer, S next, var after) ->
				toRemember(request, requestId, answer, effects(after).isEmpty() && Objects.equals(next, state));
			case CallResult.ReplyAndStop<S>(var answer, var reason, S last) ->
				toRemember(request, requestId, answer, Objects.equals(last, state));
			case Next<S> next -> throw new IllegalStateException(
					"A call that is remembered must be answered by its handler, but that of " + ReportName.of(request)
							+ " has returned " + ReportName.of(next) + ". What is answered later rests on no state");
		};
	}

	private @Nullable AnsweredRequest toRemember(Q request, RequestId requestId, CallResult.Answer answer,
			boolean unchanged) throws Exception {
		if (answer.error() != null) {
			if (!unchanged) {
				throw new IllegalStateException("The handler of " + ReportName.of(request)
						+ " has changed the state and answered with an exception, which is not remembered, so that the "
						+ "request would be handled again", answer.error());
			}
			return null;
		}
		byte[] reply = Objects.requireNonNull(this.codec.encodeReply(request, answer.value()),
				() -> "the codec of " + this.id + " has encoded a reply as null");
		return requests().toStore(requestId, reply);
	}

	@Override
	public boolean handlesAbandoned(Q request) {
		return this.server.handlesAbandoned(request);
	}

	@Override
	public Next<S> handleCast(M message, S state) throws Exception {
		if (!(message instanceof Repeatable repeatable)) {
			return handled(message, state, () -> this.server.handleCast(message, state), null);
		}
		RequestId requestId = idOf(repeatable);
		if (requestId == null) {
			this.store.time().report(() -> logger.warn("A cast was not handled", withoutId(message)));
			countsAsDeadLetter(message, DeadLetterReason.NOT_UNDERSTOOD);
			return new Next.Continue<>(state, this.pause);
		}
		return (find(requestId, message) != null) ? new Next.Continue<>(state, this.pause) : handled(message, state,
				() -> this.server.handleCast(message, state), requests().toStore(requestId, null));
	}

	private @Nullable AnsweredRequest find(RequestId requestId, M message) throws InterruptedException {
		try {
			return requests().find(requestId, self());
		}
		catch (ExitException ex) {
			countsAsDeadLetter(message, DeadLetterReason.NOT_COMMITTED);
			throw ex;
		}
	}

	private void countsAsDeadLetter(Object message, DeadLetterReason reason) {
		BehaviourHost node = self().processes().host();
		node.countDeadLetter(self().pid(), message, reason);
	}

	@Override
	public Next<S> handleInfo(Object message, S state) throws Exception {
		return switch (message) {
			case Wake wake -> new Next.Continue<>(state, this.pause);
			case Reminder reminder -> reminded(reminder, state);
			default -> handled(message, state, () -> this.server.handleInfo(message, state), null);
		};
	}

	/** One that was given twice, cancelled or replaced has not come. */
	private Next<S> reminded(Reminder reminder, S state) throws Exception {
		if (!this.reminders.has(reminder)) {
			return new Next.Continue<>(state, this.pause);
		}
		this.store.given().begins(new Given(this.id, reminder), this.store.now());
		this.given = reminder;
		try {
			return handled(reminder, state, () -> this.server.handleInfo(reminder, state), null);
		}
		finally {
			this.given = null;
		}
	}

	@Override
	public Next<S> handleContinue(Object continuation, S state) throws Exception {
		return (continuation == Step.READ) ? startedLater()
				: handled(continuation, state, () -> this.server.handleContinue(continuation, state), null);
	}

	private Next<S> handled(Object message, S state, Callable<Next<S>> callback, @Nullable AnsweredRequest remembered)
			throws Exception {
		Gate<S> present = gate();
		NotCommitted failed = begins(present);
		if (failed != null) {
			countsAsDeadLetter(message, DeadLetterReason.NOT_COMMITTED);
			return stop(ExitReason.shutdown(failed), state);
		}
		return inTransaction(present, () -> {
			Next<S> result = handle(present, callback);
			return (result != null) ? stored(present, result, remembered) : notAResult(present);
		}, () -> countsAsDeadLetter(message, DeadLetterReason.NOT_COMMITTED));
	}

	private Next<S> stored(Gate<S> present, Next<S> result, @Nullable AnsweredRequest remembered) throws Exception {
		return switch (result) {
			case Next.Continue<S>(S next, After after) -> {
				NotCommitted failed = store(present, next, after, remembered, false);
				yield (failed != null) ? stop(ExitReason.shutdown(failed), next)
						: !(after instanceof After.Storing) ? result : new Next.Continue<>(next, follows(after));
			}
			case Next.Stop<S>(ExitReason reason, S last) -> {
				NotCommitted failed = storeAndWait(present, last, remembered, false);
				yield (failed != null) ? stop(ExitReason.shutdown(failed), last) : result;
			}
		};
	}

	/** The loop of the server says what is wrong. */
	@SuppressWarnings("NullAway")
	private <R> R notAResult(Gate<S> present) {
		present.fails();
		return null;
	}

	private static <R> R handle(Gate<?> present, Callable<R> callback) throws Exception {
		boolean done = false;
		try {
			R result = callback.call();
			done = true;
			return result;
		}
		finally {
			if (!done) {
				present.fails();
			}
		}
	}

	private boolean isLatest(Gate<S> present, S next) throws Exception {
		return next == this.latest || handle(present, () -> Objects.equals(next, this.latest));
	}

	private @Nullable NotCommitted storeAndWait(Gate<S> present, S last, @Nullable AnsweredRequest remembered,
			boolean fences) throws Exception {
		NotCommitted failed = store(present, last, After.nothing(), remembered, fences);
		return (failed != null || this.inTransaction) ? failed : present.awaitCertain();
	}

	/**
	 * Has stored what a handler has returned.
	 * @param fences whether it is stored although it is the same, so that nobody else can
	 * have acted
	 */
	private @Nullable NotCommitted store(Gate<S> present, S next, After after, @Nullable AnsweredRequest remembered,
			boolean fences) throws Exception {
		this.pause = follows(after);
		Reminders left = handle(present, () -> remindersAfter(next, effects(after)));
		List<Object> events = handle(present, () -> events(effects(after)));
		boolean stores = fences || this.inTransaction;
		if (!stores && remembered == null && events.isEmpty() && left.equals(this.reminders)
				&& isLatest(present, next)) {
			return present.returns(next, null, left, events, null, false);
		}
		byte[] bytes = (next != null) ? handle(present, () -> encode(next)) : null;
		this.latest = next;
		this.reminders = left;
		if (remembered != null) {
			requests().add(remembered);
		}
		InTransaction own = this.transactions;
		if (own == null || !this.inTransaction) {
			return present.returns(next, bytes, left, events, remembered, true);
		}
		Attempt offered = present.offers(next, bytes, left, events, remembered);
		own.offers(offered);
		return (offered != null) ? null : present.failure();
	}

	private Reminders remindersAfter(@Nullable S next, List<StoredEffect> effects) {
		if (next == null) {
			if (effects.stream().anyMatch(DurableServer::reminds)) {
				throw new IllegalStateException(
						this.id + " has no state any more, and so cannot be reminded of anything: " + effects);
			}
			return this.reminders.all().isEmpty() ? this.reminders : Reminders.NONE;
		}
		Reminders rest = this.reminders.without(this.given);
		return effects.isEmpty() ? rest : rest.with(effects, this.store.time().instant(), this.given);
	}

	private static boolean reminds(StoredEffect effect) {
		return effect instanceof StoredEffect.Remind || effect instanceof StoredEffect.RemindAt;
	}

	private List<Object> events(List<StoredEffect> effects) {
		List<Object> events = new ArrayList<>(0);
		for (StoredEffect each : effects) {
			if (each instanceof StoredEffect.Publish(Object event)) {
				events.add(event);
			}
		}
		if (!events.isEmpty() && !this.store.publishesEvents()) {
			throw new IllegalStateException("Store '" + this.store.name() + "' publishes no events, so " + this.id
					+ " cannot publish " + ReportName.of(events.getFirst())
					+ ". In an application of Spring, its own store does, if there is one transaction manager");
		}
		return events.isEmpty() ? List.of() : events;
	}

	private static List<StoredEffect> effects(After after) {
		return (after instanceof After.Storing(List<StoredEffect> effects, var then)) ? effects : List.of();
	}

	private static After follows(After after) {
		return (after instanceof After.Storing(var effects, After then)) ? then : after;
	}

	private byte[] encode(S state) throws Exception {
		return Objects.requireNonNull(this.codec.encode(state),
				() -> "the codec of " + this.id + " has encoded a state as null");
	}

	private Gate<S> gate() {
		return Objects.requireNonNull(this.gate, "the state has not been read");
	}

	// ending

	@Override
	public void terminate(ExitReason reason, S state) throws Exception {
		if (!this.up) {
			return;
		}
		NotCommitted failed = gate().awaitCertain();
		this.server.terminate(reason, (failed != null) ? certain() : state);
		if (failed != null && reason.isClean()) {
			throw new ExitException(ExitReason.shutdown(failed));
		}
	}

	@SuppressWarnings("NullAway") // a server may well have null as its state
	private S certain() {
		return gate().certain();
	}

	@Override
	public @Nullable Object formatStatus(S state) {
		return this.up ? this.server.formatStatus(state) : "not read yet";
	}

	@Override
	public Class<?> reportedType() {
		return this.server.reportedType();
	}

	@Override
	public String toString() {
		return "durable " + this.id;
	}

	/**
	 * What is stored.
	 *
	 * @param stored the state, {@code null} if there is none
	 * @param mayChange whether one that was given up may store the first one
	 */
	private record Found(@Nullable StoredState stored, boolean mayChange) {
	}

	/**
	 * What became of a call.
	 *
	 * @param <S> the state
	 * @param result what the loop gets
	 * @param fences whether it is to be stored first that nothing was done
	 */
	private record Handled<S>(@Nullable CallResult<S> result, boolean fences) {
	}

	/** What it does by itself. */
	private enum Step {

		READ

	}

}
