package io.triotp.spring.boot.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;

/**
 * Finds names that one source writes in two ways. Spring Boot takes {@code echo-app} and
 * {@code echoApp} for the same, so one of two such applications would get lost.
 */
final class AmbiguousNames {

	private static final ConfigurationPropertyName APPLICATIONS = ConfigurationPropertyName.of("triotp.applications");

	private static final int NAME = APPLICATIONS.getNumberOfElements();

	private final ConfigurationProblems problems;

	AmbiguousNames(ConfigurationProblems problems) {
		this.problems = problems;
	}

	void check(Iterable<ConfigurationPropertySource> sources) {
		for (ConfigurationPropertySource source : sources) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				Map<ConfigurationPropertyName, Set<String>> spellings = new LinkedHashMap<>();
				iterable.stream().filter(APPLICATIONS::isAncestorOf).forEach((name) -> {
					note(name, NAME, spellings);
					if (name.getNumberOfElements() > NAME + 2
							&& name.getElement(NAME + 1, Form.UNIFORM).equals("overrides")) {
						note(name, NAME + 2, spellings);
					}
				});
				spellings.values().stream().filter((names) -> names.size() > 1).forEach(this::report);
			}
		}
	}

	private static void note(ConfigurationPropertyName name, int at,
			Map<ConfigurationPropertyName, Set<String>> spellings) {
		String spelling = name.getElement(at, Form.ORIGINAL);
		String property = (at == NAME) ? APPLICATIONS + "." + spelling : name.chop(at) + "." + spelling;
		spellings.computeIfAbsent(name.chop(at + 1), (each) -> new LinkedHashSet<>()).add(property);
	}

	private void report(Set<String> properties) {
		String first = properties.iterator().next();
		properties.stream()
			.skip(1)
			.forEach((other) -> this.problems.add(other,
					"It differs from '" + first
							+ "' only in case, dashes or underscores, which Spring Boot takes for the same.",
					"Merge the two, or rename one of them."));
	}

}
