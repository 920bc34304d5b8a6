package io.triotp.spring.boot.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.triotp.spring.boot.config.ApplicationPlan.ChildPlan;
import io.triotp.spring.boot.config.ApplicationPlan.SupervisorPlan;
import io.triotp.spring.boot.lifecycle.DeclaredBeans;
import io.triotp.supervisor.Place;

/**
 * The beans that plans name. The only way back from a specification to its plan: a
 * specification does not know beans.
 *
 * @param byPath the names of the beans by the paths of their children
 * @param started whether the applications are started with the context
 */
record PlannedBeans(Map<String, String> byPath, Map<String, Boolean> started) implements DeclaredBeans {

	PlannedBeans {
		byPath = Map.copyOf(byPath);
		started = Map.copyOf(started);
	}

	static PlannedBeans of(List<ApplicationPlan> plans) {
		Map<String, String> byPath = new HashMap<>();
		Map<String, Boolean> started = new HashMap<>();
		for (ApplicationPlan plan : plans) {
			add(Place.of(plan.name()), plan.root(), byPath);
			started.put(plan.name(), plan.autoStartup());
		}
		return new PlannedBeans(byPath, started);
	}

	private static void add(Place place, SupervisorPlan supervisor, Map<String, String> byPath) {
		for (ChildPlan child : supervisor.children()) {
			Place below = place.child(child.id());
			switch (child) {
				case ChildPlan.Bean bean -> byPath.put(below.path(), bean.bean().name());
				case ChildPlan.Tree tree -> add(below, tree.supervisor(), byPath);
				case ChildPlan.Dynamic dynamic -> {
				}
				case ChildPlan.Virtual virtual -> {
				}
			}
		}
	}

	@Override
	public Optional<String> beanAt(String path) {
		return Optional.ofNullable(this.byPath.get(path));
	}

	@Override
	public Optional<Boolean> isStarted(String application) {
		return Optional.ofNullable(this.started.get(application));
	}

}
