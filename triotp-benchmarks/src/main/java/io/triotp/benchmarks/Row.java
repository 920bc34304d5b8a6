package io.triotp.benchmarks;

import java.util.Locale;
import java.util.Optional;

/**
 * A line of the table.
 *
 * @param name what is compared
 * @param ours our figure
 * @param peer that of the peer and who it is
 * @param spread ours divided by the peer's, or ours without a peer: the median and in
 * brackets the least and the most of the rounds
 * @param goal the figure to reach
 * @param verdict the verdict
 */
record Row(String name, String ours, String peer, String spread, String goal, String verdict) {

	static final Row HEAD = new Row("what", "ours", "peer", "ratio (least–most)", "goal", "");

	private static final int THOUSAND = 1_000;

	/**
	 * {@return the line of a goal, or nothing if we were not measured}
	 * @param goal the goal
	 * @param figures what was measured
	 */
	static Optional<Row> of(Goal goal, Figures figures) {
		return figures.find(Goal.OURS, goal.figure()).map((ours) -> of(goal, ours, figures));
	}

	private static Row of(Goal goal, Series ours, Figures figures) {
		Goal.Peer peer = goal.peer();
		if (peer == null) {
			Spread spread = ours.spread();
			return new Row(goal.toString(), text(ours), "-", "-" + extremes(spread, scale(spread, ours.unit())),
					limit(goal, ours.unit()), Verdict.of(goal, spread).toString());
		}
		return figures.find(peer.contender(), peer.figure())
			.map((theirs) -> beside(goal, ours, theirs))
			.orElseGet(() -> new Row(goal.toString(), text(ours), peer.label() + " not measured", "-", limit(goal, ""),
					Verdict.SKIPPED.toString()));
	}

	private static Row beside(Goal goal, Series ours, Series theirs) {
		Spread ratios = ours.ratiosTo(theirs);
		return new Row(goal.toString(), text(ours), label(theirs) + " " + text(theirs),
				ratios.isFailed() ? "-" : number(ratios.median()) + extremes(ratios, 1), limit(goal, ""),
				Verdict.of(goal, ratios).toString());
	}

	/** The faster baseline has a name of its own. */
	private static String label(Series theirs) {
		return new Goal.Peer(theirs.contender(), theirs.name()).label();
	}

	private static String extremes(Spread spread, int scale) {
		return spread.isFailed() ? ""
				: " (" + number(spread.least() / scale) + "–" + number(spread.most() / scale) + ")";
	}

	/** Extremes have no unit of their own, so they share that of the median. */
	private static int scale(Spread spread, String unit) {
		return (unit.equals("ns") && spread.median() >= THOUSAND) ? THOUSAND : 1;
	}

	private static String limit(Goal goal, String unit) {
		if (goal.limit() == null) {
			return "-";
		}
		String limit = (goal.limit() >= 10) ? format("%.0f", goal.limit()) : format("%.2f", goal.limit());
		return ((goal.more() ? ">= " : "<= ") + limit + " " + unit.replace("us", "µs")).strip();
	}

	/**
	 * {@return the median of a figure, for people}
	 * @param series the figure
	 */
	static String text(Series series) {
		return text(series.spread().median(), series.unit());
	}

	static String text(double value, String unit) {
		if (Double.isNaN(value)) {
			return "failed";
		}
		if (unit.equals("ns") && value >= THOUSAND) {
			return text(value / THOUSAND, "us");
		}
		return number(value) + " " + unit.replace("us", "µs");
	}

	private static String number(double value) {
		return format((value < 0.1) ? "%.3f" : (value < 10) ? "%.2f" : (value < 100) ? "%.1f" : "%.0f", value);
	}

	private static String format(String pattern, double value) {
		return String.format(Locale.ROOT, pattern, value);
	}

	String asText() {
		return String
			.format(Locale.ROOT, "%-38s %14s   %-27s %-20s %-12s %s", this.name, this.ours, this.peer, this.spread,
					this.goal, this.verdict)
			.stripTrailing();
	}

	String asMarkdown() {
		return String.join(" | ", "| " + this.name, this.ours, this.peer, this.spread, this.goal, this.verdict + " |");
	}

}
