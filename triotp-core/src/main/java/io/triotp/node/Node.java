package io.triotp.node;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.triotp.application.ApplicationInfo;
import io.triotp.application.ApplicationSpec;
import io.triotp.application.ApplicationStartException;
import io.triotp.application.ApplicationState;
import io.triotp.application.Applications;
import io.triotp.application.OnFailure;
import io.triotp.flight.FlightRecording;
import io.triotp.history.History;
import io.triotp.mailbox.Mailboxes;
import io.triotp.process.BehaviourHost;
import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.NodeView;
import io.triotp.process.Pid;
import io.triotp.process.ProcessBody;
import io.triotp.process.Processes;
import io.triotp.process.Self;
import io.triotp.process.SpawnOptions;
import io.triotp.process.ThreadSource;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.PartitionSupervisor;
import io.triotp.supervisor.Supervisor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node: a running set of processes, applications and mailboxes. Several nodes may live
 * in one JVM. All methods may be called from any thread.
 */
public final class Node implements Processes {

	private static final Logger logger = LoggerFactory.getLogger(Node.class);

	private final Instant startedAt;

	private final Processes processes;

	private final Applications applications;

	private final Mailboxes mailboxes;

	private final History history;

	private final FlightRecording flight;

	private final Closing closing;

	private Node(NodeOptions options, @Nullable Consumer<ApplicationInfo> failureHandler) {
		this.startedAt = options.time().instant();
		this.processes = LocalNode.create(options);
		this.history = History.of(Math.max(1, options.history()));
		if (options.history() > 0) {
			this.processes.view().addListener(this.history);
		}
		this.flight = FlightRecording.of(this.processes.view());
		this.applications = new Applications(this.processes,
				(failureHandler != null) ? failureHandler : this::stopOnFailure);
		startClocks(options);
		this.mailboxes = new Mailboxes(options.time(), this::sendToProcess);
		this.closing = new Closing(options, this::closeAll);
	}

	/**
	 * Starts the threads of the clocks while there are threads to be had: that of the
	 * node, and that of the JDK which wakes virtual threads. Without the latter they
	 * would park for ever.
	 */
	private static void startClocks(NodeOptions options) {
		options.time().schedule(0, () -> {
		});
		if (options.threads() == ThreadSource.system()) {
			Thread.ofVirtual().start(() -> LockSupport.parkNanos(1));
		}
	}

	/**
	 * Starts a node without applications, with the default options.
	 * @return the running node
	 */
	public static Node start() {
		return start(NodeOptions.defaults());
	}

	/**
	 * Starts a node without applications. An application that fails with
	 * {@link OnFailure#STOP} stops all applications.
	 * @param options its name, clock and default timeouts
	 * @return the running node
	 */
	public static Node start(NodeOptions options) {
		Objects.requireNonNull(options, "options");
		return new Node(options, null);
	}

	/**
	 * Starts a node without applications.
	 * @param options its name, clock and default timeouts
	 * @param failureHandler called for every application that has failed, on a thread of
	 * its own, instead of applying {@link OnFailure}
	 * @return the running node
	 */
	public static Node start(NodeOptions options, Consumer<ApplicationInfo> failureHandler) {
		Objects.requireNonNull(options, "options");
		return new Node(options, Objects.requireNonNull(failureHandler, "failureHandler"));
	}

	/**
	 * Runs applications and returns when all have ended. When the JVM is asked to stop,
	 * they are stopped in reverse order, and this returns too.
	 * @param applications the applications, started in dependency order
	 * @throws ApplicationFailedException if one has failed
	 * @throws ApplicationStartException if one did not start
	 * @throws IllegalStateException if the JVM is shutting down already; nothing has been
	 * started
	 */
	public static void run(ApplicationSpec... applications) {
		Objects.requireNonNull(applications, "applications");
		run(NodeOptions.defaults(), applications);
	}

	/**
	 * Runs applications and returns when all have ended. When the JVM is asked to stop,
	 * they are stopped in reverse order, and this returns too.
	 * @param options name, clock and default timeouts of the node
	 * @param applications the applications, started in dependency order
	 * @throws ApplicationFailedException if one has failed
	 * @throws ApplicationStartException if one did not start
	 * @throws IllegalStateException if the JVM is shutting down already; nothing has been
	 * started
	 */
	public static void run(NodeOptions options, ApplicationSpec... applications) {
		Objects.requireNonNull(options, "options");
		Objects.requireNonNull(applications, "applications");
		try (Node node = start(options)) {
			new NodeRun(node, List.of(applications)).untilEnd();
		}
	}

	// applications

	/**
	 * Starts an application and waits until its tree is up. Does nothing if it runs.
	 * @param spec the application
	 * @return whether this call started it
	 * @throws ApplicationStartException if it did not start, or if the node is closed,
	 * being closed or stopping all its applications
	 */
	public boolean start(ApplicationSpec spec) {
		return this.applications.start(spec);
	}

	/**
	 * Starts applications in dependency order. Those that already run are left alone.
	 * @param specs the applications
	 * @return the names of those that were started, in start order
	 * @throws ApplicationStartException if one did not start, or if the node is closed,
	 * being closed or stopping all its applications; those that this call started before
	 * have been stopped again
	 * @throws io.triotp.application.DependencyCycleException if some depend on each other
	 */
	public List<String> startAll(Collection<ApplicationSpec> specs) {
		return this.applications.startAll(specs);
	}

	/**
	 * Stops an application and waits for its end. Does nothing if it does not run. One
	 * that is being started has 5 seconds to come up, then its start fails. Does not wait
	 * if the application waits for the caller: a process of it, or of another application
	 * that it stops in turn.
	 * @param application its name
	 * @return whether this call stopped it
	 * @throws IllegalStateException if the caller is the {@code init} of a part of it
	 */
	public boolean stop(String application) {
		Objects.requireNonNull(application, "application");
		return this.applications.stop(application);
	}

	/**
	 * {@return all applications, including those that have ended, in start order} Of
	 * those that have ended, the 100 that failed and the 100 others that were started
	 * last are known.
	 */
	public List<ApplicationInfo> applications() {
		return this.applications.list();
	}

	/**
	 * {@return an application, even after it has ended; empty if it is unknown, or has
	 * ended and been forgotten} See {@link #applications()}.
	 * @param name its name
	 */
	public Optional<ApplicationInfo> application(String name) {
		Objects.requireNonNull(name, "name");
		return this.applications.find(name);
	}

	/**
	 * Waits until no application is live. If the thread is interrupted, returns early
	 * with its interrupt status set.
	 * @throws ApplicationFailedException if an application has failed; further failures
	 * are suppressed exceptions of the first
	 */
	public void awaitEnd() {
		try {
			this.applications.awaitEnd();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return;
		}
		List<ApplicationFailedException> failures = failures().toList();
		if (!failures.isEmpty()) {
			ApplicationFailedException first = failures.get(0);
			failures.stream().skip(1).forEach(first::addSuppressed);
			throw first;
		}
	}

	private Stream<ApplicationFailedException> failures() {
		return applications().stream()
			.filter((info) -> info.state() == ApplicationState.FAILED)
			.map(ApplicationFailedException::new);
	}

	static boolean stopsAll(ApplicationInfo info) {
		return info.state() == ApplicationState.FAILED && info.spec().onFailure() == OnFailure.STOP;
	}

	/**
	 * {@return whether it has been closed, is being closed or stops all its applications}
	 */
	boolean refusesStarts() {
		return this.applications.isClosed();
	}

	private void stopOnFailure(ApplicationInfo info) {
		if (stopsAll(info)) {
			logger.error("Node '{}' stops its applications because '{}' has failed", name(), info.name());
			this.applications.stopAll();
		}
	}

	// processes

	@Override
	public String name() {
		return this.processes.name();
	}

	/**
	 * {@return when this node was started}
	 */
	public Instant startedAt() {
		return this.startedAt;
	}

	@Override
	public Pid spawn(SpawnOptions options, ProcessBody body) {
		return this.processes.spawn(options, body);
	}

	@Override
	public void send(Pid to, Object message) {
		this.processes.send(to, message);
	}

	@Override
	public void send(String name, Object message) {
		this.processes.send(name, message);
	}

	@Override
	public void exit(Pid pid, ExitReason reason) {
		this.processes.exit(pid, reason);
	}

	@Override
	public void kill(Pid pid) {
		this.processes.kill(pid);
	}

	@Override
	public Optional<ExitReason> exitReason(Pid pid) {
		return this.processes.exitReason(pid);
	}

	@Override
	public Optional<ExitReason> awaitExit(Pid pid, Duration timeout) throws InterruptedException {
		return this.processes.awaitExit(pid, timeout);
	}

	@Override
	public Optional<Pid> whereis(String name) {
		return this.processes.whereis(name);
	}

	@Override
	public void register(String name, Pid pid) {
		this.processes.register(name, pid);
	}

	@Override
	public void unregister(String name) {
		this.processes.unregister(name);
	}

	@Override
	public BehaviourHost host() {
		return this.processes.host();
	}

	@Override
	public NodeView view() {
		return this.processes.view();
	}

	/**
	 * {@return what has happened in this node, even after it has been closed; empty if
	 * its {@linkplain NodeOptions#history() options} want none}
	 */
	public History history() {
		return this.history;
	}

	/**
	 * {@return the server with this name, resolved at each use}
	 * @param <P> the type of the server
	 * @param name the name
	 */
	public <P> ServerRef<P> server(String name) {
		return ServerRef.named(this.processes, name);
	}

	/**
	 * {@return the supervisor with this name, resolved at each use}
	 * @param name the name
	 */
	public Supervisor supervisor(String name) {
		return Supervisor.named(this.processes, name);
	}

	/**
	 * {@return the dynamic supervisor with this name, resolved at each use}
	 * @param name the name
	 */
	public DynamicSupervisor dynamicSupervisor(String name) {
		return DynamicSupervisor.named(this.processes, name);
	}

	/**
	 * {@return the partition supervisor that runs under this name} Asks its process once.
	 * @param name the name
	 * @throws io.triotp.server.CallException.NoServer if no process has the name
	 * @throws IllegalArgumentException if the process that has the name is no partition
	 * supervisor
	 */
	public PartitionSupervisor partitionSupervisor(String name) {
		return PartitionSupervisor.named(this.processes, name);
	}

	/**
	 * {@return the mailboxes of this node. A message to a name that no mailbox has goes
	 * to the process with that name}
	 */
	public Mailboxes mailboxes() {
		return this.mailboxes;
	}

	private boolean sendToProcess(String name, Object message) {
		Optional<Pid> pid = whereis(name);
		pid.ifPresent((each) -> send(each, message));
		return pid.isPresent();
	}

	/**
	 * Stops all applications, the last one started first, then kills the remaining
	 * processes. From now on nothing is started. An application that is being started has
	 * 5 seconds to come up before it is stopped. What holds up the end of an application
	 * and has no limit of its own is killed: a process that has called
	 * {@code System.exit} at once, a supervisor without a sign of life after 5 seconds.
	 * <p>
	 * May be called by any thread, any number of times. Returns when all is over; if that
	 * waits for the caller, which is a process of this node or a listener to its
	 * applications, it returns at once and the node is closed by a thread of its own.
	 */
	@Override
	public void close() {
		this.applications.refuseStarts();
		this.closing.begin();
		Self caller = Self.currentOrNull();
		boolean isInside = caller != null && caller.processes() == this.processes;
		if (!isInside && !this.applications.waitForCaller()) {
			this.closing.await();
		}
	}

	private void closeAll() {
		this.applications.close();
		this.processes.close();
		this.flight.close();
	}

}
