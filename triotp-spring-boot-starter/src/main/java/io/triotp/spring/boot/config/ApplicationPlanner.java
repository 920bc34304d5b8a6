package io.triotp.spring.boot.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.triotp.process.SafeText;
import io.triotp.spring.boot.Supervised;
import io.triotp.spring.boot.TriOtpProperties;
import io.triotp.spring.boot.TriOtpProperties.Application;
import io.triotp.spring.boot.TriOtpProperties.Defaults;
import io.triotp.spring.boot.TriOtpProperties.Metrics;
import io.triotp.spring.boot.TriOtpProperties.Unassigned;
import io.triotp.spring.boot.config.ApplicationPlan.ChildPlan;
import io.triotp.spring.boot.config.ApplicationPlan.SupervisorPlan;
import io.triotp.spring.boot.config.Dependencies.Dependent;
import io.triotp.spring.boot.config.Settings.Place;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.Shutdown;
import io.triotp.supervisor.SupervisorSpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.StringUtils;

/**
 * Plans the applications, and reports what is wrong with them.
 */
final class ApplicationPlanner {

	private static final String APPLICATIONS = "triotp.applications";

	private static final String SPRING_APPLICATION = "spring.application.name";

	private static final Logger logger = LoggerFactory.getLogger(ApplicationPlanner.class);

	private static final String DEFAULT_NAME = "application";

	private final ChildBeans beans;

	private final DurablePlanner durables;

	private final ConfigurationProblems problems;

	private final RestartIntensity defaults;

	private final Map<String, Application> declared;

	private final boolean autoStartup;

	private final Unassigned unassigned;

	private final Set<String> usedBeans = new HashSet<>();

	ApplicationPlanner(TriOtpProperties properties, ChildBeans beans, ConfigurationProblems problems) {
		this.beans = beans;
		this.problems = problems;
		this.durables = new DurablePlanner(beans, problems);
		this.defaults = defaults(properties.defaults());
		new Settings<Metrics>(problems, List.of(new Place<>("triotp.metrics", properties.metrics())))
			.notNegative("stalled-after", Metrics::stalledAfter);
		this.declared = declared(properties.applications());
		this.autoStartup = properties.autoStartup();
		this.unassigned = properties.unassigned();
	}

	private RestartIntensity defaults(Defaults values) {
		Settings<Defaults> settings = new Settings<>(this.problems, List.of(new Place<>("triotp.defaults", values)));
		settings.positive("call-timeout", Defaults::callTimeout);
		settings.positive("start-timeout", Defaults::startTimeout);
		settings.atLeast(0, "high-water-mark", Defaults::highWaterMark);
		settings.notNegative("wedged-after", Defaults::wedgedAfter);
		settings.atLeast(0, "spare-carriers", Defaults::spareCarriers);
		settings.atLeast(0, "history", Defaults::history);
		return settings.limits(Defaults::maxRestarts, Defaults::period, RestartIntensity.DEFAULT);
	}

	/**
	 * {@return the applications that are declared and the default application}
	 * @param springApplication the name of the Spring application
	 * @param moreByCode whether code may add applications, so that a dependency on one
	 * that is not declared can only be judged later
	 */
	List<ApplicationPlan> plan(@Nullable String springApplication, boolean moreByCode) {
		List<ApplicationPlan> plans = new ArrayList<>();
		this.declared.forEach((name, application) -> {
			ApplicationPlan plan = plan(name, application);
			if (plan != null) {
				plans.add(plan);
			}
		});
		ApplicationPlan unnamed = unnamed(StringUtils.hasText(springApplication) ? springApplication : DEFAULT_NAME);
		if (unnamed != null) {
			plans.add(unnamed);
		}
		requireDifferentNames(plans);
		judgeDependencies(moreByCode);
		return plans;
	}

	/**
	 * The declared applications by name. An environment variable adds a second entry,
	 * with the same values, for a name that has dashes or capitals.
	 */
	private static Map<String, Application> declared(Map<String, Application> written) {
		Map<String, String> names = new LinkedHashMap<>();
		written.keySet()
			.stream()
			.sorted()
			.forEach((name) -> names.merge(RelaxedName.of(name), name,
					(one, other) -> (one.length() >= other.length()) ? one : other));
		Map<String, Application> declared = new LinkedHashMap<>();
		names.values().forEach((name) -> declared.put(name, written.get(name)));
		return declared;
	}

	private static String property(String application) {
		return WrittenNames.property(APPLICATIONS, application);
	}

	private @Nullable ApplicationPlan plan(String name, Application application) {
		String property = property(name);
		Settings<Application> settings = new Settings<>(this.problems, List.of(new Place<>(property, application)));
		RestartIntensity limits = settings.limits(Application::maxRestarts, Application::period, this.defaults);
		String unfit = Names.unfit("The name of an application", name, name);
		if (unfit != null) {
			this.problems.add(property, unfit, "Write letters, digits and dashes, and not too many.");
			return null;
		}
		if (application.supervisor() == null) {
			this.problems.add(property, "Application '" + name + "' has no supervisor.",
					"Add supervisor with the children of the application, or remove the application.");
			return null;
		}
		if (application.supervisor().children() == null) {
			this.problems.add(property + ".supervisor", "The supervisor has no children.",
					"Add children; write children: [ ] if there are to be none.");
			return null;
		}
		SupervisorPlan root = new ChildPlanner(name, this.beans, this.usedBeans, this.defaults, this.durables,
				this.problems)
			.plan(property, application, application.supervisor());
		Restart restart = (application.restart() != null) ? application.restart() : Restart.PERMANENT;
		return new ApplicationPlan(name, property, restart, application.onFailure(), isStarted(application),
				resolve(application.dependsOn()), resolve(application.optionalDependsOn()), limits, root);
	}

	private boolean isStarted(String name) {
		Application application = this.declared.get(name);
		return (application != null) ? isStarted(application) : this.autoStartup;
	}

	private boolean isStarted(Application application) {
		return (application.autoStartup() != null) ? application.autoStartup() : this.autoStartup;
	}

	private List<String> resolve(@Nullable List<String> dependencies) {
		return (dependencies != null) ? dependencies.stream().map(this::resolve).toList() : List.of();
	}

	/**
	 * {@return the application that is meant, as it is written where it is declared}
	 */
	private String resolve(String dependency) {
		return this.declared.keySet()
			.stream()
			.filter((name) -> RelaxedName.same(name, dependency))
			.findFirst()
			.orElse(dependency);
	}

	/** The default application takes the beans that no tree names. */
	private @Nullable ApplicationPlan unnamed(String name) {
		List<ChildPlan> children = new ArrayList<>();
		Map<String, String> ids = new HashMap<>();
		List<String> left = new ArrayList<>();
		for (String bean : this.beans.suitable()) {
			Supervised supervised = this.beans.annotation(bean);
			if (this.usedBeans.contains(bean) || (supervised != null && !supervised.discover())) {
				continue;
			}
			if (supervised == null && this.unassigned != Unassigned.DEFAULT_APPLICATION
					&& this.beans.othersAreDeclared(this.declared.keySet())) {
				left.add(bean);
			}
			else {
				String id = (supervised != null && !supervised.id().isEmpty()) ? supervised.id() : bean;
				String other = ids.putIfAbsent(RelaxedName.of(id), bean);
				if (other != null) {
					this.problems.add(property(name),
							"Beans '" + other + "' and '" + bean + "' would both become the child '" + id
									+ "' of the default application.",
							"Give one of them another id with @Supervised, or name it in a tree.");
				}
				requireId(name, bean, id);
				children
					.add(new ChildPlan.Bean(id, this.beans.get(bean), attributes(name, id, bean, supervised), null));
			}
		}
		// what else is wrong may be why no tree has them
		if (!left.isEmpty() && this.unassigned == Unassigned.WARN) {
			logger.warn("No tree names the beans {}: they are not started (triotp.unassigned=warn)", left);
		}
		else if (!left.isEmpty() && this.problems.isEmpty()) {
			reportLeft(left, name);
		}
		if (children.isEmpty()) {
			return null;
		}
		if (!canBeName(name)) {
			this.problems.add(SPRING_APPLICATION,
					"The beans " + ids.values().stream().sorted().toList()
							+ ", which no tree names, go to a default application of this name. The name of an "
							+ "application must not contain a slash or control characters.",
					"Choose another name, or name the beans in a tree below triotp.applications.");
			return null;
		}
		if (this.declared.keySet().stream().anyMatch((each) -> RelaxedName.same(each, name))) {
			this.problems.add(property(name),
					"No tree names the beans " + ids.values().stream().sorted().toList()
							+ ". They would go to the default application '" + name
							+ "', but an application of that name is declared.",
					"Name them in a tree, or annotate them with @Supervised(discover = false).");
			return null;
		}
		return new ApplicationPlan(name, property(name), Restart.PERMANENT, null, this.autoStartup, List.of(),
				List.of(), this.defaults,
				new SupervisorPlan(SupervisorSpec.oneForOne().intensity(this.defaults), children));
	}

	/**
	 * Only where nothing is declared is it plain that all beans are meant to run in one
	 * tree.
	 */
	private void reportLeft(List<String> beans, String application) {
		StringBuilder reason = new StringBuilder("No tree names the beans ").append(beans)
			.append(", and where applications are declared no bean runs in another tree by itself.");
		beans.forEach((bean) -> this.problems.hidden(bean)
			.ifPresent((origin) -> reason.append(" '")
				.append(bean)
				.append("' is named at ")
				.append(origin)
				.append(", but a list is taken from one place as a whole, and another place has it.")));
		this.problems.add(APPLICATIONS, reason.toString(),
				"Name them in a tree; or annotate them with @Supervised to have them in the default application '"
						+ application
						+ "', or with @Supervised(discover = false) if only code starts them; or say triotp.unassigned for all.");
	}

	private void requireId(String application, String bean, String id) {
		String path = application + "/" + id;
		String reason = Names.unfit("An id", id, path);
		reason = (reason != null) ? reason : Names.unfitForBean(path, this.beans);
		if (reason != null) {
			this.problems.add("@Supervised of bean '" + bean + "'",
					"Its id in the default application would be '" + SafeText.of(id) + "'. " + reason,
					"Give it an id of letters, digits and dashes with @Supervised, or name it in a tree.");
		}
	}

	private static boolean canBeName(String name) {
		return !name.contains("/") && SafeText.of(name).equals(name);
	}

	private ApplicationPlan.Attributes attributes(String application, String id, String bean,
			@Nullable Supervised supervised) {
		Shutdown shutdown = null;
		Restart restart = null;
		if (supervised != null) {
			restart = supervised.restart();
			try {
				shutdown = supervised.shutdown().isEmpty() ? null
						: new ShutdownConverter().convert(supervised.shutdown());
			}
			catch (IllegalArgumentException ex) {
				this.problems.add("@Supervised of bean '" + bean + "'",
						"The shutdown '" + supervised.shutdown()
								+ (Durations.isWithoutUnit(supervised.shutdown()) ? "' has no unit."
										: "' is neither a duration nor infinity nor brutal-kill."),
						"Write a number with its unit, such as 500ms, 5s or 2m, or one of the two words.");
			}
		}
		return new ApplicationPlan.Attributes(application + "/" + id, null, restart, shutdown, null, null, null, null,
				null, null);
	}

	private void requireDifferentNames(List<ApplicationPlan> plans) {
		Map<String, String> names = new HashMap<>();
		Set<String> applications = plans.stream().map(ApplicationPlan::name).collect(Collectors.toSet());
		for (ApplicationPlan plan : plans) {
			plan.allChildren().forEach((child) -> {
				String name = child.attributes().registeredName();
				if (applications.contains(name)) {
					this.problems.add(plan.property(), "The child '" + child.id() + "' would be registered as '" + name
							+ "', which is the name of an application.", "Give it another name.");
				}
				String other = names.putIfAbsent(String.valueOf(name), child.id());
				if (other != null) {
					this.problems.add(
							plan.property(), "The children '" + other + "' and '" + child.id()
									+ "' would both be registered as '" + name + "'.",
							"Give one of them another name.");
				}
			});
		}
	}

	private void judgeDependencies(boolean moreByCode) {
		List<Dependent> applications = this.declared.entrySet()
			.stream()
			.map((each) -> new Dependent(each.getKey(), resolve(each.getValue().dependsOn()),
					resolve(each.getValue().optionalDependsOn())))
			.toList();
		Dependencies dependencies = new Dependencies(this.problems);
		if (!moreByCode) {
			dependencies.requireKnown(applications, this::dependencyProperty);
		}
		dependencies.inStartOrder(applications, Function.identity());
		dependencies.requireStarted(applications, this::isStarted, this::dependencyProperty);
	}

	private String dependencyProperty(String name, int index) {
		String list = property(name) + ".depends-on";
		return this.problems.isWritten(list) ? list : list + "[" + index + "]";
	}

}
