package io.triotp.benchmarks;

import java.util.List;

/**
 * A figure in all its rounds.
 *
 * @param contender who was measured
 * @param name what
 * @param unit of what
 * @param rounds the values, in the order of the rounds
 */
record Series(String contender, String name, String unit, List<Double> rounds) {

	/**
	 * {@return all values of one figure}
	 * @param figures the same figure in each round, at least one
	 */
	static Series of(List<Figure> figures) {
		Figure first = figures.get(0);
		return new Series(first.contender(), first.name(), first.unit(), figures.stream().map(Figure::value).toList());
	}

	Spread spread() {
		return Spread.of(this.rounds);
	}

	Spread ratiosTo(Series peer) {
		return Spread.ofRatios(this.rounds, peer.rounds);
	}

	boolean isFasterThan(Series other) {
		double ours = spread().median();
		double theirs = other.spread().median();
		return this.unit.endsWith("/s") ? ours > theirs : ours < theirs;
	}

}
