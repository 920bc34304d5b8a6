package io.triotp.benchmarks;

import java.util.Locale;

/**
 * What a run says about a goal.
 */
enum Verdict {

	/** Even the worst round has reached it. */
	OK,

	/** Not even the best round has reached it. */
	SHORT,

	/** Some rounds have reached it and some have not. */
	UNCLEAR,

	/** There is nothing to reach. */
	SHOWN,

	/** The peer was not measured. */
	SKIPPED,

	/** A round has no value, ours or the peer's. */
	FAILED;

	/**
	 * {@return the verdict on what was measured}
	 * @param goal what was to be reached
	 * @param measured the ratios, or without a peer the values, of all rounds
	 */
	static Verdict of(Goal goal, Spread measured) {
		if (measured.isFailed()) {
			return FAILED;
		}
		if (goal.limit() == null) {
			return SHOWN;
		}
		double worst = goal.more() ? measured.least() : measured.most();
		double best = goal.more() ? measured.most() : measured.least();
		if (goal.isReached(worst)) {
			return OK;
		}
		return goal.isReached(best) ? UNCLEAR : SHORT;
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
