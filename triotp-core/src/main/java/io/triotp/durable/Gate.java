package io.triotp.durable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import io.triotp.process.Envelope;
import io.triotp.process.ExitException;
import io.triotp.process.ExitReason;
import io.triotp.process.Outlet;
import io.triotp.process.Self;
import io.triotp.server.From;
import io.triotp.server.Reminder;
import io.triotp.time.Deadline;
import io.triotp.time.TimedCondition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands between a durable server and the world: the changes that are to be stored,
 * and the answers and messages that wait until they are.
 *
 * <p>
 * Maintainer's note. Output gates are those of Cloudflare's Durable Objects; here a gate
 * closes for the outputs of a state, and not for all. Each state has a version. An output
 * leaves when the version it rests on is committed; the handlers go on meanwhile, and a
 * write takes the newest version with all in between, so what is slow is shared. Whoever
 * commits or handles may release outputs, but one at a time ({@code releasing}), which
 * keeps them in order. Nothing foreign runs under the lock.
 *
 * @param <S> the state
 */
final class Gate<S> implements Outlet {

	private static final Logger logger = LoggerFactory.getLogger("io.triotp.durable");

	/** A mailbox whose oldest messages give way may have lost it. */
	private static final long GIVEN_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(10);

	private final StateId id;

	/** The version of the form of its states. */
	private final int schema;

	private final DurableStore store;

	private final Self self;

	private final ReentrantLock lock = new ReentrantLock();

	private final TimedCondition changed = new TimedCondition(this.lock);

	/**
	 * What the handler that runs has sent, {@code null} if none runs; own process only.
	 */
	private @Nullable List<Output> sent;

	/**
	 * Whether the handler has returned, and its transaction has not ended; own process
	 * only.
	 */
	private boolean returned;

	/** This and all below are guarded by the lock. The version of the newest state. */
	private long newest;

	/** The version up to which all is certain. */
	private long committed;

	/** What is stored as far as is known: version (0 for nothing) and epoch. */
	private long storedVersion;

	private long storedEpoch;

	/** Whether what is stored has been read. */
	private boolean opened;

	/** That of this incarnation. */
	private long epoch;

	/** The last state that is certain. */
	private @Nullable S certain;

	/** When a change was stored last. */
	private @Nullable Instant committedAt;

	/** The reminders in that state. */
	private Reminders reminders = Reminders.NONE;

	/** Those that were given to the process, and when, in nanoseconds of the clock. */
	private final Map<Reminder, Long> given = new HashMap<>(2);

	/** The newest state if nobody has begun to store it. */
	private @Nullable Unstored<S> unstored;

	/** What is being stored. */
	private @Nullable Unstored<S> inFlight;

	/** Whether somebody is in the store with it now. */
	private boolean writing;

	/** Whether that is its own process. */
	private boolean storesItself;

	/** Whose turn it is to store: the number of the one who has begun last. */
	private int turn;

	private final Deque<Held> held = new ArrayDeque<>(2);

	private boolean releasing;

	/** Whether the process has ended. */
	private boolean left;

	private @Nullable NotCommitted failure;

	/** Not guarded. */
	private volatile @Nullable String trouble;

	Gate(StateId id, int schema, DurableStore store, Self self) {
		this.id = id;
		this.schema = schema;
		this.store = store;
		this.self = self;
	}

	StateId id() {
		return this.id;
	}

	// the side of the server

	/** What is stored has been read. */
	void opens(@Nullable StoredState stored, @Nullable S state, Reminders reminders, long epoch) {
		this.lock.lock();
		try {
			this.opened = true;
			this.epoch = epoch;
			this.certain = state;
			this.reminders = reminders;
			if (stored != null) {
				this.storedVersion = stored.version();
				this.storedEpoch = stored.epoch();
				this.newest = stored.version();
				this.committed = stored.version();
			}
		}
		finally {
			this.lock.unlock();
		}
		hearReminders(reminders);
	}

	/** A handler begins, when there is room for what it may change. */
	@Nullable NotCommitted begins(int window) {
		NotCommitted failed = await(() -> this.newest - this.committed < window);
		if (failed == null) {
			this.sent = new ArrayList<>(2);
		}
		return failed;
	}

	/** The handler that runs has changed nothing, and sent nothing. */
	void returnsAtOnce() {
		this.sent = null;
	}

	/** The handler that runs also answers a call. */
	void answers(Output reply) {
		sent().add(reply);
	}

	private List<Output> sent() {
		List<Output> outputs = this.sent;
		if (outputs == null) {
			throw new IllegalStateException("no handler of " + this.id + " runs");
		}
		return outputs;
	}

	/**
	 * {@return whether nothing has to wait for anything}
	 */
	boolean isClear() {
		this.lock.lock();
		try {
			return sent().isEmpty() && this.held.isEmpty() && !this.releasing && this.newest == this.committed
					&& this.failure == null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The handler that runs has returned.
	 * @param state the state it has returned
	 * @param bytes the state if it is another one, {@code null} to remove what is stored
	 * @param reminders the reminders the server has in it
	 * @param events what the handler publishes
	 * @param answered the request it has answered, if that is to be remembered
	 * @param isChange whether anything is to be stored
	 */
	@Nullable NotCommitted returns(@Nullable S state, byte @Nullable [] bytes, Reminders reminders, List<Object> events,
			@Nullable AnsweredRequest answered, boolean isChange) {
		List<Output> outputs = ends();
		boolean toStore = false;
		boolean lost;
		NotCommitted failed;
		this.lock.lock();
		try {
			failed = this.failure;
			// A handler may return when its process has been killed.
			lost = failed != null || this.left;
			if (!lost) {
				// An Error that strikes must leave it as it was, or wholly changed.
				long version = this.newest + (isChange ? 1 : 0);
				long since = (this.unstored != null) ? this.unstored.since() : this.store.now();
				Unstored<S> next = isChange ? new Unstored<>(version, state, bytes, reminders, allEvents(events),
						allAnswered(answered), since) : null;
				if (!outputs.isEmpty()) {
					this.held.addLast(new Held(version, outputs));
				}
				if (next != null) {
					toStore = this.unstored == null && this.inFlight == null;
					this.unstored = next;
					this.newest = version;
				}
			}
		}
		finally {
			this.lock.unlock();
		}
		if (lost) {
			drop(outputs);
		}
		else if (toStore) {
			this.store.toStore(this);
		}
		else {
			release();
		}
		return failed;
	}

	/**
	 * The handler that runs has returned, and its process stores that itself; nothing
	 * else is uncertain.
	 * @return what is to be stored, {@code null} if it cannot be any more
	 */
	@Nullable Attempt offers(@Nullable S state, byte @Nullable [] bytes, Reminders reminders, List<Object> events,
			@Nullable AnsweredRequest answered) {
		List<Output> outputs = ends();
		Attempt attempt = null;
		this.lock.lock();
		try {
			if (this.failure == null && !this.left) {
				long now = this.store.now();
				Unstored<S> next = new Unstored<>(this.newest + 1, state, bytes, reminders, events,
						allAnswered(answered), now);
				attempt = Attempt.first(this, change(next), this.turn + 1, now);
				if (!outputs.isEmpty()) {
					this.held.addLast(new Held(next.version(), outputs));
				}
				this.newest = next.version();
				this.turn++;
				this.inFlight = next;
				this.writing = true;
				this.storesItself = true;
			}
		}
		finally {
			this.lock.unlock();
		}
		if (attempt == null) {
			drop(outputs);
		}
		else {
			this.sent = new ArrayList<>(0);
			this.returned = true;
		}
		return attempt;
	}

	/**
	 * {@return whether its process is in the store with what a handler has returned}
	 */
	boolean storesItself() {
		this.lock.lock();
		try {
			return this.storesItself;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * {@return why nothing is stored any more, or {@code null}}
	 */
	@Nullable NotCommitted failure() {
		this.lock.lock();
		try {
			return this.failure;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The transaction of a handler has ended. What was sent in it after the handler had
	 * returned leaves with the rest.
	 * @param done whether it was committed; otherwise the process ends
	 */
	void endsTransaction(boolean done) {
		List<Output> late = this.returned ? ends() : List.of();
		this.returned = false;
		List<Held> lost = List.of();
		this.lock.lock();
		try {
			this.storesItself = false;
			if (done) {
				if (!late.isEmpty()) {
					this.held.addLast(new Held(this.committed, late));
				}
			}
			else {
				this.inFlight = null;
				this.writing = false;
				this.newest = this.committed;
				lost = this.held.stream().filter((each) -> each.version() > this.committed).toList();
				this.held.removeAll(lost);
				this.changed.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
		release();
		if (!done) {
			lost.forEach((each) -> drop(each.outputs()));
			drop(late);
			forgetIfOver();
		}
	}

	/**
	 * {@return what is stored, as the next version but one: in the way of who stores the
	 * next}
	 * @param bytes the state that is certain
	 */
	StateChange asItWas(byte[] bytes) {
		this.lock.lock();
		try {
			return new StateChange(this.id, this.storedVersion, this.storedEpoch, this.newest + 1, this.epoch,
					this.schema, bytes, this.reminders.all());
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Under the lock. */
	private StateChange change(Unstored<S> next) {
		return new StateChange(this.id, this.storedVersion, this.storedEpoch, next.version(), this.epoch, this.schema,
				next.bytes(), next.reminders().all(), next.events(), next.answered());
	}

	/**
	 * Under the lock: what handlers before it publish has not been begun to be stored.
	 */
	private List<Object> allEvents(List<Object> events) {
		return (this.unstored != null) ? all(this.unstored.events(), events) : events;
	}

	/** Under the lock, like events. */
	private List<AnsweredRequest> allAnswered(@Nullable AnsweredRequest answered) {
		List<AnsweredRequest> own = (answered != null) ? List.of(answered) : List.of();
		return (this.unstored != null) ? all(this.unstored.answered(), own) : own;
	}

	private static <T> List<T> all(List<T> before, List<T> now) {
		return before.isEmpty() ? now : now.isEmpty() ? before : Stream.concat(before.stream(), now.stream()).toList();
	}

	/** The handler that runs has failed: it has changed nothing, and sent nothing. */
	void fails() {
		drop(ends());
	}

	private List<Output> ends() {
		List<Output> outputs = sent();
		this.sent = null;
		return outputs;
	}

	/**
	 * Waits until all that was returned is certain, and what waited for that has left.
	 * @return why it will never be, or {@code null}
	 */
	@Nullable NotCommitted awaitCertain() {
		return await(() -> this.newest == this.committed && this.held.isEmpty() && !this.releasing);
	}

	/** Ends in time: what cannot be stored for too long has failed. */
	private @Nullable NotCommitted await(BooleanSupplier enough) {
		while (!isOver(enough, this.store.commitDeadline())) {
			this.store.endIfOverdue(this);
		}
		this.lock.lock();
		try {
			return this.failure;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * {@return whether there is enough, or never will be}
	 */
	private boolean isOver(BooleanSupplier enough, Deadline deadline) {
		boolean interrupted = false;
		this.lock.lock();
		try {
			while (this.failure == null && !enough.getAsBoolean()) {
				if (!this.self.alive()) {
					throw new ExitException(ExitReason.killed());
				}
				if (deadline.isOver()) {
					return false;
				}
				try {
					this.changed.await(deadline);
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
			return true;
		}
		finally {
			this.lock.unlock();
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * A request cannot wait for the end of the handler, which may wait for its reply: it
	 * waits for what the handler was given, and takes along the messages that were sent
	 * before it.
	 */
	@Override
	public boolean holdsBack(Envelope message, Output output) {
		List<Output> outputs = this.sent;
		if (outputs == null) {
			return false;
		}
		if (this.returned && message instanceof From && !output.isReply()) {
			// By whoever takes part in the transaction, which cannot wait for itself.
			return false;
		}
		if (message instanceof From && !(output.isReply())) {
			NotCommitted failed = awaitCertain();
			if (failed != null) {
				throw new ExitException(ExitReason.shutdown(failed));
			}
			// A reply rests on what the handler is about to return, and keeps nobody's
			// order.
			List<Output> before = outputs.stream().filter((each) -> !each.isReply()).toList();
			outputs.removeAll(before);
			before.forEach(Gate::release);
			return false;
		}
		outputs.add(output);
		return true;
	}

	long version() {
		this.lock.lock();
		try {
			return this.storedVersion;
		}
		finally {
			this.lock.unlock();
		}
	}

	DurableStatus status() {
		OptionalLong since = uncertainSince();
		Duration uncommitted = since.isPresent() ? Duration.ofNanos(Math.max(0, this.store.now() - since.getAsLong()))
				: Duration.ZERO;
		this.lock.lock();
		try {
			return new DurableStatus(this.store.name(), this.id, this.storedVersion, this.committedAt, uncommitted,
					this.reminders.all());
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The store has not stored what was taken, though it serves. */
	void trouble(String error) {
		this.trouble = error;
	}

	/**
	 * {@return what the store has said to what was taken, if it serves}
	 */
	@Nullable String trouble() {
		return this.trouble;
	}

	@Nullable S certain() {
		this.lock.lock();
		try {
			return this.certain;
		}
		finally {
			this.lock.unlock();
		}
	}

	// the side of the store

	/**
	 * {@return what is to be stored now, or {@code null} if nothing is}
	 */
	@Nullable Attempt take() {
		this.lock.lock();
		try {
			Unstored<S> next = this.unstored;
			if (next == null || this.inFlight != null) {
				return null;
			}
			// An Error that strikes must leave it as it was.
			Attempt attempt = Attempt.first(this, change(next), this.turn + 1, this.store.now());
			this.turn++;
			this.unstored = null;
			this.inFlight = next;
			this.writing = true;
			return attempt;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** What was taken is stored. */
	void stored(StateChange change, int by) {
		boolean more;
		boolean releases;
		Reminders before;
		Reminders reminders;
		Instant now = this.store.time().instant();
		this.lock.lock();
		try {
			Unstored<S> done = this.inFlight;
			if (done == null || by != this.turn) {
				return;
			}
			this.inFlight = null;
			this.writing = false;
			this.committed = change.version();
			this.storedVersion = (change.bytes() != null) ? change.version() : 0;
			this.storedEpoch = change.epoch();
			this.committedAt = now;
			this.certain = done.state();
			before = this.reminders;
			reminders = done.reminders();
			this.reminders = reminders;
			this.given.keySet().removeIf((each) -> !done.reminders().has(each));
			more = this.unstored != null;
			// In one step, or a next process could go on before it has left.
			releases = beginsReleasing();
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		try {
			if (more) {
				this.store.toStore(this);
			}
		}
		finally {
			try {
				if (releases) {
					releaseAll();
				}
			}
			finally {
				areOver(before, reminders);
				hearReminders(reminders);
			}
		}
	}

	private void hearReminders(Reminders present) {
		Instant next = present.next();
		if (next != null) {
			this.store.hears(this.id, next);
		}
	}

	/**
	 * {@return whether its first reminder is due at another time than the store says}
	 */
	boolean knowsOtherwise(Instant due) {
		this.lock.lock();
		try {
			return this.opened && this.inFlight == null && this.unstored == null && !due.equals(this.reminders.next());
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * {@return whether somebody else has stored that}
	 */
	boolean isOvertakenBy(StoredState stored) {
		this.lock.lock();
		try {
			return this.opened && this.inFlight == null && this.unstored == null && (stored.epoch() > this.storedEpoch
					|| (stored.epoch() == this.storedEpoch && stored.version() > this.storedVersion));
		}
		finally {
			this.lock.unlock();
		}
	}

	private void areOver(Reminders before, Reminders reminders) {
		if (before != reminders) {
			before.all()
				.stream()
				.filter((each) -> !reminders.has(each))
				.forEach((each) -> this.store.given().done(new Given(this.id, each)));
		}
	}

	/**
	 * Gives the process what is due, unless it has been given it a short while ago, or
	 * has failed with it.
	 * @return whether the process does not take it, and is on its way out
	 */
	boolean remind(Instant now) {
		Reminders present;
		this.lock.lock();
		try {
			present = this.reminders;
		}
		finally {
			this.lock.unlock();
		}
		boolean refused = false;
		for (Reminder each : present.due(now)) {
			long wait = this.store.given().wait(new Given(this.id, each), this.store.now());
			if (wait > 0) {
				this.store.hears(this.id, now.plusNanos(wait));
			}
			else {
				refused |= !give(each);
			}
		}
		present.after(now).ifPresent((each) -> this.store.hears(this.id, each.due()));
		return refused;
	}

	/** Whoever gives it may be killed meanwhile. */
	private boolean give(Reminder due) {
		long now = this.store.now();
		this.lock.lock();
		try {
			Long before = this.given.get(due);
			if (before != null && now - before < GIVEN_AGAIN_NANOS) {
				return true;
			}
			this.given.put(due, now);
		}
		finally {
			this.lock.unlock();
		}
		boolean done = false;
		try {
			// Not refused by a full mailbox, as timers are not.
			done = this.self.processes().host().offerKept(this.self.pid(), new ReminderEnvelope(due));
			return done;
		}
		finally {
			if (!done) {
				isNotGiven(due);
			}
		}
	}

	private void isNotGiven(Reminder due) {
		this.lock.lock();
		try {
			this.given.remove(due);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** What was taken is not stored, or nobody knows, and nobody tries any more. */
	void notStored(int by, NotCommitted why) {
		this.lock.lock();
		try {
			if (this.inFlight == null || by != this.turn) {
				return;
			}
			this.inFlight = null;
			this.writing = false;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		fail(why);
		forgetIfOver();
	}

	/** Nothing is stored any more, and the process ends. */
	void fail(NotCommitted why) {
		List<Held> lost;
		this.lock.lock();
		try {
			if (this.failure != null) {
				return;
			}
			this.failure = why;
			this.unstored = null;
			lost = List.copyOf(this.held);
			this.held.clear();
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		lost.forEach((each) -> drop(each.outputs()));
		this.self.processes().host().stop(this.self.pid(), ExitReason.shutdown(why));
	}

	/** The process has ended. What is being stored may still become certain. */
	void left() {
		List<Held> lost = new ArrayList<>();
		this.lock.lock();
		try {
			this.left = true;
			this.unstored = null;
			long last = (this.inFlight != null) ? this.inFlight.version() : this.committed;
			this.held.removeIf((each) -> each.version() > last && lost.add(each));
		}
		finally {
			this.lock.unlock();
		}
		lost.forEach((each) -> drop(each.outputs()));
		forgetIfOver();
	}

	/** A next process waits for it until then. */
	private void forgetIfOver() {
		boolean over;
		this.lock.lock();
		try {
			over = this.left && this.inFlight == null && !this.releasing;
		}
		finally {
			this.lock.unlock();
		}
		if (over) {
			this.store.forget(this);
		}
	}

	/** Nobody knows whether what was taken is stored, and nobody is in the store now. */
	void isUncertain(int by) {
		this.lock.lock();
		try {
			if (by == this.turn) {
				this.writing = false;
				this.changed.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * {@return the attempt of who looks after what is uncertain; {@code null} if somebody
	 * does, or nobody waits for it: its process has ended, or has been told that it is
	 * lost}
	 * @param uncertain the attempt of the one before
	 */
	@Nullable Attempt again(Attempt uncertain) {
		this.lock.lock();
		try {
			if (this.left || this.failure != null || this.inFlight == null || uncertain.turn() != this.turn) {
				return null;
			}
			Attempt next = uncertain.turn(this.turn + 1);
			this.turn++;
			this.writing = true;
			return next;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * {@return since when it has something that is not certain, in nanoseconds of the
	 * clock; empty if it has nothing, or has been given up}
	 */
	OptionalLong uncertainSince() {
		this.lock.lock();
		try {
			Unstored<S> oldest = (this.inFlight != null) ? this.inFlight : this.unstored;
			return (oldest != null && this.failure == null) ? OptionalLong.of(oldest.since()) : OptionalLong.empty();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits until nobody is in the store with it, and what rests on what is stored has
	 * left, no longer than until then.
	 */
	void awaitQuiet(Deadline deadline) throws InterruptedException {
		this.lock.lock();
		try {
			while ((this.writing || this.releasing) && !deadline.isOver()) {
				this.changed.await(deadline);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	// outputs

	private void release() {
		boolean releases;
		this.lock.lock();
		try {
			releases = beginsReleasing();
		}
		finally {
			this.lock.unlock();
		}
		if (releases) {
			releaseAll();
		}
	}

	/** Under the lock. */
	private boolean beginsReleasing() {
		boolean begins = !this.releasing;
		this.releasing = true;
		return begins;
	}

	private void releaseAll() {
		boolean done = false;
		try {
			for (Held next = next(); next != null; next = next()) {
				next.outputs().forEach(Gate::release);
			}
			done = true;
		}
		finally {
			if (!done) {
				endsReleasing();
			}
		}
		forgetIfOver();
	}

	private void endsReleasing() {
		this.lock.lock();
		try {
			this.releasing = false;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Who finds nothing is done with releasing, in one step. */
	private @Nullable Held next() {
		this.lock.lock();
		try {
			Held first = this.held.peekFirst();
			if (first == null || first.version() > this.committed) {
				this.releasing = false;
				this.changed.signalAll();
				return null;
			}
			return this.held.pollFirst();
		}
		finally {
			this.lock.unlock();
		}
	}

	private static void release(Output output) {
		try {
			output.release();
		}
		catch (Throwable ex) {
			logger.error("An answer or a message of a durable server was not sent", ex);
		}
	}

	/** By others: there may be listeners, which take their time. */
	private void drop(List<Output> outputs) {
		if (!outputs.isEmpty()) {
			this.store.time().report(() -> dropAll(outputs));
		}
	}

	private static void dropAll(List<Output> outputs) {
		for (Output each : outputs) {
			try {
				each.drop();
			}
			catch (Throwable ex) {
				logger.error("A message of a durable server that was not sent is not counted", ex);
			}
		}
	}

	@Override
	public String toString() {
		return "gate of " + this.id;
	}

}
