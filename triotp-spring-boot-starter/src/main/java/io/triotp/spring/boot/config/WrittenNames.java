package io.triotp.spring.boot.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.triotp.Pure;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Finds names of applications and ids of overrides that would not be read as they are
 * written: Spring Boot drops characters of a key in silence, and YAML takes some keys for
 * numbers or for true and false. What is left may be the name of something else.
 */
final class WrittenNames {

	private static final String APPLICATIONS = "triotp.applications";

	private static final List<String> ROOT = List.of("triotp", "applications");

	private static final int NAME = ROOT.size();

	/** What YAML has read as no text is put in brackets. */
	private static final Pattern NO_TEXT = Pattern.compile("true|false|[+-]?[0-9.]+([eE][+-]?\\d+)?");

	private static final Pattern VARIABLE = Pattern.compile("[A-Za-z0-9_]+");

	private static final String VARIABLES = "TRIOTP_APPLICATIONS_";

	private final ConfigurationProblems problems;

	WrittenNames(ConfigurationProblems problems) {
		this.problems = problems;
	}

	/**
	 * {@return the property of an entry of a map, in brackets if it needs them}
	 * @param map the property of the map
	 * @param key the key, as it is read
	 */
	static String property(String map, String key) {
		return read(key).equals(key) ? map + "." + key : map + "[" + key + "]";
	}

	/** What Spring Boot reads where this is written without brackets. */
	private static String read(String element) {
		ConfigurationPropertyName name = ConfigurationPropertyName.adapt(element, '.');
		return (name.getNumberOfElements() == 1) ? name.getElement(0, Form.ORIGINAL) : "";
	}

	void check(Iterable<ConfigurationPropertySource> sources) {
		for (ConfigurationPropertySource source : sources) {
			if (source.getUnderlyingSource() instanceof EnumerablePropertySource<?> properties) {
				check(properties);
			}
		}
	}

	private void check(EnumerablePropertySource<?> source) {
		boolean variables = source instanceof SystemEnvironmentPropertySource;
		Map<Key, String> keys = new LinkedHashMap<>();
		for (String property : source.getPropertyNames()) {
			if (variables && isVariable(property)) {
				checkVariable(source, property);
			}
			else {
				keysOf(property).forEach((key) -> keys.putIfAbsent(key, property));
			}
		}
		keys.forEach((key, property) -> check(key, property, source));
	}

	private static boolean isVariable(String name) {
		return name.regionMatches(true, 0, VARIABLES, 0, VARIABLES.length());
	}

	private void checkVariable(EnumerablePropertySource<?> source, String variable) {
		if (!VARIABLE.matcher(variable).matches()) {
			this.problems.add(variable, source.getProperty(variable), OriginLookup.getOrigin(source, variable),
					"Spring Boot reads of the name of a variable only letters, digits and underscores, so it would be "
							+ "taken for another.",
					"Say it in a file, or give what it is for a name of letters and digits.");
		}
	}

	/** The names of applications and the ids of overrides in a property. */
	private static List<Key> keysOf(String property) {
		List<Element> elements = Element.of(property);
		List<Key> keys = new ArrayList<>();
		if (elements.size() > NAME && RelaxedName.same(elements.get(0).text(), ROOT.get(0))
				&& RelaxedName.same(elements.get(1).text(), ROOT.get(1))) {
			keys.add(new Key(APPLICATIONS, elements.get(NAME)));
			if (elements.size() > NAME + 2 && RelaxedName.same(elements.get(NAME + 1).text(), "overrides")) {
				keys.add(new Key(elements.get(NAME).below(APPLICATIONS) + ".overrides", elements.get(NAME + 2)));
			}
		}
		return keys;
	}

	private void check(Key key, String property, EnumerablePropertySource<?> source) {
		String name = key.name().text();
		String read = read(name);
		if (key.name().inBrackets()) {
			if (NO_TEXT.matcher(name).matches()) {
				report(key, property, source, "YAML reads this name as " + name
						+ ", which may not be what is written: yes is true to it, " + "and 007 is 7.",
						"Write it in quotes, and without brackets.");
			}
		}
		else if (!read.equals(name)) {
			String left = read.isEmpty() ? "would leave nothing of this name"
					: "would read this name as '" + read + "'";
			report(key, property, source,
					"Spring Boot " + left + ": of a key it reads only the letters a to z, digits, dashes and "
							+ "underscores, and a dash not as the first.",
					name.contains("/") ? "Write letters, digits and dashes."
							: "Write letters, digits and dashes; or, in quotes and brackets, '[" + name
									+ "]', which keeps all characters.");
		}
	}

	private void report(Key key, String property, EnumerablePropertySource<?> source, String reason, String action) {
		this.problems.add(key.name().below(key.map()), null, OriginLookup.getOrigin(source, property), reason, action);
	}

	/**
	 * A key of a map.
	 *
	 * @param map the property of the map
	 * @param name the key as it is written
	 */
	private record Key(String map, Element name) {
	}

	/**
	 * A part of a property, as it is written.
	 *
	 * @param text the part
	 * @param inBrackets whether it stands in brackets, which keep all characters
	 */
	@Pure
	private record Element(String text, boolean inBrackets) {

		static List<Element> of(String property) {
			List<Element> elements = new ArrayList<>();
			StringBuilder text = new StringBuilder();
			int depth = 0;
			for (char each : property.toCharArray()) {
				boolean opens = each == '[' && depth++ == 0;
				boolean closes = each == ']' && depth > 0 && --depth == 0;
				if (opens || closes || (each == '.' && depth == 0)) {
					if (closes || !text.isEmpty()) {
						elements.add(new Element(text.toString(), closes));
					}
					text.setLength(0);
				}
				else {
					text.append(each);
				}
			}
			if (!text.isEmpty()) {
				elements.add(new Element(text.toString(), false));
			}
			return elements;
		}

		String below(String map) {
			return this.inBrackets ? map + "[" + this.text + "]" : map + "." + this.text;
		}

	}

}
