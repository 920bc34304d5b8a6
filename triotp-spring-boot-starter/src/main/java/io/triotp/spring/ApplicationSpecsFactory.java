package io.triotp.spring;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.triotp.application.ApplicationSpec;
import io.triotp.application.DependencyCycleException;
import io.triotp.application.StartOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Makes the applications of plans, of beans, and of what the customizers do with them.
 */
final class ApplicationSpecsFactory {

	private static final Logger logger = LoggerFactory.getLogger(ApplicationSpecsFactory.class);

	private final ListableBeanFactory factory;

	private final List<ApplicationPlan> plans;

	private final ConfigurationProblems problems;

	ApplicationSpecsFactory(ListableBeanFactory factory, List<ApplicationPlan> plans, ConfigurationProblems problems) {
		this.factory = factory;
		this.plans = plans;
		this.problems = problems;
	}

	ApplicationSpecs create() {
		List<ApplicationSpec> specs = new ArrayList<>();
		SpecBuilder builder = new SpecBuilder(this.factory,
				this.factory.getBean(TriOtpProperties.class).defaults().shutdown());
		for (ApplicationPlan plan : this.plans) {
			try {
				specs.add(builder.build(plan));
			}
			catch (IllegalArgumentException ex) {
				this.problems.add(plan.property(), String.valueOf(ex.getMessage()),
						"Correct the ChildSpec beans it names.");
			}
		}
		this.factory.getBeanProvider(ApplicationSpec.class).orderedStream().forEach(specs::add);
		List<ApplicationSpec> current = check(specs);
		for (TriOtpCustomizer customizer : this.factory.getBeanProvider(TriOtpCustomizer.class)
			.orderedStream()
			.toList()) {
			current = check(customizer.customize(current));
		}
		requireDependencies(current);
		this.problems.throwIfAny();
		return new ApplicationSpecs(current);
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
		try {
			return StartOrder.of(List.copyOf(specs), ApplicationSpec::name, ApplicationSpec::startsAfter);
		}
		catch (DependencyCycleException ex) {
			this.problems.add(property(ex.cycle().get(0)) + list(specs, ex.cycle().get(0), ex.cycle().get(1)),
					"Applications depend on each other: " + String.join(" -> ", ex.cycle()) + ".",
					"Remove one of these dependencies.");
			this.problems.throwIfAny();
			throw ex;
		}
	}

	/** Which list of an application names a dependency. */
	private static String list(List<ApplicationSpec> specs, String application, String dependency) {
		return specs.stream()
			.anyMatch((spec) -> spec.name().equals(application) && spec.dependsOn().contains(dependency))
					? ".depends-on" : ".optional-depends-on";
	}

	private void requireDependencies(List<ApplicationSpec> specs) {
		List<String> names = specs.stream().map(ApplicationSpec::name).toList();
		for (ApplicationSpec spec : specs) {
			for (String needed : spec.dependsOn()) {
				if (!names.contains(needed)) {
					this.problems.add(property(spec.name()) + ".depends-on",
							"There is no application '" + needed + "'.",
							ConfigurationProblems.didYouMean(needed,
									names.stream().filter((name) -> !name.equals(spec.name())).toList(),
									"other applications"));
				}
			}
			// A misspelt name looks just the same, so it is not passed over in silence
			for (String optional : spec.optionalDependsOn()) {
				if (!names.contains(optional)) {
					logger.info("Application '{}' does without '{}', on which it depends optionally: there is no such "
							+ "application", spec.name(), optional);
				}
			}
		}
	}

	private static String property(String application) {
		return "triotp.applications." + application;
	}

}
