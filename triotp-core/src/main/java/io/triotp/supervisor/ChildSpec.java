package io.triotp.supervisor;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import io.triotp.process.MailboxLimit;
import io.triotp.process.ProcessBody;
import io.triotp.process.SafeText;
import io.triotp.time.TimeText;
import io.triotp.server.GenServer;
import org.jspecify.annotations.Nullable;

/**
 * How a child is started, restarted and stopped (OTP V2). An existing specification is a
 * valid one.
 *
 * @param id what the supervisor knows it by; no slash, nothing that controls a terminal
 * @param start starts it
 * @param type worker or supervisor
 * @param restart whether it is restarted; permanent if nothing is said
 * @param shutdown how it is stopped; 5 seconds for a worker, infinity for a supervisor if
 * nothing is said
 * @param significant whether its end may end the supervisor
 * @param backoff how long to wait before restarts, {@code null} for that of the
 * supervisor
 * @param name the name its process registers, {@code null} for none
 * @param startTimeout how long its {@code init} may take, {@code null} for the default of
 * the node
 * @param mailbox the bound of its mailbox, {@code null} for none
 */
public record ChildSpec(String id, ChildStart start, ChildType type, Restart restart, Shutdown shutdown,
		boolean significant, @Nullable Backoff backoff, @Nullable String name, @Nullable Duration startTimeout,
		@Nullable MailboxLimit mailbox) {

	public ChildSpec {
		if (id.isBlank() || id.contains("/") || !SafeText.of(id).equals(id)) {
			throw new IllegalArgumentException(
					"A child id must not be blank nor contain '/' or control characters, but is '" + SafeText.of(id)
							+ "'");
		}
		if (id.equals(name)) {
			// A million children may have both: once is enough.
			name = id;
		}
		Objects.requireNonNull(start, "start");
		Objects.requireNonNull(type, "type");
		Objects.requireNonNull(restart, "restart");
		Objects.requireNonNull(shutdown, "shutdown");
		if (significant && restart == Restart.PERMANENT) {
			throw new IllegalArgumentException(
					"Child '" + id + "' cannot be significant and permanent: a permanent child never ends for good");
		}
		if (startTimeout != null && (startTimeout.isNegative() || startTimeout.isZero())) {
			throw new IllegalArgumentException(
					"The start timeout of child '" + id + "' must be more than 0, but is " + TimeText.of(startTimeout));
		}
	}

	private static ChildSpec of(String id, ChildType type, ChildStart start) {
		Shutdown shutdown = (type == ChildType.SUPERVISOR) ? Shutdown.DEFAULT_SUPERVISOR : Shutdown.DEFAULT_WORKER;
		return new ChildSpec(id, start, type, Restart.PERMANENT, shutdown, false, null, null, null, null);
	}

	/**
	 * {@return a child with a start function of its own}
	 * @param id its id
	 * @param start starts it
	 */
	public static ChildSpec worker(String id, ChildStart start) {
		return of(id, ChildType.WORKER, start);
	}

	/**
	 * {@return a generic server}
	 * @param id its id
	 * @param server gives the callbacks, at each start
	 */
	public static ChildSpec server(String id, Supplier<? extends GenServer<?, ?, ?>> server) {
		Objects.requireNonNull(server, "server");
		return of(id, ChildType.WORKER, (context) -> StartedChild
			.worker(GenServer.startLink(server.get(), context.serverOptions()).pid().orElseThrow()));
	}

	/**
	 * {@return work that runs from beginning to end}
	 * @param id its id
	 * @param body the work
	 */
	public static ChildSpec task(String id, TaskBody body) {
		Objects.requireNonNull(body, "body");
		return process(id, (self) -> body.run());
	}

	/**
	 * {@return a plain process}
	 * @param id its id
	 * @param body its code
	 */
	public static ChildSpec process(String id, ProcessBody body) {
		Objects.requireNonNull(body, "body");
		return of(id, ChildType.WORKER, (context) -> PlainChild.start(body, context));
	}

	/**
	 * {@return something that is opened when the child starts and closed when it stops: a
	 * web server, a connection}
	 * @param id its id
	 * @param open opens it
	 */
	public static ChildSpec resource(String id, Callable<? extends AutoCloseable> open) {
		return server(id, () -> new ResourceServer(open));
	}

	/**
	 * {@return a supervisor with children of its own}
	 * @param id its id
	 * @param spec the supervisor
	 */
	public static ChildSpec supervisor(String id, SupervisorSpec spec) {
		Objects.requireNonNull(spec, "spec");
		return of(id, ChildType.SUPERVISOR, (context) -> SupervisorProcess.startLink(spec, context));
	}

	/**
	 * {@return a supervisor whose children are started later}
	 * @param id its id
	 * @param spec the supervisor
	 */
	public static ChildSpec dynamicSupervisor(String id, DynamicSupervisorSpec spec) {
		Objects.requireNonNull(spec, "spec");
		return of(id, ChildType.SUPERVISOR, (context) -> DynamicSupervisorProcess.startLink(spec, context));
	}

	/**
	 * {@return this with another id}
	 * @param id the id
	 */
	public ChildSpec id(String id) {
		return new ChildSpec(id, this.start, this.type, this.restart, this.shutdown, this.significant, this.backoff,
				this.name, this.startTimeout, this.mailbox);
	}

	/**
	 * {@return this with another restart rule}
	 * @param restart the rule
	 */
	public ChildSpec restart(Restart restart) {
		return new ChildSpec(this.id, this.start, this.type, restart, this.shutdown, this.significant, this.backoff,
				this.name, this.startTimeout, this.mailbox);
	}

	/**
	 * {@return this with another way to stop}
	 * @param shutdown the way
	 */
	public ChildSpec shutdown(Shutdown shutdown) {
		return new ChildSpec(this.id, this.start, this.type, this.restart, shutdown, this.significant, this.backoff,
				this.name, this.startTimeout, this.mailbox);
	}

	/**
	 * {@return this, significant or not}
	 * @param significant whether its end may end the supervisor
	 */
	public ChildSpec significant(boolean significant) {
		return new ChildSpec(this.id, this.start, this.type, this.restart, this.shutdown, significant, this.backoff,
				this.name, this.startTimeout, this.mailbox);
	}

	/**
	 * {@return this with delays before restarts}
	 * @param backoff the delays, {@code null} for those of the supervisor
	 */
	public ChildSpec backoff(@Nullable Backoff backoff) {
		return new ChildSpec(this.id, this.start, this.type, this.restart, this.shutdown, this.significant, backoff,
				this.name, this.startTimeout, this.mailbox);
	}

	/**
	 * {@return this with a registered name}
	 * @param name the name, {@code null} for none
	 */
	public ChildSpec name(@Nullable String name) {
		return new ChildSpec(this.id, this.start, this.type, this.restart, this.shutdown, this.significant,
				this.backoff, name, this.startTimeout, this.mailbox);
	}

	/**
	 * {@return this with another start timeout}
	 * @param startTimeout how long {@code init} may take, {@code null} for the default of
	 * the node
	 */
	public ChildSpec startTimeout(@Nullable Duration startTimeout) {
		return new ChildSpec(this.id, this.start, this.type, this.restart, this.shutdown, this.significant,
				this.backoff, this.name, startTimeout, this.mailbox);
	}

	/**
	 * {@return this with a bounded mailbox}
	 * @param mailbox the bound, {@code null} for none
	 */
	public ChildSpec mailbox(@Nullable MailboxLimit mailbox) {
		return new ChildSpec(this.id, this.start, this.type, this.restart, this.shutdown, this.significant,
				this.backoff, this.name, this.startTimeout, mailbox);
	}

}
