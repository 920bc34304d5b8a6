package io.triotp.supervisor;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.triotp.process.Pid;
import io.triotp.process.ProcessBody;
import io.triotp.resource.Probe;
import io.triotp.server.GenServer;
import org.jspecify.annotations.Nullable;

/**
 * What a child runs, as data: it describes a start without starting anything.
 */
public sealed interface ChildStart {

	/**
	 * {@return the class of the user's code that it runs, for reports. It is the class of
	 * the lambda, supplier or function unless {@link ChildSpec#code} names another; empty
	 * for a supervisor, which runs no user code}
	 */
	Optional<Class<?>> code();

	/**
	 * {@return this without the wrappers {@link Intercepted}, {@link Probed} and
	 * {@link CodeOf}}
	 */
	default ChildStart plain() {
		return this;
	}

	/**
	 * {@return this with another server in it; reports name the same code}
	 * @param change makes the supplier of the other server out of that of this one
	 * @throws IllegalStateException if this starts no generic server
	 */
	default ChildStart withServer(UnaryOperator<Supplier<? extends GenServer<?, ?, ?>>> change) {
		Objects.requireNonNull(change, "change");
		return switch (this) {
			case Server(var server) -> new CodeOf(
					new Server(Objects.requireNonNull(change.apply(server), "the other server")), server.getClass());
			case Intercepted(ChildStart inner, StartInterceptor interceptor) ->
				new Intercepted(inner.withServer(change), interceptor);
			case Probed(ChildStart inner, var probe) -> new Probed(inner.withServer(change), probe);
			case CodeOf(ChildStart inner, Class<?> type) -> new CodeOf(inner.withServer(change), type);
			case Body ignored -> throw noServer();
			case Resource<?> ignored -> throw noServer();
			case Supervise ignored -> throw noServer();
			case SuperviseDynamically ignored -> throw noServer();
			case Made ignored -> throw noServer();
			case Custom ignored -> throw noServer();
		};
	}

	private static IllegalStateException noServer() {
		return new IllegalStateException("This child is no generic server");
	}

	/**
	 * A generic server.
	 *
	 * @param server supplies the callbacks; called at each start, by the new process
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
	 * A resource that is opened at each start and closed at each end.
	 *
	 * @param <T> the resource
	 * @param open opens the resource
	 * @param probe looks at the resource while it is open, {@code null} for no probe
	 */
	record Resource<T extends AutoCloseable>(Callable<? extends T> open,
			@Nullable Probe<? super T> probe) implements ChildStart {

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
		 * Creates the start of a supervisor.
		 * @throws IllegalArgumentException if it has a significant child but no automatic
		 * shutdown
		 */
		public Supervise {
			Objects.requireNonNull(spec, "spec").requireMeaningful();
		}

		@Override
		public Optional<Class<?>> code() {
			return Optional.empty();
		}

	}

	/**
	 * A supervisor whose children are started later.
	 *
	 * @param spec the specification of the supervisor
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
	 * A child whose specification is made by code, again at each start and restart.
	 *
	 * @param make makes the specification, of which only the start is used
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
	 * A start function written by the user.
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
	 * A start with an interceptor around it.
	 *
	 * @param start the start inside
	 * @param interceptor the interceptor
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
	 * A start of something that is looked at while it runs.
	 *
	 * @param start the start inside
	 * @param probe looks at the process that was started
	 */
	record Probed(ChildStart start, Probe<? super Pid> probe) implements ChildStart {

		public Probed {
			Objects.requireNonNull(start, "start");
			Objects.requireNonNull(probe, "probe");
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
	 * A start that is reported as the code of another class.
	 *
	 * @param start the start inside
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
