package io.triotp.spring.boot.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.bind.PlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;

/**
 * Finds placeholders that nobody sets. Spring Boot leaves them as they are, so they would
 * be taken for the name of a bean or a bad duration.
 */
final class UnsetPlaceholders {

	private static final Pattern PLACEHOLDER = Pattern.compile("(?<!\\\\)\\$\\{([^}:]+)[^}]*}");

	private final PlaceholdersResolver resolver;

	private final ConfigurationProblems problems;

	UnsetPlaceholders(PlaceholdersResolver resolver, ConfigurationProblems problems) {
		this.resolver = resolver;
		this.problems = problems;
	}

	void check(Iterable<ConfigurationPropertySource> sources, ConfigurationPropertyName root) {
		for (ConfigurationPropertySource source : sources) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream().filter(root::isAncestorOf).forEach((name) -> check(name.toString()));
			}
		}
	}

	private void check(String property) {
		if (this.problems.valueAt(property) instanceof CharSequence value && PLACEHOLDER.matcher(value).find()) {
			report(property, value);
		}
	}

	private void report(String property, CharSequence value) {
		String resolved;
		try {
			resolved = String.valueOf(this.resolver.resolvePlaceholders(value.toString()));
		}
		catch (IllegalArgumentException ex) {
			this.problems.add(property, "A placeholder in it cannot be resolved: " + ex.getMessage(),
					"Correct the placeholder, or what it stands for.");
			return;
		}
		Matcher left = PLACEHOLDER.matcher(resolved);
		if (left.find()) {
			String name = left.group(1);
			this.problems.add(property, "The placeholder ${" + name + "} stands for nothing: nobody sets " + name + ".",
					"Set " + name + ", or write what holds without it: ${" + name + ":otherwise}.");
		}
	}

}
