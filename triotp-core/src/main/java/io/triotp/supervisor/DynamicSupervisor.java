package io.triotp.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

import io.triotp.process.BehaviourHost;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.server.Call;
import io.triotp.server.GenServer;
import io.triotp.server.ServerOptions;
import io.triotp.server.ServerRef;

/**
 * The client side of a supervisor whose children are started later. The methods wait as
 * long as the supervisor needs, and throw {@link io.triotp.server.CallException} if it is
 * not there or ends meanwhile.
 */
public final class DynamicSupervisor {

	private static final Duration NO_LIMIT = Duration.ofNanos(Long.MAX_VALUE);

	private final BehaviourHost node;

	private final ServerRef<DynamicSupervisorProcess> ref;

	private DynamicSupervisor(BehaviourHost node, ServerRef<DynamicSupervisorProcess> ref) {
		this.node = node;
		this.ref = ref;
	}

	/**
	 * Start a dynamic supervisor that nobody supervises.
	 * @param node where
	 * @param name what it is registered as, and the beginning of the paths of its
	 * children
	 * @param spec its limits
	 * @return the running supervisor
	 */
	public static DynamicSupervisor start(Processes node, String name, DynamicSupervisorSpec spec) {
		return of(node.host(),
				DynamicSupervisorProcess.start(node.host(), spec, Place.of(name), ServerOptions.named(name)).pid());
	}

	/**
	 * {@return the supervisor that is one process}
	 * @param node where it lives
	 * @param pid the process
	 */
	public static DynamicSupervisor of(Processes node, Pid pid) {
		return new DynamicSupervisor(node.host(), ServerRef.of(node.host(), pid));
	}

	/**
	 * {@return whoever has a name}
	 * @param node where it lives
	 * @param name the name
	 */
	public static DynamicSupervisor named(Processes node, String name) {
		return new DynamicSupervisor(node.host(), ServerRef.named(node.host(), name));
	}

	/**
	 * Start a child (OTP D4). Its id is for people; two children may share one.
	 * @param spec the child, not significant
	 * @return its process, or nothing if its {@code init} found nothing to do
	 * @throws TooManyChildrenException if there are as many as there may be
	 * @throws io.triotp.process.NameTakenException if another process has its name (OTP
	 * V32)
	 * @throws ChildStartException if it did not start
	 * @throws IllegalArgumentException if it is significant
	 */
	public Optional<Pid> startChild(ChildSpec spec) {
		return ask(new DynamicSupervisorProcess.StartChild(Objects.requireNonNull(spec, "spec")));
	}

	/**
	 * Start a child from the template of the supervisor (OTP V33).
	 * @param id its id
	 * @param arguments what the template makes it of
	 * @return its process, or nothing if its {@code init} found nothing to do
	 * @throws TooManyChildrenException if there are as many as there may be
	 * @throws io.triotp.process.NameTakenException if another process has its name (OTP
	 * V32)
	 * @throws ChildStartException if it did not start
	 * @throws IllegalArgumentException if the supervisor has no template
	 */
	public Optional<Pid> startChild(String id, Object... arguments) {
		return ask(
				new DynamicSupervisorProcess.StartFromTemplate(Objects.requireNonNull(id, "id"), List.of(arguments)));
	}

	/**
	 * Start a permanent server.
	 * @param <P> the server
	 * @param id its id
	 * @param server gives the callbacks, at each start
	 * @return the process that was started; a restart makes another one
	 * @throws TooManyChildrenException if there are as many as there may be
	 * @throws io.triotp.process.NameTakenException if another process has its name (OTP
	 * V32)
	 * @throws ChildStartException if it did not start
	 * @throws IllegalStateException if its {@code init} found nothing to do
	 */
	public <P extends GenServer<?, ?, ?>> ServerRef<P> startServer(String id, Supplier<P> server) {
		Pid pid = startChild(ChildSpec.server(id, server))
			.orElseThrow(() -> new IllegalStateException("init of '" + id + "' found nothing to do (ignore)"));
		return ServerRef.of(this.node, pid);
	}

	/**
	 * Stop a child, and wait until it is gone; it is not restarted (OTP D6).
	 * @param pid the child, or the process it had before it was to be restarted
	 * @throws NoSuchChildException if it is none
	 */
	public void terminateChild(Pid pid) {
		ask(new DynamicSupervisorProcess.TerminateChild(Objects.requireNonNull(pid, "pid")));
	}

	/**
	 * {@return the children, in no order (OTP D10)}
	 */
	public List<ChildInfo> children() {
		return ask(new DynamicSupervisorProcess.WhichChildren());
	}

	/**
	 * {@return one child, nothing if there is none}
	 * @param pid its process, or the one it had before it was to be restarted
	 */
	public Optional<ChildInfo> child(Pid pid) {
		return ask(new DynamicSupervisorProcess.WhichChild(Objects.requireNonNull(pid, "pid")));
	}

	/**
	 * {@return how many children there are (OTP D10)}
	 */
	public ChildCounts counts() {
		return Supervisor.count(children());
	}

	/**
	 * Stop the supervisor: its children all at once, then itself. Waits for the end.
	 */
	public void stop() {
		this.ref.stop();
	}

	/**
	 * {@return the process behind this reference: whoever has the name now, nothing if
	 * nobody has it; if made from a pid, that process, dead or alive}
	 */
	public Optional<Pid> pid() {
		return this.ref.pid();
	}

	private <R> R ask(Call<DynamicSupervisorProcess, R> request) {
		return this.ref.call(request, NO_LIMIT);
	}

	@Override
	public String toString() {
		return "dynamic supervisor " + this.ref;
	}

}
