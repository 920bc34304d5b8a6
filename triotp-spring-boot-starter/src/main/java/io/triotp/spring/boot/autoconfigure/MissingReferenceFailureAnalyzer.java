package io.triotp.spring.boot.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

import io.triotp.server.ServerRef;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.KeyedServers;
import io.triotp.supervisor.Supervisor;
import io.triotp.virtual.VirtualServers;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;

/**
 * Names the references there are if one is asked for that is not there, which is nearly
 * always a misspelt qualifier. Spring Boot's own analyzer creates the candidates, which
 * need a node, and the context that had one has been closed.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MissingReferenceFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

	private static final Set<Class<?>> REFERENCES = Set.of(ServerRef.class, Supervisor.class, DynamicSupervisor.class,
			KeyedServers.class, VirtualServers.class);

	private final BeanFactory factory;

	MissingReferenceFailureAnalyzer(BeanFactory factory) {
		this.factory = factory;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		ResolvableType wanted = cause.getResolvableType();
		if (wanted == null || !REFERENCES.contains(wanted.toClass())
				|| !(this.factory instanceof ListableBeanFactory beans)) {
			return null;
		}
		String qualifier = qualifier(rootFailure);
		List<String> ofType = Arrays.asList(beans.getBeanNamesForType(wanted, true, false));
		List<String> others = Arrays.stream(beans.getBeanNamesForType(wanted.toClass(), true, false))
			.filter((name) -> !ofType.contains(name))
			.toList();
		String what = ((description != null) ? description : "Somebody") + " required a " + wanted
				+ ((qualifier != null) ? " with the name '" + qualifier + "'" : "") + ", and there is none.";
		String there = "\n\nOf this type there " + list(ofType)
				+ (others.isEmpty() ? "" : " Of other servers there " + list(others));
		return new FailureAnalysis(what + there,
				ofType.isEmpty() ? "Declare a child of such a bean below triotp.applications, or ask for another type."
						: "Write one of these names, usually application/id, in @Qualifier.",
				cause);
	}

	private static String list(List<String> names) {
		return names.isEmpty() ? "is none." : ((names.size() == 1) ? "is: " : "are: ") + String.join(", ", names) + ".";
	}

	private static @Nullable String qualifier(Throwable failure) {
		String found = null;
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof UnsatisfiedDependencyException unsatisfied) {
				InjectionPoint point = unsatisfied.getInjectionPoint();
				Qualifier qualifier = (point != null) ? point.getAnnotation(Qualifier.class) : null;
				found = (qualifier != null) ? qualifier.value() : found;
			}
		}
		return found;
	}

}
