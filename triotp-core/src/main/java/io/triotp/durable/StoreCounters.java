package io.triotp.durable;

import java.util.concurrent.atomic.LongAdder;

/**
 * How often what has happened in a store.
 */
final class StoreCounters {

	private final LongAdder transactions = new LongAdder();

	private final LongAdder states = new LongAdder();

	private final LongAdder conflicts = new LongAdder();

	private final LongAdder failures = new LongAdder();

	private final LongAdder loads = new LongAdder();

	void committed(int number) {
		this.transactions.increment();
		this.states.add(number);
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
				this.failures.sum());
	}

}
