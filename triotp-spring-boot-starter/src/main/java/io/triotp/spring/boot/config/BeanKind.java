package io.triotp.spring.boot.config;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import io.triotp.server.GenServer;
import io.triotp.supervisor.ChildSpec;

import org.springframework.context.Lifecycle;

/**
 * What a child can be made of. A bean that is several of these counts as the first.
 */
enum BeanKind {

	/** A generic server. */
	GEN_SERVER(GenServer.class),

	/** A specification made by code. */
	CHILD_SPEC(ChildSpec.class),

	/** Work with a result, which is dropped. */
	CALLABLE(Callable.class),

	/** Work. */
	RUNNABLE(Runnable.class),

	/** Something that is started and stopped. */
	LIFECYCLE(Lifecycle.class),

	/** Something that is open from the moment it is made until it is closed. */
	CLOSEABLE(AutoCloseable.class),

	/** An object behind a facade, which the tree has to say. */
	OBJECT(Object.class);

	private final Class<?> type;

	BeanKind(Class<?> type) {
		this.type = type;
	}

	Class<?> type() {
		return this.type;
	}

	static Optional<BeanKind> of(Class<?> type) {
		return byType().filter((kind) -> kind.type.isAssignableFrom(type)).findFirst();
	}

	/**
	 * {@return those that a type tells}
	 */
	static Stream<BeanKind> byType() {
		return Arrays.stream(values()).filter((kind) -> kind != OBJECT);
	}

}
