package io.triotp.facade;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import io.triotp.process.Processes;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.ChildSpec;
import io.triotp.time.Deadline;

/**
 * A plain interface as the client of a server, and a plain object as the server: the
 * first one without messages to write. Each method that is called becomes a message, and
 * the object handles one at a time, in a process of its own, so its fields need no lock.
 * It is made anew at each restart.
 *
 * <p>
 * A method waits for the server, as a {@linkplain ServerRef#call call} does, and fails as
 * one: with {@link io.triotp.server.CallException} when the answer takes longer than the
 * timeout, when the server ends or when there is none. This is not what somebody expects
 * who only sees the interface, so say it there. Methods with {@link OneWay} are casts.
 *
 * <p>
 * An exception that the method declares is an answer, and the object goes on. Any other
 * is a crash, after which the object is made anew. Both reach the caller as they are.
 * {@code toString}, {@code equals} and {@code hashCode} are no messages. An object that
 * is {@link AutoCloseable} is closed when its server ends.
 *
 * @param <T> the interface
 */
public final class Facade<T> {

	private final Class<T> type;

	private Facade(Class<T> type) {
		this.type = type;
	}

	/**
	 * {@return the facade of an interface}
	 * @param <T> the interface
	 * @param type its class
	 * @throws IllegalArgumentException if it is no interface, or sealed, or a method with
	 * {@link OneWay} returns something
	 */
	public static <T> Facade<T> of(Class<T> type) {
		Objects.requireNonNull(type, "type");
		if (!type.isInterface() || type.isAnnotation() || type.isSealed() || type.isHidden()) {
			throw new IllegalArgumentException(
					type.getName() + " is no interface that can be implemented: a facade needs one");
		}
		List<String> waits = Arrays.stream(type.getMethods())
			.filter((method) -> method.isAnnotationPresent(OneWay.class) && method.getReturnType() != void.class)
			.map(Method::getName)
			.sorted()
			.toList();
		if (!waits.isEmpty()) {
			throw new IllegalArgumentException("Nobody waits for a method with @OneWay, so it must be void: "
					+ String.join(", ", waits) + " of " + type.getName() + " returns something");
		}
		return new Facade<>(type);
	}

	/**
	 * {@return a child that is such an object}
	 * @param id its id
	 * @param object makes the object; called at each start, in the process of the server
	 * and within its start timeout
	 */
	public ChildSpec child(String id, Supplier<? extends T> object) {
		Objects.requireNonNull(object, "object");
		return ChildSpec.server(id, () -> new FacadeServer<T>(object.get()));
	}

	/**
	 * {@return a client of the object with a name, which is looked up at each use} Calls
	 * wait up to the call timeout of the node.
	 * @param node where it lives
	 * @param name its name
	 */
	public T client(Processes node, String name) {
		return client(new FacadeClient(this.type, ServerRef.named(node, name), null));
	}

	/**
	 * {@return a client of the object with a name, which is looked up at each use}
	 * @param node where it lives
	 * @param name its name
	 * @param timeout how long a call waits, 0 or more
	 * @throws IllegalArgumentException if the timeout is negative
	 */
	public T client(Processes node, String name, Duration timeout) {
		Deadline.requireNotNegative(timeout);
		return client(new FacadeClient(this.type, ServerRef.named(node, name), timeout));
	}

	private T client(FacadeClient client) {
		return this.type.cast(Proxy.newProxyInstance(this.type.getClassLoader(), new Class<?>[] { this.type }, client));
	}

	@Override
	public String toString() {
		return "facade " + this.type.getName();
	}

}
