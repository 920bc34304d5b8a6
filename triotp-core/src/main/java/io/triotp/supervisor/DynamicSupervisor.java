package io.triotp.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

import io.triotp.process.Pid;
import io.triotp.process.ProcessInfo;
import io.triotp.process.Processes;
import io.triotp.process.SafeText;
import io.triotp.server.GenServer;
import io.triotp.server.ServerOptions;
import io.triotp.server.ServerRef;

/**
 * The client side of a supervisor whose children are started on demand. The methods wait
 * as long as the supervisor needs, and throw {@link io.triotp.server.CallException} if it
 * does not run or ends meanwhile, and {@link IllegalArgumentException} if the process is
 * no such supervisor.
 */
public final class DynamicSupervisor {

	private final SupervisorFace<DynamicSupervisorProcess> face;

	private DynamicSupervisor(SupervisorFace<DynamicSupervisorProcess> face) {
		this.face = face;
	}

	/**
	 * Starts a dynamic supervisor that nobody supervises.
	 * @param node the node it will live in
	 * @param name the name it registers, also the first part of the paths of its children
	 * @param spec its specification
	 * @return the running supervisor
	 */
	public static DynamicSupervisor start(Processes node, String name, DynamicSupervisorSpec spec) {
		Objects.requireNonNull(node, "node");
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(spec, "spec");
		return of(node.host(),
				DynamicSupervisorProcess.start(node.host(), spec, Place.of(name), ServerOptions.named(name)).pid());
	}

	/**
	 * {@return the supervisor with this pid}
	 * @param node the node it lives in
	 * @param pid the process
	 */
	public static DynamicSupervisor of(Processes node, Pid pid) {
		return new DynamicSupervisor(SupervisorFace.of(node, pid, DynamicSupervisorProcess.class));
	}

	/**
	 * {@return the supervisor with this name, resolved at each use}
	 * @param node the node it lives in
	 * @param name the name
	 */
	public static DynamicSupervisor named(Processes node, String name) {
		return new DynamicSupervisor(SupervisorFace.named(node, name, DynamicSupervisorProcess.class));
	}

	/**
	 * {@return the supervisor with this name in the node of the process that uses the
	 * reference, resolved at each use} Only processes can use it.
	 * @param name the name
	 */
	public static DynamicSupervisor named(String name) {
		return new DynamicSupervisor(SupervisorFace.named(name, DynamicSupervisorProcess.class));
	}

	/**
	 * {@return the same with a limit for how long each request waits; without one it is
	 * as long as the supervisor needs} Does not limit {@link #stop}.
	 * @param limit the limit, 0 or more; when it is over, the request throws
	 * {@link io.triotp.server.CallException.TimedOut}, and what it asked for is done all
	 * the same when its turn comes
	 * @throws IllegalArgumentException if the limit is negative
	 */
	public DynamicSupervisor within(Duration limit) {
		return new DynamicSupervisor(this.face.within(limit));
	}

	/**
	 * {@return whether a process is a dynamic supervisor}
	 * @param process the process
	 */
	public static boolean isDynamicSupervisor(ProcessInfo process) {
		Objects.requireNonNull(process, "process");
		return process.behaviour() == DynamicSupervisorProcess.class;
	}

	/**
	 * Starts a child (OTP D4) and waits until it is up. The id is only informative:
	 * several children may share one. A name is not: a child that waits for its restart
	 * still owns it and is started now instead, and the exception tells its process.
	 * @param spec the child; must not be significant
	 * @return its process, or empty if its {@code init} had nothing to do
	 * @throws TooManyChildrenException if the maximum number of children is reached
	 * @throws io.triotp.process.NameTakenException if another process has its name (OTP
	 * V32)
	 * @throws ChildStartException if it did not start
	 * @throws IllegalArgumentException if it is significant (OTP D3); the supervisor is
	 * not even asked
	 */
	public Optional<Pid> startChild(ChildSpec spec) {
		Objects.requireNonNull(spec, "spec").requireMeaningful(AutoShutdown.NEVER);
		return this.face.ask(new DynamicSupervisorProcess.StartChild(spec));
	}

	/**
	 * Starts a child from the template of the supervisor (OTP V33). It is reached after a
	 * restart too by the name the template gives it, if any: in YAML that is the name of
	 * this supervisor, a slash and the id.
	 * @param id its id
	 * @param arguments passed to the template, none of them {@code null}
	 * @return its process, or empty if its {@code init} had nothing to do
	 * @throws TooManyChildrenException if the maximum number of children is reached
	 * @throws io.triotp.process.NameTakenException if another process has its name (OTP
	 * V32)
	 * @throws ChildStartException if it did not start
	 * @throws IllegalArgumentException if the supervisor has no template
	 * @throws NullPointerException if an argument is {@code null}; the message says which
	 */
	public Optional<Pid> startChild(String id, Object... arguments) {
		Objects.requireNonNull(id, "id");
		return this.face.ask(new DynamicSupervisorProcess.StartFromTemplate(id, requireArguments(id, arguments)));
	}

	private static List<Object> requireArguments(String id, Object[] arguments) {
		Objects.requireNonNull(arguments, () -> "arguments of child '" + SafeText.of(id) + "'");
		for (int i = 0; i < arguments.length; i++) {
			int position = i + 1;
			Objects.requireNonNull(arguments[i], () -> "Argument " + position + " of child '" + SafeText.of(id)
					+ "' is null: a template takes no null. Give it an Optional, or a value that means nothing");
		}
		return List.of(arguments);
	}

	/**
	 * Starts a permanent server without a name. To reach it after a restart too, start a
	 * {@link ChildSpec#server} with a {@link ChildSpec#name(String) name}.
	 * @param <P> the type of the server
	 * @param id its id
	 * @param server supplies the callbacks; called at each start
	 * @return the process that was started; after a restart there is another one
	 * @throws TooManyChildrenException if the maximum number of children is reached
	 * @throws io.triotp.process.NameTakenException if another process has its name (OTP
	 * V32)
	 * @throws ChildStartException if it did not start
	 * @throws IllegalStateException if its {@code init} had nothing to do
	 */
	public <P extends GenServer<?, ?, ?>> ServerRef<P> startServer(String id, Supplier<P> server) {
		Pid pid = startChild(ChildSpec.server(id, server))
			.orElseThrow(() -> new IllegalStateException("init of '" + id + "' found nothing to do (ignore)"));
		return ServerRef.of(this.face.host(), pid);
	}

	/**
	 * Starts a child unless there is one of its name.
	 * @return whether there is one now
	 */
	boolean startUnlessKnown(ChildSpec spec) {
		spec.requireMeaningful(AutoShutdown.NEVER);
		return startUnlessKnown(Objects.requireNonNull(spec.name(), "name"),
				new DynamicSupervisorProcess.StartChild(spec));
	}

	/**
	 * Starts a child from the template unless there is one of its name.
	 * @return whether there is one now
	 */
	boolean startUnlessKnown(String name, String id, Object argument) {
		return startUnlessKnown(name, new DynamicSupervisorProcess.StartFromTemplate(id, List.of(argument)));
	}

	private boolean startUnlessKnown(String name, DynamicSupervisorProcess.Request<Optional<Pid>> by) {
		return this.face.ask(new DynamicSupervisorProcess.StartUnlessKnown(name, by));
	}

	/**
	 * {@return whether there is a child of a name, which may wait for its restart}
	 */
	boolean knows(String name) {
		return this.face.ask(new DynamicSupervisorProcess.Knows(name));
	}

	/**
	 * Stops the child of a name and waits until it has ended.
	 * @return whether there was one
	 */
	boolean terminateNamed(String name) {
		return this.face.ask(new DynamicSupervisorProcess.TerminateNamed(name));
	}

	/**
	 * Stops a child and waits until it has ended. It is not restarted (OTP D6).
	 * @param pid its process, or its last one if it waits for a restart
	 * @throws NoSuchChildException if there is no such child
	 */
	public void terminateChild(Pid pid) {
		this.face.ask(new DynamicSupervisorProcess.TerminateChild(Objects.requireNonNull(pid, "pid")));
	}

	/**
	 * Stops a child that runs, or waits for a restart, and starts it again. Does not
	 * count as a restart, and no backoff delays it. Waits until it is up.
	 * @param pid its process, or its last one if it waits for a restart
	 * @return its new process, or empty if its {@code init} had nothing to do: it is
	 * removed then
	 * @throws NoSuchChildException if there is no such child: it may have been restarted
	 * meanwhile
	 * @throws ChildConflictException if it is temporary, which is never started twice; it
	 * runs on
	 * @throws io.triotp.process.NameTakenException if another process has its name (OTP
	 * V32)
	 * @throws ChildStartException if it did not start; it is tried again, which counts
	 */
	public Optional<Pid> restartChild(Pid pid) {
		return this.face.ask(new DynamicSupervisorProcess.RestartChild(Objects.requireNonNull(pid, "pid")));
	}

	/**
	 * {@return the children, in no particular order (OTP D10)}
	 */
	public List<ChildInfo> children() {
		return this.face.ask(new DynamicSupervisorProcess.WhichChildren());
	}

	/**
	 * {@return a child, or empty if there is no such child}
	 * @param pid its process, or its last one if it waits for a restart
	 */
	public Optional<ChildInfo> child(Pid pid) {
		return this.face.ask(new DynamicSupervisorProcess.WhichChild(Objects.requireNonNull(pid, "pid")));
	}

	/**
	 * {@return how many children there are (OTP D10)}
	 */
	public ChildCounts counts() {
		return Supervisor.count(children());
	}

	/**
	 * Stops all children at once, then the supervisor itself. Waits for the end. Called
	 * by a process below it, it does not wait: the supervisor ends after that process.
	 */
	public void stop() {
		this.face.stop();
	}

	/**
	 * {@return the process behind this reference: for a name, the process that has it
	 * now, or empty if there is none; for a pid, that process, dead or alive}
	 */
	public Optional<Pid> pid() {
		return this.face.ref().pid();
	}

	@Override
	public String toString() {
		return "dynamic supervisor " + this.face.ref();
	}

}
