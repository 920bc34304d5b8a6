package io.triotp.interleaving.loom;

import java.lang.reflect.Method;
import java.util.Arrays;

import io.triotp.interleaving.Interleaved;
import io.triotp.interleaving.Schedule;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.jspecify.annotations.Nullable;

/**
 * Runs the woven twin of a test under many schedules instead of the test.
 */
public final class InterleavingExtension implements InvocationInterceptor, ParameterResolver {

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == Schedule.class;
	}

	@Override
	public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return null;
	}

	@Override
	public void interceptTestMethod(Invocation<Void> invocation, ReflectiveInvocationContext<Method> test,
			ExtensionContext context) throws Throwable {
		invocation.skip();
		WovenClasses classes = context.getRoot()
			.getStore(ExtensionContext.Namespace.create(InterleavingExtension.class))
			.computeIfAbsent(WovenClasses.class, (type) -> new WovenClasses(), WovenClasses.class);
		Interleaved how = test.getExecutable().getAnnotation(Interleaved.class);
		Exploration exploration = new Exploration(classes, test.getTargetClass().getName(),
				test.getExecutable().getName());
		Long one = Long.getLong("triotp.schedule");
		if (one != null) {
			exploration.show(one);
			return;
		}
		long from = Long.getLong("triotp.schedules.from", 0);
		int schedules = Integer.getInteger("triotp.schedules", how.schedules());
		exploration.explore(from, from + schedules, Arrays.asList(how.windows()));
	}

}
