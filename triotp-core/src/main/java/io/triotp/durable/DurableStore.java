package io.triotp.durable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.triotp.process.BehaviourHost;
import io.triotp.process.ExitException;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.process.Self;
import io.triotp.time.Deadline;
import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Where the servers of a node have their state stored: one {@link StateStore}, the
 * changes that wait for it, and whether it serves. May be used by any thread.
 *
 * <p>
 * Changes of many servers that come while a transaction is under way are stored together
 * in the next. If the store does not serve, they are tried again until the time for a
 * commit is over; then the server ends ({@link NotCommitted}).
 */
public final class DurableStore implements AutoCloseable {

	private final BehaviourHost node;

	private final String name;

	private final StoreCalls calls;

	private final StoreOptions options;

	private final StoreHealth health;

	private final StoreCounters counters = new StoreCounters();

	private final Committer committer;

	private final Overdue overdue;

	private final Reminding reminding;

	private final Forgetting forgetting;

	private volatile boolean closed;

	/** The gate of each server that runs, or of which something is being stored. */
	private final ConcurrentHashMap<StateId, Gate<?>> gates = new ConcurrentHashMap<>();

	/** The gate of each process. */
	private final ConcurrentHashMap<Pid, Gate<?>> running = new ConcurrentHashMap<>();

	private DurableStore(BehaviourHost node, String name, StateStore states, StoreOptions options) {
		this.node = node;
		this.name = name;
		this.options = options;
		this.calls = new StoreCalls(node, name, states, options.commitTimeout().dividedBy(2));
		this.committer = new Committer(node, name, this.calls, options, this.counters);
		this.health = this.committer.health();
		this.overdue = new Overdue(node, this, options.commitTimeout());
		this.reminding = new Reminding(node, name, this.calls, this.gates::get);
		this.forgetting = new Forgetting(node, name, this.calls, options.rememberRequests());
	}

	/**
	 * {@return a store of a node}
	 * @param node the node whose servers use it
	 * @param name its name, for people
	 * @param states where it stores
	 * @param options how it is used
	 */
	public static DurableStore of(Processes node, String name, StateStore states, StoreOptions options) {
		Objects.requireNonNull(node, "node");
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(states, "states");
		Objects.requireNonNull(options, "options");
		return new DurableStore(node.host(), name, states, options);
	}

	/**
	 * {@return its name}
	 */
	public String name() {
		return this.name;
	}

	/**
	 * {@return how it is used}
	 */
	public StoreOptions options() {
		return this.options;
	}

	/**
	 * {@return whether it serves, and what has happened in it}
	 */
	public StoreStatus status() {
		long waiting = this.gates.values().stream().filter((gate) -> gate.uncertainSince().isPresent()).count();
		return new StoreStatus(this.name, this.health.failingFor(), this.health.error(), this.gates.size(), waiting,
				this.counters.counts());
	}

	/**
	 * {@return what is stored of a server that runs and has read its state, if it is one
	 * whose state this stores}
	 * @param pid the process of the server
	 */
	public Optional<DurableStatus> statusOf(Pid pid) {
		return Optional.ofNullable(this.running.get(Objects.requireNonNull(pid, "pid"))).map(Gate::status);
	}

	/**
	 * Ends its processes. What has not been stored by then is not stored: its server ends
	 * ({@link NotCommitted.StoreFailed}), and so does each that changes its state later,
	 * or begins. To be called when its servers have ended.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.committer.close();
		this.overdue.close();
		this.reminding.close();
		this.forgetting.close();
		this.gates.values().forEach((gate) -> gate.uncertainSince().ifPresent((since) -> failAsClosed(gate)));
	}

	private void failAsClosed(Gate<?> gate) {
		long waited = gate.uncertainSince().isPresent() ? now() - gate.uncertainSince().getAsLong() : 0;
		gate.fail(new NotCommitted.StoreFailed(gate.id(), this.name, Duration.ofNanos(Math.max(0, waited)),
				"it has been closed"));
	}

	/**
	 * Has servers of a kind started that have no process when they have a reminder, until
	 * {@link #noLongerWakenBy}. For authors of behaviours.
	 * @param type the kind
	 * @param waker starts them
	 */
	public void wakenBy(String type, Waker waker) {
		Objects.requireNonNull(type, "type");
		Objects.requireNonNull(waker, "waker");
		this.reminding.wakeBy(type, waker);
	}

	/**
	 * Has servers of a kind no longer started. For authors of behaviours.
	 * @param type the kind
	 * @param waker who started them
	 */
	public void noLongerWakenBy(String type, Waker waker) {
		Objects.requireNonNull(type, "type");
		Objects.requireNonNull(waker, "waker");
		this.reminding.noLongerBy(type, waker);
	}

	boolean publishesEvents() {
		return this.calls.publishesEvents();
	}

	boolean runsHandlers() {
		return this.calls.runsHandlers();
	}

	/**
	 * {@return whether a handler has run in a transaction, and what it has changed is
	 * stored}
	 */
	boolean transact(Callable<@Nullable StateChange> handler) throws Exception {
		if (this.closed) {
			throw new IllegalStateException("Store '" + this.name + "' has been closed");
		}
		return this.calls.transact(handler);
	}

	/** It is known whether what a process has stored itself is stored. */
	void settle(Attempt attempt, boolean stored) {
		if (stored) {
			this.health.stores();
			this.counters.committed(1, now() - attempt.notBefore());
		}
		attempt.settle(stored, this.counters);
	}

	/**
	 * {@return what became of a change whose commit has failed} Tries until the time for
	 * a commit is over.
	 * @param before what was stored before, as another version; {@code null} if nothing
	 * was
	 */
	InTransaction.Outcome outcomeOf(StateChange change, @Nullable StateChange before, Self self)
			throws InterruptedException {
		if (before != null && fences(before, self)) {
			return InTransaction.Outcome.UNDONE;
		}
		StoredState stored = load(change.id(), self);
		if (stored == null) {
			// What is not there tells nothing.
			return InTransaction.Outcome.UNKNOWN;
		}
		return change.isStoredAs(stored) ? InTransaction.Outcome.DONE : InTransaction.Outcome.OVERTAKEN;
	}

	/**
	 * {@return why a server ends whose transaction cannot begin}
	 */
	NotCommitted cannotBegin(StateId id, Throwable ex) {
		this.health.failsToStore(ex);
		this.counters.failed();
		return new NotCommitted.StoreFailed(id, this.name, Duration.ZERO, StoreHealth.text(ex));
	}

	boolean remembersRequests() {
		return this.calls.remembersRequests();
	}

	TimeSource time() {
		return this.node.time();
	}

	long now() {
		return this.node.time().nanoTime();
	}

	// the side of the servers

	/**
	 * A process begins to act for an id; one that did so before does not go on.
	 */
	<S> Gate<S> open(StateId id, int schema, Self self) throws InterruptedException {
		if (self.processes().host() != this.node) {
			throw new IllegalStateException("Store '" + this.name + "' belongs to another node than " + self.pid());
		}
		if (this.closed) {
			throw new IllegalStateException("Store '" + this.name + "' has been closed, and " + id + " cannot be read");
		}
		if (remembersRequests()) {
			this.forgetting.begins();
		}
		Gate<S> gate = new Gate<>(id, schema, this, self);
		Gate<?> before = this.gates.put(id, gate);
		this.running.put(self.pid(), gate);
		this.node.onExit(self.pid(), (pid, reason) -> {
			this.running.remove(pid);
			gate.left();
		});
		if (before != null) {
			before.fail(new NotCommitted.Conflict(id, before.version()));
			before.awaitQuiet(Deadline.after(this.options.commitTimeout(), time()));
		}
		return gate;
	}

	/** A server has a reminder: it is stored. */
	void hears(StateId id, Instant due) {
		this.reminding.hears(id, due);
	}

	/** A server has begun with what is stored. */
	void begun(StateId id) {
		this.reminding.begun(id);
	}

	Backoffs<Given> given() {
		return this.reminding.given();
	}

	void forget(Gate<?> gate) {
		this.gates.remove(gate.id(), gate);
	}

	/**
	 * {@return what is stored} Tries until the time for a commit is over.
	 */
	@Nullable StoredState load(StateId id, Self self) throws InterruptedException {
		return persistently(id, self, (deadline) -> {
			StoredState stored = read(id, deadline);
			this.counters.loaded();
			return stored;
		});
	}

	/**
	 * {@return the requests of a server that are remembered} Tries until the time for a
	 * commit is over.
	 */
	List<RequestId> answered(StateId id, int most, Self self) throws InterruptedException {
		List<RequestId> answered = persistently(id, self,
				(deadline) -> reading(() -> this.calls.answered(id, most, deadline)));
		return Objects.requireNonNull(answered, "answered");
	}

	/**
	 * {@return a request if it is remembered} Tries until the time for a commit is over.
	 */
	@Nullable AnsweredRequest answered(StateId id, RequestId request, Self self) throws InterruptedException {
		return persistently(id, self, (deadline) -> reading(() -> this.calls.answered(id, request, deadline)));
	}

	/**
	 * {@return since when requests are remembered}
	 */
	Instant rememberedSince() {
		return this.forgetting.since();
	}

	private @Nullable StoredState read(StateId id, Deadline deadline) throws Exception {
		return reading(() -> this.calls.load(id, deadline));
	}

	private <T extends @Nullable Object> T reading(Callable<T> code) throws Exception {
		try {
			T found = code.call();
			this.health.reads();
			return found;
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Exception ex) {
			this.health.failsToRead(ex);
			throw ex;
		}
	}

	/**
	 * {@return whether a call is in the store that a process was given up with, and may
	 * still change what is stored}
	 */
	boolean mayStillChange(StateId id) {
		return this.calls.mayStillChange(id);
	}

	/**
	 * Sees to it that what a call may still store is not stored any more: whoever has
	 * read would not know of it. Tries until the time for a commit is over.
	 * @param change the state that has been read, as another version
	 * @return whether it is stored, and not something else
	 */
	boolean fences(StateChange change, Self self) throws InterruptedException {
		Boolean done = persistently(change.id(), self, (deadline) -> {
			long begun = now();
			// What is in its way may be what a try before has stored.
			boolean is = commit(change) || change.isStoredAs(read(change.id(), deadline));
			this.counters.committed(1, now() - begun);
			return is;
		});
		if (!Boolean.TRUE.equals(done)) {
			this.counters.conflict();
		}
		return Boolean.TRUE.equals(done);
	}

	private boolean commit(StateChange change) throws Exception {
		try {
			boolean is = this.calls.commit(List.of(change)).get(0);
			this.health.stores();
			return is;
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Exception ex) {
			this.health.failsToStore(ex);
			throw ex;
		}
	}

	private <T> @Nullable T persistently(StateId id, Self self, Try<T> attempt) throws InterruptedException {
		long begun = now();
		Deadline deadline = Deadline.after(this.options.commitTimeout(), begun, time());
		for (int tries = 0;; tries++) {
			try {
				return attempt.until(deadline);
			}
			catch (InterruptedException ex) {
				throw ex;
			}
			catch (Exception ex) {
				if (!self.alive()) {
					throw new ExitException(ExitReason.killed());
				}
				if (deadline.isOver()) {
					this.counters.failed();
					throw new ExitException(ExitReason.shutdown(new NotCommitted.StoreFailed(id, this.name,
							Duration.ofNanos(now() - begun), StoreHealth.text(ex))));
				}
				pause(Math.min(Attempt.pause(tries), TimeUnit.NANOSECONDS.convert(deadline.left())));
			}
		}
	}

	/**
	 * Something that is tried until it succeeds.
	 *
	 * @param <T> what it finds out
	 */
	@FunctionalInterface
	private interface Try<T> {

		@Nullable T until(Deadline deadline) throws Exception;

	}

	private void pause(long nanos) throws InterruptedException {
		Deadline end = Deadline.at(now() + nanos, time());
		while (!end.isOver()) {
			end.park(this);
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
		}
	}

	long nextEpoch(@Nullable StoredState stored) {
		return Epochs.next((stored != null) ? stored.epoch() : 0, time().millis(),
				ThreadLocalRandom.current().nextLong());
	}

	void toStore(Gate<?> gate) {
		this.overdue.attend();
		this.committer.add(gate);
		if (this.closed) {
			failAsClosed(gate);
		}
	}

	// what takes too long

	/**
	 * Ends servers whose changes have waited for too long.
	 * @return whether others have changes that wait
	 */
	boolean endOverdue() {
		boolean some = false;
		for (Gate<?> gate : this.gates.values()) {
			some |= endIfOverdue(gate);
		}
		return some;
	}

	/**
	 * Ends a server whose changes have waited for too long.
	 * @return whether it has changes that wait, though not for too long
	 */
	boolean endIfOverdue(Gate<?> gate) {
		OptionalLong since = gate.uncertainSince();
		if (since.isEmpty()) {
			return false;
		}
		if (gate.storesItself()) {
			// It would not end before it comes back, and then knows what became of it.
			return true;
		}
		long waited = now() - since.getAsLong();
		if (waited < TimeUnit.NANOSECONDS.convert(this.options.commitTimeout())) {
			return true;
		}
		this.counters.failed();
		gate.fail(new NotCommitted.StoreFailed(gate.id(), this.name, Duration.ofNanos(waited), error(gate)));
		return false;
	}

	/** No change that waits now may still wait then. */
	Deadline commitDeadline() {
		return Deadline.after(this.options.commitTimeout(), time());
	}

	boolean hasUncertain() {
		return this.gates.values().stream().anyMatch((gate) -> gate.uncertainSince().isPresent());
	}

	private String error(Gate<?> gate) {
		String own = gate.trouble();
		String common = this.health.error();
		return (own != null) ? own : (common != null) ? common : "it has not answered";
	}

	@Override
	public String toString() {
		return "store '" + this.name + "'";
	}

}
