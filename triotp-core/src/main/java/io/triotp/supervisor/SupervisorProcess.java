package io.triotp.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

/**
 * The process of a supervisor. It receives the exits of its children;
 * {@link RestartPlanner} decides what to do, {@link ChildRunner} does it and
 * {@link SupervisorReports} records it.
 */
final class SupervisorProcess implements GenServer<Children, SupervisorRequest<?>, Cast<SupervisorProcess>> {

	/** A supervisor is up when its children are, and each of them has its own limit. */
	private static final Duration NO_LIMIT = Duration.ofNanos(Long.MAX_VALUE);

	private final SupervisorSpec spec;

	private final Place place;

	private final TreeTotals totals;

	private final RestartWindow window;

	private final Children children;

	/** Written in {@code init}, before the starter goes on. */
	private @Nullable SupervisorContext context;

	private SupervisorProcess(SupervisorSpec spec, Place place, TreeTotals totals) {
		this.spec = spec;
		this.place = place;
		this.totals = totals;
		this.window = new RestartWindow(spec.intensity());
		this.children = new Children(spec.children().stream().map(Child::new).toList());
	}

	static StartedChild startLink(SupervisorSpec spec, ChildContext context) {
		SupervisorProcess process = new SupervisorProcess(spec, context.place(), context.totals());
		ServerRef<?> ref = GenServer.startLink(process, context.serverOptions().startTimeout(NO_LIMIT));
		return process.startedAs(ref);
	}

	static StartedChild start(BehaviourHost node, SupervisorSpec spec, Place place, TreeTotals totals,
			ServerOptions options) {
		spec.requireMeaningful();
		SupervisorProcess process = new SupervisorProcess(spec, place, totals);
		ServerRef<?> ref = GenServer.start(node, process, options.startTimeout(NO_LIMIT));
		return process.startedAs(ref);
	}

	private StartedChild startedAs(ServerRef<?> ref) {
		return new StartedChild(ref.pid().orElseThrow(), context().view());
	}

	// starting and stopping

	@Override
	public Children init() {
		Self me = Self.current();
		me.trapExits(true);
		LiveSupervisor view = new LiveSupervisor(me, this.place, LiveSupervisor.Rules.of(this.spec), this.window,
				this.children);
		this.context = SupervisorContext.of(me, view, this.totals, this.spec.backoff());
		List<Child> up = new ArrayList<>();
		List<Child> ignored = new ArrayList<>();
		for (Child child : this.children.all()) {
			switch (start(child)) {
				case StartOutcome.Started started -> up.add(child);
				case StartOutcome.Ignored none -> {
					if (child.isTemporary()) {
						ignored.add(child);
					}
				}
				case StartOutcome.Failed(ChildStartException error, RuntimeException answer) -> {
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
		// Who waited for a restart waits no more: it is shown after the end too.
		state.all().forEach(this::stop);
	}

	private SupervisorContext context() {
		SupervisorContext made = this.context;
		if (made == null) {
			throw new IllegalStateException("Supervisor '" + this.place + "' has not been started");
		}
		return made;
	}

	private StartOutcome start(Child child) {
		StartOutcome outcome = context().runner().start(child);
		if (outcome instanceof StartOutcome.Started(Pid pid)) {
			this.children.occupy(pid, child);
		}
		return outcome;
	}

	private void stop(Child child) {
		Pid pid = child.pid();
		if (pid != null) {
			this.children.vacate(pid);
		}
		context().runner().stop(child);
	}

	private void stopForGood(Child child) {
		stop(child);
		this.window.forget(child);
	}

	// restarting

	@Override
	public Next<Children> handleInfo(Object message, Children state) {
		return switch (message) {
			case SystemMessage.Exit(Pid pid, ExitReason reason) -> childExited(pid, reason, state);
			case Retry(Child child, int ticket, boolean granted) when child.isDue(ticket) ->
				granted ? resumed(child, state) : retry(child, state);
			case Retry stale -> next(state);
			default -> {
				context().reports().ignored(message);
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
		context().reports().childExited(child, pid, reason);
		RestartDecision decision = RestartPlanner.afterExit(this.spec, state, child, reason, this.window,
				context().now());
		return perform(decision, child, reason, true, state);
	}

	private Next<Children> retry(Child child, Children state) {
		ExitReason reason = child.lastExit();
		RestartDecision decision = RestartPlanner.retry(this.spec, state, child, this.window, context().now());
		return perform(decision, child, reason, false, state);
	}

	private Next<Children> perform(RestartDecision decision, Child child, ExitReason reason, boolean hasRun,
			Children state) {
		return switch (decision) {
			case RestartDecision.Leave(boolean forget) -> {
				context().reports().left(child, reason);
				this.window.forget(child);
				if (forget) {
					state.remove(List.of(child));
				}
				yield next(state);
			}
			case RestartDecision.EndWithSignificant() -> {
				context().reports().endsWithSignificant(child, reason);
				yield stop(ExitReason.shutdown(), state);
			}
			case RestartDecision.GiveUp() ->
				stop(ExitReason.shutdown(context().reports().gaveUp(child, reason)), state);
			case RestartDecision.RestartChildren(List<Child> stop, List<Child> forget, List<Child> start) -> {
				context().reports().restartGranted(child, reason);
				clear(stop, forget, start, state);
				Duration delay = hasRun ? context().scheduler().delay(child, true) : Duration.ZERO;
				if (delay.isZero()) {
					startAll(start);
				}
				else {
					context().scheduler().schedule(child, delay, true);
				}
				yield next(state);
			}
		};
	}

	/** Stops those that are restarted together and still run. */
	private void clear(List<Child> stop, List<Child> forget, List<Child> start, Children state) {
		long before = context().now();
		stop.forEach(this::stop);
		this.window.leaveOut(context().now() - before);
		state.remove(forget);
		// One of them may have an attempt of its own under way; that attempt is
		// cancelled.
		start.forEach(Child::stopped);
	}

	/** Somebody has asked for it. */
	private Optional<Pid> restartNow(Child child, Children state) {
		RestartDecision.RestartChildren row = RestartPlanner.asked(this.spec, state, child);
		clear(row.stop(), row.forget(), row.start(), state);
		ChildStartException error = startAll(row.start());
		if (error != null) {
			throw error;
		}
		return Optional.ofNullable(child.pid());
	}

	/** A delayed restart is due. */
	private Next<Children> resumed(Child child, Children state) {
		resume(child, state);
		return next(state);
	}

	/**
	 * Starts a child that waits; that was counted when it was granted.
	 * @return why one failed, {@code null} if none did
	 */
	private @Nullable ChildStartException resume(Child child, Children state) {
		List<Child> row = state.affectedBy(child, this.spec.strategy())
			.stream()
			.filter((each) -> !each.isRunning() && !each.isTemporary())
			.toList();
		row.forEach(Child::stopped);
		return startAll(row);
	}

	/** Somebody does not want to wait. */
	private Optional<Pid> resumeNow(Child child, Children state) {
		ChildStartException error = resume(child, state);
		if (error != null) {
			throw error;
		}
		return Optional.ofNullable(child.pid());
	}

	/**
	 * Starts these in order. The first that fails ends the row and is retried.
	 * @return why it failed, {@code null} if none did
	 */
	private @Nullable ChildStartException startAll(List<Child> row) {
		for (Child child : row) {
			child.restarting(null);
			long begun = context().now();
			switch (start(child)) {
				case StartOutcome.Started started -> {
				}
				case StartOutcome.Ignored none -> {
					child.stopped();
					this.window.forget(child);
				}
				case StartOutcome.Failed(ChildStartException error, RuntimeException answer) -> {
					this.window.leaveOut(context().now() - begun);
					context().reports().startFailed(child, error);
					if (answer instanceof NameTakenException taken) {
						context().scheduler().scheduleAfter(child, taken.holder());
					}
					else {
						context().scheduler().schedule(child, context().scheduler().delay(child, false), false);
					}
					return error;
				}
			}
		}
		return null;
	}

	/**
	 * A child that waits for its restart still owns its id and its name: it is started
	 * now, so that whoever asked finds it, as if it had not crashed. If it does not
	 * start, its name is still its own.
	 */
	private void startWhoWaitsFor(ChildSpec asked, Children state) {
		Optional<Child> waiting = state.stream()
			.filter(Child::isRestarting)
			.filter((child) -> child.id().equals(asked.id())
					|| asked.name() != null && asked.name().equals(child.name()))
			.findFirst();
		if (waiting.isPresent()) {
			ChildStartException error = resume(waiting.get(), state);
			if (error != null && !waiting.get().id().equals(asked.id())) {
				throw error;
			}
		}
	}

	// requests

	/** Whoever asked was interrupted; what it asked for is done all the same. */
	@Override
	public boolean handlesAbandoned(SupervisorRequest<?> request) {
		return true;
	}

	@Override
	public CallResult<Children> handleCall(SupervisorRequest<?> request, From from, Children state) {
		ChildRequests asked = new ChildRequests(context().view(), state, this::start, this::stopForGood);
		try {
			return switch (request) {
				case SupervisorRequest.StartChild start -> {
					startWhoWaitsFor(start.spec(), state);
					yield reply(start, asked.start(start.spec()), state);
				}
				case SupervisorRequest.TerminateChild terminate ->
					reply(terminate, asked.terminate(terminate.id()), state);
				case SupervisorRequest.RestartChild restart -> reply(restart, asked.restart(restart.id()), state);
				case SupervisorRequest.TerminateRunning terminate ->
					reply(terminate, asked.terminate(asked.require(terminate.pid()).id()), state);
				case SupervisorRequest.RestartRunning restart ->
					reply(restart, restartNow(asked.requireRestartable(restart.pid()), state), state);
				case SupervisorRequest.RestartWaiting restart ->
					reply(restart, resumeNow(asked.requireWaiting(restart.id()), state), state);
				case SupervisorRequest.DeleteChild delete -> reply(delete, asked.delete(delete.id()), state);
				case SupervisorRequest.WhichChild which -> reply(which, asked.find(which.id()), state);
				case SupervisorRequest.WhichPartitions which ->
					reply(which, PartitionMember.ownerOf(this.spec.children()), state);
				case SupervisorRequest.WhichChildren which -> reply(which, context().view().children().toList(), state);
			};
		}
		catch (IllegalArgumentException | NoSuchChildException | ChildConflictException | ChildStartException
				| NameTakenException ex) {
			return raise(ex, state);
		}
	}

}
