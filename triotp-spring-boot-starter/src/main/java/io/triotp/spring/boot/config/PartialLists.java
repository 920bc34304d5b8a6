package io.triotp.spring.boot.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.triotp.spring.boot.TriOtpProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;

/**
 * Finds lists of which a source writes only a part. Spring Boot takes a list as a whole
 * from the first source that has any of it, so one item, or one key of an item, set by a
 * variable or an argument would be all that is left of it.
 */
final class PartialLists {

	private static final ConfigurationPropertyName APPLICATIONS = ConfigurationPropertyName.of("triotp.applications");

	private static final int NAME = APPLICATIONS.getNumberOfElements();

	private static final String CHILDREN = "children";

	private static final Set<String> LISTS = Set.of(CHILDREN, "dependson", "optionaldependson");

	/**
	 * An item that has one of these stands for itself; the empty key is the short form.
	 */
	private static final Set<String> IDENTITY = Set.of("", "id", "bean");

	private final ConfigurationProblems problems;

	private final Map<ConfigurationPropertyName, List<Written>> lists = new LinkedHashMap<>();

	PartialLists(ConfigurationProblems problems) {
		this.problems = problems;
	}

	/**
	 * What one source has of a list.
	 *
	 * @param source the source
	 * @param items the keys of each item, by index
	 */
	private record Written(ConfigurationPropertySource source, Map<Integer, Set<String>> items) {

		int firstMissing() {
			int next = 0;
			while (this.items.containsKey(next)) {
				next++;
			}
			return next;
		}

	}

	void check(Iterable<ConfigurationPropertySource> sources) {
		for (ConfigurationPropertySource source : sources) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream().filter(APPLICATIONS::isAncestorOf).forEach((name) -> note(name, source));
			}
		}
		Set<ConfigurationPropertyName> partial = new HashSet<>();
		this.lists.keySet()
			.stream()
			.sorted(Comparator.comparingInt(ConfigurationPropertyName::getNumberOfElements))
			.filter((list) -> partial.stream().noneMatch((outer) -> outer.isAncestorOf(list)))
			.forEach((list) -> {
				if (isReported(list)) {
					partial.add(list);
				}
			});
	}

	private void note(ConfigurationPropertyName name, ConfigurationPropertySource source) {
		for (int at = NAME + 2; at < name.getNumberOfElements(); at++) {
			if (name.isNumericIndex(at) && LISTS.contains(name.getElement(at - 1, Form.UNIFORM))) {
				List<Written> everywhere = this.lists.computeIfAbsent(name.chop(at), (each) -> new ArrayList<>());
				if (everywhere.isEmpty() || everywhere.getLast().source() != source) {
					everywhere.add(new Written(source, new TreeMap<>()));
				}
				String key = (at + 1 < name.getNumberOfElements()) ? name.getElement(at + 1, Form.DASHED) : "";
				everywhere.getLast()
					.items()
					.computeIfAbsent(Integer.parseInt(name.getElement(at, Form.ORIGINAL)), (each) -> new TreeSet<>())
					.add(key);
			}
		}
	}

	private boolean isReported(ConfigurationPropertyName list) {
		List<Written> everywhere = this.lists.getOrDefault(list, List.of());
		Written first = everywhere.getFirst();
		Written hidden = (everywhere.size() > 1) ? everywhere.get(1) : null;
		boolean ofChildren = list.getLastElement(Form.UNIFORM).equals(CHILDREN);
		int missing = first.firstMissing();
		boolean reported = false;
		for (Map.Entry<Integer, Set<String>> item : first.items().entrySet()) {
			boolean alone = item.getKey() > missing;
			boolean nameless = ofChildren && hidden != null && item.getValue().stream().noneMatch(IDENTITY::contains);
			if (alone || nameless) {
				report(list, item.getKey(), item.getValue(), first, ofChildren, hidden);
				reported = true;
			}
		}
		return reported;
	}

	private void report(ConfigurationPropertyName list, int index, Set<String> keys, Written first, boolean ofChildren,
			@Nullable Written hidden) {
		if (hidden == null) {
			int missing = first.firstMissing();
			// under the item that would be missed next, so that it is told once
			this.problems.add(ofChildren ? list + "[" + missing + "]" : list.toString(),
					"Item " + index + " of the list is there, but not item " + missing + ": "
							+ ConfigurationProblems.origin(first.source(), list) + ".",
					"Number the items from 0, without a gap.");
			return;
		}
		String elsewhere = ConfigurationProblems.origin(hidden.source(), list);
		this.problems
			.add(ofChildren ? list + "[" + index + "]" : list.toString(),
					"A list is taken from one place as a whole. This would be all that is left of the list at "
							+ elsewhere + ".",
					ofChildren ? overrides(list, index, keys, hidden) : "Write the whole list here.");
	}

	private static String overrides(ConfigurationPropertyName list, int index, Set<String> keys, Written hidden) {
		String prefix = list.chop(NAME + 1) + ".overrides.";
		String id = idOf(hidden.source(), list.append("[" + index + "]"));
		List<String> possible = UnknownKeys.keysOf(TriOtpProperties.Override.class);
		List<String> wanted = (id != null) ? keys.stream().filter(possible::contains).toList() : List.of();
		if (wanted.isEmpty()) {
			return "Write the whole list here, or change it there. What children say is set by their ids, below "
					+ prefix + "<id>.";
		}
		String properties = String.join(", ", wanted.stream().map((key) -> prefix + id + "." + key).toList());
		String variables = String.join(", ",
				wanted.stream().map((key) -> Variables.nameOf(prefix + id + "." + key)).toList());
		return "Say it by the id of the child, with overrides: " + properties + ", as a variable " + variables + ".";
	}

	private static @Nullable String idOf(ConfigurationPropertySource source, ConfigurationPropertyName item) {
		for (ConfigurationPropertyName name : List.of(item.append("id"), item.append("bean"), item)) {
			ConfigurationProperty found = source.getConfigurationProperty(name);
			if (found != null) {
				return String.valueOf(found.getValue());
			}
		}
		return null;
	}

}
