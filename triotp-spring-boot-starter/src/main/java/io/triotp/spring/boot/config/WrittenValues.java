package io.triotp.spring.boot.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin.Location;
import org.springframework.core.io.Resource;

/**
 * Finds names that YAML has changed on the way: it takes {@code 007} for the number 7,
 * and {@code yes} for true. Looks at the file itself.
 */
final class WrittenValues {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("triotp.applications");

	private static final ConfigurationPropertyName NODE_NAME = ConfigurationPropertyName.of("triotp.node-name");

	private static final Set<String> NAMES = Set.of("id", "bean", "name");

	private static final Set<String> LISTS = Set.of("children", "dependson", "optionaldependson");

	private static final String ENDS = ",}]# \t";

	private final ConfigurationProblems problems;

	WrittenValues(ConfigurationProblems problems) {
		this.problems = problems;
	}

	void check(Iterable<ConfigurationPropertySource> sources) {
		for (ConfigurationPropertySource source : sources) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream().filter(WrittenValues::isName).forEach((name) -> {
					ConfigurationProperty property = iterable.getConfigurationProperty(name);
					if (property != null) {
						check(property);
					}
				});
			}
		}
	}

	private static boolean isName(ConfigurationPropertyName property) {
		int last = property.getNumberOfElements() - 1;
		return property.equals(NODE_NAME) || (ROOT.isAncestorOf(property)
				&& (property.isNumericIndex(last) ? LISTS.contains(property.getElement(last - 1, Form.UNIFORM))
						: NAMES.contains(property.getElement(last, Form.UNIFORM))));
	}

	private void check(ConfigurationProperty property) {
		Object value = property.getValue();
		if ((value instanceof Boolean || value instanceof Number) && !isWritten(value, property.getOrigin())) {
			this.problems.add(property.getName().toString(), value, property.getOrigin(),
					"YAML reads this as " + value + ", which is not what is written.", "Write it in quotes.");
		}
	}

	/** Where nobody can look, the value is taken as it is. */
	private static boolean isWritten(Object value, @Nullable Origin origin) {
		Origin place = (origin instanceof PropertySourceOrigin inSource) ? inSource.getOrigin() : origin;
		if (!(place instanceof TextResourceOrigin text) || text.getResource() == null || text.getLocation() == null) {
			return true;
		}
		String line = line(text.getResource(), text.getLocation());
		if (line == null || !line.startsWith(value.toString())) {
			return line == null;
		}
		String rest = line.substring(value.toString().length());
		return rest.isEmpty() || ENDS.indexOf(rest.charAt(0)) >= 0;
	}

	private static @Nullable String line(Resource resource, Location location) {
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(resource.getInputStream(), StandardCharsets.UTF_8))) {
			String line = reader.lines().skip(location.getLine()).findFirst().orElse("");
			return (location.getColumn() < line.length()) ? line.substring(location.getColumn()) : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

}
