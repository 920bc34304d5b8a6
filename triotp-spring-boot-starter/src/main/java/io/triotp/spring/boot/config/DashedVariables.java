package io.triotp.spring.boot.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.triotp.spring.boot.TriOtpProperties;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;

/**
 * Finds variables that write an underscore for the dash of a name. In a variable dashes
 * are dropped, and an underscore begins a new key: {@code MY_SHOP_RESTART} is the key
 * {@code shop.restart} of an application {@code my}.
 */
final class DashedVariables {

	private static final ConfigurationPropertyName APPLICATIONS = ConfigurationPropertyName.of("triotp.applications");

	private static final int NAME = APPLICATIONS.getNumberOfElements();

	private static final int ID = NAME + 2;

	private final ConfigurationProblems problems;

	/** The names of applications as they are written elsewhere, by relaxed name. */
	private final Map<String, String> names = new LinkedHashMap<>();

	/** The ids of their children likewise, by relaxed name of the application. */
	private final Map<String, Map<String, String>> ids = new HashMap<>();

	private final Set<ConfigurationPropertyName> found = new HashSet<>();

	DashedVariables(ConfigurationProblems problems) {
		this.problems = problems;
	}

	/**
	 * {@return what was found, so that nobody reports it again}
	 * @param sources where to look
	 */
	Set<ConfigurationPropertyName> check(Iterable<ConfigurationPropertySource> sources) {
		for (ConfigurationPropertySource source : sources) {
			if (source instanceof IterableConfigurationPropertySource files && !Variables.areIn(source)) {
				files.stream().filter(APPLICATIONS::isAncestorOf).forEach((name) -> learn(name, files));
			}
		}
		for (ConfigurationPropertySource source : sources) {
			if (source instanceof IterableConfigurationPropertySource variables && Variables.areIn(source)) {
				variables.stream().filter(APPLICATIONS::isAncestorOf).forEach(this::check);
			}
		}
		return this.found;
	}

	private void learn(ConfigurationPropertyName name, ConfigurationPropertySource source) {
		String application = name.getElement(NAME, Form.ORIGINAL);
		this.names.put(RelaxedName.of(application), application);
		String last = name.getLastElement(Form.UNIFORM);
		if (last.equals("id") || last.equals("bean") || name.isLastElementIndexed()) {
			var property = source.getConfigurationProperty(name);
			if (property != null) {
				String id = String.valueOf(property.getValue());
				this.ids.computeIfAbsent(RelaxedName.of(application), (each) -> new TreeMap<>())
					.put(RelaxedName.of(id), id);
			}
		}
	}

	private void check(ConfigurationPropertyName name) {
		int more = wordsOf(name, NAME, this.names, TriOtpProperties.Application.class);
		if (more > 0) {
			report(name, NAME, more, meant(name, NAME, more, this.names));
			return;
		}
		String application = this.names.get(uniform(name, NAME, 0));
		if (application != null && name.getNumberOfElements() > ID
				&& name.getElement(NAME + 1, Form.UNIFORM).equals("overrides")) {
			Map<String, String> known = this.ids.getOrDefault(RelaxedName.of(application), Map.of());
			more = wordsOf(name, ID, known, TriOtpProperties.Override.class);
			if (more > 0) {
				report(name, ID, more, meant(name, ID, more, known));
			}
		}
	}

	/**
	 * How many more elements belong to the name that begins at an element, 0 if it is
	 * what it seems.
	 */
	private static int wordsOf(ConfigurationPropertyName name, int at, Map<String, String> known, Class<?> keys) {
		if (at + 1 >= name.getNumberOfElements()) {
			return 0;
		}
		String next = name.getElement(at + 1, Form.UNIFORM);
		if (known.containsKey(uniform(name, at, 0))
				&& UnknownKeys.keysOf(keys).stream().anyMatch((key) -> RelaxedName.of(key).startsWith(next))) {
			return 0;
		}
		for (int more = name.getNumberOfElements() - 2 - at; more > 0; more--) {
			if (known.containsKey(uniform(name, at, more))) {
				return more;
			}
		}
		return 0;
	}

	private static String uniform(ConfigurationPropertyName name, int at, int more) {
		StringBuilder joined = new StringBuilder();
		for (int i = at; i <= at + more; i++) {
			joined.append(name.getElement(i, Form.UNIFORM));
		}
		return joined.toString();
	}

	private static String meant(ConfigurationPropertyName name, int at, int more, Map<String, String> known) {
		return known.getOrDefault(uniform(name, at, more), "");
	}

	private void report(ConfigurationPropertyName name, int at, int more, String meant) {
		ConfigurationPropertyName wrong = name.chop(at + 1);
		String application = this.names.getOrDefault(uniform(name, NAME, 0), "");
		String property = (at == NAME) ? wrong.toString()
				: APPLICATIONS + "." + application + ".overrides." + name.getElement(at, Form.ORIGINAL);
		String right = Variables
			.nameOf(name.chop(at) + "." + uniform(name, at, more) + "." + name.subName(at + more + 1).toString());
		this.found.add(wrong);
		this.problems.add(property,
				"Each underscore of a variable begins a new key, so this does not mean '" + meant + "'.",
				"Drop the dashes, and write the name in one word: " + right + ".");
	}

}
