package io.triotp.spring.boot.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.triotp.application.ApplicationSpec;
import io.triotp.spring.boot.ApplicationSpecs;
import io.triotp.spring.boot.TriOtpCustomizer;
import io.triotp.spring.boot.TriOtpProperties;
import io.triotp.spring.boot.config.Dependencies.Dependent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Makes the applications of plans, of beans, and of what the customizers do with them.
 */
final class ApplicationSpecsFactory {

	private static final Logger logger = LoggerFactory.getLogger(ApplicationSpecsFactory.class);

	private final ConfigurableListableBeanFactory factory;

	private final List<ApplicationPlan> plans;

	private final ConfigurationProblems problems;

	private final Dependencies dependencies;

	ApplicationSpecsFactory(ConfigurableListableBeanFactory factory, List<ApplicationPlan> plans,
			ConfigurationProblems problems) {
		this.factory = factory;
		this.plans = plans;
		this.problems = problems;
		this.dependencies = new Dependencies(problems);
	}

	ApplicationSpecs create() {
		List<ApplicationSpec> specs = new ArrayList<>();
		for (ApplicationPlan plan : this.plans) {
			try {
				specs.add(builder(this.factory).build(plan));
			}
			catch (IllegalArgumentException ex) {
				this.problems.add(plan.property(), String.valueOf(ex.getMessage()),
						"Correct the ChildSpec beans it names.");
			}
		}
		specs.addAll(OwnBeans.ordered(this.factory, ApplicationSpec.class));
		List<ApplicationSpec> current = check(specs);
		for (TriOtpCustomizer customizer : OwnBeans.ordered(this.factory, TriOtpCustomizer.class)) {
			current = check(customizer.customize(current));
		}
		judgeDependencies(current);
		return new ApplicationSpecs(current);
	}

	private void judgeDependencies(List<ApplicationSpec> specs) {
		if (specs.isEmpty()) {
			return;
		}
		List<Dependent> dependents = specs.stream().map(Dependent::of).toList();
		Dependencies.Where where = (application, index) -> property(application) + ".depends-on";
		this.dependencies.requireKnown(dependents, where);
		this.dependencies.requireStarted(dependents, this::isStarted, where);
		tellMissingOptional(specs);
		this.problems.throwIfAny();
	}

	static SpecBuilder builder(ConfigurableListableBeanFactory factory) {
		return new SpecBuilder(factory, factory.getBean(TriOtpProperties.class).defaults().shutdown());
	}

	private boolean isStarted(String application) {
		return PlannedBeans.of(this.plans)
			.isStarted(application)
			.orElseGet(() -> this.factory.getBean(TriOtpProperties.class).autoStartup());
	}

	private List<ApplicationSpec> check(List<ApplicationSpec> specs) {
		Set<String> names = new HashSet<>();
		for (ApplicationSpec spec : specs) {
			if (!names.add(spec.name())) {
				this.problems.add(property(spec.name()),
						"There are two applications with the name '" + spec.name() + "'.",
						"Rename or remove one of them; ApplicationSpec beans and customizers count too.");
			}
		}
		this.problems.throwIfAny();
		List<ApplicationSpec> ordered = this.dependencies.inStartOrder(List.copyOf(specs), Dependent::of);
		this.problems.throwIfAny();
		return ordered;
	}

	/** A misspelt name looks just the same, so it is not passed over in silence. */
	private static void tellMissingOptional(List<ApplicationSpec> specs) {
		List<String> names = specs.stream().map(ApplicationSpec::name).toList();
		for (ApplicationSpec spec : specs) {
			for (String optional : spec.optionalDependsOn()) {
				if (!names.contains(optional)) {
					logger.info("Application '{}' does without '{}', on which it depends optionally: there is no such "
							+ "application", spec.name(), optional);
				}
			}
		}
	}

	private static String property(String application) {
		return WrittenNames.property("triotp.applications", application);
	}

}
