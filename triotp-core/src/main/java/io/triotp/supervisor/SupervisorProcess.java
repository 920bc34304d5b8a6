package io.triotp.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.triotp.process.BehaviourHost;
import io.triotp.process.ExitReason;
import io.triotp.process.NameTakenException;
import io.triotp.process.Pid;
import io.triotp.process.Self;
import io.triotp.process.SystemMessage;
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
 * A supervisor: hears of the end of its children, has {@link RestartPlanner} decide and
 * {@link ChildRunner} do it.
 */
final class SupervisorProcess
		implements GenServer<Children, SupervisorRequest<?>, Cast<SupervisorProcess>>, SupervisorView {

	private static final Logger logger = LoggerFactory.getLogger("io.triotp.supervisor");

	/** A supervisor is up when its children are; each of them has its own limit. */
	private static final Duration NO_LIMIT = Duration.ofNanos(Long.MAX_VALUE);

	private final SupervisorSpec spec;

	private final String path;

	/** The path, or that of the dynamic supervisor above. */
	private final String staticPath;

	private final TreeTotals totals;

	private final RestartWindow window;

	/** Written in {@code init}, read by any thread. */
	private volatile @Nullable Self self;

	private volatile Children children;

	/** Written by the process, read by any thread. */
	private volatile int restarts;

	private SupervisorProcess(SupervisorSpec spec, String path, String staticPath, TreeTotals totals) {
		this.spec = spec;
		this.path = path;
		this.staticPath = staticPath;
		this.totals = totals;
		this.window = new RestartWindow(spec.intensity());
		this.children = new Children(spec.children().stream().map(Child::new).toList());
	}

	static StartedChild startLink(SupervisorSpec spec, ChildContext context) {
		SupervisorProcess process = new SupervisorProcess(spec, context.path(), context.staticPath(), context.totals());
		ServerRef<?> ref = GenServer.startLink(process, context.serverOptions().startTimeout(NO_LIMIT));
		return new StartedChild(ref.pid().orElseThrow(), process);
	}

	static SupervisionTree start(BehaviourHost node, SupervisorSpec spec, String path, ServerOptions options) {
		TreeTotals totals = new TreeTotals();
		SupervisorProcess process = new SupervisorProcess(spec, path, path, totals);
		ServerRef<?> ref = GenServer.start(node, process, options.startTimeout(NO_LIMIT));
		return new SupervisionTree(ref.pid().orElseThrow(), process, totals);
	}

	// starting and stopping

	@Override
	public Children init() {
		Self me = Self.current();
		me.trapExits(true);
		this.self = me;
		List<Child> up = new ArrayList<>();
		List<Child> ignored = new ArrayList<>();
		for (Child child : this.children.all()) {
			switch (start(child)) {
				case ChildRunner.Outcome.Started started -> up.add(child);
				case ChildRunner.Outcome.Ignored none -> {
					if (child.isTemporary()) {
						ignored.add(child);
					}
				}
				case ChildRunner.Outcome.Failed(ChildStartException error, RuntimeException answer) -> {
					up.reversed().forEach(this::stop);
					throw error;
				}
			}
		}
		this.children.remove(ignored);
		return this.children;
	}

	@Override
	public void terminate(ExitReason reason, Children state) {
		Children.runningLastFirst(state.all()).forEach(this::stop);
	}

	private ChildRunner runner() {
		String fold = this.path.equals(this.staticPath) ? null : this.staticPath;
		return new ChildRunner(me(), this.path, fold, this.totals);
	}

	private RestartScheduler scheduler() {
		return new RestartScheduler(me(), this.spec.backoff());
	}

	private Self me() {
		Self me = this.self;
		if (me == null) {
			throw new IllegalStateException("Supervisor '" + this.path + "' has not been started");
		}
		return me;
	}

	private ChildRunner.Outcome start(Child child) {
		ChildRunner.Outcome outcome = runner().start(child);
		if (outcome instanceof ChildRunner.Outcome.Started(Pid pid)) {
			this.children.occupy(pid, child);
		}
		return outcome;
	}

	private void stop(Child child) {
		Pid pid = child.pid();
		if (pid != null) {
			this.children.vacate(pid);
		}
		runner().stop(child);
	}

	// restarting

	@Override
	public Next<Children> handleInfo(Object message, Children state) {
		return switch (message) {
			case SystemMessage.Exit(Pid pid, ExitReason reason) -> childExited(pid, reason, state);
			case Retry(Child child, int ticket, boolean granted) when child.isDue(ticket) ->
				granted ? resume(child, state) : retry(child, state);
			case Retry stale -> next(state);
			default -> {
				logger.warn("Supervisor '{}' ignores a message of type {}", this.path, message.getClass().getName());
				yield next(state);
			}
		};
	}

	private Next<Children> childExited(Pid pid, ExitReason reason, Children state) {
		Child child = state.withPid(pid);
		if (child == null || pid.isAlive()) {
			return next(state);
		}
		state.vacate(pid);
		child.ended(reason);
		if (reason.isAbnormal()) {
			this.totals.exited(runner().path(child.id()), reason);
		}
		publish(new SupervisorEvent.ChildExited(me().pid(), this.path, child.id(), pid, reason));
		RestartDecision decision = RestartPlanner.afterExit(this.spec, state, child, reason, this.window, now());
		return perform(decision, child, reason, true, state);
	}

	private Next<Children> retry(Child child, Children state) {
		ExitReason reason = child.info(this.path).lastExit().orElse(ExitReason.normal());
		RestartDecision decision = RestartPlanner.retry(this.spec, state, child, this.window, now());
		return perform(decision, child, reason, false, state);
	}

	private Next<Children> perform(RestartDecision decision, Child child, ExitReason reason, boolean hasRun,
			Children state) {
		return switch (decision) {
			case RestartDecision.Leave(boolean forget) -> {
				if (forget) {
					state.remove(List.of(child));
				}
				yield next(state);
			}
			case RestartDecision.EndWithSignificant() -> {
				if (!this.path.isEmpty()) {
					logger.info("Supervisor '{}' ends: significant child '{}' has ended with: {}", this.path,
							child.id(), reason);
				}
				yield stop(ExitReason.shutdown(), state);
			}
			case RestartDecision.GiveUp() -> giveUp(child, reason, state);
			case RestartDecision.RestartChildren(List<Child> stop, List<Child> forget, List<Child> start) -> {
				grant(child, reason);
				stop.forEach(this::stop);
				state.remove(forget);
				// One of them may have an attempt of its own under way: it must wait its
				// turn.
				start.forEach(Child::stopped);
				Duration delay = hasRun ? scheduler().delay(child, true) : Duration.ZERO;
				if (delay.isZero()) {
					startAll(start);
				}
				else {
					scheduler().schedule(child, delay, true);
				}
				yield next(state);
			}
		};
	}

	private void grant(Child child, ExitReason reason) {
		this.restarts++;
		child.countRestart();
		this.totals.restarted();
		logger.warn("{} restarts '{}' ({} of {}) because of: {}", who(), child.id(), this.window.size(),
				this.spec.intensity(), reason);
		publish(new SupervisorEvent.RestartGranted(me().pid(), this.path, this.staticPath, child.id(), reason));
	}

	/** What holds the root of an application has no place of its own. */
	private String who() {
		return this.path.isEmpty() ? "Application" : "Supervisor '" + this.path + "'";
	}

	private Next<Children> giveUp(Child child, ExitReason reason, Children state) {
		GaveUp detail = new GaveUp(this.path, child.id(), reason, this.spec.intensity());
		this.totals.gaveUp();
		logger.error("{}", detail);
		publish(new SupervisorEvent.SupervisorGaveUp(me().pid(), this.path, this.staticPath, detail));
		return stop(ExitReason.shutdown(detail), state);
	}

	/** A delayed restart is due; it has been counted when it was granted. */
	private Next<Children> resume(Child child, Children state) {
		List<Child> row = state.affectedBy(child, this.spec.strategy())
			.stream()
			.filter((each) -> !each.isRunning() && !each.isTemporary())
			.toList();
		row.forEach(Child::stopped);
		startAll(row);
		return next(state);
	}

	/** Start these in order; the first that fails stops the row and is tried again. */
	private void startAll(List<Child> row) {
		for (Child child : row) {
			child.restarting(null);
			switch (start(child)) {
				case ChildRunner.Outcome.Started started -> {
				}
				case ChildRunner.Outcome.Ignored none -> child.stopped();
				case ChildRunner.Outcome.Failed(ChildStartException error, RuntimeException answer) -> {
					startFailed(child, error);
					return;
				}
			}
		}
	}

	private void startFailed(Child child, ChildStartException error) {
		child.ended(error.reason());
		this.totals.exited(error.path(), error.reason());
		logger.warn("{} could not restart '{}': {}", who(), child.id(), error.getMessage());
		publish(new SupervisorEvent.StartFailed(me().pid(), this.path, child.id(), error.reason()));
		scheduler().schedule(child, scheduler().delay(child, false), false);
	}

	private long now() {
		return me().processes().host().time().nanoTime();
	}

	private void publish(SupervisorEvent event) {
		if (me().processes().host().hasListeners()) {
			me().processes().host().publish(event);
		}
	}

	// requests

	@Override
	public CallResult<Children> handleCall(SupervisorRequest<?> request, From from, Children state) {
		ChildRequests asked = new ChildRequests(this.path, this.spec.autoShutdown(), state, this::start, this::stop);
		try {
			return switch (request) {
				case SupervisorRequest.StartChild start -> reply(start, asked.start(start.spec()), state);
				case SupervisorRequest.TerminateChild terminate ->
					reply(terminate, asked.terminate(terminate.id()), state);
				case SupervisorRequest.RestartChild restart -> reply(restart, asked.restart(restart.id()), state);
				case SupervisorRequest.DeleteChild delete -> reply(delete, asked.delete(delete.id()), state);
				case SupervisorRequest.WhichChildren which -> reply(which, children().toList(), state);
			};
		}
		catch (IllegalArgumentException | NoSuchChildException | ChildConflictException | ChildStartException
				| NameTakenException ex) {
			return raise(ex, state);
		}
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
		return this.spec.strategy();
	}

	@Override
	public RestartIntensity intensity() {
		return this.spec.intensity();
	}

	@Override
	public AutoShutdown autoShutdown() {
		return this.spec.autoShutdown();
	}

	@Override
	public boolean isDynamic() {
		return false;
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
		return this.children.all().size();
	}

	@Override
	public Stream<ChildInfo> children() {
		return this.children.stream().map((child) -> child.info(this.path));
	}

}
