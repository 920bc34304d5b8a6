package io.triotp.durable;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.triotp.process.BehaviourHost;

/**
 * Has what is to be stored stored: all that has gathered while a transaction was under
 * way goes into the next one.
 */
final class Committer implements StoreWork {

	private final BehaviourHost node;

	private final StoreCalls calls;

	private final StoreHealth health;

	private final StoreCounters counters;

	private final InDoubt inDoubt;

	private final int batch;

	private final StoreProcess process;

	/** Those that have something to store. */
	private final Queue<Gate<?>> queue = new ConcurrentLinkedQueue<>();

	/** As long as the store fails: when to ask it again, in nanoseconds of the clock. */
	private volatile long notBefore;

	/** How often in a row it has failed. */
	private volatile int failures;

	Committer(BehaviourHost node, String name, StoreCalls calls, StoreOptions options, StoreCounters counters) {
		this.node = node;
		this.calls = calls;
		this.batch = options.batch();
		this.counters = counters;
		this.inDoubt = new InDoubt(node, name, calls, options.commitTimeout(), counters);
		this.health = this.inDoubt.health();
		this.process = new StoreProcess(node, StoreHealth.path(name), this);
	}

	StoreHealth health() {
		return this.health;
	}

	/** Something of a server is to be stored. */
	void add(Gate<?> gate) {
		this.queue.add(gate);
		this.process.look();
	}

	@Override
	public boolean waits() {
		return !this.queue.isEmpty();
	}

	@Override
	public int most() {
		return this.batch;
	}

	@Override
	public void left(List<Attempt> attempts) {
		attempts.forEach(this.inDoubt::add);
	}

	@Override
	public long work(Committing holding) throws InterruptedException {
		long now = this.node.time().nanoTime();
		if (this.failures > 0 && this.notBefore - now > 0) {
			return this.notBefore - now;
		}
		if (commit(holding)) {
			this.failures = 0;
			return 0;
		}
		long pause = Attempt.pause(this.failures++);
		this.notBefore = now + pause;
		return pause;
	}

	/**
	 * Stores what has gathered.
	 * @return whether the store serves
	 */
	private boolean commit(Committing holding) throws InterruptedException {
		List<Attempt> attempts = take(holding);
		if (attempts.isEmpty()) {
			return true;
		}
		List<Boolean> outcomes;
		long begun = this.node.time().nanoTime();
		try {
			outcomes = this.calls.commit(attempts.stream().map(Attempt::change).toList());
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			boolean serves = ex instanceof NotPublished;
			if (!serves) {
				this.health.failsToStore(ex);
			}
			attempts.forEach(this.inDoubt::add);
			holding.holdsNothing();
			return serves;
		}
		this.health.stores();
		this.counters.committed(attempts.size(), this.node.time().nanoTime() - begun);
		for (int i = 0; i < attempts.size(); i++) {
			attempts.get(i).settle(outcomes.get(i), this.counters);
		}
		// Not before: what an Error has kept from being settled is looked after.
		holding.holdsNothing();
		return true;
	}

	private List<Attempt> take(Committing holding) {
		// A store that fails is tried with one: nothing is known of those it fails with.
		int most = (this.failures > 0) ? 1 : this.batch;
		Gate<?> gate;
		for (int held = 0; held < most && (gate = this.queue.poll()) != null;) {
			Attempt attempt = gate.take();
			if (attempt == null) {
				continue;
			}
			if (this.inDoubt.mustBeAlone(attempt)) {
				this.inDoubt.add(attempt);
			}
			else {
				holding.holds(attempt);
				held++;
			}
		}
		return holding.attempts();
	}

	void close() {
		this.process.close();
		this.inDoubt.close();
	}

}
