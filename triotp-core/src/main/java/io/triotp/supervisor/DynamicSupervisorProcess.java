package io.triotp.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.triotp.process.BehaviourHost;
import io.triotp.process.ExitReason;
import io.triotp.process.NameTakenException;
import io.triotp.process.Pid;
import io.triotp.process.ReportName;
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

/**
 * A supervisor whose children are started on demand. A child is known by its pid; while
 * it waits for a restart, by its last pid (OTP D6).
 */
final class DynamicSupervisorProcess implements
		GenServer<DynamicSupervisorProcess, DynamicSupervisorProcess.Request<?>, Cast<DynamicSupervisorProcess>> {

	private final DynamicSupervisorSpec spec;

	private final Place place;

	private final TreeTotals totals;

	private final RestartWindow window;

	/** Written in {@code init}, before the starter goes on. */
	private @Nullable SupervisorContext context;

	/** Used by its own process only; written in {@code init}. */
	private @Nullable ChildTable children;

	/** Used by its own process only. */
	private final NamedChildren names = new NamedChildren();

	/** Used by its own process only: the traits of the child that was started last. */
	private @Nullable ChildTraits latestTraits;

	private DynamicSupervisorProcess(DynamicSupervisorSpec spec, Place place, TreeTotals totals) {
		this.spec = spec;
		this.place = place;
		this.totals = totals;
		this.window = new RestartWindow(spec.intensity());
	}

	static StartedChild startLink(DynamicSupervisorSpec spec, ChildContext context) {
		DynamicSupervisorProcess process = new DynamicSupervisorProcess(spec, context.place(), context.totals());
		return process.startedAs(GenServer.startLink(process, context.serverOptions()));
	}

	static StartedChild start(BehaviourHost node, DynamicSupervisorSpec spec, Place place, ServerOptions options) {
		DynamicSupervisorProcess process = new DynamicSupervisorProcess(spec, place, new TreeTotals());
		return process.startedAs(GenServer.start(node, process, options));
	}

	private StartedChild startedAs(ServerRef<?> ref) {
		return new StartedChild(ref.pid().orElseThrow(), context().view());
	}

	@Override
	public DynamicSupervisorProcess init() {
		Self me = Self.current();
		me.trapExits(true);
		ChildTable table = new ChildTable(me.pid());
		LiveSupervisor view = new LiveSupervisor(me, this.place, LiveSupervisor.Rules.of(this.spec), this.window,
				table);
		this.children = table;
		this.context = SupervisorContext.of(me, view, this.totals, this.spec.backoff());
		return this;
	}

	@Override
	public void terminate(ExitReason reason, DynamicSupervisorProcess state) {
		context().runner().stopTogether(table().stream().toList());
		table().clear();
		this.names.clear();
	}

	private SupervisorContext context() {
		return started(this.context);
	}

	private ChildTable table() {
		return started(this.children);
	}

	private <T> T started(@Nullable T made) {
		if (made == null) {
			throw new IllegalStateException("Dynamic supervisor '" + this.place + "' has not been started");
		}
		return made;
	}

	// restarting

	@Override
	public Next<DynamicSupervisorProcess> handleInfo(Object message, DynamicSupervisorProcess state) {
		return switch (message) {
			case SystemMessage.Exit(Pid pid, ExitReason reason) -> childExited(pid, reason);
			case Retry(Child child, int ticket, boolean granted) when child.isDue(ticket) -> retry(child, granted);
			case Retry stale -> next(this);
			default -> {
				context().reports().ignored(message);
				yield next(this);
			}
		};
	}

	/**
	 * The end of a child that was stopped, or was seen to have ended when somebody asked
	 * for it, has been dealt with then.
	 */
	private Next<DynamicSupervisorProcess> childExited(Pid pid, ExitReason reason) {
		Child child = table().get(pid);
		if (child == null || child.pid() != pid || pid.isAlive()) {
			return next(this);
		}
		context().reports().childExited(child, pid, reason);
		RestartDecision decision = RestartPlanner.afterExitAlone(child, reason, this.window, context().now());
		return perform(decision, child, pid, reason, true);
	}

	private Next<DynamicSupervisorProcess> retry(Child child, boolean granted) {
		Pid known = keyOf(child);
		if (granted) {
			return startAgain(child, known);
		}
		ExitReason reason = child.lastExit();
		RestartDecision decision = RestartPlanner.retryAlone(child, this.window, context().now());
		return perform(decision, child, known, reason, false);
	}

	private Pid keyOf(Child child) {
		Pid key = child.lastPid();
		if (key == null) {
			throw new IllegalStateException("child '" + child.id() + "' of '" + this.place + "' has never run");
		}
		return key;
	}

	private Next<DynamicSupervisorProcess> perform(RestartDecision decision, Child child, Pid known, ExitReason reason,
			boolean hasRun) {
		return switch (decision) {
			case RestartDecision.Leave(boolean forget) -> {
				context().reports().left(child, reason);
				this.window.forget(child);
				if (forget) {
					table().remove(known);
					this.names.remove(child);
				}
				yield next(this);
			}
			case RestartDecision.GiveUp() -> stop(ExitReason.shutdown(context().reports().gaveUp(child, reason)), this);
			case RestartDecision.RestartChildren alone -> {
				context().reports().restartGranted(child, reason);
				Duration delay = hasRun ? context().scheduler().delay(child, true) : Duration.ZERO;
				if (delay.isZero()) {
					yield startAgain(child, known);
				}
				context().scheduler().schedule(child, delay, true);
				yield next(this);
			}
			case RestartDecision.EndWithSignificant() ->
				throw new IllegalStateException("a child of a dynamic supervisor is never significant");
		};
	}

	private Next<DynamicSupervisorProcess> startAgain(Child child, Pid known) {
		tryAgain(child, known);
		return next(this);
	}

	/**
	 * Starts a child again.
	 * @return why it did not start, {@code null} if it did; if it still may, it is tried
	 * again later
	 */
	private @Nullable RuntimeException tryAgain(Child child, Pid known) {
		child.restarting(null);
		long begun = context().now();
		if (restart(child, known) instanceof StartOutcome.Failed(ChildStartException error, RuntimeException answer)) {
			this.window.leaveOut(context().now() - begun);
			context().reports().startFailed(child, error);
			if (!(answer instanceof NameTakenException taken)) {
				context().scheduler().schedule(child, context().scheduler().delay(child, false), false);
			}
			else if (context().isLeaving(taken.holder())) {
				context().scheduler().scheduleAfter(child, taken.holder());
			}
			else {
				context().reports().placeTaken(child, taken);
				leave(child, known);
			}
			return answer;
		}
		return null;
	}

	private StartOutcome restart(Child child, Pid known) {
		StartOutcome outcome = context().runner().start(child);
		switch (outcome) {
			case StartOutcome.Started(Pid pid) -> {
				table().put(pid, child);
				table().remove(known);
			}
			case StartOutcome.Ignored none -> leave(child, known);
			case StartOutcome.Failed failed -> {
			}
		}
		return outcome;
	}

	/** It is not restarted any more. */
	private void leave(Child child, Pid known) {
		child.stopped();
		this.window.forget(child);
		table().remove(known);
		this.names.remove(child);
	}

	// requests

	sealed interface Request<R> extends Call<DynamicSupervisorProcess, R>, ReportName {

		@Override
		default String reportName() {
			return switch (this) {
				case StartChild start -> "DynamicSupervisor.startChild";
				case StartFromTemplate start -> "DynamicSupervisor.startChild";
				case StartUnlessKnown start -> "KeyedServers.get";
				case Knows knows -> "KeyedServers.find";
				case TerminateNamed terminate -> "KeyedServers.stop";
				case TerminateChild terminate -> "DynamicSupervisor.terminateChild";
				case RestartChild restart -> "DynamicSupervisor.restartChild";
				case WhichChild which -> "DynamicSupervisor.child";
				case WhichChildren which -> "DynamicSupervisor.children";
			};
		}

	}

	record StartChild(ChildSpec spec) implements Request<Optional<Pid>> {
	}

	record StartFromTemplate(String id, List<Object> arguments) implements Request<Optional<Pid>> {
	}

	/**
	 * Start a child unless there is one of its name, be it one that waits for its restart
	 * or has just ended.
	 *
	 * @param name its name
	 * @param by how to start it
	 */
	record StartUnlessKnown(String name, Request<Optional<Pid>> by) implements Request<Boolean> {
	}

	record Knows(String name) implements Request<Boolean> {
	}

	record TerminateNamed(String name) implements Request<Boolean> {
	}

	record RestartChild(Pid pid) implements Request<Optional<Pid>> {
	}

	record TerminateChild(Pid pid) implements Request<Boolean> {
	}

	record WhichChild(Pid pid) implements Request<Optional<ChildInfo>> {
	}

	record WhichChildren() implements Request<List<ChildInfo>> {
	}

	/** Whoever asked was interrupted; what it asked for is done all the same. */
	@Override
	public boolean handlesAbandoned(Request<?> request) {
		return true;
	}

	@Override
	public CallResult<DynamicSupervisorProcess> handleCall(Request<?> request, From from,
			DynamicSupervisorProcess state) {
		try {
			Optional<Next<DynamicSupervisorProcess>> end = endUnheardOf(request);
			if (end.isPresent()) {
				return end.get();
			}
			return switch (request) {
				case StartChild start -> reply(start, startChild(start.spec()), this);
				case StartFromTemplate start -> reply(start, startChild(fromTemplate(start)), this);
				case StartUnlessKnown start -> reply(start, startUnlessKnown(start), this);
				case Knows knows -> reply(knows, this.names.get(knows.name()) != null, this);
				case TerminateNamed terminate -> reply(terminate, terminateNamed(terminate.name()), this);
				case RestartChild restart -> reply(restart, restartNow(restart.pid()), this);
				case TerminateChild terminate -> reply(terminate, terminateChild(terminate.pid()), this);
				case WhichChild which ->
					reply(which, Optional.ofNullable(table().get(which.pid())).map(context().view()::info), this);
				case WhichChildren which -> reply(which, context().view().children().toList(), this);
			};
		}
		catch (IllegalArgumentException | NoSuchChildException | TooManyChildrenException | ChildConflictException
				| ChildStartException | NameTakenException ex) {
			return raise(ex, this);
		}
	}

	private ChildSpec fromTemplate(StartFromTemplate start) {
		ChildTemplate template = this.spec.template();
		if (template == null) {
			throw new IllegalArgumentException(
					"Dynamic supervisor '" + this.place + "' has no template: start a child with its specification");
		}
		try {
			StartGuard guard = new StartGuard(context().self(), context().view(), null);
			return Objects.requireNonNull(
					guard.call("the template (" + template.getClass().getName() + ")",
							() -> template.child(start.id(), start.arguments().toArray())),
					"the template returned null");
		}
		catch (Throwable ex) {
			throw ChildStartException.of(this.place.dynamicChild(start.id()).path(), ex);
		}
	}

	private Optional<Pid> startChild(ChildSpec childSpec) {
		childSpec.requireMeaningful(AutoShutdown.NEVER);
		startWhoWaitsFor(childSpec.name());
		if (table().size() >= this.spec.maxChildren()) {
			throw new TooManyChildrenException(this.place.path(), this.spec.maxChildren());
		}
		ChildTraits traits = ChildTraits.of(childSpec, this.latestTraits);
		this.latestTraits = traits;
		Child child = new Child(childSpec, traits);
		return switch (context().runner().start(child)) {
			case StartOutcome.Started(Pid pid) -> {
				table().put(pid, child);
				this.names.add(child);
				yield Optional.of(pid);
			}
			case StartOutcome.Ignored none -> Optional.empty();
			case StartOutcome.Failed(ChildStartException error, RuntimeException answer) -> throw answer;
		};
	}

	private boolean startUnlessKnown(StartUnlessKnown start) {
		if (this.names.get(start.name()) != null) {
			return true;
		}
		ChildSpec childSpec = switch (start.by()) {
			case StartFromTemplate template -> fromTemplate(template);
			case StartChild known -> known.spec();
			default -> throw new IllegalArgumentException(start.by().reportName() + " starts no child");
		};
		if (!start.name().equals(childSpec.name())) {
			throw new IllegalArgumentException("The template of dynamic supervisor '" + this.place + "' named child '"
					+ childSpec.id() + "' " + ((childSpec.name() != null) ? "'" + childSpec.name() + "'" : "nothing")
					+ ": a server that is found by its key is named '" + start.name() + "'");
		}
		return startChild(childSpec).isPresent();
	}

	private boolean terminateNamed(String name) {
		Child child = this.names.get(name);
		return child != null && terminateChild(keyOf(child));
	}

	/**
	 * A process gives its name back before its supervisor hears of its end. Whoever asks
	 * for the name in between must not find it free: its end is dealt with first, as if
	 * it had been heard of.
	 * @return how the supervisor goes on if that was one end too many
	 */
	private Optional<Next<DynamicSupervisorProcess>> endUnheardOf(Request<?> request) {
		String name = switch (request) {
			case StartChild start -> start.spec().name();
			case StartUnlessKnown start -> start.name();
			case Knows knows -> knows.name();
			default -> null;
		};
		Child child = (name != null) ? this.names.get(name) : null;
		Pid pid = (child != null) ? child.pid() : null;
		if (pid == null || pid.isAlive()) {
			return Optional.empty();
		}
		context().runner().awaitEnd(pid);
		Next<DynamicSupervisorProcess> next = childExited(pid,
				context().self().processes().exitReason(pid).orElse(ExitReason.killed()));
		return (next instanceof Next.Stop<?>) ? Optional.of(next) : Optional.empty();
	}

	/**
	 * A child that waits for its restart still owns its name: it is started now, so that
	 * whoever asked finds it, as if it had not crashed.
	 */
	private void startWhoWaitsFor(@Nullable String name) {
		Child child = (name != null) ? this.names.get(name) : null;
		if (child != null && child.isRestarting() && restart(child,
				keyOf(child)) instanceof StartOutcome.Failed(ChildStartException error, RuntimeException answer)) {
			throw answer;
		}
	}

	private Optional<Pid> restartNow(Pid pid) {
		Child child = table().get(pid);
		if (child == null) {
			throw new NoSuchChildException(this.place.path(), pid);
		}
		if (child.isTemporary()) {
			throw new ChildConflictException(this.place.path(), child.id(), ChildConflictException.Conflict.TEMPORARY,
					pid);
		}
		context().runner().stop(child);
		RuntimeException error = tryAgain(child, pid);
		if (error != null) {
			throw error;
		}
		return Optional.ofNullable(child.pid());
	}

	private boolean terminateChild(Pid pid) {
		Child child = table().remove(pid);
		if (child == null) {
			throw new NoSuchChildException(this.place.path(), pid);
		}
		context().runner().stop(child);
		this.window.forget(child);
		this.names.remove(child);
		return true;
	}

}
