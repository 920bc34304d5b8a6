package io.triotp.spring.boot.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.function.SingletonSupplier;

/**
 * Finds keys that mean nothing. Spring Boot's own check
 * ({@code ignoreUnknownFields=false}) does not see those in a list within a list, and
 * would refuse what other modules have below {@code triotp}.
 */
final class UnknownKeys {

	/** A variable may say MAX_RESTARTS for max-restarts; no key has more words. */
	private static final int MAX_WORDS = 3;

	private final ConfigurationProblems problems;

	private final Set<ConfigurationPropertyName> explained;

	/** Asked for only if something is unknown: who tells looks at all beans. */
	private final SingletonSupplier<Set<ConfigurationPropertyName>> foreign;

	/**
	 * Create the check.
	 * @param problems where to report
	 * @param explained what has been reported as something else
	 * @param foreign prefixes that belong to others
	 */
	UnknownKeys(ConfigurationProblems problems, Set<ConfigurationPropertyName> explained,
			Supplier<Set<ConfigurationPropertyName>> foreign) {
		this.problems = problems;
		this.explained = explained;
		this.foreign = SingletonSupplier.of(foreign);
	}

	void check(Iterable<ConfigurationPropertySource> sources, ConfigurationPropertyName root, Class<?> type) {
		for (ConfigurationPropertySource source : sources) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				Writer writer = Writer.of(source);
				iterable.stream()
					.filter(root::isAncestorOf)
					.forEach((name) -> check(name, root.getNumberOfElements(), type, writer));
			}
		}
	}

	private static boolean isBelow(Set<ConfigurationPropertyName> prefixes, ConfigurationPropertyName name) {
		return prefixes.stream().anyMatch((prefix) -> prefix.equals(name) || prefix.isAncestorOf(name));
	}

	private void check(ConfigurationPropertyName name, int start, Type root, Writer writer) {
		Type type = root;
		int at = start;
		while (at < name.getNumberOfElements()) {
			boolean index = name.isNumericIndex(at);
			String key = name.getElement(at, Form.UNIFORM);
			int words = 1;
			Type next = null;
			if (isA(type, Map.class)) {
				next = argument(type, 1);
			}
			else if (isA(type, List.class)) {
				next = index ? argument(type, 0) : null;
			}
			else if (isRecord(type)) {
				next = component(type, key);
				while (next == null && writer == Writer.VARIABLE && words < MAX_WORDS
						&& at + words < name.getNumberOfElements()) {
					key += name.getElement(at + words++, Form.UNIFORM);
					next = component(type, key);
				}
			}
			if (next == null) {
				if ((at > start || writer.meansUs(name.getElement(at, Form.DASHED), (Class<?>) root))
						&& !isBelow(this.explained, name) && !isBelow(this.foreign.obtain(), name)) {
					report(name, at, type);
				}
				return;
			}
			type = next;
			at += words;
		}
	}

	private void report(ConfigurationPropertyName name, int at, Type type) {
		ConfigurationPropertyName unknown = name.chop(at + 1);
		if (isRecord(type)) {
			String key = name.getElement(at, Form.DASHED);
			this.problems.add(unknown.toString(), "There is no such key.",
					ConfigurationProblems.didYouMean(key, keysOf((Class<?>) type), "keys here"));
		}
		else {
			this.problems.add(unknown.toString(),
					isA(type, List.class) ? "A list stands here, and this is no item of it."
							: "A single value stands here, it has no keys.",
					isA(type, List.class) ? "Write each item behind a dash." : "Remove the key.");
		}
	}

	private static boolean isA(Type type, Class<?> expected) {
		return type instanceof ParameterizedType parameterized && parameterized.getRawType() == expected;
	}

	private static Type argument(Type type, int index) {
		return ((ParameterizedType) type).getActualTypeArguments()[index];
	}

	private static boolean isRecord(Type type) {
		return type instanceof Class<?> raw && raw.isRecord();
	}

	private static @Nullable Type component(Type type, String key) {
		for (RecordComponent component : ((Class<?>) type).getRecordComponents()) {
			if (RelaxedName.same(component.getName(), key)) {
				return component.getGenericType();
			}
		}
		return null;
	}

	static List<String> keysOf(Class<?> type) {
		return Arrays.stream(type.getRecordComponents())
			.map((component) -> DataObjectPropertyName.toDashedForm(component.getName()))
			.toList();
	}

	/** Who writes in a source, and so what is right below the root in it. */
	private enum Writer {

		/** May be anybody's, such as the service links of Kubernetes. */
		VARIABLE,

		/**
		 * May be anybody's too: a build hands its own properties over to the tests it
		 * runs, such as the version of a library. One that looks like a key of ours is
		 * taken for a misspelt one.
		 */
		SYSTEM_PROPERTY,

		/** Is ours. */
		OTHER;

		static Writer of(ConfigurationPropertySource source) {
			boolean system = source.getUnderlyingSource() instanceof PropertySource<?> underlying
					&& underlying.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
			return Variables.areIn(source) ? VARIABLE : system ? SYSTEM_PROPERTY : OTHER;
		}

		boolean meansUs(String key, Class<?> root) {
			return switch (this) {
				case VARIABLE -> false;
				case SYSTEM_PROPERTY -> !RelaxedName.nearest(key, keysOf(root)).isEmpty();
				case OTHER -> true;
			};
		}

	}

}
