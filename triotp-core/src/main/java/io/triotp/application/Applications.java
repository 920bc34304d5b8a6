package io.triotp.application;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.triotp.process.BehaviourHost;
import io.triotp.process.Processes;
import org.jspecify.annotations.Nullable;

/**
 * The applications of one node: starts them, stops them, knows how they ended. All
 * methods may be called from any thread, also by processes.
 */
public final class Applications {

	private final BehaviourHost node;

	private final Consumer<ApplicationInfo> failureHandler;

	private final Map<String, RunningApplication> applications = new ConcurrentHashMap<>();

	/** Tells who was started first. */
	private final AtomicLong starts = new AtomicLong();

	/**
	 * Create the empty set.
	 * @param node where their processes live
	 * @param failureHandler told of an application that has failed, on a thread of its
	 * own
	 */
	public Applications(Processes node, Consumer<ApplicationInfo> failureHandler) {
		this.node = node.host();
		this.failureHandler = Objects.requireNonNull(failureHandler, "failureHandler");
	}

	/**
	 * Start applications, dependencies first, optional ones too if they are among them.
	 * Those that run already are left alone (OTP A3, A4).
	 * @param specs the applications
	 * @return those that were started, in order
	 * @throws ApplicationStartException if one did not start, which it names; those
	 * started before it by this call have been stopped again, and only they
	 * @throws DependencyCycleException if some need each other
	 */
	public List<String> startAll(Collection<ApplicationSpec> specs) {
		List<RunningApplication> started = new ArrayList<>();
		try {
			for (ApplicationSpec spec : StartOrder.of(List.copyOf(specs), ApplicationSpec::name,
					ApplicationSpec::startsAfter)) {
				RunningApplication mine = startUnlessLive(spec);
				if (mine != null) {
					started.add(mine);
				}
			}
			return started.stream().map(RunningApplication::name).toList();
		}
		catch (RuntimeException ex) {
			started.reversed().forEach(RunningApplication::stop);
			throw ex;
		}
	}

	/**
	 * Start an application and wait until its tree is up. If it is being started already,
	 * wait for that (OTP A5); if it is being stopped, wait for that first; if it runs, do
	 * nothing. Optional dependencies need not run (OTP A4).
	 * @param spec the application
	 * @return whether this call started it
	 * @throws ApplicationStartException if it did not start, or one it depends on does
	 * not run (OTP A2), or it waits for who asks: a part of it that is being started or
	 * stopped
	 */
	public boolean start(ApplicationSpec spec) {
		return startUnlessLive(spec) != null;
	}

	private @Nullable RunningApplication startUnlessLive(ApplicationSpec spec) {
		RunningApplication mine = new RunningApplication(this.node, spec, this.starts.incrementAndGet(),
				this.failureHandler);
		RunningApplication present = putUnlessLive(mine);
		while (present.state() == ApplicationState.STOPPING) {
			present.awaitStop();
			present = putUnlessLive(mine);
		}
		if (present != mine) {
			present.awaitStart();
			return null;
		}
		try {
			requireDependencies(spec);
			mine.start();
			return mine;
		}
		catch (RuntimeException | Error ex) {
			ApplicationStartException failure = (ex instanceof ApplicationStartException known) ? known
					: new ApplicationStartException(spec.name(), ex);
			try {
				mine.endOrphans();
			}
			finally {
				// Whatever happens, others wait for this.
				forget(mine);
				mine.startFailed(failure);
			}
			throw failure;
		}
	}

	private RunningApplication putUnlessLive(RunningApplication mine) {
		return this.applications.merge(mine.name(), mine,
				(known, next) -> known.state().isLive() ? known : next.after(known));
	}

	/** It did not start: what is known of the run before it is known again. */
	private void forget(RunningApplication mine) {
		RunningApplication before = mine.before();
		if (before != null) {
			this.applications.replace(mine.name(), mine, before);
		}
		else {
			this.applications.remove(mine.name(), mine);
		}
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
	 * Stop an application and wait for its end. Nothing happens if it does not run.
	 * Dependents are not stopped (OTP A8). Processes that were started, linked, by those
	 * of the application and outlive its tree are asked to end, and killed after 5
	 * seconds (OTP A7).
	 * @param name its name
	 * @return whether this call stopped it
	 * @throws IllegalStateException if its start waits for who asks: the {@code init} of
	 * a part of it
	 */
	public boolean stop(String name) {
		RunningApplication application = this.applications.get(name);
		return application != null && application.stop();
	}

	/**
	 * Stop all applications, the last started first but none before those that depend on
	 * it, optionally too, and wait for the end of each.
	 */
	public void stopAll() {
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
		stop(application.name());
	}

	private List<RunningApplication> inStartOrder() {
		return this.applications.values()
			.stream()
			.sorted(Comparator.comparingLong(RunningApplication::sequence))
			.toList();
	}

	/**
	 * {@return what can be seen of an application, also after it has ended}
	 * @param name its name
	 */
	public Optional<ApplicationInfo> find(String name) {
		return Optional.ofNullable(this.applications.get(name)).map(RunningApplication::info);
	}

	/**
	 * {@return what can be seen of all applications, also those that have ended, in start
	 * order}
	 */
	public List<ApplicationInfo> list() {
		return inStartOrder().stream().map(RunningApplication::info).toList();
	}

	/**
	 * Wait until no application is live.
	 * @throws InterruptedException if the thread is interrupted
	 */
	public void awaitEnd() throws InterruptedException {
		for (RunningApplication live = anyLive(); live != null; live = anyLive()) {
			live.awaitEnd();
		}
	}

	private @Nullable RunningApplication anyLive() {
		return inStartOrder().stream().filter((each) -> each.state().isLive()).findFirst().orElse(null);
	}

}
