package io.triotp.spring.boot.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

import io.triotp.facade.Facade;
import io.triotp.process.MailboxLimit;
import io.triotp.spring.boot.TriOtpProperties;
import io.triotp.spring.boot.TriOtpProperties.BeanSettings;
import io.triotp.spring.boot.TriOtpProperties.Child;
import io.triotp.spring.boot.TriOtpProperties.ChildSettings;
import io.triotp.spring.boot.TriOtpProperties.SupervisorSettings;
import io.triotp.spring.boot.TriOtpProperties.Template;
import io.triotp.spring.boot.config.ApplicationPlan.Attributes;
import io.triotp.spring.boot.config.ApplicationPlan.ChildPlan;
import io.triotp.spring.boot.config.ApplicationPlan.SupervisorPlan;
import io.triotp.spring.boot.config.ApplicationPlan.TemplatePlan;
import io.triotp.spring.boot.config.ApplicationPlan.VirtualPlan;
import io.triotp.spring.boot.config.Settings.Place;
import io.triotp.spring.boot.config.Settings.Setting;
import io.triotp.supervisor.AutoShutdown;
import io.triotp.supervisor.Backoff;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.Schedule;
import io.triotp.supervisor.Strategy;
import io.triotp.supervisor.SupervisorSpec;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Plans the tree of one application, and reports what is wrong with it.
 */
final class ChildPlanner {

	private final String application;

	private final ChildBeans beans;

	private final Set<String> usedBeans;

	private final RestartIntensity defaults;

	private final ConfigurationProblems problems;

	private final DurablePlanner durables;

	/** What settings of children are overridden with, by relaxed id. */
	private final Map<String, Place<? extends ChildSettings>> overrides = new LinkedHashMap<>();

	/** The ids as they were written, by relaxed id. */
	private final Map<String, String> ids = new HashMap<>();

	ChildPlanner(String application, ChildBeans beans, Set<String> usedBeans, RestartIntensity defaults,
			DurablePlanner durables, ConfigurationProblems problems) {
		this.application = application;
		this.beans = beans;
		this.usedBeans = usedBeans;
		this.defaults = defaults;
		this.problems = problems;
		this.durables = durables;
	}

	SupervisorPlan plan(String property, TriOtpProperties.Application application,
			TriOtpProperties.Supervisor supervisor) {
		Map<String, String> written = new LinkedHashMap<>();
		if (application.overrides() != null) {
			// An environment variable adds a second entry, with the same values, for
			// an id that has dashes or capitals
			application.overrides()
				.keySet()
				.forEach((id) -> written.merge(RelaxedName.of(id), id,
						(one, other) -> (one.length() >= other.length()) ? one : other));
			written.forEach((relaxed, id) -> this.overrides.put(relaxed,
					new Place<>(WrittenNames.property(property + ".overrides", id),
							Objects.requireNonNull(application.overrides().get(id)))));
		}
		String root = property + ".supervisor";
		SupervisorPlan plan = supervisor(new Settings<>(this.problems, List.of(new Place<>(root, supervisor))), root,
				supervisor.children());
		written.forEach((relaxed, id) -> {
			if (!this.ids.containsKey(relaxed)) {
				this.problems.add(WrittenNames.property(property + ".overrides", id),
						"Application '" + this.application + "' has no child with the id '" + id + "'.",
						ConfigurationProblems.didYouMean(id, this.ids.values().stream().sorted().toList(), "ids"));
			}
		});
		return plan;
	}

	private SupervisorPlan supervisor(Settings<? extends SupervisorSettings> settings, String property,
			@Nullable List<Child> children) {
		Strategy strategy = settings.get("strategy", SupervisorSettings::strategy);
		AutoShutdown autoShutdown = settings.get("auto-shutdown", SupervisorSettings::autoShutdown);
		AutoShutdown end = (autoShutdown != null) ? autoShutdown : AutoShutdown.NEVER;
		List<ChildPlan> plans = new ArrayList<>();
		List<Child> declared = (children != null) ? children : List.of();
		for (int i = 0; i < declared.size(); i++) {
			ChildPlan plan = child(property + ".children[" + i + "]", declared.get(i), end);
			if (plan != null) {
				plans.add(plan);
			}
		}
		return new SupervisorPlan(new SupervisorSpec((strategy != null) ? strategy : Strategy.ONE_FOR_ONE,
				settings.limits(SupervisorSettings::maxRestarts, SupervisorSettings::period, this.defaults), end,
				Settings.backoff(settings), List.of()), plans);
	}

	private @Nullable ChildPlan child(String property, Child child, AutoShutdown parent) {
		String id = id(property, child);
		if (id == null) {
			return null;
		}
		List<Place<? extends ChildSettings>> places = new ArrayList<>();
		Place<? extends ChildSettings> override = this.overrides.get(RelaxedName.of(id));
		if (override != null) {
			places.add(override);
		}
		places.add(new Place<>(property, child));
		Settings<ChildSettings> settings = new Settings<>(this.problems, places);
		requireMeaningful(settings, parent);
		requireName(property, child);
		boolean dynamic = Boolean.TRUE.equals(child.dynamic());
		boolean virtual = Boolean.TRUE.equals(child.virtual());
		if (!dynamic) {
			settings.refuse("max-children", ChildSettings::maxChildren,
					"Only a dynamic supervisor has a limit on its children.", "Remove it, or add dynamic: true.");
		}
		if (!virtual) {
			refuseUnlessVirtual("passivate-after", ChildSettings::passivateAfter, settings);
			refuseUnlessVirtual("max-active", ChildSettings::maxActive, settings);
			refuseUnlessVirtual("heap-pressure", ChildSettings::heapPressure, settings);
		}
		boolean ofBean = !dynamic && child.children() == null;
		if (!virtual && !ofBean && child.durable() != null) {
			this.problems.add(property + ".durable", "A supervisor has no state to store.",
					"Remove it; servers that are started later and have a state to store are virtual: true.");
		}
		if (!dynamic && !virtual && child.template() != null) {
			this.problems.add(property + ".template", "Only a dynamic supervisor or virtual servers have a template.",
					"Remove it, or add dynamic: true or virtual: true.");
		}
		ChildPlan plan = virtual ? virtual(property, id, child, settings)
				: dynamic ? dynamic(property, id, child, settings) : (child.children() != null)
						? tree(property, id, child, settings) : bean(property, id, child, settings);
		if (plan != null && plan.isReferredTo()) {
			requireBeanName(property, child, plan);
		}
		return plan;
	}

	private void requireName(String property, Child child) {
		String reason = (child.name() != null) ? Names.unfitForProcess(child.name()) : null;
		if (reason != null) {
			this.problems.add(property + ".name", reason, "Write letters, digits and dashes, and not too many.");
		}
	}

	private void requireBeanName(String property, Child child, ChildPlan plan) {
		String reason = Names.unfitForBean(String.valueOf(plan.attributes().registeredName()), this.beans);
		if (reason != null && child.name() != null) {
			this.problems.add(property + ".name", reason,
					"Choose another name, or remove it: without one it is '" + path(plan.id()) + "'.");
		}
		else if (reason != null) {
			this.problems.add(whereIdentified(property, child), reason, "Choose another id, or rename that bean.");
		}
	}

	private static String whereIdentified(String property, Child child) {
		return isShort(child) ? property : property + ((child.id() != null) ? ".id" : ".bean");
	}

	private String path(String id) {
		return this.application + "/" + id;
	}

	private @Nullable String id(String property, Child child) {
		String id = (child.id() != null) ? child.id() : child.bean();
		if (id == null) {
			this.problems.add(property, "The child has neither an id nor a bean.",
					"Add id, bean, or both; or write only the name of a bean.");
			return null;
		}
		String where = whereIdentified(property, child);
		String unfit = Names.unfit("An id", id, (child.name() != null) ? id : path(id));
		if (unfit != null) {
			this.problems.add(where, unfit, "Write letters, digits and dashes, and not too many.");
			return null;
		}
		String first = this.ids.putIfAbsent(RelaxedName.of(id), id);
		if (first != null) {
			this.problems.add(where, first.equals(id)
					? "Application '" + this.application + "' has two children with the id '" + id + "'."
					: "The ids '" + first + "' and '" + id
							+ "' differ only in case, dashes or underscores, which an environment variable cannot tell.",
					"Give each child of the application an id of its own.");
			return null;
		}
		return id;
	}

	/** A string instead of keys: its only property is the child itself. */
	private static boolean isShort(Child child) {
		return child.equals(ChildConverter.child(child.bean()));
	}

	private void requireMeaningful(Settings<ChildSettings> settings, AutoShutdown parent) {
		Setting<Boolean> significant = settings.find("significant", ChildSettings::significant);
		if (significant == null || !significant.value()) {
			return;
		}
		Restart restart = settings.get("restart", ChildSettings::restart);
		if (parent == AutoShutdown.NEVER) {
			this.problems.add(significant.property(),
					"It would mean nothing, because the auto-shutdown of the supervisor is never.",
					"Remove it, or set auto-shutdown of the supervisor to any-significant or all-significant.");
		}
		else if (restart == null || restart == Restart.PERMANENT) {
			this.problems.add(significant.property(),
					"A permanent child never ends for good, so it cannot be significant.",
					"Set restart to transient or temporary, or remove significant.");
		}
	}

	private ChildPlan dynamic(String property, String id, Child child, Settings<ChildSettings> settings) {
		refuseMore(property, child, (child.bean() != null), "A dynamic supervisor is not made of a bean.",
				"Remove bean, or write it below template.");
		refuseFacade(property, child);
		if (child.children() != null) {
			this.problems.add(property + ".children",
					"The children of a dynamic supervisor are started later, by code.",
					"Remove children, or remove dynamic.");
		}
		settings.refuse("strategy", SupervisorSettings::strategy, "The children of a dynamic supervisor restart alone.",
				"Remove it.");
		settings.refuse("auto-shutdown", SupervisorSettings::autoShutdown,
				"The children of a dynamic supervisor are never significant.", "Remove it.");
		Integer max = settings.atLeast(0, "max-children", ChildSettings::maxChildren);
		DynamicSupervisorSpec rules = new DynamicSupervisorSpec(
				settings.limits(SupervisorSettings::maxRestarts, SupervisorSettings::period, this.defaults),
				(max != null) ? max : DynamicSupervisorSpec.UNLIMITED, Settings.backoff(settings), null);
		return new ChildPlan.Dynamic(id, rules, template(property + ".template", child.template()),
				ofSupervisor(id, child, settings));
	}

	private void refuseUnlessVirtual(String key, Function<ChildSettings, @Nullable ?> getter,
			Settings<ChildSettings> settings) {
		settings.refuse(key, getter, "Only virtual servers are let go when they are idle.",
				"Remove it, or add virtual: true.");
	}

	private @Nullable ChildPlan virtual(String property, String id, Child child, Settings<ChildSettings> settings) {
		if (child.dynamic() != null) {
			this.problems.add(property + ".dynamic", "Virtual servers are started by messages, not by code.",
					"Remove dynamic, or virtual.");
		}
		refuseMore(property, child, (child.bean() != null), "Virtual servers are made of a template.",
				"Write bean below template.");
		refuseFacade(property, child);
		if (child.children() != null) {
			this.problems.add(property + ".children",
					"Virtual servers have no other children than those of their keys.",
					"Remove children, or remove virtual.");
		}
		String alone = "Virtual servers restart alone.";
		settings.refuse("strategy", SupervisorSettings::strategy, alone, "Remove it.");
		settings.refuse("auto-shutdown", SupervisorSettings::autoShutdown, "Virtual servers are never significant.",
				"Remove it.");
		RestartIntensity limits = settings.limits(SupervisorSettings::maxRestarts, SupervisorSettings::period,
				this.defaults);
		Backoff backoff = Settings.backoff(settings);
		Duration passivateAfter = settings.positive("passivate-after", ChildSettings::passivateAfter);
		Integer maxActive = settings.atLeast(1, "max-active", ChildSettings::maxActive);
		Double heapPressure = settings.share("heap-pressure", ChildSettings::heapPressure);
		Attributes attributes = ofSupervisor(id, child, settings);
		if (child.template() == null) {
			this.problems.add(property, "The virtual servers '" + id + "' have no template to be made of.",
					"Add template: { bean: … } with a GenServer bean that is a prototype.");
			return null;
		}
		TemplatePlan template = template(property + ".template", child.template());
		if (template == null) {
			return null;
		}
		if (template.bean().kind() != BeanKind.GEN_SERVER) {
			this.problems.add(property + ".template.bean",
					"Bean '" + template.bean().name()
							+ "' is no GenServer, and only that can be sent messages by its key.",
					"Name a GenServer bean, or make it a dynamic supervisor.");
			return null;
		}
		if (template.attributes().restart() == Restart.PERMANENT) {
			this.problems.add(property + ".template.restart",
					"A virtual server that is let go when it is idle must not be started again for that.",
					"Remove it, which makes it transient.");
			return null;
		}
		DurablePlan durable = this.durables.plan(property + ".durable", child.durable(), template.bean(), null);
		return new ChildPlan.Virtual(id,
				new VirtualPlan(limits, backoff, passivateAfter, maxActive, heapPressure, durable), template,
				attributes);
	}

	private @Nullable TemplatePlan template(String property, @Nullable Template template) {
		if (template == null) {
			return null;
		}
		if (template.bean() == null) {
			this.problems.add(property, "The template has no bean, so there is nothing to make children of.",
					"Add bean, or remove template and give each child its own specification.");
			return null;
		}
		ChildBean bean = this.beans.find(template.bean(), property + ".bean", this.problems);
		Settings<BeanSettings> settings = new Settings<>(this.problems, List.of(new Place<>(property, template)));
		Attributes attributes = new Attributes(null, null, settings.get("restart", BeanSettings::restart),
				settings.get("shutdown", BeanSettings::shutdown), null,
				settings.positive("start-timeout", BeanSettings::startTimeout), Settings.backoffOfBean(settings),
				Settings.mailbox(settings), Settings.probe(settings, this.beans::healthIndicators), null);
		if (bean == null) {
			return null;
		}
		this.usedBeans.add(bean.name());
		requireOnePerChild(bean, property + ".bean");
		if (bean.kind() != BeanKind.LIFECYCLE) {
			requireProbe(attributes.probe(), settings, "Bean '" + bean.name() + "'");
		}
		return new TemplatePlan(bean, attributes);
	}

	private void requireOnePerChild(ChildBean bean, String property) {
		String scope = this.beans.scopeOf(bean.name());
		if (!scope.equals(ConfigurableBeanFactory.SCOPE_PROTOTYPE)) {
			this.problems.add(property,
					"Bean '" + bean.name() + "' is "
							+ (scope.equals(ConfigurableBeanFactory.SCOPE_SINGLETON) ? "a singleton"
									: "in scope '" + scope + "'")
							+ ", so all children would be made of one object, and share what it holds.",
					"Make it a prototype: @Scope(\"prototype\") at its class or bean method.");
		}
	}

	private ChildPlan tree(String property, String id, Child child, Settings<ChildSettings> settings) {
		refuseMore(property, child, (child.bean() != null), "A child is made of a bean or has children, not both.",
				"Remove bean or children, or make the bean one of the children.");
		refuseFacade(property, child);
		SupervisorPlan supervisor = supervisor(settings, property, child.children());
		return new ChildPlan.Tree(id, supervisor, ofSupervisor(id, child, settings));
	}

	private void refuseFacade(String property, Child child) {
		if (child.facade() != null) {
			this.problems.add(property + ".facade", "Only a child that is made of a bean has a facade.", "Remove it.");
		}
	}

	private void refuseMore(String property, Child child, boolean present, String reason, String action) {
		if (present) {
			this.problems.add(property + ".bean", reason, action);
			ChildBean bean = this.beans.find(String.valueOf(child.bean()), property + ".bean", this.problems);
			if (bean != null) {
				this.usedBeans.add(bean.name());
			}
		}
	}

	private @Nullable ChildPlan bean(String property, String id, Child child, Settings<ChildSettings> settings) {
		refuseInBean("strategy", SupervisorSettings::strategy, settings);
		refuseInBean("max-restarts", SupervisorSettings::maxRestarts, settings);
		refuseInBean("period", SupervisorSettings::period, settings);
		refuseInBean("auto-shutdown", SupervisorSettings::autoShutdown, settings);
		Attributes attributes = attributes(id, child, settings, Settings.backoff(settings), Settings.mailbox(settings));
		String name = (child.bean() != null) ? child.bean() : id;
		if (child.bean() == null && !this.beans.exists(name)) {
			this.problems.add(property, "The child '" + id
					+ "' has neither bean nor children nor dynamic nor virtual, and there is no bean of that name.",
					"Add one of them. "
							+ ConfigurationProblems.didYouMean(name, this.beans.suitable(), "suitable beans"));
			return null;
		}
		String where = isShort(child) ? property : property + ((child.bean() != null) ? ".bean" : ".id");
		ChildBean bean = (child.facade() != null) ? behind(child.facade(), property + ".facade", name, where)
				: this.beans.find(name, where, this.problems);
		if (bean == null) {
			return null;
		}
		this.usedBeans.add(bean.name());
		if (bean.kind() != BeanKind.LIFECYCLE) {
			requireProbe(attributes.probe(), settings, "Bean '" + bean.name() + "'");
		}
		requireWork(bean, settings);
		requireFresh(bean, where);
		return new ChildPlan.Bean(id, bean, attributes,
				this.durables.plan(property + ".durable", child.durable(), bean, id));
	}

	private @Nullable ChildBean behind(String facade, String property, String name, String where) {
		try {
			Class<?> type = ClassUtils.forName(facade, this.beans.classLoader());
			Facade.of(type);
			return this.beans.findBehind(type, name, where, this.problems);
		}
		catch (ClassNotFoundException | LinkageError ex) {
			this.problems.add(property, "There is no class '" + facade + "'.",
					"Write the full name of an interface that the bean implements.");
			return null;
		}
		catch (IllegalArgumentException ex) {
			this.problems.add(property, ex.getMessage() + ".", "Name another interface that the bean implements.");
			return null;
		}
	}

	/** Of most children nobody can tell whether they work. */
	private void requireProbe(@Nullable ProbePlan plan, Settings<? extends BeanSettings> settings, String child) {
		Setting<TriOtpProperties.Probe> probe = settings.find("probe", BeanSettings::probe);
		if (probe != null && plan != null && plan.asksNobody()) {
			this.problems.add(probe.property(), child + " is no Lifecycle, so nobody knows what to ask it.",
					"Add health with the name of a health indicator, or remove probe.");
		}
	}

	private void requireWork(ChildBean bean, Settings<ChildSettings> settings) {
		if (bean.kind() != BeanKind.RUNNABLE && bean.kind() != BeanKind.CALLABLE) {
			String reason = "Only work can be done again and again: bean '" + bean.name()
					+ "' is neither a Runnable nor a Callable.";
			settings.refuse("every", ChildSettings::every, reason, "Remove it.");
			settings.refuse("cron", ChildSettings::cron, reason, "Remove it.");
		}
	}

	/** What has been closed cannot be opened again. */
	private void requireFresh(ChildBean bean, String property) {
		if (bean.kind() == BeanKind.OBJECT) {
			requireOneObjectPerStart(bean, property);
		}
		if (bean.kind() == BeanKind.CLOSEABLE
				&& !this.beans.scopeOf(bean.name()).equals(ConfigurableBeanFactory.SCOPE_PROTOTYPE)) {
			this.problems.add(property,
					"Bean '" + bean.name() + "' is an AutoCloseable and no prototype: once closed, the same object "
							+ "cannot be started again.",
					"Make it a prototype with @Scope(\"prototype\"), or a Lifecycle, or a ChildSpec bean made with "
							+ "ChildSpec.resource.");
		}
	}

	private void requireOneObjectPerStart(ChildBean bean, String property) {
		if (!this.beans.scopeOf(bean.name()).equals(ConfigurableBeanFactory.SCOPE_PROTOTYPE)) {
			this.problems.add(property,
					"Bean '" + bean.name()
							+ "' is behind a facade and no prototype: after a crash the same object, with "
							+ "what it held, would go on.",
					"Make it a prototype: @Scope(\"prototype\") at its class or bean method.");
		}
	}

	private @Nullable Schedule schedule(Settings<ChildSettings> settings) {
		Duration every = settings.positive("every", ChildSettings::every);
		Setting<String> cron = settings.find("cron", ChildSettings::cron);
		if (cron == null) {
			return (every != null) ? Schedule.every(every) : null;
		}
		if (every != null) {
			this.problems.add(cron.property(), "A child runs every so often or by cron, not both.",
					"Remove every or cron.");
		}
		try {
			return CronSchedule.of(cron.value());
		}
		catch (IllegalArgumentException ex) {
			this.problems.add(cron.property(), "'" + cron.value() + "' is no cron expression: " + ex.getMessage(),
					"Write six fields, from second to day of week, such as \"0 0 3 * * *\" for 3 o'clock each night.");
			return null;
		}
	}

	private void refuseInBean(String key, Function<ChildSettings, @Nullable ?> getter,
			Settings<ChildSettings> settings) {
		settings.refuse(key, getter, "Only a supervisor can say that, and this child is made of a bean.",
				"Remove it, or give the child children.");
	}

	private Attributes ofSupervisor(String id, Child child, Settings<ChildSettings> settings) {
		settings.refuse("mailbox", BeanSettings::mailbox, "The mailbox of a supervisor has no bound.", "Remove it.");
		settings.refuse("every", ChildSettings::every, "A supervisor does no work.", "Remove it.");
		settings.refuse("cron", ChildSettings::cron, "A supervisor does no work.", "Remove it.");
		Attributes attributes = attributes(id, child, settings, null, null);
		requireProbe(attributes.probe(), settings, "A supervisor");
		return attributes;
	}

	private Attributes attributes(String id, Child child, Settings<ChildSettings> settings, @Nullable Backoff backoff,
			@Nullable MailboxLimit mailbox) {
		String name = (child.name() != null && !child.name().isBlank()) ? child.name() : null;
		return new Attributes(path(id), name, settings.get("restart", ChildSettings::restart),
				settings.get("shutdown", ChildSettings::shutdown),
				settings.get("significant", ChildSettings::significant),
				settings.positive("start-timeout", ChildSettings::startTimeout), backoff, mailbox,
				Settings.probe(settings, this.beans::healthIndicators), schedule(settings));
	}

}
