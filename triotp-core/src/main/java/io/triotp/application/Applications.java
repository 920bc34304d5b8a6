package io.triotp.application;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.triotp.process.BehaviourHost;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.ProcessInfo;
import io.triotp.process.Processes;
import io.triotp.process.Self;
import io.triotp.supervisor.ChildStartException;
import io.triotp.supervisor.SupervisionTree;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The applications of one node: starts them, stops them, knows how they ended. All
 * methods may be called from any thread, also by processes.
 */
public final class Applications {

	private static final Logger logger = LoggerFactory.getLogger("io.triotp.application");

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
			started.reversed().forEach(this::stop);
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
		RunningApplication mine = new RunningApplication(spec, this.starts.incrementAndGet());
		RunningApplication present = putUnlessLive(mine);
		while (present.state() == ApplicationState.STOPPING) {
			awaitStop(present);
			present = putUnlessLive(mine);
		}
		if (present != mine) {
			awaitStart(present);
			return null;
		}
		try {
			requireDependencies(spec);
			run(mine);
			mine.started().complete(null);
			return mine;
		}
		catch (RuntimeException | Error ex) {
			ApplicationStartException failure = (ex instanceof ApplicationStartException known) ? known
					: new ApplicationStartException(spec.name(), ex);
			try {
				Pid holder = mine.holder();
				if (holder != null) {
					new OrphanReaper(this.node, spec.name(), holder).end();
				}
			}
			finally {
				// Whatever happens, others wait for this.
				forget(mine);
				mine.started().completeExceptionally(failure);
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

	private void awaitStop(RunningApplication application) {
		if (isInside(application)) {
			throw new ApplicationStartException(application.name(), "it is being stopped, and who asks is part of it");
		}
		application.ended().join();
	}

	private void awaitStart(RunningApplication application) {
		if (isHoldingUp(application)) {
			throw new ApplicationStartException(application.name(), "it is being started, and who asks is part of it");
		}
		try {
			application.started().join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof ApplicationStartException failure) ? failure : ex;
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

	private void run(RunningApplication application) {
		SupervisionTree tree;
		try {
			tree = SupervisionTree.start(this.node, "", application.name() + " (application)",
					application.holderSpec());
		}
		catch (ChildStartException ex) {
			throw new ApplicationStartException(application.name(), ex);
		}
		application.up(tree);
		try {
			logger.info("Application '{}' is up", application.name());
			publish(new ApplicationEvent.Started(tree.pid(), application.name()));
		}
		finally {
			// Whatever happens, others wait for its end.
			this.node.onExit(tree.pid(), (pid, reason) -> ended(application, pid, reason));
		}
	}

	/** Called in the exit sequence of the process that held the root. */
	private void ended(RunningApplication application, Pid holder, ExitReason reason) {
		ApplicationState last = application.ending(reason);
		OrphanReaper leftovers = new OrphanReaper(this.node, application.name(), holder);
		// Of one that was killed the root itself is left, which now ends in its order.
		if (reason instanceof ExitReason.Killed || !leftovers.exist()) {
			conclude(application, holder, last);
			return;
		}
		application.changes(ApplicationState.RUNNING, ApplicationState.STOPPING);
		Thread.ofPlatform().daemon().name("triotp-leftovers").start(() -> {
			try {
				leftovers.end();
			}
			finally {
				conclude(application, holder, last);
			}
		});
	}

	private void conclude(RunningApplication application, Pid holder, ApplicationState last) {
		application.over(last);
		try {
			tell(application, holder, last);
		}
		finally {
			// Whatever happens, others wait for this.
			application.ended().complete(last);
		}
		if (last == ApplicationState.FAILED) {
			Thread.ofPlatform()
				.daemon()
				.name("triotp-failure")
				.start(() -> this.failureHandler.accept(application.info()));
		}
	}

	private void tell(RunningApplication application, Pid holder, ApplicationState last) {
		ExitReason why = application.endReason();
		String name = application.name();
		switch (last) {
			case FAILED -> logger.error("Application '{}' has failed: {}", name, why);
			case ENDED -> logger.info("Application '{}' has ended: {}", name, why);
			default -> logger.info("Application '{}' is stopped", name);
		}
		publish(switch (last) {
			case FAILED -> new ApplicationEvent.Failed(holder, name, why, application.spec().onFailure());
			case ENDED -> new ApplicationEvent.Ended(holder, name, why);
			default -> new ApplicationEvent.Stopped(holder, name);
		});
	}

	private void publish(ApplicationEvent event) {
		if (this.node.hasListeners()) {
			this.node.publish(event);
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
		return application != null && stop(application);
	}

	private boolean stop(RunningApplication application) {
		boolean inside = isInside(application);
		if (application.state() == ApplicationState.STARTING) {
			if (isHoldingUp(application)) {
				throw new IllegalStateException("Application '" + application.name()
						+ "' cannot be stopped by a part of it that is being started: let the start fail instead");
			}
			application.started().exceptionally((error) -> null).join();
		}
		SupervisionTree tree = application.tree();
		boolean mine = application.changes(ApplicationState.RUNNING, ApplicationState.STOPPING);
		if (tree != null && mine) {
			this.node.stop(tree.pid(), ExitReason.shutdown());
		}
		if (tree != null && !inside) {
			application.ended().join();
		}
		return mine;
	}

	/** The start of the application waits for the {@code init} that asks. */
	private boolean isHoldingUp(RunningApplication application) {
		Self self = Self.currentOrNull();
		return self != null && application.state() == ApplicationState.STARTING && isInside(application)
				&& this.node.view()
					.info(self.pid())
					.filter((info) -> info.state() == ProcessInfo.State.STARTING)
					.isPresent();
	}

	/** A process of the application that waits for its own end would wait for ever. */
	private boolean isInside(RunningApplication application) {
		Self self = Self.currentOrNull();
		Pid holder = application.holder();
		return self != null && holder != null && self.processes() == this.node
				&& (self.pid() == holder || this.node.descends(self.pid(), holder));
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
		try {
			for (RunningApplication live = anyLive(); live != null; live = anyLive()) {
				if (live.started().handle((up, error) -> error == null).get()) {
					live.ended().get();
				}
			}
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("an application cannot end exceptionally", ex);
		}
	}

	private @Nullable RunningApplication anyLive() {
		return inStartOrder().stream().filter((each) -> each.state().isLive()).findFirst().orElse(null);
	}

}
