package io.triotp.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

/**
 * What all rounds have measured.
 */
final class Figures {

	/** Every figure in the order of the first round, by contender and name. */
	private final Map<String, List<Figure>> rounds;

	private Figures(Map<String, List<Figure>> rounds) {
		this.rounds = rounds;
	}

	static Figures parse(Stream<String> lines) {
		return new Figures(lines.filter(Figure::isFigure)
			.map(Figure::parse)
			.collect(groupingBy((figure) -> key(figure.contender(), figure.name()), LinkedHashMap::new, toList())));
	}

	private static String key(String contender, String name) {
		return contender + "/" + name;
	}

	/**
	 * {@return the median of the rounds; not a number if one failed; nothing if it was
	 * not measured}
	 * @param contender who, or {@link Goal#BARE}
	 * @param name what
	 */
	Optional<Figure> median(String contender, String name) {
		return switch (contender) {
			case Goal.BARE -> faster(median("activation", name), median("thread", name));
			case "ideal" -> Optional.of(new Figure("ideal", name, 1_000_000, "calls/s"));
			default -> Optional.ofNullable(this.rounds.get(key(contender, name))).map(Figures::median);
		};
	}

	private static Optional<Figure> faster(Optional<Figure> one, Optional<Figure> other) {
		if (one.isEmpty() || other.isEmpty()) {
			return one.or(() -> other);
		}
		boolean more = one.get().unit().endsWith("/s");
		return (more == one.get().value() > other.get().value()) ? one : other;
	}

	private static Figure median(List<Figure> rounds) {
		double[] values = rounds.stream().mapToDouble(Figure::value).sorted().toArray();
		// what is not a number comes last
		double median = Double.isNaN(values[values.length - 1]) ? Double.NaN : middle(values);
		Figure first = rounds.get(0);
		return new Figure(first.contender(), first.name(), median, first.unit());
	}

	private static double middle(double[] sorted) {
		int half = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
	}

	/**
	 * {@return the least and the most of the rounds}
	 * @param figure whose
	 */
	double[] spread(Figure figure) {
		double[] values = rounds(figure).stream().mapToDouble(Figure::value).toArray();
		return new double[] { Arrays.stream(values).min().orElseThrow(), Arrays.stream(values).max().orElseThrow() };
	}

	private List<Figure> rounds(Figure figure) {
		return this.rounds.getOrDefault(key(figure.contender(), figure.name()), List.of(figure));
	}

	/**
	 * {@return the medians of everybody}
	 */
	Collection<Figure> medians() {
		List<Figure> medians = new ArrayList<>();
		this.rounds.values().forEach((each) -> medians.add(median(each)));
		return medians;
	}

	int rounds() {
		return this.rounds.values().stream().mapToInt(List::size).max().orElse(0);
	}

}
