package io.triotp.application;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

import io.triotp.Pure;

/**
 * The order in which things with dependencies are started: dependencies first, otherwise
 * in the given order.
 */
@Pure
public final class StartOrder {

	private StartOrder() {
	}

	/**
	 * {@return the things in start order}
	 * @param <T> the type of the things
	 * @param things the things, in the order to keep where possible; of two with the same
	 * name the first counts
	 * @param name gives the name of a thing
	 * @param dependsOn gives the names a thing depends on; names that are not among the
	 * things are ignored
	 * @throws DependencyCycleException if some depend on each other
	 */
	public static <T> List<T> of(List<T> things, Function<T, String> name, Function<T, List<String>> dependsOn) {
		Objects.requireNonNull(things, "things");
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(dependsOn, "dependsOn");
		Map<String, T> byName = new LinkedHashMap<>();
		things.forEach((thing) -> byName.putIfAbsent(name.apply(thing), thing));
		Map<String, T> ordered = new LinkedHashMap<>();
		for (String each : byName.keySet()) {
			visit(each, byName, dependsOn, ordered, new LinkedHashSet<>());
		}
		return List.copyOf(ordered.values());
	}

	private static <T> void visit(String name, Map<String, T> byName, Function<T, List<String>> dependsOn,
			Map<String, T> ordered, Set<String> path) {
		T thing = byName.get(name);
		if (thing == null || ordered.containsKey(name)) {
			return;
		}
		if (!path.add(name)) {
			throw new DependencyCycleException(cycle(path, name));
		}
		for (String needed : dependsOn.apply(thing)) {
			visit(needed, byName, dependsOn, ordered, path);
		}
		path.remove(name);
		ordered.put(name, thing);
	}

	private static List<String> cycle(Set<String> path, String closing) {
		List<String> names = new ArrayList<>(path);
		List<String> cycle = new ArrayList<>(names.subList(names.indexOf(closing), names.size()));
		cycle.add(closing);
		return cycle;
	}

}
