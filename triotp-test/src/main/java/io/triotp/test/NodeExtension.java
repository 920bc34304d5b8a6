package io.triotp.test;

import io.triotp.node.Node;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What {@link TriotpTest} does.
 */
final class NodeExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(NodeExtension.class);

	NodeExtension() {
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		boolean manual = AnnotationSupport.findAnnotation(context.getRequiredTestClass(), TriotpTest.class)
			.map(TriotpTest::manualTime)
			.orElse(false);
		context.getStore(NAMESPACE)
			.put(NodeUnderTest.class, NodeUnderTest.start(context.getRequiredTestMethod().getName(), manual));
	}

	@Override
	public void afterEach(ExtensionContext context) {
		NodeUnderTest node = context.getStore(NAMESPACE).remove(NodeUnderTest.class, NodeUnderTest.class);
		if (node != null) {
			context.getExecutionException().ifPresent((failure) -> tellMessages(failure, node.messages().mermaid()));
			String left = node.close();
			// Whatever it leaves behind may well be a consequence of its failure.
			if (!left.isEmpty() && context.getExecutionException().isEmpty()) {
				throw new AssertionError(left);
			}
		}
	}

	private static void tellMessages(Throwable failure, String mermaid) {
		if (!mermaid.isEmpty()) {
			failure.addSuppressed(new MessagesOfTest(mermaid));
		}
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		Class<?> type = parameter.getParameter().getType();
		return (type == Node.class || type == ManualTime.class)
				&& !(parameter.getDeclaringExecutable() instanceof java.lang.reflect.Constructor<?>);
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		NodeUnderTest node = context.getStore(NAMESPACE).get(NodeUnderTest.class, NodeUnderTest.class);
		if (node == null) {
			throw new ParameterResolutionException("There is a node for each test, not for a whole class");
		}
		if (parameter.getParameter().getType() == Node.class) {
			return node.node();
		}
		if (node.time() == null) {
			throw new ParameterResolutionException(
					"The time of the node is that of the system; write @TriotpTest(manualTime = true) to move it");
		}
		return node.time();
	}

}
