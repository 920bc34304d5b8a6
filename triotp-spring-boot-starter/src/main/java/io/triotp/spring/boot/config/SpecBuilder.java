package io.triotp.spring.boot.config;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.triotp.application.ApplicationSpec;
import io.triotp.durable.Durability;
import io.triotp.durable.DurableStore;
import io.triotp.durable.StateCodec;
import io.triotp.facade.Facade;
import io.triotp.node.Node;
import io.triotp.process.Pid;
import io.triotp.resource.Probe;
import io.triotp.server.GenServer;
import io.triotp.spring.boot.config.ApplicationPlan.Attributes;
import io.triotp.spring.boot.config.ApplicationPlan.ChildPlan;
import io.triotp.spring.boot.config.ApplicationPlan.SupervisorPlan;
import io.triotp.spring.boot.config.ApplicationPlan.TemplatePlan;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.ChildStart;
import io.triotp.supervisor.ChildType;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.Shutdown;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.supervisor.TaskBody;
import io.triotp.virtual.VirtualServers;
import io.triotp.virtual.VirtualSpec;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.Lifecycle;
import org.springframework.util.ClassUtils;

/**
 * Makes specifications of plans. The beans are asked for at each start and restart of a
 * child, so a prototype gives a fresh instance.
 */
final class SpecBuilder {

	private static final Object[] NO_ARGUMENTS = {};

	private final BeanFactory beans;

	private final TemplateArguments arguments;

	private final Shutdown shutdown;

	/**
	 * Create the builder.
	 * @param beans gives the beans
	 * @param shutdown how workers are stopped that do not say
	 */
	SpecBuilder(ConfigurableListableBeanFactory beans, Shutdown shutdown) {
		this.beans = beans;
		this.arguments = new TemplateArguments(beans);
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
		return plan.rules().children(plan.children().stream().map(this::child).toArray(ChildSpec[]::new));
	}

	private ChildSpec child(ChildPlan plan) {
		ChildSpec spec = switch (plan) {
			case ChildPlan.Bean bean -> (bean.durable() != null) ? durable(bean, bean.durable())
					: ofBean(bean.id(), bean.bean(), bean.attributes(), NO_ARGUMENTS, UnaryOperator.identity());
			case ChildPlan.Tree tree ->
				probed(ChildSpec.supervisor(tree.id(), supervisor(tree.supervisor())), tree.attributes());
			case ChildPlan.Dynamic dynamic ->
				probed(ChildSpec.dynamicSupervisor(dynamic.id(), dynamicSupervisor(dynamic)), dynamic.attributes());
			case ChildPlan.Virtual virtual -> probed(this.beans
				.getBean(Objects.requireNonNull(virtual.attributes().registeredName()), VirtualServers.class)
				.child(virtual.id()), virtual.attributes());
		};
		ChildSpec applied = plan.attributes().applyTo(spec);
		// the name is that of the supervisor of the servers, below it
		return (plan instanceof ChildPlan.Virtual) ? applied.name(null) : applied;
	}

	/**
	 * {@return the virtual servers of a plan, which are what the tree is made of}
	 * @param node the node they live in
	 * @param plan the plan
	 * @param name their name
	 */
	VirtualServers<?> virtualServers(Node node, ChildPlan.Virtual plan, String name) {
		TemplatePlan template = plan.template();
		VirtualSpec<?> spec = VirtualSpec
			.of(new BeanTemplate((id,
					arguments) -> ofBean(id, template.bean(), template.attributes(), arguments,
							UnaryOperator.identity())
						.restart(Restart.TRANSIENT),
					template.attributes(), this.shutdown))
			.intensity(plan.rules().limits())
			.backoff(plan.rules().backoff());
		Duration passivateAfter = plan.rules().passivateAfter();
		spec = (passivateAfter != null) ? spec.passivateAfter(passivateAfter) : spec;
		Integer maxActive = plan.rules().maxActive();
		spec = (maxActive != null) ? spec.maxActive(maxActive) : spec;
		spec = spec.heapPressure(plan.rules().heapPressure());
		DurablePlan durable = plan.rules().durable();
		spec = (durable != null) ? spec.durable(durability(durable)) : spec;
		return VirtualServers.of(node, name, spec);
	}

	private ChildSpec durable(ChildPlan.Bean plan, DurablePlan durable) {
		Supplier<GenServer<?, ?, ?>> server = durableServer(durability(durable), durable,
				() -> get(plan.bean(), GenServer.class, NO_ARGUMENTS));
		return probed(worker(plan.bean(), ChildSpec.server(plan.id(), server)), plan.attributes());
	}

	@SuppressWarnings({ "unchecked", "rawtypes" }) // the state of the bean is that of the
													// codec
	private static Supplier<GenServer<?, ?, ?>> durableServer(Durability durability, DurablePlan plan,
			Supplier<GenServer> server) {
		return durability.server(Objects.requireNonNull(plan.key()), server);
	}

	private Durability<?> durability(DurablePlan plan) {
		DurableStore store = this.beans.getBean(plan.store(), DurableStore.class);
		StateCodec<?> codec = (plan.codec() != null) ? this.beans.getBean(plan.codec(), StateCodec.class)
				: JsonStates.codec(plan.state());
		return new Durability<>(store, plan.type(), codec, plan.mode());
	}

	private DynamicSupervisorSpec dynamicSupervisor(ChildPlan.Dynamic plan) {
		TemplatePlan template = plan.template();
		if (template == null) {
			return plan.rules();
		}
		String supervisor = plan.attributes().registeredName();
		return plan.rules()
			.template(
					new BeanTemplate(
							(id, arguments) -> ofBean(id, template.bean(), template.attributes(), arguments,
									(spec) -> named(spec, supervisor + "/" + id)),
							template.attributes(), this.shutdown));
	}

	/** Unless code gives it a name, or nobody can send it a message. */
	private static ChildSpec named(ChildSpec spec, String name) {
		boolean isReferredTo = spec.type() == ChildType.SUPERVISOR || spec.start().plain() instanceof ChildStart.Server;
		return (isReferredTo && spec.name() == null) ? spec.name(name) : spec;
	}

	/**
	 * Makes a child of a bean.
	 * @param id its id
	 * @param bean the bean
	 * @param said what has been said about it
	 * @param arguments the arguments of the bean
	 * @param naming gives it a name, knowing what it runs
	 */
	private ChildSpec ofBean(String id, ChildBean bean, Attributes said, Object[] arguments,
			UnaryOperator<ChildSpec> naming) {
		return switch (bean.kind()) {
			case GEN_SERVER ->
				probed(naming.apply(worker(bean, ChildSpec.server(id, () -> get(bean, GenServer.class, arguments)))),
						said);
			case CHILD_SPEC -> probed(childSpec(id, bean, arguments, naming), said);
			case CALLABLE ->
				probed(worker(bean, work(id, () -> get(bean, Callable.class, arguments).call(), said)), said);
			case RUNNABLE ->
				probed(worker(bean, work(id, () -> get(bean, Runnable.class, arguments).run(), said)), said);
			case LIFECYCLE -> worker(bean, lifecycle(id, () -> get(bean, Lifecycle.class, arguments), said));
			case CLOSEABLE ->
				probed(worker(bean, ChildSpec.resource(id, () -> get(bean, AutoCloseable.class, arguments))), said);
			case OBJECT -> probed(naming.apply(worker(bean, behind(bean.server(), id, bean, arguments))), said);
		};
	}

	private <T> ChildSpec behind(Class<T> facade, String id, ChildBean bean, Object[] arguments) {
		return Facade.of(facade).child(id, () -> get(bean, facade, arguments));
	}

	private ChildSpec probed(ChildSpec spec, Attributes said) {
		Probe<Pid> probe = (said.probe() != null) ? said.probe().ofAny(this.beans) : null;
		return (probe != null) ? spec.probe(probe) : spec;
	}

	private static ChildSpec work(String id, TaskBody body, Attributes said) {
		return (said.schedule() != null) ? ChildSpec.schedule(id, said.schedule(), body) : ChildSpec.task(id, body);
	}

	private ChildSpec lifecycle(String id, Supplier<Lifecycle> bean, Attributes said) {
		Callable<Started> start = () -> {
			Lifecycle lifecycle = bean.get();
			lifecycle.start();
			return new Started(lifecycle);
		};
		ProbePlan plan = (said.probe() != null) ? said.probe() : ProbePlan.DEFAULT;
		Probe<Started> probe = plan.ofLifecycle(this.beans, Started::lifecycle);
		return (probe != null) ? ChildSpec.resource(id, start, probe) : ChildSpec.resource(id, start);
	}

	private ChildSpec worker(ChildBean bean, ChildSpec spec) {
		return spec.shutdown(this.shutdown).code(code(bean));
	}

	/** Of a bean that exists more is known than the type of the method that made it. */
	private Class<?> code(ChildBean bean) {
		Class<?> type = this.beans.getType(bean.name(), false);
		return (type != null && !Proxy.isProxyClass(type)) ? ClassUtils.getUserClass(type) : bean.type();
	}

	/**
	 * What the bean says about itself holds until the tree says something else. A
	 * singleton stays what it is, so the tree it declares can be seen; any other bean is
	 * asked for at each start.
	 */
	private ChildSpec childSpec(String id, ChildBean bean, Object[] arguments, UnaryOperator<ChildSpec> naming) {
		ChildSpec first = naming.apply(get(bean, ChildSpec.class, arguments).id(id));
		if (this.beans.isSingleton(bean.name())) {
			return first;
		}
		return first.start(new ChildStart.Made(() -> get(bean, ChildSpec.class, arguments)))
			.code(first.start().code().orElse(bean.type()));
	}

	private <T> T get(ChildBean bean, Class<T> type, Object[] arguments) {
		Object found = (arguments.length == 0) ? this.beans.getBean(bean.name())
				: this.beans.getBean(bean.name(), this.arguments.complete(bean.name(), arguments));
		return type.cast(found);
	}

	/**
	 * A bean that has been started.
	 *
	 * @param lifecycle the bean
	 */
	private record Started(Lifecycle lifecycle) implements AutoCloseable {

		@Override
		public void close() {
			this.lifecycle.stop();
		}

	}

}
