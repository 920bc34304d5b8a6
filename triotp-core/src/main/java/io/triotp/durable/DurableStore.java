package io.triotp.durable;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.triotp.process.BehaviourHost;
import io.triotp.process.ExitException;
import io.triotp.process.ExitReason;
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

	private final StateStore states;

	private final StoreOptions options;

	private final StoreHealth health;

	private final StoreCounters counters = new StoreCounters();

	private final Committer committer;

	private final Overdue overdue;

	/** The gate of each server that runs, or of which something is being stored. */
	private final ConcurrentHashMap<StateId, Gate<?>> gates = new ConcurrentHashMap<>();

	private DurableStore(BehaviourHost node, String name, StateStore states, StoreOptions options) {
		this.node = node;
		this.name = name;
		this.states = states;
		this.options = options;
		this.health = new StoreHealth(name, node.time());
		this.committer = new Committer(node, name, states, options, this.health, this.counters);
		this.overdue = new Overdue(node, this, options.commitTimeout());
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
	 * Ends its processes; what has not been stored by then is not stored. To be called
	 * when its servers have ended.
	 */
	@Override
	public void close() {
		this.committer.close();
		this.overdue.close();
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
		Gate<S> gate = new Gate<>(id, schema, this, self);
		Gate<?> before = this.gates.put(id, gate);
		this.node.onExit(self.pid(), (pid, reason) -> left(gate));
		if (before != null) {
			before.fail(new NotCommitted.Conflict(id, before.version()));
			before.awaitQuiet(Deadline.after(this.options.commitTimeout(), time()));
		}
		return gate;
	}

	private void left(Gate<?> gate) {
		if (gate.left()) {
			forget(gate);
		}
	}

	void forget(Gate<?> gate) {
		this.gates.remove(gate.id(), gate);
	}

	/**
	 * {@return what is stored} Tries until the time for a commit is over.
	 */
	@Nullable StoredState load(StateId id, Self self) throws InterruptedException {
		long begun = now();
		Deadline deadline = Deadline.after(this.options.commitTimeout(), begun, time());
		for (int tries = 0;; tries++) {
			try {
				StoredState stored = this.states.load(id);
				this.health.serves();
				this.counters.loaded();
				return stored;
			}
			catch (Exception ex) {
				if (!self.alive()) {
					throw new ExitException(ExitReason.killed());
				}
				this.health.fails(ex);
				if (deadline.isOver()) {
					this.counters.failed();
					throw new ExitException(ExitReason.shutdown(new NotCommitted.StoreFailed(id, this.name,
							Duration.ofNanos(now() - begun), StoreHealth.text(ex))));
				}
				pause(Math.min(Attempt.pause(tries), TimeUnit.NANOSECONDS.convert(deadline.left())));
			}
		}
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
		this.committer.add(gate);
		this.overdue.attend();
	}

	// what takes too long

	/**
	 * Ends servers whose changes have waited for too long.
	 * @return whether others have changes that wait
	 */
	boolean endOverdue() {
		long now = now();
		boolean some = false;
		for (Gate<?> gate : this.gates.values()) {
			OptionalLong since = gate.uncertainSince();
			if (since.isEmpty()) {
				continue;
			}
			long waited = now - since.getAsLong();
			if (waited >= TimeUnit.NANOSECONDS.convert(this.options.commitTimeout())) {
				this.counters.failed();
				gate.fail(new NotCommitted.StoreFailed(gate.id(), this.name, Duration.ofNanos(waited), error(gate)));
			}
			else {
				some = true;
			}
		}
		return some;
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
