package io.triotp.benchmarks;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

/**
 * What all rounds have measured.
 */
final class Figures {

	/** By contender and name, in the order of the first round. */
	private final Map<String, Series> all;

	private Figures(Map<String, Series> all) {
		this.all = all;
	}

	static Figures parse(Stream<String> lines) {
		return new Figures(lines.filter(Figure::isFigure)
			.map(Figure::parse)
			.collect(groupingBy((figure) -> key(figure.contender(), figure.name()), LinkedHashMap::new,
					collectingAndThen(toList(), Series::of))));
	}

	private static String key(String contender, String name) {
		return contender + "/" + name;
	}

	/**
	 * {@return all rounds of a figure; nothing if it was not measured}
	 * @param contender who, or {@link Goal#BARE}
	 * @param name what
	 */
	Optional<Series> find(String contender, String name) {
		return switch (contender) {
			case Goal.BARE -> faster(find("activation", name), find("thread", name));
			case "ideal" -> Optional.of(new Series("ideal", name, "calls/s", List.of(1e6)));
			default -> Optional.ofNullable(this.all.get(key(contender, name)));
		};
	}

	private static Optional<Series> faster(Optional<Series> one, Optional<Series> other) {
		if (one.isEmpty() || other.isEmpty()) {
			return one.or(() -> other);
		}
		return one.get().isFasterThan(other.get()) ? one : other;
	}

	Collection<Series> all() {
		return this.all.values();
	}

	int rounds() {
		return this.all.values().stream().mapToInt((series) -> series.rounds().size()).max().orElse(0);
	}

}
