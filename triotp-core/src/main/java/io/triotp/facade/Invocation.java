package io.triotp.facade;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

import io.triotp.process.ReportName;
import io.triotp.server.Call;
import io.triotp.server.Cast;
import org.jspecify.annotations.Nullable;

/**
 * A method that was called on a facade, on its way to the object.
 */
sealed interface Invocation extends ReportName {

	Method method();

	@Nullable Object[] arguments();

	/** Somebody waits for it. */
	record Answered(Method method,
			@Nullable Object[] arguments) implements Invocation, Call<FacadeServer<?>, @Nullable Object> {

		@Override
		public String toString() {
			return reportName() + Arrays.toString(this.arguments);
		}

	}

	/** Nobody does. */
	record Sent(Method method, @Nullable Object[] arguments) implements Invocation, Cast<FacadeServer<?>> {

		@Override
		public String toString() {
			return reportName() + Arrays.toString(this.arguments);
		}

	}

	@Override
	default String reportName() {
		return method().getDeclaringClass().getName() + "." + method().getName();
	}

	/**
	 * {@return what the method returned}
	 * @throws InvocationTargetException what it threw
	 */
	default @Nullable Object on(Object object) throws InvocationTargetException {
		try {
			return method().invoke(object, arguments());
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(reportName() + " cannot be called: open its package", ex);
		}
	}

	/**
	 * {@return whether the method says that it may throw this}
	 */
	default boolean declares(Throwable thrown) {
		return Arrays.stream(method().getExceptionTypes()).anyMatch((type) -> type.isInstance(thrown));
	}

}
