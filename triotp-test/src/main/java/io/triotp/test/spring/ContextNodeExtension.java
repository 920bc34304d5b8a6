package io.triotp.test.spring;

import java.lang.reflect.Constructor;
import java.util.Optional;

import io.triotp.node.Node;
import io.triotp.test.Leftovers;
import io.triotp.test.ManualTime;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

import org.springframework.beans.factory.annotation.ParameterResolutionDelegate;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * The node of the context of a test: as a parameter, and what the test leaves in it.
 */
final class ContextNodeExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(ContextNodeExtension.class);

	@Override
	public void beforeEach(ExtensionContext context) {
		bean(context, Node.class)
			.ifPresent((node) -> context.getStore(NAMESPACE).put(Leftovers.class, Leftovers.before(node)));
	}

	@Override
	public void afterEach(ExtensionContext context) {
		Leftovers leftovers = context.getStore(NAMESPACE).remove(Leftovers.class, Leftovers.class);
		String left = (leftovers != null) ? leftovers.after() : "";
		// Whatever it leaves behind may well be a consequence of its failure.
		if (!left.isEmpty() && context.getExecutionException().isEmpty()) {
			throw new AssertionError(left);
		}
	}

	/** What is annotated, and constructors, are the business of Spring's extension. */
	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		Class<?> type = parameter.getParameter().getType();
		return (type == Node.class || type == ManualTime.class)
				&& !(parameter.getDeclaringExecutable() instanceof Constructor<?>)
				&& !ParameterResolutionDelegate.isAutowirable(parameter.getParameter(), parameter.getIndex());
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		Class<?> type = parameter.getParameter().getType();
		return bean(context, type).orElseThrow(() -> new ParameterResolutionException((type == ManualTime.class)
				? "The time of the node is that of the system; write @TriotpSliceTest(manualTime = true) to move it"
				: "The context of the test has no Node: is triotp.enabled false?"));
	}

	private static <T> Optional<T> bean(ExtensionContext context, Class<T> type) {
		return Optional.ofNullable(SpringExtension.getApplicationContext(context).getBeanProvider(type).getIfUnique());
	}

}
