package io.triotp.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How far the rounds of a run lie apart. Not a number throughout if one round failed: the
 * others cannot tell what it would have been.
 *
 * @param least the smallest value of a round
 * @param median the middle one
 * @param most the largest
 */
record Spread(double least, double median, double most) {

	private static final Spread FAILED = new Spread(Double.NaN, Double.NaN, Double.NaN);

	/**
	 * {@return the spread of some values}
	 * @param values one for each round, at least one
	 */
	static Spread of(List<Double> values) {
		if (values.contains(Double.NaN)) {
			return FAILED;
		}
		List<Double> sorted = values.stream().sorted().toList();
		int half = sorted.size() / 2;
		double median = (sorted.size() % 2 == 1) ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
		return new Spread(Collections.min(sorted), median, Collections.max(sorted));
	}

	/**
	 * {@return the spread of ratios} Rounds are compared with the round of the same
	 * number, which had the machine in the same state. If one side has more of them,
	 * every pair is possible and the extremes are taken.
	 * @param ours the values above
	 * @param peers the values below
	 */
	static Spread ofRatios(List<Double> ours, List<Double> peers) {
		if (ours.size() != peers.size()) {
			return of(ours).dividedBy(of(peers));
		}
		List<Double> ratios = new ArrayList<>();
		for (int i = 0; i < ours.size(); i++) {
			ratios.add(ours.get(i) / peers.get(i));
		}
		return of(ratios);
	}

	private Spread dividedBy(Spread other) {
		return new Spread(this.least / other.most, this.median / other.median, this.most / other.least);
	}

	boolean isFailed() {
		return Double.isNaN(this.median);
	}

}
