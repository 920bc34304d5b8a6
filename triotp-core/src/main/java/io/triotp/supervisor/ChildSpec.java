package io.triotp.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.triotp.process.MailboxLimit;
import io.triotp.process.Pid;
import io.triotp.process.ProcessBody;
import io.triotp.resource.Probe;
import io.triotp.server.GenServer;
import io.triotp.time.TimeText;
import org.jspecify.annotations.Nullable;

/**
 * How a child is started, restarted and stopped (OTP V2). Every instance is valid.
 *
 * @param id its id within the supervisor; not blank, without slashes or control
 * characters
 * @param start what it runs
 * @param type worker or supervisor
 * @param restart whether it is restarted; a task is temporary by default, all else
 * permanent
 * @param shutdown how it is stopped; by default 5 seconds for a worker, infinity for a
 * supervisor
 * @param significant whether its end may end the supervisor
 * @param backoff how long to wait before restarts, {@code null} for the backoff of the
 * supervisor
 * @param name the name its process registers, {@code null} for none
 * @param startTimeout how long its {@code init} may take, and other code of a user that
 * its start calls, {@code null} for the default of the node
 * @param mailbox the limit of its mailbox, {@code null} for none
 */
public record ChildSpec(String id, ChildStart start, ChildType type, Restart restart, Shutdown shutdown,
		boolean significant, @Nullable Backoff backoff, @Nullable String name, @Nullable Duration startTimeout,
		@Nullable MailboxLimit mailbox) {

	public ChildSpec {
		Place.requirePart("A child id", id);
		if (id.equals(name)) {
			// A million children may have both: one string is enough.
			name = id;
		}
		Objects.requireNonNull(start, "start");
		Objects.requireNonNull(type, "type");
		Objects.requireNonNull(restart, "restart");
		Objects.requireNonNull(shutdown, "shutdown");
		if (startTimeout != null && (startTimeout.isNegative() || startTimeout.isZero())) {
			throw new IllegalArgumentException(
					"The start timeout of child '" + id + "' must be more than 0, but is " + TimeText.of(startTimeout));
		}
	}

	/** Checked on use, so that changes can come in any order. */
	void requireMeaningful() {
		if (this.significant && this.restart == Restart.PERMANENT) {
			throw new IllegalArgumentException("Child '" + this.id
					+ "' cannot be significant and permanent: a permanent child never ends for good");
		}
	}

	/** Like {@link #requireMeaningful()}, below a supervisor with this rule. */
	void requireMeaningful(AutoShutdown autoShutdown) {
		requireMeaningful();
		if (this.significant && autoShutdown == AutoShutdown.NEVER) {
			throw new IllegalArgumentException("Child '" + this.id
					+ "' is significant, but its supervisor has auto-shutdown 'never': it would mean nothing");
		}
	}

	/**
	 * {@return a child with the defaults of its type}
	 * @param id its id
	 * @param type worker or supervisor
	 * @param start what it runs
	 */
	public static ChildSpec of(String id, ChildType type, ChildStart start) {
		Shutdown shutdown = (type == ChildType.SUPERVISOR) ? Shutdown.DEFAULT_SUPERVISOR : Shutdown.DEFAULT_WORKER;
		return new ChildSpec(id, start, type, Restart.PERMANENT, shutdown, false, null, null, null, null);
	}

	/**
	 * {@return a child with a start function of its own}
	 * @param id its id
	 * @param start starts the child
	 */
	public static ChildSpec worker(String id, StartFunction start) {
		return of(id, ChildType.WORKER, new ChildStart.Custom(start));
	}

	/**
	 * {@return a generic server}
	 * @param id its id
	 * @param server supplies the callbacks; called at each start, in the process of the
	 * server and within its start timeout
	 */
	public static ChildSpec server(String id, Supplier<? extends GenServer<?, ?, ?>> server) {
		return of(id, ChildType.WORKER, new ChildStart.Server(server));
	}

	/**
	 * {@return a generic server whose class is known before it is created}
	 * @param <P> the type of the server
	 * @param id its id
	 * @param type its class, for reports
	 * @param server supplies the callbacks; called at each start, in the process of the
	 * server and within its start timeout
	 */
	public static <P extends GenServer<?, ?, ?>> ChildSpec server(String id, Class<P> type,
			Supplier<? extends P> server) {
		return server(id, server).code(type);
	}

	/**
	 * {@return work that runs from beginning to end. It is temporary (OTP K9): it runs
	 * once unless {@link #restart} says otherwise}
	 * @param id its id
	 * @param body the work
	 */
	public static ChildSpec task(String id, TaskBody body) {
		return process(id, new TaskProcess(body)).restart(Restart.TEMPORARY);
	}

	/**
	 * {@return work that is done again and again. What it throws is a crash, which counts
	 * like any other; the next run comes when it is due}
	 * @param id its id
	 * @param schedule when it is done; a restart begins it anew
	 * @param body the work
	 */
	public static ChildSpec schedule(String id, Schedule schedule, TaskBody body) {
		return process(id, new ScheduledProcess(schedule, body));
	}

	/**
	 * {@return a plain process}
	 * @param id its id
	 * @param body its code
	 */
	public static ChildSpec process(String id, ProcessBody body) {
		return of(id, ChildType.WORKER, new ChildStart.Body(body));
	}

	/**
	 * {@return a resource that is opened when the child starts and closed when it ends,
	 * such as a web server or a connection}
	 *
	 * <p>
	 * It is closed before the child is started again, also if its process was killed;
	 * then, and if it does not close in time, the next start waits for that as long as
	 * the shutdown of the child allows.
	 * @param id its id
	 * @param open opens the resource
	 */
	public static ChildSpec resource(String id, Callable<? extends AutoCloseable> open) {
		return of(id, ChildType.WORKER, new ChildStart.Resource<AutoCloseable>(open, null));
	}

	/**
	 * {@return a resource that is looked at while it is open}
	 * @param <T> the resource
	 * @param id its id
	 * @param open opens the resource
	 * @param probe looks at the resource
	 * @see #resource(String, Callable)
	 */
	public static <T extends AutoCloseable> ChildSpec resource(String id, Callable<? extends T> open,
			Probe<? super T> probe) {
		Objects.requireNonNull(probe, "probe");
		return of(id, ChildType.WORKER, new ChildStart.Resource<T>(open, probe));
	}

	/**
	 * {@return a supervisor with children of its own}
	 * @param id its id
	 * @param spec the supervisor
	 * @throws IllegalArgumentException if it has a significant child but no automatic
	 * shutdown
	 */
	public static ChildSpec supervisor(String id, SupervisorSpec spec) {
		return of(id, ChildType.SUPERVISOR, new ChildStart.Supervise(spec));
	}

	/**
	 * {@return a supervisor whose children are started later}
	 * @param id its id
	 * @param spec the supervisor
	 */
	public static ChildSpec dynamicSupervisor(String id, DynamicSupervisorSpec spec) {
		return of(id, ChildType.SUPERVISOR, new ChildStart.SuperviseDynamically(spec));
	}

	// reading

	/**
	 * {@return the specification of the supervisor if it is a declared supervisor that is
	 * not dynamic}
	 */
	public Optional<SupervisorSpec> supervisor() {
		return (this.start.plain() instanceof ChildStart.Supervise(SupervisorSpec spec)) ? Optional.of(spec)
				: Optional.empty();
	}

	/**
	 * {@return the specification of the supervisor if it is a declared dynamic
	 * supervisor}
	 */
	public Optional<DynamicSupervisorSpec> dynamicSupervisor() {
		return (this.start.plain() instanceof ChildStart.SuperviseDynamically(DynamicSupervisorSpec spec))
				? Optional.of(spec) : Optional.empty();
	}

	/**
	 * {@return its declared children, in start order; empty unless it is a
	 * {@link #supervisor()}}
	 */
	public List<ChildSpec> children() {
		return supervisor().map(SupervisorSpec::children).orElse(List.of());
	}

	// changing

	/**
	 * {@return a copy with this id}
	 * @param id the id
	 */
	public ChildSpec id(String id) {
		return new ChildSpec(id, this.start, this.type, this.restart, this.shutdown, this.significant, this.backoff,
				this.name, this.startTimeout, this.mailbox);
	}

	/**
	 * {@return a copy that runs something else}
	 * @param start what it runs
	 */
	public ChildSpec start(ChildStart start) {
		return new ChildSpec(this.id, start, this.type, this.restart, this.shutdown, this.significant, this.backoff,
				this.name, this.startTimeout, this.mailbox);
	}

	/**
	 * {@return a copy with another generic server in it; reports name the same code}
	 * @param change makes the supplier of the other server out of that of this one
	 * @throws IllegalStateException if this starts no generic server
	 */
	public ChildSpec withServer(UnaryOperator<Supplier<? extends GenServer<?, ?, ?>>> change) {
		return start(this.start.withServer(change));
	}

	/**
	 * {@return a copy with an interceptor around each start and restart}
	 * @param interceptor the interceptor
	 */
	public ChildSpec intercept(StartInterceptor interceptor) {
		return start(new ChildStart.Intercepted(this.start, interceptor));
	}

	/**
	 * {@return a copy that is looked at while it runs, and ends when the probe finds it
	 * stopped or unhealthy}
	 * @param probe looks at its process
	 */
	public ChildSpec probe(Probe<? super Pid> probe) {
		return start(new ChildStart.Probed(this.start, probe));
	}

	/**
	 * {@return a copy that is reported as the code of a class: for suppliers and lambdas,
	 * whose own class says little}
	 * @param type the class
	 */
	public ChildSpec code(Class<?> type) {
		return start(new ChildStart.CodeOf(this.start, type));
	}

	/**
	 * {@return a copy with this restart rule}
	 * @param restart the rule
	 */
	public ChildSpec restart(Restart restart) {
		return new ChildSpec(this.id, this.start, this.type, restart, this.shutdown, this.significant, this.backoff,
				this.name, this.startTimeout, this.mailbox);
	}

	/**
	 * {@return a copy that is stopped this way}
	 * @param shutdown how it is stopped
	 */
	public ChildSpec shutdown(Shutdown shutdown) {
		return new ChildSpec(this.id, this.start, this.type, this.restart, shutdown, this.significant, this.backoff,
				this.name, this.startTimeout, this.mailbox);
	}

	/**
	 * {@return a copy that is significant or not. A significant child must not be
	 * permanent when the specification is used}
	 * @param significant whether its end may end the supervisor
	 */
	public ChildSpec significant(boolean significant) {
		return new ChildSpec(this.id, this.start, this.type, this.restart, this.shutdown, significant, this.backoff,
				this.name, this.startTimeout, this.mailbox);
	}

	/**
	 * {@return a copy with these delays before restarts}
	 * @param backoff the delays, {@code null} for those of the supervisor
	 */
	public ChildSpec backoff(@Nullable Backoff backoff) {
		return new ChildSpec(this.id, this.start, this.type, this.restart, this.shutdown, this.significant, backoff,
				this.name, this.startTimeout, this.mailbox);
	}

	/**
	 * {@return a copy with this registered name}
	 * @param name the name, {@code null} for none
	 */
	public ChildSpec name(@Nullable String name) {
		return new ChildSpec(this.id, this.start, this.type, this.restart, this.shutdown, this.significant,
				this.backoff, name, this.startTimeout, this.mailbox);
	}

	/**
	 * {@return a copy with this start timeout}
	 * @param startTimeout how long {@code init} may take, and other code of a user that
	 * the start calls, {@code null} for the default of the node
	 */
	public ChildSpec startTimeout(@Nullable Duration startTimeout) {
		return new ChildSpec(this.id, this.start, this.type, this.restart, this.shutdown, this.significant,
				this.backoff, this.name, startTimeout, this.mailbox);
	}

	/**
	 * {@return a copy with this mailbox limit}
	 * @param mailbox the limit, {@code null} for none
	 */
	public ChildSpec mailbox(@Nullable MailboxLimit mailbox) {
		return new ChildSpec(this.id, this.start, this.type, this.restart, this.shutdown, this.significant,
				this.backoff, this.name, this.startTimeout, mailbox);
	}

}
