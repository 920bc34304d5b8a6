package io.triotp.application;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.triotp.process.BehaviourHost;
import io.triotp.process.Processes;
import io.triotp.process.Self;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The applications of one node. Starts and stops them, and knows how they ended. All
 * methods may be called from any thread, including processes.
 */
public final class Applications {

	/** How many that have failed are remembered, and how many that are over otherwise. */
	private static final int REMEMBERED = 100;

	private static final Logger logger = LoggerFactory.getLogger("io.triotp.application");

	private final BehaviourHost node;

	private final Consumer<ApplicationInfo> failureHandler;

	private final Map<String, RunningApplication> applications = new ConcurrentHashMap<>();

	private final Admission admission;

	private final CrossWaits waits = new CrossWaits();

	/** Numbers the starts, for the start order. */
	private final AtomicLong starts = new AtomicLong();

	/**
	 * Creates an empty set.
	 * @param node the node their processes live in
	 * @param failureHandler called when an application has failed, on a thread of its own
	 */
	public Applications(Processes node, Consumer<ApplicationInfo> failureHandler) {
		Objects.requireNonNull(node, "node");
		this.node = node.host();
		this.failureHandler = Objects.requireNonNull(failureHandler, "failureHandler");
		this.node.view().explainUnregistered((name) -> Absence.of(name, list()));
		this.admission = new Admission(node.name());
	}

	/**
	 * Starts applications in dependency order. Optional dependencies count if they are
	 * among the given ones. Applications that already run are left alone (OTP A3, A4).
	 * @param specs the applications
	 * @return the names of those that were started, in start order
	 * @throws ApplicationStartException if one did not start; names that one. The
	 * applications that this call started before it have been stopped again, and no
	 * others
	 * @throws DependencyCycleException if some depend on each other
	 */
	public List<String> startAll(Collection<ApplicationSpec> specs) {
		Objects.requireNonNull(specs, "specs");
		long ticket = this.admission.ticket();
		List<RunningApplication> started = new ArrayList<>();
		try {
			for (ApplicationSpec spec : StartOrder.of(List.copyOf(specs), ApplicationSpec::name,
					ApplicationSpec::startsAfter)) {
				RunningApplication mine = startUnlessLive(spec, ticket);
				if (mine != null) {
					started.add(mine);
				}
			}
			return started.stream().map(RunningApplication::name).toList();
		}
		catch (RuntimeException ex) {
			started.reversed().forEach(this::stop);
			throw ex;
		}
	}

	/**
	 * Starts an application and waits until its tree is up. If it is already being
	 * started, waits for that start (OTP A5). If it is being stopped, waits for its end
	 * first. If it runs, does nothing. Optional dependencies need not run (OTP A4).
	 * @param spec the application
	 * @return whether this call started it
	 * @throws ApplicationStartException if it did not start, if an application it depends
	 * on does not run (OTP A2), if nothing is started because all are being stopped, or
	 * if it waits for the caller: a part of it that is being started or stopped
	 */
	public boolean start(ApplicationSpec spec) {
		Objects.requireNonNull(spec, "spec");
		return startUnlessLive(spec, this.admission.ticket()) != null;
	}

	private @Nullable RunningApplication startUnlessLive(ApplicationSpec spec, long ticket) {
		RunningApplication mine = new RunningApplication(this.node, spec, this.starts.incrementAndGet(),
				this.failureHandler);
		Entry entry = putUnlessLive(mine, ticket);
		while (entry.state() == ApplicationState.STOPPING) {
			RunningApplication ending = entry.present();
			waitFor(ending, ending::awaitStop);
			entry = putUnlessLive(mine, ticket);
		}
		RunningApplication present = entry.present();
		if (present != mine) {
			waitFor(present, present::awaitStart);
			return null;
		}
		try {
			requireDependencies(spec);
			mine.start();
			forgetOldest();
			return mine;
		}
		catch (RuntimeException | Error ex) {
			ApplicationStartException failure = mine.explain(ex);
			try {
				mine.endOrphans();
			}
			finally {
				// Others wait for this, so it must happen in any case.
				forget(mine);
				mine.startFailed(failure);
			}
			throw failure;
		}
	}

	/** Its state is read once: one that ends meanwhile would neither be known nor new. */
	private Entry putUnlessLive(RunningApplication mine, long ticket) {
		RunningApplication known = this.applications.get(mine.name());
		if (known != null && known.state() == ApplicationState.RUNNING) {
			return new Entry(known, ApplicationState.RUNNING);
		}
		return this.admission.admit(mine.name(), ticket, () -> put(mine));
	}

	/** One at a time: who is admitted holds a lock. */
	private Entry put(RunningApplication mine) {
		RunningApplication known = this.applications.get(mine.name());
		if (known == null) {
			this.applications.put(mine.name(), mine);
			return new Entry(mine, ApplicationState.STARTING);
		}
		ApplicationState state = known.state();
		if (state.isLive()) {
			return new Entry(known, state);
		}
		this.applications.put(mine.name(), mine.after(known));
		return new Entry(mine, ApplicationState.STARTING);
	}

	/** Waits unless that one waits for the application of the caller. */
	private void waitFor(RunningApplication application, Consumer<Boolean> action) {
		CrossWaits.Wait wait = this.waits.enter(ofCaller(), application);
		try {
			action.accept(wait != null);
		}
		finally {
			this.waits.leave(wait);
		}
	}

	/** The live application that the caller is part of. */
	private @Nullable RunningApplication ofCaller() {
		return (Self.currentOrNull() == null) ? null
				: this.applications.values().stream().filter(RunningApplication::isInside).findFirst().orElse(null);
	}

	/** It did not start: restores what was known of the previous run. */
	private void forget(RunningApplication mine) {
		RunningApplication before = mine.before();
		if (before != null) {
			this.applications.replace(mine.name(), mine, before);
		}
		else {
			this.applications.remove(mine.name(), mine);
		}
	}

	/** Applications that come and go under ever new names must not fill the memory. */
	private void forgetOldest() {
		Map<Boolean, List<RunningApplication>> over = inStartOrder().stream()
			.filter((each) -> !each.state().isLive())
			.collect(Collectors.partitioningBy((each) -> each.state() == ApplicationState.FAILED));
		over.values()
			.forEach((runs) -> runs.stream()
				.limit(Math.max(0, runs.size() - REMEMBERED))
				.forEach((run) -> this.applications.remove(run.name(), run)));
	}

	private void requireDependencies(ApplicationSpec spec) {
		for (String needed : spec.dependsOn()) {
			RunningApplication other = this.applications.get(needed);
			if (other == null || other.state() != ApplicationState.RUNNING) {
				throw new ApplicationStartException(spec.name(), "it depends on application '" + needed
						+ "', which is not running" + ((other != null) ? " (" + other.state() + ")" : ""));
			}
		}
	}

	/**
	 * Stops an application and waits for its end. Does nothing if it does not run. One
	 * that is being started has 5 seconds to come up, then what hangs in it is killed and
	 * its start fails. Dependents are not stopped (OTP A8). Processes that its processes
	 * started with a link and that outlive its tree are asked to end, and killed after 5
	 * seconds (OTP A7). Does not wait if the application waits for the caller: a process
	 * of it, or of another application that it stops in turn.
	 * @param name its name
	 * @return whether this call stopped it
	 * @throws IllegalStateException if its start waits for the caller: the {@code init}
	 * of a part of it
	 */
	public boolean stop(String name) {
		Objects.requireNonNull(name, "name");
		RunningApplication application = this.applications.get(name);
		return application != null && stop(application);
	}

	private boolean stop(RunningApplication application) {
		AtomicBoolean stopped = new AtomicBoolean();
		waitFor(application, (mayWait) -> stopped.set(application.stop(mayWait)));
		return stopped.get();
	}

	/**
	 * Stops all applications and waits for the end of each. The last one started is
	 * stopped first, but none before the applications that depend on it, optionally or
	 * not. Meanwhile nothing is started.
	 */
	public void stopAll() {
		this.admission.beginStop();
		try {
			stopLive(this.admission.stoppingAll());
		}
		finally {
			this.admission.endStop();
		}
	}

	/**
	 * Refuses all further starts and ends those that are under way: what is being started
	 * has 5 seconds to come up.
	 */
	public void refuseStarts() {
		this.admission.close();
		live().forEach((each) -> each.callOff(this.admission.closing()));
	}

	/**
	 * {@return whether all further starts are refused}
	 */
	public boolean isClosed() {
		return this.admission.isClosed();
	}

	/**
	 * Stops all applications, as {@link #stopAll()} does, for good.
	 */
	public void close() {
		refuseStarts();
		stopLive(this.admission.closing());
		this.admission.closed();
	}

	/**
	 * {@return whether an application waits for the calling thread: it runs a process of
	 * it, or tells listeners of its start or end}
	 */
	public boolean waitForCaller() {
		return this.applications.values().stream().anyMatch(RunningApplication::isInside);
	}

	private Stream<RunningApplication> live() {
		return this.applications.values().stream().filter((each) -> each.state().isLive());
	}

	private void stopLive(String why) {
		live().forEach((each) -> each.callOff(why));
		List<RunningApplication> left = new ArrayList<>(inStartOrder().reversed());
		while (!left.isEmpty()) {
			stopAfterDependents(left.get(0), left);
		}
	}

	private void stopAfterDependents(RunningApplication application, List<RunningApplication> left) {
		left.remove(application);
		for (RunningApplication other : List.copyOf(left)) {
			if (left.contains(other) && other.spec().startsAfter().contains(application.name())) {
				stopAfterDependents(other, left);
			}
		}
		try {
			stop(application);
		}
		catch (RuntimeException ex) {
			logger.error("Application '{}' could not be stopped, the others are", application.name(), ex);
		}
	}

	private List<RunningApplication> inStartOrder() {
		return this.applications.values()
			.stream()
			.sorted(Comparator.comparingLong(RunningApplication::sequence))
			.toList();
	}

	/**
	 * {@return an application as observers see it, even after it has ended; empty if it
	 * is unknown} Of those that have ended, the 100 that failed and the 100 others that
	 * were started last are known.
	 * @param name its name
	 */
	public Optional<ApplicationInfo> find(String name) {
		Objects.requireNonNull(name, "name");
		return Optional.ofNullable(this.applications.get(name)).map(RunningApplication::info);
	}

	/**
	 * {@return all applications as observers see them, including those that have ended,
	 * in start order} Of those that have ended, the 100 that failed and the 100 others
	 * that were started last are known.
	 */
	public List<ApplicationInfo> list() {
		return inStartOrder().stream().map(RunningApplication::info).toList();
	}

	/**
	 * Waits until no application is live.
	 * @throws InterruptedException if the thread is interrupted while it waits
	 */
	public void awaitEnd() throws InterruptedException {
		for (RunningApplication live = anyLive(); live != null; live = anyLive()) {
			live.awaitEnd();
		}
	}

	private @Nullable RunningApplication anyLive() {
		return inStartOrder().stream().filter((each) -> each.state().isLive()).findFirst().orElse(null);
	}

	/**
	 * Which run is in the table.
	 *
	 * @param present the run
	 * @param state its state when that was decided
	 */
	private record Entry(RunningApplication present, ApplicationState state) {
	}

}
