package io.triotp.durable;

/**
 * A change that somebody stores, or of which nobody knows whether it is stored.
 *
 * @param gate whose change it is
 * @param change the change
 * @param turn whose turn it is to store it: who was given up may still come back, and
 * must not be believed, since what is in its way may be what was stored instead of it
 * @param tries how often it has been looked after
 * @param notBefore when to look after it, in nanoseconds of the clock
 */
record Attempt(Gate<?> gate, StateChange change, int turn, int tries, long notBefore) {

	private static final long SHORTEST_NANOS = 20_000_000;

	private static final int LONGEST_AFTER = 6;

	static Attempt first(Gate<?> gate, StateChange change, int turn, long now) {
		return new Attempt(gate, change, turn, 0, now);
	}

	/** It is the turn of another. */
	Attempt turn(int next) {
		return new Attempt(this.gate, this.change, next, this.tries, this.notBefore);
	}

	Attempt again(long now) {
		return new Attempt(this.gate, this.change, this.turn, this.tries + 1, now + pause(this.tries));
	}

	/** It is known whether it is stored. */
	void settle(boolean stored, StoreCounters counters) {
		if (stored) {
			this.gate.stored(this.change, this.turn);
			return;
		}
		counters.conflict();
		giveUp();
	}

	/** Nobody stores it any more. */
	void giveUp() {
		this.gate.notStored(this.turn, new NotCommitted.Conflict(this.change.id(), this.change.expectedVersion()));
	}

	/**
	 * {@return how long to wait before it is tried once more, in nanoseconds: 20
	 * milliseconds, twice as long each time, 1.28 seconds at most}
	 * @param tries how often it has been tried
	 */
	static long pause(int tries) {
		return SHORTEST_NANOS << Math.min(tries, LONGEST_AFTER);
	}

}
