package io.triotp.sample.monitoring;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Prometheus sees: the series of one scrape.
 *
 * @param labels the names of the labels of each metric
 * @param types the type of each metric family
 */
record Scrape(Map<String, Set<String>> labels, Map<String, String> types) {

	private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");

	private static final Pattern SERIES = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+");

	private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");

	/**
	 * {@return the series in the text of a scrape}
	 * @param text the text
	 */
	static Scrape of(String text) {
		Map<String, Set<String>> labels = new TreeMap<>();
		Map<String, String> types = new TreeMap<>();
		text.lines().forEach((line) -> {
			Matcher type = TYPE.matcher(line);
			Matcher series = SERIES.matcher(line);
			if (type.matches()) {
				types.put(type.group(1), type.group(2));
			}
			else if (series.matches()) {
				Set<String> known = labels.computeIfAbsent(series.group(1), (name) -> new TreeSet<>());
				if (series.group(2) != null) {
					LABEL.matcher(series.group(2)).results().forEach((label) -> known.add(label.group(1)));
				}
			}
		});
		return new Scrape(labels, types);
	}

}
