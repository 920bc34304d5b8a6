package io.triotp.facade;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;

import io.triotp.server.CallException;
import io.triotp.server.ServerRef;
import org.jspecify.annotations.Nullable;

/**
 * Makes a message of each method that is called.
 *
 * @param type the interface
 * @param server where the messages go
 * @param timeout how long a call waits, {@code null} for the call timeout of the node
 */
record FacadeClient(Class<?> type, ServerRef<FacadeServer<?>> server,
		@Nullable Duration timeout) implements InvocationHandler {

	private static final Object[] NONE = {};

	@Override
	public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] given) throws Throwable {
		@Nullable Object[] arguments = (given != null) ? given : NONE;
		if (method.getDeclaringClass() == Object.class) {
			return ofObject(method, arguments);
		}
		method.setAccessible(true);
		if (method.isAnnotationPresent(OneWay.class)) {
			this.server.cast(new Invocation.Sent(method, arguments));
			return null;
		}
		return call(new Invocation.Answered(method, arguments));
	}

	private @Nullable Object call(Invocation.Answered request) throws Throwable {
		try {
			return (this.timeout != null) ? this.server.call(request, this.timeout) : this.server.call(request);
		}
		catch (CallException.Raised ex) {
			// A checked one; the method declares it, or it would have come as a crash.
			throw (ex.getCause() != null && request.declares(ex.getCause())) ? ex.getCause() : ex;
		}
	}

	/** These are no messages: a facade is compared and shown without its server. */
	private Object ofObject(Method method, @Nullable Object[] arguments) {
		return switch (method.getName()) {
			case "equals" -> isEqual(arguments[0]);
			case "hashCode" -> hashCode();
			default -> toString();
		};
	}

	private boolean isEqual(@Nullable Object other) {
		return other != null && Proxy.isProxyClass(other.getClass()) && equals(Proxy.getInvocationHandler(other));
	}

	@Override
	public String toString() {
		return this.type.getSimpleName() + " of " + this.server;
	}

}
