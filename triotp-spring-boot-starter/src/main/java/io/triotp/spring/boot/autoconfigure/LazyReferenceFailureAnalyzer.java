package io.triotp.spring.boot.autoconfigure;

import java.util.List;

import io.triotp.node.Node;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.KeyedServers;
import io.triotp.supervisor.Supervisor;
import io.triotp.virtual.VirtualServers;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopConfigException;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Says what to do about {@code @Lazy} where a reference is injected: it asks for a
 * subclass, and there is none of a final class.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class LazyReferenceFailureAnalyzer extends AbstractFailureAnalyzer<AopConfigException> {

	private static final List<Class<?>> TYPES = List.of(ServerRef.class, DynamicSupervisor.class, KeyedServers.class,
			VirtualServers.class, Supervisor.class, Node.class);

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, AopConfigException cause) {
		String message = String.valueOf(cause.getMessage());
		return TYPES.stream()
			.filter((type) -> message.contains(type.getName()))
			.findFirst()
			.map((type) -> analysis(type.getSimpleName(), rootFailure, cause))
			.orElse(null);
	}

	private static FailureAnalysis analysis(String type, Throwable rootFailure, AopConfigException cause) {
		String action = type.equals(Node.class.getSimpleName())
				? "Remove @Lazy, or inject an ObjectProvider<Node>, which finds the node when it is asked."
				: "Remove @Lazy: a " + type + " is only a name, and finds its process at each use, so it may be "
						+ "injected before anything runs, also where two beans need each other.";
		return new FailureAnalysis("A " + type + " is injected with @Lazy" + place(rootFailure)
				+ ", which would need a subclass of it. It is a final class.", action, cause);
	}

	/** The innermost bean is the one that asks for it. */
	private static String place(Throwable failure) {
		@Nullable String bean = null;
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			bean = (cause instanceof BeanCreationException creation) ? creation.getBeanName() : bean;
		}
		return (bean != null) ? " into bean '" + bean + "'" : "";
	}

}
