package io.triotp.spring.boot.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Names as people and environment variables write them: dashes, underscores and case do
 * not tell two names apart.
 */
final class RelaxedName {

	private static final int MAX_SUGGESTIONS = 3;

	private RelaxedName() {
	}

	static String of(String name) {
		return name.strip().replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
	}

	static boolean same(String one, String other) {
		return of(one).equals(of(other));
	}

	/**
	 * {@return those of the known names that may have been meant, the most likely first}
	 * @param name what was written
	 * @param known what could have been written
	 */
	static List<String> nearest(String name, Collection<String> known) {
		String wanted = of(name);
		return known.stream()
			.distinct()
			.filter((each) -> isNear(wanted, of(each)))
			.sorted(Comparator.<String>comparingInt((each) -> distance(wanted, of(each)))
				.thenComparing(Comparator.naturalOrder()))
			.limit(MAX_SUGGESTIONS)
			.toList();
	}

	private static boolean isNear(String wanted, String known) {
		int allowed = Math.max(1, Math.min(wanted.length(), known.length()) / 3);
		return distance(wanted, known) <= allowed || (wanted.length() > 2 && known.contains(wanted));
	}

	/** Levenshtein's distance. */
	private static int distance(String one, String other) {
		int[] row = new int[other.length() + 1];
		for (int j = 0; j <= other.length(); j++) {
			row[j] = j;
		}
		for (int i = 1; i <= one.length(); i++) {
			int diagonal = row[0];
			row[0] = i;
			for (int j = 1; j <= other.length(); j++) {
				int replaced = diagonal + ((one.charAt(i - 1) != other.charAt(j - 1)) ? 1 : 0);
				diagonal = row[j];
				row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
			}
		}
		return row[other.length()];
	}

}
