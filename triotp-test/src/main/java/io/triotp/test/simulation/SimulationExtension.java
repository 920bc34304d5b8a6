package io.triotp.test.simulation;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;
import org.jspecify.annotations.Nullable;

/**
 * What {@link TriotpSimulation} does.
 */
final class SimulationExtension implements InvocationInterceptor, ParameterResolver {

	private static final String PROPERTY = "triotp.simulation.";

	/** In real time: only a failure lets it run out. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	SimulationExtension() {
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == Simulation.class;
	}

	/** Each run gets its own: this one is never used. */
	@Override
	public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return null;
	}

	@Override
	public void interceptTestMethod(Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method,
			ExtensionContext context) {
		invocation.skip();
		Method test = method.getExecutable();
		if (test.getParameterCount() != 1) {
			throw new IllegalStateException(test + " must have one parameter, the Simulation");
		}
		Object target = context.getRequiredTestInstance();
		Long replayed = Long.getLong(PROPERTY + "seed");
		if (replayed != null) {
			Limits limits = new Limits(Integer.getInteger(PROPERTY + "faults", Integer.MAX_VALUE),
					Integer.getInteger(PROPERTY + "clients", Integer.MAX_VALUE), Long.MAX_VALUE);
			run(test, target, replayed, limits).ifPresent((failure) -> {
				throw new SimulationFailure(failure, failure);
			});
			return;
		}
		int seeds = AnnotationSupport.findAnnotation(test, TriotpSimulation.class)
			.map(TriotpSimulation::seeds)
			.orElseThrow();
		for (long seed = 1; seed <= seeds; seed++) {
			run(test, target, seed, Limits.NONE).ifPresent((failure) -> {
				Shrinking shrinking = new Shrinking((other, limits) -> run(test, target, other, limits));
				throw new SimulationFailure(failure, shrinking.shrink(failure));
			});
		}
	}

	private static Optional<Shrinking.Failure> run(Method test, Object target, long seed, Limits limits) {
		Simulation simulation = new Simulation(seed, limits, PATIENCE);
		@Nullable Throwable thrown = null;
		try {
			ReflectionSupport.invokeMethod(test, target, simulation);
		}
		catch (Limits.Reached ex) {
			// It has not failed so far, and nobody waits for the rest.
		}
		catch (Throwable ex) {
			thrown = ex;
		}
		String messages = simulation.messages();
		try {
			simulation.close();
		}
		catch (Throwable ex) {
			if (thrown == null) {
				thrown = ex;
			}
			else {
				thrown.addSuppressed(ex);
			}
		}
		return Optional.ofNullable(thrown)
			.map((ex) -> new Shrinking.Failure(seed, limits, simulation.faultCount(), simulation.clientCount(),
					simulation.steps(), ex, messages));
	}

}
