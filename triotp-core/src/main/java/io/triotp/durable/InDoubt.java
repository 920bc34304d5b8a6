package io.triotp.durable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import io.triotp.process.BehaviourHost;
import org.jspecify.annotations.Nullable;

/**
 * Looks after changes of which nobody knows whether they are stored, one by one: reads
 * what is stored, and stores again if need be.
 *
 * <p>
 * Maintainer's note. After an error of a store all changes of its transaction are in
 * doubt; versions and epochs tell. By a process of its own, since one of them may be the
 * cause: a row that somebody has locked. What has failed when it was alone is a suspect,
 * and until it is stored no transaction takes it along.
 */
final class InDoubt implements StoreWork {

	/** For how long nobody who has failed alone is taken along. */
	private static final long SUSPECT_NANOS = TimeUnit.MINUTES.toNanos(1);

	/** How often a store that does not serve is asked whether it does again. */
	private static final long ASK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

	/** Of whom nothing is stored. */
	private static final StateId NOBODY = new StateId("triotp", "whether it serves");

	private final BehaviourHost node;

	private final StoreCalls calls;

	private final StoreHealth health;

	private final StoreCounters counters;

	private final StoreProcess process;

	private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();

	/** As long as the store cannot be read: when to ask it again. */
	private volatile long notBefore;

	/** How often in a row it could not be read. */
	private volatile int failures;

	/** Since when, in nanoseconds of the clock. */
	private final Map<StateId, Long> suspects = new ConcurrentHashMap<>();

	InDoubt(BehaviourHost node, String name, StoreCalls calls, Duration limit, StoreCounters counters) {
		this.node = node;
		this.calls = calls;
		this.counters = counters;
		this.process = new StoreProcess(node, "in doubt in store " + name, this);
		this.health = new StoreHealth(node, name, limit, this.process::look);
	}

	StoreHealth health() {
		return this.health;
	}

	/** Nobody is in the store with it now. */
	void add(Attempt attempt) {
		putBack(attempt);
		this.process.look();
	}

	/**
	 * Whether it may keep those that are stored with it from being stored, or must wait
	 * itself.
	 */
	boolean mustBeAlone(Attempt attempt) {
		return isSuspect(attempt.change().id()) || mayComeBack(attempt);
	}

	private boolean isSuspect(StateId id) {
		Long since = this.suspects.isEmpty() ? null : this.suspects.get(id);
		if (since == null) {
			return false;
		}
		if (now() - since <= SUSPECT_NANOS) {
			return true;
		}
		this.suspects.remove(id, since);
		return false;
	}

	/**
	 * Whether what it removes may be stored again by a call that was given up: of a first
	 * change no version tells that it is late.
	 */
	private boolean mayComeBack(Attempt attempt) {
		return attempt.change().bytes() == null && this.calls.mayStillChange(attempt.change().id());
	}

	@Override
	public boolean waits() {
		return !this.attempts.isEmpty() || this.health.isFailing();
	}

	@Override
	public int most() {
		return 1;
	}

	@Override
	public void left(List<Attempt> held) {
		held.forEach(this::add);
	}

	@Override
	public long work(Committing holding) throws InterruptedException {
		long now = now();
		if (this.failures > 0 && this.notBefore - now > 0) {
			return this.notBefore - now;
		}
		for (Attempt next = next(now); next != null; next = next(now)) {
			holding.holds(next);
			Attempt own = next.gate().again(next);
			if (own == null) {
				next.giveUp();
				holding.holdsNothing();
				continue;
			}
			holding.holdsNothing();
			holding.holds(own);
			boolean serves = tryAgain(own);
			holding.holdsNothing();
			if (!serves) {
				long pause = Attempt.pause(this.failures++);
				this.notBefore = now() + pause;
				return pause;
			}
			this.failures = 0;
		}
		if (this.attempts.isEmpty() && this.health.isFailing()) {
			return serves() ? 0 : ASK_AGAIN_NANOS;
		}
		long after = now();
		return this.attempts.stream().mapToLong((each) -> Math.max(1, each.notBefore() - after)).min().orElse(0);
	}

	/**
	 * Nobody else may ask, and a store that counts as down may keep others from asking.
	 */
	private boolean serves() throws InterruptedException {
		boolean toStore = this.health.isFailingToStore();
		try {
			if (toStore) {
				// Changes nothing, as there is no such row, but is refused where nothing
				// can be changed.
				this.calls.commit(List.of(new StateChange(NOBODY, 1, 1, 2, 2, 1, new byte[0], List.of())));
				this.health.stores();
			}
			else {
				this.calls.load(NOBODY);
				this.health.reads();
			}
			return true;
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			if (toStore) {
				this.health.failsToStore(ex);
			}
			else {
				this.health.failsToRead(ex);
			}
			return false;
		}
	}

	/** Those that have been tried least come first: they may not be the cause. */
	private @Nullable Attempt next(long now) {
		List<Attempt> due = new ArrayList<>(this.attempts);
		return due.stream()
			.filter((each) -> each.notBefore() - now <= 0)
			.min(Comparator.comparingInt(Attempt::tries))
			.filter(this.attempts::remove)
			.orElse(null);
	}

	/**
	 * {@return whether the store can be read}
	 */
	private boolean tryAgain(Attempt each) throws InterruptedException {
		if (mayComeBack(each)) {
			each.gate().trouble("a call that was given up may still store what is to be removed");
			putBack(each.again(now()));
			return true;
		}
		StoredState stored;
		try {
			stored = this.calls.load(each.change().id());
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			this.health.failsToRead(ex);
			putBack(each.again(now()));
			return false;
		}
		if (each.change().isStoredAs(stored)) {
			settle(each, true);
		}
		else if (!each.change().isExpected(stored) && each.change().answered().isEmpty()) {
			settle(each, false);
		}
		else {
			storeAlone(each);
		}
		return true;
	}

	private void storeAlone(Attempt each) throws InterruptedException {
		StateId id = each.change().id();
		long begun = now();
		try {
			// What is in its way may be what the one before has stored meanwhile.
			boolean stored = this.calls.commit(List.of(each.change())).get(0)
					|| each.change().isStoredAs(this.calls.load(id));
			this.health.stores();
			this.counters.committed(1, now() - begun);
			settle(each, stored);
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			// It can be read, so this may be the fault of the change alone.
			each.gate().trouble(StoreHealth.text(ex));
			long now = now();
			this.suspects.values().removeIf((since) -> now - since > SUSPECT_NANOS);
			this.suspects.put(id, now);
			putBack(each.again(now));
		}
	}

	private void putBack(Attempt later) {
		this.attempts.add(later);
		later.gate().isUncertain(later.turn());
	}

	private void settle(Attempt attempt, boolean stored) {
		this.suspects.remove(attempt.change().id());
		attempt.settle(stored, this.counters);
	}

	private long now() {
		return this.node.time().nanoTime();
	}

	void close() {
		this.process.close();
	}

}
