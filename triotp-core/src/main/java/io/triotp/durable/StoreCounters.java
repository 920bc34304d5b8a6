package io.triotp.durable;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often what has happened in a store.
 */
final class StoreCounters {

	private final LongAdder transactions = new LongAdder();

	private final LongAdder states = new LongAdder();

	private final LongAdder conflicts = new LongAdder();

	private final LongAdder failures = new LongAdder();

	private final LongAdder committing = new LongAdder();

	private final LongAdder loads = new LongAdder();

	/**
	 * A transaction was committed.
	 * @param number how many states were stored
	 * @param nanos how long it took
	 */
	void committed(int number, long nanos) {
		this.transactions.increment();
		this.states.add(number);
		this.committing.add(nanos);
	}

	void conflict() {
		this.conflicts.increment();
	}

	void failed() {
		this.failures.increment();
	}

	void loaded() {
		this.loads.increment();
	}

	StoreCounts counts() {
		return new StoreCounts(this.transactions.sum(), this.states.sum(), this.loads.sum(), this.conflicts.sum(),
				this.failures.sum(), Duration.ofNanos(this.committing.sum()));
	}

}
