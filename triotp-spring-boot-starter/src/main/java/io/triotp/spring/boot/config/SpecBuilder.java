package io.triotp.spring.boot.config;

import java.util.concurrent.Callable;

import io.triotp.application.ApplicationSpec;
import io.triotp.server.GenServer;
import io.triotp.spring.boot.config.ApplicationPlan.ChildPlan;
import io.triotp.spring.boot.config.ApplicationPlan.SupervisorPlan;
import io.triotp.spring.boot.config.ApplicationPlan.TemplatePlan;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.ChildStart;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.Shutdown;
import io.triotp.supervisor.SupervisorSpec;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.Lifecycle;

/**
 * Makes specifications of plans. The beans are asked for at each start and restart of a
 * child, so a prototype gives a fresh instance.
 */
final class SpecBuilder {

	private static final Object[] NO_ARGUMENTS = {};

	private final BeanFactory beans;

	private final Shutdown shutdown;

	/**
	 * Create the builder.
	 * @param beans gives the beans
	 * @param shutdown how workers are stopped that do not say
	 */
	SpecBuilder(BeanFactory beans, Shutdown shutdown) {
		this.beans = beans;
		this.shutdown = shutdown;
	}

	ApplicationSpec build(ApplicationPlan plan) {
		return ApplicationSpec
			.child(plan.name(), ChildSpec.supervisor(plan.name(), supervisor(plan.root())).name(plan.name()))
			.restart(plan.restart())
			.limits(plan.limits())
			.onFailure(plan.onFailure())
			.dependsOn(plan.dependsOn().toArray(String[]::new))
			.optionalDependsOn(plan.optionalDependsOn().toArray(String[]::new));
	}

	private SupervisorSpec supervisor(SupervisorPlan plan) {
		SupervisorSpec rules = plan.rules();
		return new SupervisorSpec(rules.strategy(), rules.intensity(), rules.autoShutdown(), rules.backoff(),
				plan.children().stream().map(this::child).toList());
	}

	private ChildSpec child(ChildPlan plan) {
		ChildSpec spec = switch (plan) {
			case ChildPlan.Bean bean -> ofBean(bean.id(), bean.bean(), NO_ARGUMENTS);
			case ChildPlan.Tree tree -> ChildSpec.supervisor(tree.id(), supervisor(tree.supervisor()));
			case ChildPlan.Dynamic dynamic -> ChildSpec.dynamicSupervisor(dynamic.id(), dynamicSupervisor(dynamic));
		};
		return plan.attributes().applyTo(spec);
	}

	private DynamicSupervisorSpec dynamicSupervisor(ChildPlan.Dynamic plan) {
		TemplatePlan template = plan.template();
		return (template == null) ? plan.rules() : plan.rules()
			.template((id, arguments) -> template.attributes().applyTo(ofBean(id, template.bean(), arguments)));
	}

	private ChildSpec ofBean(String id, ChildBean bean, Object[] arguments) {
		return switch (bean.kind()) {
			case GEN_SERVER -> worker(ChildSpec.server(id, () -> get(bean, GenServer.class, arguments)));
			case CHILD_SPEC -> childSpec(id, bean, arguments);
			case CALLABLE -> worker(ChildSpec.task(id, () -> get(bean, Callable.class, arguments).call()));
			case RUNNABLE -> worker(ChildSpec.task(id, () -> get(bean, Runnable.class, arguments).run()));
			case LIFECYCLE -> worker(ChildSpec.resource(id, () -> {
				Lifecycle lifecycle = get(bean, Lifecycle.class, arguments);
				lifecycle.start();
				return lifecycle::stop;
			}));
		};
	}

	private ChildSpec worker(ChildSpec spec) {
		return spec.shutdown(this.shutdown);
	}

	/** What the bean says about itself holds until the tree says something else. */
	private ChildSpec childSpec(String id, ChildBean bean, Object[] arguments) {
		ChildSpec first = get(bean, ChildSpec.class, arguments);
		return first.id(id).start(new ChildStart.Made(() -> get(bean, ChildSpec.class, arguments)));
	}

	private <T> T get(ChildBean bean, Class<T> type, Object[] arguments) {
		Object found = (arguments.length == 0) ? this.beans.getBean(bean.name())
				: this.beans.getBean(bean.name(), arguments);
		return type.cast(found);
	}

}
