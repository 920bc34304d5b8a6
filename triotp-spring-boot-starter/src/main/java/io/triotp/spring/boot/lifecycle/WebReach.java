package io.triotp.spring.boot.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.triotp.application.ApplicationSpec;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.ChildStart;
import io.triotp.supervisor.DeclaredChild;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.stereotype.Controller;

/**
 * Which beans controllers lead to, directly or by way of others that are injected into
 * them.
 */
final class WebReach {

	private final Set<String> beans = new HashSet<>();

	private WebReach() {
	}

	/**
	 * To be called when all singletons have been made: only then their dependencies are
	 * known.
	 */
	static WebReach of(ConfigurableListableBeanFactory factory) {
		WebReach reach = new WebReach();
		Deque<String> ahead = new ArrayDeque<>(List.of(factory.getBeanNamesForAnnotation(Controller.class)));
		while (!ahead.isEmpty()) {
			for (String dependency : factory.getDependenciesForBean(ahead.pop())) {
				if (reach.beans.add(dependency)) {
					ahead.push(dependency);
				}
			}
		}
		return reach;
	}

	/**
	 * {@return the servers of an application that requests from the web reach and whose
	 * mailbox has no bound}
	 */
	List<String> unboundedServers(ApplicationSpec application) {
		return application.declaredTree()
			.stream()
			.filter((child) -> isUnboundedServer(child.spec()) && this.beans.contains(child.spec().name()))
			.map(DeclaredChild::path)
			.toList();
	}

	private static boolean isUnboundedServer(ChildSpec spec) {
		return spec.mailbox() == null && spec.name() != null && spec.start().plain() instanceof ChildStart.Server;
	}

}
