package io.triotp.spring.boot.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;

/**
 * Collects what is wrong, and finds where it is written.
 */
final class ConfigurationProblems {

	private static final ConfigurationPropertyName APPLICATIONS = ConfigurationPropertyName.of("triotp.applications");

	private final Iterable<ConfigurationPropertySource> sources;

	private final Map<String, ConfigurationProblem> problems = new LinkedHashMap<>();

	ConfigurationProblems(Iterable<ConfigurationPropertySource> sources) {
		this.sources = sources;
	}

	/**
	 * Add a problem. Of several with one property the first is kept, however a variable
	 * or a file spells it.
	 */
	void add(String property, String reason, String action) {
		ConfigurationProperty found = find(property);
		ConfigurationProperty near = (found != null) ? found : findBelow(property);
		this.problems.putIfAbsent(RelaxedName.of(property), new ConfigurationProblem(property,
				(found != null) ? valueOf(found) : null, origin(near), reason, action));
	}

	/** Add a problem with a property that is known only as it is written. */
	void add(String property, @Nullable Object value, @Nullable Origin origin, String reason, String action) {
		this.problems.putIfAbsent(property,
				new ConfigurationProblem(property, value, (origin != null) ? origin.toString() : null, reason, action));
	}

	/**
	 * {@return whether there is a value at exactly this property}
	 */
	boolean isWritten(String property) {
		return find(property) != null;
	}

	/**
	 * {@return the value at exactly this property, as it is written}
	 */
	@Nullable Object valueAt(String property) {
		ConfigurationProperty found = find(property);
		return (found != null) ? found.getValue() : null;
	}

	/**
	 * {@return where a list names a bean, although another list is taken instead}
	 * @param bean the name of a bean that is in no list that is taken
	 */
	Optional<String> hidden(String bean) {
		for (ConfigurationPropertySource source : this.sources) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				Optional<String> found = iterable.stream()
					.filter(APPLICATIONS::isAncestorOf)
					.map(iterable::getConfigurationProperty)
					.filter((property) -> property != null && namesBean(property, bean))
					.map(ConfigurationProblems::origin)
					.filter(Objects::nonNull)
					.findFirst();
				if (found.isPresent()) {
					return found;
				}
			}
		}
		return Optional.empty();
	}

	private static boolean namesBean(ConfigurationProperty property, String bean) {
		ConfigurationPropertyName name = property.getName();
		return (name.isLastElementIndexed() || Set.of("id", "bean").contains(name.getLastElement(Form.UNIFORM)))
				&& RelaxedName.same(String.valueOf(property.getValue()), bean);
	}

	private static @Nullable Object valueOf(ConfigurationProperty property) {
		Object value = property.getValue();
		return "".equals(value) ? null : value;
	}

	private @Nullable ConfigurationProperty find(String property) {
		ConfigurationPropertyName name = nameOf(property);
		for (ConfigurationPropertySource source : this.sources) {
			ConfigurationProperty found = source.getConfigurationProperty(name);
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	private @Nullable ConfigurationProperty findBelow(String property) {
		ConfigurationPropertyName name = nameOf(property);
		for (ConfigurationPropertySource source : this.sources) {
			ConfigurationProperty found = findBelow(source, name);
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	/** A block begins where its first value is. */
	private static @Nullable ConfigurationProperty findBelow(ConfigurationPropertySource source,
			ConfigurationPropertyName name) {
		return (source instanceof IterableConfigurationPropertySource iterable) ? iterable.stream()
			.filter(name::isAncestorOf)
			.findFirst()
			.map(iterable::getConfigurationProperty)
			.orElse(null) : null;
	}

	/**
	 * {@return where a source begins to write a block}
	 */
	static String origin(ConfigurationPropertySource source, ConfigurationPropertyName block) {
		String origin = origin(findBelow(source, block));
		return (origin != null) ? origin : String.valueOf(source.getUnderlyingSource());
	}

	private static ConfigurationPropertyName nameOf(String property) {
		return ConfigurationPropertyName.isValid(property) ? ConfigurationPropertyName.of(property)
				: ConfigurationPropertyName.adapt(property, '.');
	}

	private static @Nullable String origin(@Nullable ConfigurationProperty property) {
		if (property == null) {
			return null;
		}
		Origin origin = property.getOrigin();
		ConfigurationPropertySource source = property.getSource();
		return (origin != null) ? origin.toString() : (source != null) ? source.toString() : null;
	}

	/**
	 * {@return a sentence that helps somebody who has written a name that is not known}
	 */
	static String didYouMean(String name, Collection<String> known, String what) {
		List<String> nearest = RelaxedName.nearest(name, known);
		String all = known.isEmpty() ? "There are no " + what + "."
				: "The " + what + " are: " + String.join(", ", known) + ".";
		return nearest.isEmpty() ? all : "Did you mean '" + String.join("' or '", nearest) + "'? " + all;
	}

	boolean isEmpty() {
		return this.problems.isEmpty();
	}

	void throwIfAny() {
		if (!this.problems.isEmpty()) {
			throw new InvalidApplicationsException(new ArrayList<>(this.problems.values()));
		}
	}

}
