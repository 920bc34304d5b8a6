package io.triotp.spring.boot.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

import io.triotp.application.ApplicationSpec;
import io.triotp.application.DependencyCycleException;
import io.triotp.application.StartOrder;

/**
 * The one judge of what applications depend on. The declared ones are judged before any
 * bean exists, and all of them, those made by code too, before any is started: whoever
 * gets them in start order need not look again.
 */
final class Dependencies {

	/**
	 * What is known of an application here.
	 *
	 * @param name its name
	 * @param dependsOn the applications that must run before it
	 * @param optionalDependsOn the applications that start before it if there are such
	 */
	record Dependent(String name, List<String> dependsOn, List<String> optionalDependsOn) {

		static Dependent of(ApplicationSpec spec) {
			return new Dependent(spec.name(), spec.dependsOn(), spec.optionalDependsOn());
		}

		private List<String> startsAfter() {
			List<String> names = new ArrayList<>(this.dependsOn);
			names.addAll(this.optionalDependsOn);
			return names;
		}

	}

	/** Finds where a dependency is written. */
	@FunctionalInterface
	interface Where {

		/**
		 * {@return the property}
		 * @param application who depends
		 * @param index the position of the dependency in its list, from 0
		 */
		String property(String application, int index);

	}

	private static final String APPLICATIONS = "triotp.applications";

	private final ConfigurationProblems problems;

	Dependencies(ConfigurationProblems problems) {
		this.problems = problems;
	}

	/**
	 * Report each application that is started with the context and needs one that is not:
	 * the start of the context would fail, at a place that tells nothing of the reason.
	 * @param applications all there are
	 * @param started whether an application is started with the context
	 * @param where finds where a dependency is written
	 */
	void requireStarted(List<Dependent> applications, Predicate<String> started, Where where) {
		List<String> names = applications.stream().map(Dependent::name).toList();
		for (Dependent application : applications) {
			List<String> needed = started.test(application.name()) ? application.dependsOn() : List.of();
			for (int i = 0; i < needed.size(); i++) {
				if (names.contains(needed.get(i)) && !started.test(needed.get(i))) {
					this.problems.add(where.property(application.name(), i),
							"Application '" + application.name() + "' is started with the context, and '"
									+ needed.get(i) + "', which it needs, is not.",
							"Set auto-startup of both to the same, or make it an optional dependency.");
				}
			}
		}
	}

	/**
	 * Report each dependency on an application that is not there. Optional ones may be
	 * missing.
	 * @param applications all there are
	 * @param where finds where a dependency is written
	 */
	void requireKnown(List<Dependent> applications, Where where) {
		List<String> names = applications.stream().map(Dependent::name).toList();
		for (Dependent application : applications) {
			List<String> needed = application.dependsOn();
			for (int i = 0; i < needed.size(); i++) {
				if (!names.contains(needed.get(i))) {
					this.problems.add(where.property(application.name(), i),
							"There is no application '" + needed.get(i) + "'.",
							ConfigurationProblems.didYouMean(needed.get(i),
									names.stream().filter((name) -> !name.equals(application.name())).toList(),
									"other applications"));
				}
			}
		}
	}

	/**
	 * {@return the applications, each after those it depends on; as they are after a
	 * problem was reported}
	 * @param <T> the applications
	 * @param applications them
	 * @param as what is known of each here
	 */
	<T> List<T> inStartOrder(List<T> applications, Function<T, Dependent> as) {
		try {
			return StartOrder.of(applications, (each) -> as.apply(each).name(), (each) -> as.apply(each).startsAfter());
		}
		catch (DependencyCycleException ex) {
			report(ex.cycle(), applications.stream().map(as).toList());
			return applications;
		}
	}

	private void report(List<String> cycle, List<Dependent> applications) {
		boolean required = applications.stream()
			.anyMatch((each) -> each.name().equals(cycle.get(0)) && each.dependsOn().contains(cycle.get(1)));
		this.problems.add(
				WrittenNames.property(APPLICATIONS, cycle.get(0)) + (required ? ".depends-on" : ".optional-depends-on"),
				"Applications depend on each other: " + String.join(" -> ", cycle) + ".",
				"Remove one of these dependencies.");
	}

}
