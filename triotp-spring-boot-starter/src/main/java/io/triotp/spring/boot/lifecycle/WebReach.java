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
import org.springframework.util.function.SingletonSupplier;

/**
 * Which beans controllers lead to, directly or by way of others that are injected into
 * them.
 */
final class WebReach {

	/** Looked for only if there is a server to be reached: all beans are looked at. */
	private final SingletonSupplier<Set<String>> beans;

	/**
	 * To be asked when all singletons have been made: only then their dependencies are
	 * known.
	 */
	WebReach(ConfigurableListableBeanFactory factory) {
		this.beans = SingletonSupplier.of(() -> find(factory));
	}

	private static Set<String> find(ConfigurableListableBeanFactory factory) {
		Set<String> reached = new HashSet<>();
		Deque<String> ahead = new ArrayDeque<>(List.of(factory.getBeanNamesForAnnotation(Controller.class)));
		while (!ahead.isEmpty()) {
			for (String dependency : factory.getDependenciesForBean(ahead.pop())) {
				if (reached.add(dependency)) {
					ahead.push(dependency);
				}
			}
		}
		return reached;
	}

	/**
	 * {@return the servers of an application that requests from the web reach and whose
	 * mailbox has no bound}
	 */
	List<String> unboundedServers(ApplicationSpec application) {
		return application.declaredTree()
			.stream()
			.filter((child) -> isUnboundedServer(child.spec()) && this.beans.obtain().contains(child.spec().name()))
			.map(DeclaredChild::path)
			.toList();
	}

	private static boolean isUnboundedServer(ChildSpec spec) {
		return spec.mailbox() == null && spec.name() != null && spec.start().plain() instanceof ChildStart.Server;
	}

}
