package io.triotp.sample.monitoring;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names in an expression of Prometheus. Knows as much of the language as is needed to
 * tell metrics, labels and functions apart.
 *
 * @param selections the metrics, each with the labels it is selected by
 * @param grouping the labels that results are grouped or matched by
 */
record PromQl(List<Selection> selections, Set<String> grouping) {

	private static final Pattern TOKEN = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|\\$\\{?\\w+}?|\\d[\\w.]*"
			+ "|[a-zA-Z_:][\\w:]*|[{}()\\[\\],]|=~|!~|!=|==|>=|<=|[-+*/^%<>=]|\\S");

	private static final Set<String> BEFORE_LABELS = Set.of("by", "without", "on", "ignoring", "group_left",
			"group_right");

	private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "bool", "inf", "nan");

	/**
	 * A metric, and the labels it is selected by.
	 *
	 * @param metric its name
	 * @param labels the names of the labels
	 */
	record Selection(String metric, Set<String> labels) {
	}

	static PromQl of(String expression) {
		List<String> tokens = TOKEN.matcher(expression).results().map((found) -> found.group()).toList();
		List<Selection> selections = new ArrayList<>();
		Set<String> grouping = new HashSet<>();
		for (int i = 0; i < tokens.size(); i++) {
			String token = tokens.get(i);
			String next = (i + 1 < tokens.size()) ? tokens.get(i + 1) : "";
			if (BEFORE_LABELS.contains(token) && next.equals("(")) {
				i = names(tokens, i + 1, ")", grouping);
			}
			else if (isName(token) && !next.equals("(") && !BEFORE_LABELS.contains(next) && !WORDS.contains(token)) {
				Set<String> labels = new TreeSet<>();
				i = next.equals("{") ? names(tokens, i + 1, "}", labels) : i;
				selections.add(new Selection(token, labels));
			}
		}
		return new PromQl(selections, grouping);
	}

	/** Collects names up to a bracket, and returns where that is. */
	private static int names(List<String> tokens, int from, String end, Set<String> names) {
		int i = from;
		while (!tokens.get(i).equals(end)) {
			if (isName(tokens.get(i))) {
				names.add(tokens.get(i));
			}
			i++;
		}
		return i;
	}

	private static boolean isName(String token) {
		Matcher name = Pattern.compile("[a-zA-Z_:][\\w:]*").matcher(token);
		return name.matches();
	}

}
