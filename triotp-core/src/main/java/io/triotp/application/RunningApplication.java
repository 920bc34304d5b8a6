package io.triotp.application;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

import io.triotp.process.BehaviourHost;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.ProcessInfo;
import io.triotp.process.Self;
import io.triotp.process.Stamp;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.ChildStartException;
import io.triotp.supervisor.Place;
import io.triotp.supervisor.SupervisionTree;
import io.triotp.time.Deadline;
import io.triotp.time.Vigil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of an application, from its start to its end.
 */
final class RunningApplication {

	private static final Logger logger = LoggerFactory.getLogger("io.triotp.application");

	private final BehaviourHost node;

	private final ApplicationSpec spec;

	private final long sequence;

	private final Consumer<ApplicationInfo> failureHandler;

	private final Instant startedAt;

	private final AtomicReference<ApplicationState> state = new AtomicReference<>(ApplicationState.STARTING);

	/** Completes when the start has succeeded or failed. */
	private final CompletableFuture<Void> started = new CompletableFuture<>();

	/** Completes when the run is over. */
	private final CompletableFuture<ApplicationState> ended = new CompletableFuture<>();

	/** The application master; known just before the root is started. */
	private volatile @Nullable Pid master;

	/** The run before this one, until this one is up. */
	private volatile @Nullable RunningApplication before;

	private volatile @Nullable SupervisionTree tree;

	private volatile @Nullable ExitReason endReason;

	/** Written once, when somebody wants it to end before it is up. */
	private final AtomicReference<@Nullable CallOff> calledOff = new AtomicReference<>();

	/** A part of it wants it to end as soon as it is up. */
	private final AtomicBoolean endsWhenUp = new AtomicBoolean();

	/** Tells listeners of its start or its end; others wait for that. */
	private volatile @Nullable Thread teller;

	private final HoldUp holdUp;

	/**
	 * Creates a run that has not begun.
	 * @param node the node its processes live in
	 * @param spec the application
	 * @param sequence its number in the start order
	 * @param failureHandler called if it fails, on a thread of its own
	 */
	RunningApplication(BehaviourHost node, ApplicationSpec spec, long sequence,
			Consumer<ApplicationInfo> failureHandler) {
		this.node = node;
		this.spec = spec;
		this.sequence = sequence;
		this.failureHandler = failureHandler;
		this.startedAt = node.time().instant();
		this.holdUp = new HoldUp(node, spec.name());
	}

	long sequence() {
		return this.sequence;
	}

	ApplicationSpec spec() {
		return this.spec;
	}

	String name() {
		return this.spec.name();
	}

	ApplicationState state() {
		return this.state.get();
	}

	RunningApplication after(RunningApplication ended) {
		this.before = ended;
		return this;
	}

	@Nullable RunningApplication before() {
		return this.before;
	}

	ApplicationInfo info() {
		Optional<SupervisionTree> running = Optional.ofNullable(this.tree);
		return new ApplicationInfo(name(), state(), this.startedAt, this.spec, running.flatMap(this::root),
				running.map(SupervisionTree::totals), Optional.ofNullable(this.endReason));
	}

	private Optional<ChildInfo> root(SupervisionTree running) {
		return running.root().children().findFirst();
	}

	// starting

	/**
	 * Starts the tree and waits until it is up.
	 * @throws ApplicationStartException if it did not start; the caller must then call
	 * {@link #startFailed}
	 */
	void start() {
		requireWanted();
		SupervisionTree running;
		try {
			running = SupervisionTree.start(this.node, Place.applicationMaster(), name() + " (application)",
					ApplicationMaster.of(this.spec), (pid) -> this.master = pid);
		}
		catch (ChildStartException ex) {
			throw new ApplicationStartException(name(), ex);
		}
		this.before = null;
		this.tree = running;
		this.state.compareAndSet(ApplicationState.STARTING, ApplicationState.RUNNING);
		if (this.endsWhenUp.get()) {
			askToEnd();
		}
		this.teller = Thread.currentThread();
		try {
			logger.info("Application '{}' is up", name());
			publish((stamp) -> new ApplicationEvent.Started(stamp, running.pid(), name()));
		}
		finally {
			this.teller = null;
			// Others wait for its end, so this must happen in any case.
			this.node.onExit(running.pid(), this::masterExited);
		}
		this.started.complete(null);
	}

	private void requireWanted() {
		CallOff callOff = this.calledOff.get();
		if (callOff != null) {
			throw new ApplicationStartException(name(), callOff.why());
		}
	}

	/**
	 * {@return what its starter is told of a failure}
	 */
	ApplicationStartException explain(Throwable failure) {
		CallOff callOff = this.calledOff.get();
		if (callOff != null) {
			Throwable cause = (failure instanceof ApplicationStartException known && known.getCause() != null)
					? known.getCause() : failure;
			return new ApplicationStartException(name(), callOff.why(), cause);
		}
		return (failure instanceof ApplicationStartException known) ? known
				: new ApplicationStartException(name(), failure);
	}

	/** Ends the processes that a failed start left behind. */
	void endOrphans() {
		Pid known = this.master;
		if (known != null) {
			new OrphanReaper(this.node, name(), known).end();
		}
	}

	/** Fails the start for those who wait for it. */
	void startFailed(ApplicationStartException failure) {
		this.started.completeExceptionally(failure);
	}

	/**
	 * Waits until the tree is up.
	 * @param mayWait whether the caller may wait
	 * @throws ApplicationStartException if it does not start, or if its start waits for
	 * the caller
	 */
	void awaitStart(boolean mayWait) {
		if (isHoldingUp()) {
			throw new ApplicationStartException(name(), "it is being started, and the caller is part of it");
		}
		if (!mayWait && !this.started.isDone()) {
			throw new ApplicationStartException(name(), "it is being started, and waits for the caller");
		}
		try {
			Vigil.keep(this.started, this.node.time(), () -> true);
			this.started.join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof ApplicationStartException failure) ? failure : ex;
		}
	}

	// stopping

	/**
	 * Ends a start that is under way: what is being started may still come up in a few
	 * seconds, then it is killed. Does nothing if it is up.
	 * @param why what its starter is told
	 */
	void callOff(String why) {
		if (state() == ApplicationState.STARTING) {
			Deadline upBy = Deadline.after(HoldUpVerdict.PATIENCE, this.node.time());
			this.calledOff.compareAndSet(null, new CallOff(why, upBy));
		}
	}

	/**
	 * Stops it unless a stop is under way, and waits for its end unless that waits for
	 * the caller.
	 * @param mayWait whether the caller may wait
	 * @return whether this call stopped it
	 * @throws IllegalStateException if its start waits for the caller
	 */
	boolean stop(boolean mayWait) {
		boolean inside = !mayWait || isInside();
		if (state() == ApplicationState.STARTING) {
			if (isHoldingUp()) {
				throw new IllegalStateException("Application '" + name()
						+ "' cannot be stopped by a part of it that is being started: let the start fail instead");
			}
			callOff("it was stopped before it was up");
			if (inside) {
				return this.endsWhenUp.compareAndSet(false, true) | askToEnd();
			}
			Vigil.keep(this.started, this.node.time(), this::look);
		}
		boolean mine = askToEnd();
		if (this.tree != null && !inside) {
			awaitLast();
		}
		return mine;
	}

	/**
	 * {@return whether this call asked first}
	 */
	private boolean askToEnd() {
		SupervisionTree running = this.tree;
		if (running == null || !this.state.compareAndSet(ApplicationState.RUNNING, ApplicationState.STOPPING)) {
			return false;
		}
		this.node.stop(running.pid(), ExitReason.shutdown());
		return true;
	}

	private void awaitLast() {
		Vigil.keep(this.ended, this.node.time(), this::look);
		if (this.ended.complete(ApplicationState.STOPPED)) {
			this.state.set(ApplicationState.STOPPED);
		}
	}

	/** Looks after what holds it up. */
	private boolean look() {
		Pid known = this.master;
		CallOff callOff = this.calledOff.get();
		boolean isOverdue = state() == ApplicationState.STARTING && callOff != null && callOff.upBy().isOver();
		if (known != null) {
			this.holdUp.look(known, isOverdue);
		}
		Thread telling = this.teller;
		boolean isOver = known != null && !known.isAlive() && telling != null && Vigil.neverReturns(telling);
		if (isOver) {
			logger.warn("A listener to the events of application '{}' has called System.exit, which never returns: "
					+ "nobody waits for it", name());
		}
		return !isOver;
	}

	/**
	 * Waits until a stop that is under way is over.
	 * @param mayWait whether the caller may wait
	 * @throws ApplicationStartException if the stop waits for the caller
	 */
	void awaitStop(boolean mayWait) {
		if (isInside()) {
			throw new ApplicationStartException(name(), "it is being stopped, and the caller is part of it");
		}
		if (!mayWait) {
			throw new ApplicationStartException(name(), "it is being stopped, and waits for the caller");
		}
		awaitLast();
	}

	/**
	 * Waits until the run is over.
	 */
	void awaitEnd() throws InterruptedException {
		try {
			if (this.started.handle((up, error) -> error == null).get()) {
				this.ended.get();
			}
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("an application cannot end exceptionally", ex);
		}
	}

	/** Whether the start waits for the caller, which is in its {@code init}. */
	private boolean isHoldingUp() {
		Self self = Self.currentOrNull();
		return self != null && state() == ApplicationState.STARTING && isInside()
				&& this.node.view()
					.info(self.pid())
					.filter((info) -> info.state() == ProcessInfo.State.STARTING)
					.isPresent();
	}

	/**
	 * Whether the caller is a process of this run or tells listeners of it, and so would
	 * wait for itself.
	 */
	boolean isInside() {
		if (this.teller == Thread.currentThread()) {
			return true;
		}
		Self self = Self.currentOrNull();
		Pid known = this.master;
		return self != null && known != null && self.processes() == this.node
				&& (self.pid() == known || this.node.descends(self.pid(), known));
	}

	// ending

	/** Called in the exit sequence of the application master. */
	private void masterExited(Pid pid, ExitReason reason) {
		ApplicationState last = last(reason);
		OrphanReaper orphans = new OrphanReaper(this.node, name(), pid);
		// If an operator killed the master, the root is still there and now ends in
		// order.
		if ((reason instanceof ExitReason.Killed && !this.holdUp.hasKilled()) || !orphans.exist()) {
			conclude(pid, last);
			return;
		}
		this.state.compareAndSet(ApplicationState.RUNNING, ApplicationState.STOPPING);
		onThreadOfItsOwn("triotp-leftovers", () -> {
			try {
				orphans.end();
			}
			finally {
				conclude(pid, last);
			}
		});
	}

	/** A platform thread, which needs no carrier, or a virtual one if there is none. */
	private void onThreadOfItsOwn(String name, Runnable work) {
		try {
			this.node.options().threads().apart(name, work).start();
		}
		catch (OutOfMemoryError ex) {
			logger.warn("There is no platform thread to be had for '{}': a virtual one does it", name, ex);
			Thread.ofVirtual().name(name).start(work);
		}
	}

	/** The state in which it is about to end; remembers the reason. */
	private ApplicationState last(ExitReason masterReason) {
		ExitReason rootReason = Optional.ofNullable(this.tree)
			.flatMap(this::root)
			.flatMap(ChildInfo::lastExit)
			.orElse(masterReason);
		this.endReason = masterReason.isClean() && !isGaveUp(masterReason) ? rootReason : masterReason;
		return ApplicationEnding.of(state() == ApplicationState.STOPPING, masterReason, rootReason);
	}

	private static boolean isGaveUp(ExitReason reason) {
		return reason instanceof ExitReason.Shutdown(Object detail) && detail != null;
	}

	private void conclude(Pid pid, ApplicationState last) {
		this.state.set(last);
		this.teller = Thread.currentThread();
		try {
			tell(pid, last);
		}
		finally {
			this.teller = null;
			// Others wait for this, so it must happen in any case.
			this.ended.complete(last);
		}
		if (last == ApplicationState.FAILED) {
			onThreadOfItsOwn("triotp-failure", () -> this.failureHandler.accept(info()));
		}
	}

	private void tell(Pid pid, ApplicationState last) {
		ExitReason known = this.endReason;
		ExitReason why = (known != null) ? known : ExitReason.normal();
		switch (last) {
			case FAILED -> logger.error("Application '{}' has failed: {}", name(), why);
			case ENDED -> logger.info("Application '{}' has ended: {}", name(), why);
			default -> logger.info("Application '{}' is stopped", name());
		}
		publish((stamp) -> switch (last) {
			case FAILED -> new ApplicationEvent.Failed(stamp, pid, name(), why, this.spec.onFailure());
			case ENDED -> new ApplicationEvent.Ended(stamp, pid, name(), why);
			default -> new ApplicationEvent.Stopped(stamp, pid, name());
		});
	}

	private void publish(Function<Stamp, ApplicationEvent> happened) {
		this.node.events().publish(name(), happened);
	}

	/**
	 * The end of a start that is under way.
	 *
	 * @param why what its starter is told
	 * @param upBy until when it may still come up
	 */
	private record CallOff(String why, Deadline upBy) {
	}

}
