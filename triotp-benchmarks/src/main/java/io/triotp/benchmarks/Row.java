package io.triotp.benchmarks;

import java.util.Locale;
import java.util.Optional;

/**
 * A line of the table.
 *
 * @param name what is compared
 * @param ours our figure
 * @param peer that of the peer and who it is
 * @param ratio ours divided by the peer's
 * @param goal the figure to reach
 * @param verdict {@code ok} or {@code short}; {@code shown} without a goal,
 * {@code skipped} without the peer
 */
record Row(String name, String ours, String peer, String ratio, String goal, String verdict) {

	static final Row HEAD = new Row("what", "ours", "peer", "ratio", "goal", "");

	private static final int THOUSAND = 1_000;

	/**
	 * {@return the line of a goal, or nothing if we were not measured}
	 * @param goal the goal
	 * @param figures what was measured
	 */
	static Optional<Row> of(Goal goal, Figures figures) {
		return figures.median("ours", goal.figure()).map((ours) -> of(goal, ours, figures));
	}

	private static Row of(Goal goal, Figure ours, Figures figures) {
		if (goal.peer() == null) {
			return new Row(goal.toString(), text(ours), "-", "-", limit(goal, ours.unit()),
					verdict(goal, ours.value()));
		}
		Optional<Figure> peer = figures.median(goal.peer(), goal.figure());
		if (peer.isEmpty()) {
			return new Row(goal.toString(), text(ours), goal.peer() + " not measured", "-", limit(goal, ""), "skipped");
		}
		double ratio = ours.value() / peer.get().value();
		return new Row(goal.toString(), text(ours), peer.get().contender() + " " + text(peer.get()),
				format("%.2f", ratio), limit(goal, ""), verdict(goal, ratio));
	}

	private static String limit(Goal goal, String unit) {
		if (goal.limit() == null) {
			return "-";
		}
		String limit = (goal.limit() >= 10) ? format("%.0f", goal.limit()) : format("%.2f", goal.limit());
		return ((goal.more() ? ">= " : "<= ") + limit + " " + unit).strip();
	}

	private static String verdict(Goal goal, double value) {
		if (goal.limit() == null) {
			return "shown";
		}
		return goal.isReached(value) ? "ok" : "short";
	}

	/**
	 * {@return a figure for people}
	 * @param figure the figure
	 */
	static String text(Figure figure) {
		return Double.isNaN(figure.value()) ? "failed" : text(figure.value(), figure.unit());
	}

	static String text(double value, String unit) {
		if (unit.equals("ns") && value >= THOUSAND) {
			return text(value / THOUSAND, "us");
		}
		return format((value < 10) ? "%.2f" : (value < 100) ? "%.1f" : "%.0f", value) + " " + unit.replace("us", "µs");
	}

	private static String format(String pattern, double value) {
		return String.format(Locale.ROOT, pattern, value);
	}

	String asText() {
		return String
			.format(Locale.ROOT, "%-34s %14s   %-26s %7s   %-12s %s", this.name, this.ours, this.peer, this.ratio,
					this.goal, this.verdict)
			.stripTrailing();
	}

	String asMarkdown() {
		return String.join(" | ", "| " + this.name, this.ours, this.peer, this.ratio, this.goal, this.verdict + " |");
	}

}
