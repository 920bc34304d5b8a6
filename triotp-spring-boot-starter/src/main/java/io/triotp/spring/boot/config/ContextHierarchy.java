package io.triotp.spring.boot.config;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.triotp.node.Node;
import io.triotp.server.ServerRef;
import io.triotp.spring.boot.config.ApplicationPlan.ChildPlan;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.KeyedServers;
import io.triotp.supervisor.Supervisor;
import io.triotp.virtual.VirtualServers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * What a context does about the nodes of its parents. Each context has its own node, and
 * whoever asks for a node or a reference in a child context is given that of the child,
 * if it has one of that type; what only a parent has can be asked for as before.
 */
final class ContextHierarchy {

	private static final Logger logger = LoggerFactory.getLogger(ContextHierarchy.class);

	private static final Set<Class<?>> REFERENCES = Set.of(ServerRef.class, Supervisor.class, DynamicSupervisor.class,
			KeyedServers.class, VirtualServers.class);

	private final ConfigurableListableBeanFactory factory;

	ContextHierarchy(ConfigurableListableBeanFactory factory) {
		this.factory = factory;
	}

	/** To be called when all beans of ours are registered. */
	void preferOwn(List<ApplicationPlan> plans) {
		if (this.factory.getParentBeanFactory() instanceof ListableBeanFactory parent && hasNode(parent)) {
			prefer(parent, ResolvableType.forClass(Node.class));
			referenceTypes().forEach((type) -> prefer(parent, type));
			plans.forEach((plan) -> tellOfTwins(parent, plan));
		}
	}

	private static boolean hasNode(ListableBeanFactory parent) {
		return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(parent, Node.class, true, false).length > 0;
	}

	private Set<ResolvableType> referenceTypes() {
		Map<String, ResolvableType> types = new HashMap<>();
		for (Class<?> reference : REFERENCES) {
			for (String name : this.factory.getBeanNamesForType(reference, true, false)) {
				if (this.factory.containsBeanDefinition(name)) {
					ResolvableType type = this.factory.getMergedBeanDefinition(name).getResolvableType();
					types.put(type.toString(), type);
				}
			}
		}
		return Set.copyOf(types.values());
	}

	/** Without a preference one of the child and one of the parent would be ambiguous. */
	private void prefer(ListableBeanFactory parent, ResolvableType type) {
		String[] own = this.factory.getBeanNamesForType(type, true, false);
		boolean ambiguous = BeanFactoryUtils.beanNamesForTypeIncludingAncestors(parent, type, true, false).length > 0;
		if (own.length == 1 && ambiguous && this.factory.containsBeanDefinition(own[0])) {
			BeanDefinition definition = this.factory.getBeanDefinition(own[0]);
			definition.setPrimary(true);
		}
	}

	/** The configuration of a parent is that of its children too. */
	private void tellOfTwins(ListableBeanFactory parent, ApplicationPlan plan) {
		List<String> shared = plan.allChildren()
			.flatMap((child) -> (child instanceof ChildPlan.Bean bean) ? java.util.stream.Stream.of(bean.bean().name())
					: java.util.stream.Stream.empty())
			.filter((bean) -> !this.factory.containsLocalBean(bean))
			.distinct()
			.toList();
		if (!shared.isEmpty() && parent.containsBean(ApplicationsRegistrar.refOf(plan.name()))) {
			logger.warn("Application '{}' runs twice: in the node of this context, and in that of its parent, of whose "
					+ "beans {} it is made. If it belongs to the parent alone, declare it where only the parent reads it, "
					+ "or set triotp.enabled=false for this context", plan.name(), Arrays.toString(shared.toArray()));
		}
	}

}
