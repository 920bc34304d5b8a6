package io.triotp.spring.boot.lifecycle;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * Makes the lifecycle bean of each application, and registers those that have none yet as
 * soon as all are known: applications made by code are known only when their beans exist.
 */
public final class ApplicationLifecycles implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(ApplicationLifecycles.class);

	private static final String PREFIX = "triotp.lifecycle.";

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

	/**
	 * {@return the name of the bean that starts and stops an application}
	 * @param application its name
	 */
	public static String beanOf(String application) {
		return PREFIX + application;
	}

	/**
	 * {@return what starts and stops an application} It can be injected before the
	 * application is known, and used when all beans are there.
	 * @param application its name
	 */
	public SmartLifecycle of(String application) {
		SingletonSupplier<Optional<StartPlan>> plan = SingletonSupplier.of(() -> plan(application));
		return new ApplicationLifecycle(application, plan::obtain);
	}

	private Optional<StartPlan> plan(String application) {
		List<ApplicationSpec> specs = specs();
		return specs.stream()
			.filter((spec) -> spec.name().equals(application))
			.findFirst()
			.map((spec) -> plan(spec, levels(specs).getOrDefault(application, 0)));
	}

	private StartPlan plan(ApplicationSpec spec, int level) {
		TriOtpProperties properties = this.factory.getBean(TriOtpProperties.class);
		DeclaredBeans beans = this.factory.getBean(DeclaredBeans.class);
		return new StartPlan(this.factory.getBean(Node.class), spec, beans,
				properties.lifecycle().phase() - PHASES_PER_LEVEL * level,
				beans.isStarted(spec.name()).orElse(properties.autoStartup()), properties.lifecycle().pauseable());
	}

	private List<ApplicationSpec> specs() {
		return this.factory.getBean(ApplicationSpecs.class).inStartOrder();
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<ApplicationSpec> specs = specs();
		WebReach web = (this.factory instanceof ConfigurableListableBeanFactory all) ? new WebReach(all) : null;
		for (ApplicationSpec spec : specs) {
			if (!this.factory.containsLocalBean(beanOf(spec.name()))) {
				this.factory.registerSingleton(beanOf(spec.name()), of(spec.name()));
			}
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
