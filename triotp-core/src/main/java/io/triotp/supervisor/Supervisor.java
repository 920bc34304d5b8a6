package io.triotp.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.triotp.process.Pid;
import io.triotp.process.ProcessCensus;
import io.triotp.process.ProcessInfo;
import io.triotp.process.Processes;
import io.triotp.server.ServerOptions;

/**
 * The client side of a supervisor with ordered children. The methods wait as long as the
 * supervisor needs, and throw {@link io.triotp.server.CallException} if it does not run
 * or ends meanwhile, and {@link IllegalArgumentException} if the process is no such
 * supervisor.
 */
public final class Supervisor {

	private final SupervisorFace<SupervisorProcess> face;

	private Supervisor(SupervisorFace<SupervisorProcess> face) {
		this.face = face;
	}

	/**
	 * Starts a supervisor that nobody supervises, and waits until its children are up.
	 * @param node the node it will live in
	 * @param name the name it registers, also the first part of the paths of its children
	 * @param spec what it supervises
	 * @return the running supervisor
	 * @throws io.triotp.server.StartException if a child did not start; those started
	 * before it have been stopped (OTP V7)
	 * @throws IllegalArgumentException if a child is significant but there is no
	 * automatic shutdown; nothing has been started
	 */
	public static Supervisor start(Processes node, String name, SupervisorSpec spec) {
		Objects.requireNonNull(node, "node");
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(spec, "spec");
		StartedChild started = SupervisorProcess.start(node.host(), spec, Place.of(name), new TreeTotals(),
				ServerOptions.named(name));
		return of(node.host(), started.pid());
	}

	/**
	 * {@return the supervisor with this pid}
	 * @param node the node it lives in
	 * @param pid the process
	 */
	public static Supervisor of(Processes node, Pid pid) {
		return new Supervisor(SupervisorFace.of(node, pid, SupervisorProcess.class));
	}

	/**
	 * {@return the supervisor with this name, resolved at each use}
	 * @param node the node it lives in
	 * @param name the name
	 */
	public static Supervisor named(Processes node, String name) {
		return new Supervisor(SupervisorFace.named(node, name, SupervisorProcess.class));
	}

	/**
	 * {@return the supervisor with this name in the node of the process that uses the
	 * reference, resolved at each use} Only processes can use it.
	 * @param name the name
	 */
	public static Supervisor named(String name) {
		return new Supervisor(SupervisorFace.named(name, SupervisorProcess.class));
	}

	/**
	 * {@return how many supervisors live in a node, dynamic or not}
	 * @param census the processes of the node, counted
	 * @see #behaviours()
	 */
	public static long count(ProcessCensus census) {
		Objects.requireNonNull(census, "census");
		return census.byBehaviour().getOrDefault(SupervisorProcess.class, 0L)
				+ census.byBehaviour().getOrDefault(DynamicSupervisorProcess.class, 0L);
	}

	/**
	 * {@return the classes of the code of supervisors, to have them counted}
	 */
	public static Class<?>[] behaviours() {
		return new Class<?>[] { SupervisorProcess.class, DynamicSupervisorProcess.class };
	}

	/**
	 * {@return whether a process is a supervisor, dynamic or not}
	 * @param process the process
	 */
	public static boolean isSupervisor(ProcessInfo process) {
		Objects.requireNonNull(process, "process");
		return isSupervisor(process.behaviour());
	}

	/**
	 * {@return whether a process with this behaviour is a supervisor, dynamic or not}
	 * @param behaviour the class of its code
	 */
	public static boolean isSupervisor(Class<?> behaviour) {
		Objects.requireNonNull(behaviour, "behaviour");
		return behaviour == SupervisorProcess.class || behaviour == DynamicSupervisorProcess.class;
	}

	/**
	 * {@return the same with a limit for how long each request waits; without one it is
	 * as long as the supervisor needs} Does not limit {@link #stop}.
	 * @param limit the limit, 0 or more; when it is over, the request throws
	 * {@link io.triotp.server.CallException.TimedOut}, and what it asked for is done all
	 * the same when its turn comes
	 * @throws IllegalArgumentException if the limit is negative
	 */
	public Supervisor within(Duration limit) {
		return new Supervisor(this.face.within(limit));
	}

	/**
	 * Starts a child after all others and waits until it is up (OTP V32). A child that
	 * waits for its restart still owns its id and its name: it is started now instead,
	 * and the exception tells its process.
	 * @param spec the child
	 * @return its process, or empty if its {@code init} had nothing to do
	 * @throws ChildConflictException if there already is a child with this id
	 * @throws io.triotp.process.NameTakenException if another process has its name (OTP
	 * V32)
	 * @throws ChildStartException if it did not start; its specification is not kept
	 * @throws IllegalArgumentException if it is significant and permanent, or significant
	 * although the supervisor has no automatic shutdown
	 */
	public Optional<Pid> startChild(ChildSpec spec) {
		return this.face.ask(new SupervisorRequest.StartChild(Objects.requireNonNull(spec, "spec")));
	}

	/**
	 * Stops a child and waits until it has ended. It is not restarted. A child that does
	 * not run or waits for a restart stays stopped (OTP V34).
	 * @param id its id
	 * @throws NoSuchChildException if there is no such child
	 */
	public void terminateChild(String id) {
		this.face.ask(new SupervisorRequest.TerminateChild(Objects.requireNonNull(id, "id")));
	}

	/**
	 * Stops a child, unless it has another process by now, as
	 * {@link #terminateChild(String)} does.
	 * @param pid its process
	 * @throws NoSuchChildException if no child has this process
	 */
	public void terminateRunningChild(Pid pid) {
		this.face.ask(new SupervisorRequest.TerminateRunning(Objects.requireNonNull(pid, "pid")));
	}

	/**
	 * Stops a child that runs and starts it again, and with it those that the strategy
	 * restarts together, as if it had ended by itself; but it does not count as a
	 * restart, and no backoff delays it. Waits until all are up.
	 * @param pid its process
	 * @return its new process, or empty if its {@code init} had nothing to do
	 * @throws NoSuchChildException if no child has this process: it may have been
	 * restarted meanwhile
	 * @throws ChildConflictException if the child is temporary, which is never started
	 * twice; it runs on
	 * @throws ChildStartException if one did not start; it is tried again, which counts,
	 * and those after it wait
	 */
	public Optional<Pid> restartRunningChild(Pid pid) {
		return this.face.ask(new SupervisorRequest.RestartRunning(Objects.requireNonNull(pid, "pid")));
	}

	/**
	 * Starts a child that does not run, and waits until it is up (OTP V36).
	 * @param id its id
	 * @return its process, or empty if its {@code init} had nothing to do
	 * @throws NoSuchChildException if there is no such child
	 * @throws ChildConflictException if it runs or is being restarted
	 * @throws io.triotp.process.NameTakenException if another process has its name (OTP
	 * V32)
	 * @throws ChildStartException if it did not start; its specification is kept
	 */
	public Optional<Pid> restartChild(String id) {
		return this.face.ask(new SupervisorRequest.RestartChild(Objects.requireNonNull(id, "id")));
	}

	/**
	 * Starts a child that waits for its restart at once, and with it those that the
	 * strategy restarts together, and waits until all are up. The restart was counted
	 * when it was granted, and is not counted again.
	 * @param id its id
	 * @return its process, or empty if its {@code init} had nothing to do
	 * @throws NoSuchChildException if there is no such child
	 * @throws ChildConflictException if it runs or is stopped
	 * @throws ChildStartException if one did not start; it is tried again, which counts,
	 * and those after it wait
	 */
	public Optional<Pid> restartWaitingChild(String id) {
		return this.face.ask(new SupervisorRequest.RestartWaiting(Objects.requireNonNull(id, "id")));
	}

	/**
	 * Removes the specification of a child that does not run (OTP V37).
	 * @param id its id
	 * @throws NoSuchChildException if there is no such child
	 * @throws ChildConflictException if it runs or is being restarted
	 */
	public void deleteChild(String id) {
		this.face.ask(new SupervisorRequest.DeleteChild(Objects.requireNonNull(id, "id")));
	}

	/**
	 * {@return the children, in start order (OTP V38)}
	 */
	public List<ChildInfo> children() {
		return this.face.ask(new SupervisorRequest.WhichChildren());
	}

	/**
	 * {@return a child, or empty if there is no such child}
	 * @param id its id
	 */
	public Optional<ChildInfo> child(String id) {
		return this.face.ask(new SupervisorRequest.WhichChild(Objects.requireNonNull(id, "id")));
	}

	/**
	 * {@return how many children there are (OTP V39)}
	 */
	public ChildCounts counts() {
		return count(children());
	}

	static ChildCounts count(List<ChildInfo> children) {
		int active = (int) children.stream().filter((child) -> child.status() == ChildStatus.RUNNING).count();
		int supervisors = (int) children.stream().filter((child) -> child.type() == ChildType.SUPERVISOR).count();
		return new ChildCounts(children.size(), active, supervisors, children.size() - supervisors);
	}

	/**
	 * Stops the children in reverse order, then the supervisor itself. Waits for the end.
	 * Called by a process below it, it does not wait: the supervisor ends after that
	 * process.
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
		return "supervisor " + this.face.ref();
	}

}
