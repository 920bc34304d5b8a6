package io.triotp.spring;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.time.TimeText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * Registers a lifecycle bean for each application when all are known: those made by code
 * are not before their beans exist.
 */
final class ApplicationLifecycles implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(ApplicationLifecycles.class);

	/** How far a dependency is below its dependents; leaves room in between. */
	private static final int PHASES_PER_LEVEL = 16;

	private final ConfigurableBeanFactory factory;

	private final List<ApplicationPlan> plans;

	private final Duration phaseTimeout;

	ApplicationLifecycles(ConfigurableBeanFactory factory, List<ApplicationPlan> plans, Duration phaseTimeout) {
		this.factory = factory;
		this.plans = plans;
		this.phaseTimeout = phaseTimeout;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Node node = this.factory.getBean(Node.class);
		TriOtpProperties properties = this.factory.getBean(TriOtpProperties.class);
		List<ApplicationSpec> specs = this.factory.getBean(ApplicationSpecs.class).inStartOrder();
		Map<String, Integer> levels = levels(specs);
		for (ApplicationSpec spec : specs) {
			ApplicationPlan plan = this.plans.stream()
				.filter((each) -> each.name().equals(spec.name()))
				.findFirst()
				.orElse(null);
			int phase = properties.lifecycle().phase() - PHASES_PER_LEVEL * levels.getOrDefault(spec.name(), 0);
			this.factory.registerSingleton("triotp.lifecycle." + spec.name(),
					new ApplicationLifecycle(node, spec, plan, phase, properties));
			if (plan != null) {
				warnOfLongShutdown(plan, new ShutdownBudget(properties.defaults().shutdown()));
			}
		}
	}

	/** How long the longest chain of applications is that need an application. */
	private static Map<String, Integer> levels(List<ApplicationSpec> inStartOrder) {
		Map<String, Integer> levels = new HashMap<>();
		for (ApplicationSpec spec : inStartOrder.reversed()) {
			int level = levels.computeIfAbsent(spec.name(), (name) -> 0);
			spec.startsAfter().forEach((needed) -> levels.merge(needed, level + 1, Math::max));
		}
		return levels;
	}

	private void warnOfLongShutdown(ApplicationPlan plan, ShutdownBudget budget) {
		List<String> unbounded = budget.unbounded(plan.root()).toList();
		if (!unbounded.isEmpty()) {
			logger.warn(
					"Application '{}' may take for ever to stop, because the shutdown of {} is infinity. Spring waits {} "
							+ "(spring.lifecycle.timeout-per-shutdown-phase), then its processes are killed",
					plan.name(), unbounded, TimeText.of(this.phaseTimeout));
			return;
		}
		Duration worst = budget.worstCase(plan.root());
		if (worst.compareTo(this.phaseTimeout) > 0) {
			logger.warn(
					"Application '{}' may take {} to stop, but Spring waits only {} "
							+ "(spring.lifecycle.timeout-per-shutdown-phase), then its processes are killed",
					plan.name(), TimeText.of(worst), TimeText.of(this.phaseTimeout));
		}
	}

}
