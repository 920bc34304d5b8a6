package io.triotp.spring.boot.lifecycle;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.spring.boot.ApplicationSpecs;
import io.triotp.spring.boot.TriOtpProperties;
import io.triotp.supervisor.TreeRemark;
import io.triotp.time.TimeText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Registers a lifecycle bean for each application as soon as all are known: those made by
 * code are known only when their beans exist.
 */
public final class ApplicationLifecycles implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(ApplicationLifecycles.class);

	/** How far a dependency is below its dependents; leaves room in between. */
	private static final int PHASES_PER_LEVEL = 16;

	private static final String PHASE_TIMEOUT = "spring.lifecycle.timeout-per-shutdown-phase";

	private static final Duration DEFAULT_PHASE_TIMEOUT = Duration.ofSeconds(30);

	/** In words of their own, which know templates and what Spring does then. */
	private static final Set<TreeRemark.Rule> WARNED_OF = Set.of(TreeRemark.Rule.SLOW_STOP,
			TreeRemark.Rule.ENDLESS_STOP);

	private final ConfigurableBeanFactory factory;

	private final Duration phaseTimeout;

	/**
	 * Create a new instance.
	 * @param factory where the node and the applications are, and where the lifecycles
	 * are registered
	 * @param environment tells how long Spring waits for a phase to stop
	 */
	public ApplicationLifecycles(ConfigurableBeanFactory factory, Environment environment) {
		this.factory = factory;
		this.phaseTimeout = phaseTimeout(environment);
	}

	private static Duration phaseTimeout(Environment environment) {
		String timeout = environment.getProperty(PHASE_TIMEOUT);
		try {
			return StringUtils.hasText(timeout) ? DurationStyle.detectAndParse(timeout) : DEFAULT_PHASE_TIMEOUT;
		}
		catch (IllegalArgumentException ex) {
			// Boot reports its own property
			return DEFAULT_PHASE_TIMEOUT;
		}
	}

	@Override
	public void afterSingletonsInstantiated() {
		Node node = this.factory.getBean(Node.class);
		TriOtpProperties properties = this.factory.getBean(TriOtpProperties.class);
		List<ApplicationSpec> specs = this.factory.getBean(ApplicationSpecs.class).inStartOrder();
		DeclaredBeans beans = this.factory.getBean(DeclaredBeans.class);
		Map<String, Integer> levels = levels(specs);
		WebReach web = (this.factory instanceof ConfigurableListableBeanFactory all) ? new WebReach(all) : null;
		for (ApplicationSpec spec : specs) {
			int phase = properties.lifecycle().phase() - PHASES_PER_LEVEL * levels.getOrDefault(spec.name(), 0);
			this.factory.registerSingleton("triotp.lifecycle." + spec.name(),
					new ApplicationLifecycle(node, spec, beans, phase, properties));
			warnOfLongShutdown(spec.name(), ShutdownBudget.of(spec.root()));
			remark(spec);
			if (web != null) {
				remark(web.unboundedServers(spec));
			}
		}
	}

	private void remark(ApplicationSpec spec) {
		spec.lint(this.phaseTimeout)
			.stream()
			.filter((remark) -> !WARNED_OF.contains(remark.rule()))
			.forEach((remark) -> logger.info("Is this meant? {}", remark));
	}

	private static void remark(List<String> unboundedServers) {
		if (!unboundedServers.isEmpty()) {
			logger.info(
					"Is this meant? Requests from the web reach {}, whose mailbox has no bound: of more than it can "
							+ "handle all wait, and the last of them for ever longer. Give it a bound, such as "
							+ "mailbox.capacity: 1000 and mailbox.overflow: reject",
					String.join(", ", unboundedServers));
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

	private void warnOfLongShutdown(String application, ShutdownBudget budget) {
		if (!budget.unbounded().isEmpty()) {
			logger.warn(
					"Application '{}' may take for ever to stop, because the shutdown of {} is infinity. Spring waits {} "
							+ "(" + PHASE_TIMEOUT + "), then its processes are killed",
					application, budget.unbounded(), TimeText.of(this.phaseTimeout));
		}
		else if (budget.worstCase().compareTo(this.phaseTimeout) > 0) {
			logger.warn(
					"Application '{}' may take {} to stop, but Spring waits only {} (" + PHASE_TIMEOUT
							+ "), then its processes are killed",
					application, TimeText.of(budget.worstCase()), TimeText.of(this.phaseTimeout));
		}
	}

}
