package io.triotp.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.supervisor.Life.Kind;
import io.triotp.supervisor.Life.Step;
import org.jspecify.annotations.Nullable;

/**
 * A supervisor on paper: it has {@link RestartPlanner} decide and keeps its books as
 * {@link SupervisorProcess} does, but its children are names, their pids are of processes
 * long gone, and nothing waits. Beside the books that are tested it keeps simple ones of
 * its own.
 */
final class PaperSupervisor {

	static final ExitReason CRASH = ExitReason.crash(new IllegalStateException("boom"));

	private static final List<Pid> PIDS = pids(512);

	private static final SupervisorSpec[][] SPECS = specs();

	private static final ChildSpec[][] CHILD_SPECS = childSpecs(32);

	final SupervisorSpec spec;

	final Children children;

	final RestartWindow window;

	final int maxRestarts;

	final boolean delayed;

	long now;

	boolean ended;

	/** The times of the restarts granted. */
	final List<Long> granted = new ArrayList<>();

	/** The attempts to come, also those that are no longer wanted. */
	final List<Attempt> attempts = new ArrayList<>();

	/** The attempt a child waits for. */
	final Map<Child, Attempt> awaited = new HashMap<>();

	/** The children in the order they were added. */
	final List<Child> known = new ArrayList<>();

	private final Map<Child, Life.What> starts = new HashMap<>();

	private final Watcher watcher;

	private @Nullable String complaint;

	private int ids;

	private int pids;

	private PaperSupervisor(Life life, Watcher watcher) {
		this.spec = SPECS[life.strategy().ordinal()][life.autoShutdown().ordinal()];
		this.maxRestarts = life.maxRestarts();
		this.window = new RestartWindow(new RestartIntensity(life.maxRestarts(), Life.PERIOD));
		this.delayed = life.backoff();
		this.now = life.begin();
		this.watcher = watcher;
		life.children().forEach((kind) -> this.known.add(new Child(specOf(kind))));
		this.children = new Children(this.known);
		this.known.forEach(this::start);
	}

	private static List<Pid> pids(int count) {
		try (Processes node = LocalNode.create()) {
			return Stream.generate(() -> node.spawn((self) -> {
			})).limit(count).toList();
		}
	}

	private static SupervisorSpec[][] specs() {
		SupervisorSpec[][] specs = new SupervisorSpec[Strategy.values().length][AutoShutdown.values().length];
		for (Strategy strategy : Strategy.values()) {
			for (AutoShutdown rule : AutoShutdown.values()) {
				specs[strategy.ordinal()][rule.ordinal()] = SupervisorSpec.of(strategy).autoShutdown(rule);
			}
		}
		return specs;
	}

	private static ChildSpec[][] childSpecs(int count) {
		ChildSpec[][] specs = new ChildSpec[count][];
		for (int id = 0; id < count; id++) {
			ChildSpec plain = ChildSpec.worker("c" + id, (context) -> {
				throw new AssertionError("nothing is started on paper");
			});
			specs[id] = Stream.of(Restart.values())
				.flatMap((restart) -> Stream.of(false, true)
					.map((significant) -> plain.restart(restart)
						.significant(significant && restart != Restart.PERMANENT)))
				.toArray(ChildSpec[]::new);
		}
		return specs;
	}

	private ChildSpec specOf(Kind kind) {
		return CHILD_SPECS[this.ids++][kind.restart().ordinal() * 2 + (kind.significant() ? 1 : 0)];
	}

	/**
	 * {@return what the watcher complained about first, if it did}
	 */
	static @Nullable String play(Life life, Watcher watcher) {
		PaperSupervisor supervisor = new PaperSupervisor(life, watcher);
		for (Step step : life.steps()) {
			if (supervisor.complaint == null && !supervisor.ended) {
				supervisor.happen(step);
				supervisor.complain(watcher.after(supervisor));
			}
		}
		return supervisor.complaint;
	}

	private void complain(@Nullable String what) {
		if (this.complaint == null) {
			this.complaint = what;
		}
	}

	private void happen(Step step) {
		switch (step.what()) {
			case CRASH -> exit(step, CRASH);
			case END_WELL -> exit(step, ((step.which() & 1) == 0) ? ExitReason.normal() : ExitReason.shutdown());
			case BE_KILLED -> exit(step, ExitReason.killed());
			case RETRY -> retry(step.which());
			case PASS_TIME -> this.now += step.which();
			case TERMINATE -> terminate(step);
			case DELETE -> delete(step);
			case RESTART -> restart(step);
			case ADD -> add(step);
			case CANNOT_START, HAS_NOTHING_TO_DO, CAN_START -> {
				if (!this.known.isEmpty()) {
					this.starts.put(this.known.get(step.which() % this.known.size()), step.what());
				}
			}
		}
	}

	private void exit(Step step, ExitReason reason) {
		List<Child> running = this.known.stream().filter(Child::isRunning).toList();
		if (!running.isEmpty()) {
			Child child = running.get(step.which() % running.size());
			this.children.vacate(child.pid());
			child.ended(reason, Instant.EPOCH);
			decide(child, reason,
					RestartPlanner.afterExit(this.spec, this.children, child, reason, this.window, this.now));
		}
	}

	private void retry(int which) {
		if (this.attempts.isEmpty()) {
			return;
		}
		Attempt attempt = this.attempts.remove(which % this.attempts.size());
		this.now = (attempt.at() - this.now > 0) ? attempt.at() : this.now;
		if (!attempt.child().isDue(attempt.ticket())) {
			return;
		}
		if (attempt.granted()) {
			List<Child> row = this.children.affectedBy(attempt.child(), this.spec.strategy())
				.stream()
				.filter((each) -> !each.isRunning() && !each.isTemporary())
				.toList();
			row.forEach(this::stopped);
			startAll(row);
		}
		else {
			decide(attempt.child(), null,
					RestartPlanner.retry(this.spec, this.children, attempt.child(), this.window, this.now));
		}
	}

	private void decide(Child child, @Nullable ExitReason reason, RestartDecision decision) {
		complain(this.watcher.decided(this, child, reason, decision));
		switch (decision) {
			case RestartDecision.Leave(boolean forget) -> forget(forget ? List.of(child) : List.of());
			case RestartDecision.EndWithSignificant() -> this.ended = true;
			case RestartDecision.GiveUp() -> this.ended = true;
			case RestartDecision.RestartChildren(List<Child> stop, List<Child> forget, List<Child> start) -> {
				this.granted.add(this.now);
				stop.forEach(this::stop);
				forget(forget);
				start.forEach(this::stopped);
				if (this.delayed && reason != null) {
					schedule(child, true, true);
				}
				else {
					startAll(start);
				}
			}
		}
	}

	private void startAll(List<Child> row) {
		for (Child child : row) {
			child.restarting(null);
			this.awaited.remove(child);
			switch (this.starts.getOrDefault(child, Life.What.CAN_START)) {
				case CANNOT_START -> {
					child.ended(CRASH, Instant.EPOCH);
					schedule(child, false, false);
					return;
				}
				case HAS_NOTHING_TO_DO -> stopped(child);
				default -> start(child);
			}
		}
	}

	private void schedule(Child child, boolean hasRun, boolean granted) {
		Duration delay = this.delayed ? Life.DELAYS.delay(child.nextAttempt(Life.DELAYS, this.now, hasRun), 0.5)
				: Duration.ZERO;
		Attempt attempt = new Attempt(child, child.restarting(null), granted, this.now + delay.toNanos());
		this.attempts.add(attempt);
		this.awaited.put(child, attempt);
	}

	private void start(Child child) {
		Pid pid = PIDS.get(this.pids++ % PIDS.size());
		child.running(StartedChild.worker(pid), this.now);
		this.children.occupy(pid, child);
		this.awaited.remove(child);
	}

	private void stop(Child child) {
		if (child.isRunning()) {
			this.children.vacate(child.pid());
			child.ended(ExitReason.shutdown(), Instant.EPOCH);
		}
		stopped(child);
	}

	private void stopped(Child child) {
		child.stopped();
		this.awaited.remove(child);
	}

	private void forget(List<Child> gone) {
		this.children.remove(gone);
		this.known.removeAll(gone);
		gone.forEach(this.awaited::remove);
	}

	// by hand

	private void terminate(Step step) {
		if (!this.known.isEmpty()) {
			Child child = this.known.get(step.which() % this.known.size());
			stop(child);
			forget(child.isTemporary() ? List.of(child) : List.of());
		}
	}

	private void delete(Step step) {
		List<Child> idle = idle();
		if (!idle.isEmpty()) {
			forget(List.of(idle.get(step.which() % idle.size())));
		}
	}

	private void restart(Step step) {
		List<Child> idle = idle();
		if (!idle.isEmpty()) {
			start(idle.get(step.which() % idle.size()));
		}
	}

	private List<Child> idle() {
		return this.known.stream().filter((child) -> !child.isRunning() && !child.isRestarting()).toList();
	}

	private void add(Step step) {
		Restart[] all = Restart.values();
		Child child = new Child(specOf(new Kind(all[step.which() % all.length], (step.which() & 4) != 0)));
		start(child);
		this.children.add(child);
		this.known.add(child);
	}

	/** Tells what is wrong, or {@code null}. */
	interface Watcher {

		/** Before it is done; without a reason if it is about a later attempt. */
		default @Nullable String decided(PaperSupervisor supervisor, Child child, @Nullable ExitReason reason,
				RestartDecision decision) {
			return null;
		}

		default @Nullable String after(PaperSupervisor supervisor) {
			return null;
		}

	}

	record Attempt(Child child, int ticket, boolean granted, long at) {
	}

}
