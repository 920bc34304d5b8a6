package io.triotp.spring.boot.autoconfigure;

import io.triotp.node.Node;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.registry.HealthContributorRegistry;

/**
 * Shows the health of a child context. Spring Boot makes no registry of health in a
 * context whose parent has one, and that one does not know the beans of a child.
 */
final class ParentHealth implements SmartInitializingSingleton, DisposableBean {

	private static final String NAME = "triotp";

	private final ConfigurableListableBeanFactory factory;

	private final Node node;

	private @Nullable HealthContributorRegistry registry;

	private @Nullable String registered;

	ParentHealth(ConfigurableListableBeanFactory factory, Node node) {
		this.factory = factory;
		this.node = node;
	}

	@Override
	public void afterSingletonsInstantiated() {
		boolean own = this.factory.getBeanNamesForType(HealthContributorRegistry.class, true, false).length > 0;
		HealthContributorRegistry found = own ? null
				: this.factory.getBeanProvider(HealthContributorRegistry.class).getIfAvailable();
		if (found != null && this.factory.containsLocalBean(TriOtpHealthAutoConfiguration.CONTRIBUTOR) && this.factory
			.getBean(TriOtpHealthAutoConfiguration.CONTRIBUTOR) instanceof HealthContributor contributor) {
			String name = freeName(found);
			found.registerContributor(name, contributor);
			this.registry = found;
			this.registered = name;
		}
	}

	private String freeName(HealthContributorRegistry registry) {
		String name = NAME;
		for (int i = 1; registry.getContributor(name) != null; i++) {
			name = NAME + "-" + this.node.name() + ((i > 1) ? "-" + i : "");
		}
		return name.replace('/', '-');
	}

	@Override
	public void destroy() {
		if (this.registry != null && this.registered != null) {
			this.registry.unregisterContributor(this.registered);
		}
	}

}
