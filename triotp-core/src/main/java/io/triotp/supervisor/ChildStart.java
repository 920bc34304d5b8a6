package io.triotp.supervisor;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import io.triotp.process.ProcessBody;
import io.triotp.server.GenServer;

/**
 * What a child runs, as data: it says what would be started and starts nothing.
 */
public sealed interface ChildStart {

	/**
	 * {@return the class of the user's code that it runs, for reports: that of the
	 * lambda, supplier or function unless {@link ChildSpec#code} says more; nothing for a
	 * supervisor, which runs no code of the user}
	 */
	Optional<Class<?>> code();

	/**
	 * {@return this without what was put around it: whose code it is, and interceptors}
	 */
	default ChildStart plain() {
		return this;
	}

	/**
	 * A generic server.
	 *
	 * @param server gives the callbacks, at each start
	 */
	record Server(Supplier<? extends GenServer<?, ?, ?>> server) implements ChildStart {

		public Server {
			Objects.requireNonNull(server, "server");
		}

		@Override
		public Optional<Class<?>> code() {
			return Optional.of(this.server.getClass());
		}

	}

	/**
	 * A plain process or a task.
	 *
	 * @param body its code
	 */
	record Body(ProcessBody body) implements ChildStart {

		public Body {
			Objects.requireNonNull(body, "body");
		}

		@Override
		public Optional<Class<?>> code() {
			return Optional.of(this.body.type());
		}

	}

	/**
	 * Something that is opened at each start and closed at each stop.
	 *
	 * @param open opens it
	 */
	record Resource(Callable<? extends AutoCloseable> open) implements ChildStart {

		public Resource {
			Objects.requireNonNull(open, "open");
		}

		@Override
		public Optional<Class<?>> code() {
			return Optional.of(this.open.getClass());
		}

	}

	/**
	 * A supervisor.
	 *
	 * @param spec what it supervises
	 */
	record Supervise(SupervisorSpec spec) implements ChildStart {

		/**
		 * Create it.
		 * @throws IllegalArgumentException if it has a significant child but no automatic
		 * shutdown
		 */
		public Supervise {
			spec.requireMeaningful();
		}

		@Override
		public Optional<Class<?>> code() {
			return Optional.empty();
		}

	}

	/**
	 * A supervisor whose children are started later.
	 *
	 * @param spec its limits
	 */
	record SuperviseDynamically(DynamicSupervisorSpec spec) implements ChildStart {

		public SuperviseDynamically {
			Objects.requireNonNull(spec, "spec");
		}

		@Override
		public Optional<Class<?>> code() {
			return Optional.empty();
		}

	}

	/**
	 * What code makes anew at each start and restart.
	 *
	 * @param make makes a specification, of which only the start counts
	 */
	record Made(Callable<ChildSpec> make) implements ChildStart {

		public Made {
			Objects.requireNonNull(make, "make");
		}

		@Override
		public Optional<Class<?>> code() {
			return Optional.of(this.make.getClass());
		}

	}

	/**
	 * A start function of the user.
	 *
	 * @param start starts the child
	 */
	record Custom(StartFunction start) implements ChildStart {

		public Custom {
			Objects.requireNonNull(start, "start");
		}

		@Override
		public Optional<Class<?>> code() {
			return Optional.of(this.start.getClass());
		}

	}

	/**
	 * A start with something around it.
	 *
	 * @param start what is started
	 * @param interceptor what is around it
	 */
	record Intercepted(ChildStart start, StartInterceptor interceptor) implements ChildStart {

		public Intercepted {
			Objects.requireNonNull(start, "start");
			Objects.requireNonNull(interceptor, "interceptor");
		}

		@Override
		public Optional<Class<?>> code() {
			return this.start.code();
		}

		@Override
		public ChildStart plain() {
			return this.start.plain();
		}

	}

	/**
	 * A start whose own class says little, and whose code it is.
	 *
	 * @param start what is started
	 * @param type the class that reports name
	 */
	record CodeOf(ChildStart start, Class<?> type) implements ChildStart {

		public CodeOf {
			Objects.requireNonNull(start, "start");
			Objects.requireNonNull(type, "type");
		}

		@Override
		public Optional<Class<?>> code() {
			return Optional.of(this.type);
		}

		@Override
		public ChildStart plain() {
			return this.start.plain();
		}

	}

}
