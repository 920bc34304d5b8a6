package io.triotp.test;

import java.util.Objects;
import java.util.function.UnaryOperator;

import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What {@link TriotpTest} does, for a node with options of its own: a field of the test
 * class with {@link org.junit.jupiter.api.extension.RegisterExtension RegisterExtension}.
 */
public final class NodeExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(NodeExtension.class);

	private final @Nullable UnaryOperator<NodeOptions> changes;

	/** For JUnit. */
	NodeExtension() {
		this.changes = null;
	}

	private NodeExtension(UnaryOperator<NodeOptions> changes) {
		this.changes = changes;
	}

	/**
	 * {@return an extension that gives each test a node, as {@link TriotpTest} does}
	 * @param changes changes the options of the node, which has the name of the test; is
	 * asked before each. If the clock is a {@link ManualTime}, it is moved while the node
	 * is closed
	 */
	public static NodeExtension with(UnaryOperator<NodeOptions> changes) {
		return new NodeExtension(Objects.requireNonNull(changes, "changes"));
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		String name = context.getRequiredTestMethod().getName();
		context.getStore(NAMESPACE)
			.put(NodeUnderTest.class,
					NodeUnderTest.start(name, (this.changes != null) ? this.changes : annotated(context)));
	}

	private static UnaryOperator<NodeOptions> annotated(ExtensionContext context) {
		boolean manual = AnnotationSupport.findAnnotation(context.getRequiredTestClass(), TriotpTest.class)
			.map(TriotpTest::manualTime)
			.orElse(false);
		return (options) -> manual ? options.time(new ManualTime()) : options;
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
