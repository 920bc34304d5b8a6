package io.triotp.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import io.triotp.process.BehaviourHost;
import io.triotp.process.ExitReason;
import io.triotp.process.NameTakenException;
import io.triotp.process.Pid;
import io.triotp.process.Self;
import io.triotp.process.SystemMessage;
import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ServerOptions;
import io.triotp.server.ServerRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A supervisor whose children are started later. A child is known by its pid; one that
 * waits to be restarted by the pid it had (OTP D6).
 */
final class DynamicSupervisorProcess implements
		GenServer<DynamicSupervisorProcess, DynamicSupervisorProcess.Request<?>, Cast<DynamicSupervisorProcess>>,
		SupervisorView {

	private static final Logger logger = LoggerFactory.getLogger("io.triotp.supervisor");

	private final DynamicSupervisorSpec spec;

	private final String path;

	/** The path, or that of the dynamic supervisor above. */
	private final String staticPath;

	private final TreeTotals totals;

	private final RestartWindow window;

	/** Written in {@code init}, read by any thread. */
	private volatile @Nullable Self self;

	/** Written in {@code init}, read by any thread. */
	private volatile @Nullable ChildTable children;

	/** Own process only: what the child that was started last has in common. */
	private @Nullable ChildTraits latestTraits;

	/** Written by the process, read by any thread. */
	private volatile int restarts;

	private DynamicSupervisorProcess(DynamicSupervisorSpec spec, String path, String staticPath, TreeTotals totals) {
		this.spec = spec;
		this.path = path;
		this.staticPath = staticPath;
		this.totals = totals;
		this.window = new RestartWindow(spec.intensity());
	}

	static StartedChild startLink(DynamicSupervisorSpec spec, ChildContext context) {
		DynamicSupervisorProcess process = new DynamicSupervisorProcess(spec, context.path(), context.staticPath(),
				context.totals());
		ServerRef<?> ref = GenServer.startLink(process, context.serverOptions());
		return new StartedChild(ref.pid().orElseThrow(), process);
	}

	static StartedChild start(BehaviourHost node, DynamicSupervisorSpec spec, String path, ServerOptions options) {
		DynamicSupervisorProcess process = new DynamicSupervisorProcess(spec, path, path, new TreeTotals());
		ServerRef<?> ref = GenServer.start(node, process, options);
		return new StartedChild(ref.pid().orElseThrow(), process);
	}

	@Override
	public DynamicSupervisorProcess init() {
		Self me = Self.current();
		me.trapExits(true);
		this.children = new ChildTable(me.pid());
		this.self = me;
		return this;
	}

	@Override
	public void terminate(ExitReason reason, DynamicSupervisorProcess state) {
		runner().stopTogether(table().stream().toList());
		table().clear();
	}

	private Self me() {
		Self me = this.self;
		if (me == null) {
			throw new IllegalStateException("Dynamic supervisor '" + this.path + "' has not been started");
		}
		return me;
	}

	private ChildTable table() {
		ChildTable table = this.children;
		if (table == null) {
			throw new IllegalStateException("Dynamic supervisor '" + this.path + "' has not been started");
		}
		return table;
	}

	private ChildRunner runner() {
		return new ChildRunner(me(), this.path, this.staticPath, this.totals);
	}

	private RestartScheduler scheduler() {
		return new RestartScheduler(me(), this.spec.backoff());
	}

	// restarting

	@Override
	public Next<DynamicSupervisorProcess> handleInfo(Object message, DynamicSupervisorProcess state) {
		return switch (message) {
			case SystemMessage.Exit(Pid pid, ExitReason reason) -> childExited(pid, reason);
			case Retry(Child child, int ticket, boolean granted) when child.isDue(ticket) -> retry(child, granted);
			case Retry stale -> next(this);
			default -> {
				logger.warn("Dynamic supervisor '{}' ignores a message of type {}", this.path,
						message.getClass().getName());
				yield next(this);
			}
		};
	}

	private Next<DynamicSupervisorProcess> childExited(Pid pid, ExitReason reason) {
		Child child = table().get(pid);
		if (child == null || pid.isAlive()) {
			return next(this);
		}
		child.ended(reason);
		if (reason.isAbnormal()) {
			this.totals.exited(runner().path(child.id()), reason);
		}
		publish(new SupervisorEvent.ChildExited(me().pid(), this.path, child.id(), pid, reason));
		if (!child.traits().restart().after(reason)) {
			table().remove(pid);
			return next(this);
		}
		return restart(child, reason, pid, true);
	}

	private Next<DynamicSupervisorProcess> retry(Child child, boolean granted) {
		Pid known = keyOf(child);
		if (granted) {
			return startAgain(child, known);
		}
		return restart(child, child.info(this.path).lastExit().orElse(ExitReason.normal()), known, false);
	}

	private Pid keyOf(Child child) {
		Pid key = child.lastPid();
		if (key == null) {
			throw new IllegalStateException("child '" + child.id() + "' of '" + this.path + "' has never run");
		}
		return key;
	}

	private Next<DynamicSupervisorProcess> restart(Child child, ExitReason reason, Pid known, boolean hasRun) {
		if (!this.window.admit(me().processes().host().time().nanoTime())) {
			GaveUp detail = new GaveUp(this.path, child.id(), reason, this.spec.intensity());
			this.totals.gaveUp();
			logger.error("{}", detail);
			publish(new SupervisorEvent.SupervisorGaveUp(me().pid(), this.path, this.staticPath, detail));
			return stop(ExitReason.shutdown(detail), this);
		}
		this.restarts++;
		child.countRestart();
		this.totals.restarted();
		logger.warn("Dynamic supervisor '{}' restarts '{}' ({} of {}) because of: {}", this.path, child.id(),
				this.window.size(), this.spec.intensity(), reason);
		publish(new SupervisorEvent.RestartGranted(me().pid(), this.path, this.staticPath, child.id(), reason));
		Duration delay = hasRun ? scheduler().delay(child, true) : Duration.ZERO;
		if (delay.isZero()) {
			return startAgain(child, known);
		}
		scheduler().schedule(child, delay, true);
		return next(this);
	}

	private Next<DynamicSupervisorProcess> startAgain(Child child, Pid known) {
		child.restarting(null);
		switch (runner().start(child)) {
			case ChildRunner.Outcome.Started(Pid pid) -> {
				table().put(pid, child);
				table().remove(known);
			}
			case ChildRunner.Outcome.Ignored none -> {
				child.stopped();
				table().remove(known);
			}
			case ChildRunner.Outcome.Failed(ChildStartException error, RuntimeException answer) -> {
				child.ended(error.reason());
				this.totals.exited(error.path(), error.reason());
				logger.warn("Dynamic supervisor '{}' could not restart '{}': {}", this.path, child.id(),
						error.getMessage());
				publish(new SupervisorEvent.StartFailed(me().pid(), this.path, child.id(), error.reason()));
				scheduler().schedule(child, scheduler().delay(child, false), false);
			}
		}
		return next(this);
	}

	private void publish(SupervisorEvent event) {
		if (me().processes().host().hasListeners()) {
			me().processes().host().publish(event);
		}
	}

	// requests

	sealed interface Request<R> extends Call<DynamicSupervisorProcess, R> {

	}

	record StartChild(ChildSpec spec) implements Request<Optional<Pid>> {
	}

	record StartFromTemplate(String id, List<Object> arguments) implements Request<Optional<Pid>> {
	}

	record TerminateChild(Pid pid) implements Request<Boolean> {
	}

	record WhichChildren() implements Request<List<ChildInfo>> {
	}

	@Override
	public CallResult<DynamicSupervisorProcess> handleCall(Request<?> request, From from,
			DynamicSupervisorProcess state) {
		try {
			return switch (request) {
				case StartChild start -> reply(start, startChild(start.spec()), this);
				case StartFromTemplate start -> reply(start, startChild(fromTemplate(start)), this);
				case TerminateChild terminate -> reply(terminate, terminateChild(terminate.pid()), this);
				case WhichChildren which -> reply(which, children().toList(), this);
			};
		}
		catch (IllegalArgumentException | NoSuchChildException | TooManyChildrenException | ChildStartException
				| NameTakenException ex) {
			return raise(ex, this);
		}
	}

	private ChildSpec fromTemplate(StartFromTemplate start) {
		ChildTemplate template = this.spec.template();
		if (template == null) {
			throw new IllegalArgumentException(
					"Dynamic supervisor '" + this.path + "' has no template: start a child with its specification");
		}
		try {
			return Objects.requireNonNull(template.child(start.id(), start.arguments().toArray()),
					"the template returned null");
		}
		catch (Throwable ex) {
			throw ChildStartException.of(this.path + "/" + start.id(), ex);
		}
	}

	private Optional<Pid> startChild(ChildSpec childSpec) {
		SupervisorSpec.requireMeaningful(childSpec, AutoShutdown.NEVER);
		if (table().size() >= this.spec.maxChildren()) {
			throw new TooManyChildrenException(this.path, this.spec.maxChildren());
		}
		ChildTraits traits = ChildTraits.of(childSpec, this.latestTraits);
		this.latestTraits = traits;
		Child child = new Child(childSpec, traits);
		return switch (runner().start(child)) {
			case ChildRunner.Outcome.Started(Pid pid) -> {
				table().put(pid, child);
				yield Optional.of(pid);
			}
			case ChildRunner.Outcome.Ignored none -> Optional.empty();
			case ChildRunner.Outcome.Failed(ChildStartException error, RuntimeException answer) -> throw answer;
		};
	}

	private boolean terminateChild(Pid pid) {
		Child child = table().remove(pid);
		if (child == null) {
			throw new NoSuchChildException(this.path, pid);
		}
		runner().stop(child);
		return true;
	}

	// what others see

	@Override
	public String path() {
		return this.path;
	}

	@Override
	public Optional<Pid> pid() {
		return Optional.ofNullable(this.self).map(Self::pid);
	}

	@Override
	public Strategy strategy() {
		return Strategy.ONE_FOR_ONE;
	}

	@Override
	public RestartIntensity intensity() {
		return this.spec.intensity();
	}

	@Override
	public AutoShutdown autoShutdown() {
		return AutoShutdown.NEVER;
	}

	@Override
	public boolean isDynamic() {
		return true;
	}

	@Override
	public int restarts() {
		return this.restarts;
	}

	@Override
	public int restartsInPeriod() {
		Self me = this.self;
		return (me != null) ? this.window.sizeAt(me.processes().host().time().nanoTime()) : 0;
	}

	@Override
	public int childCount() {
		ChildTable table = this.children;
		return (table != null) ? table.size() : 0;
	}

	@Override
	public Stream<ChildInfo> children() {
		ChildTable table = this.children;
		return (table != null) ? table.stream().map((child) -> child.info(this.path)) : Stream.empty();
	}

}
