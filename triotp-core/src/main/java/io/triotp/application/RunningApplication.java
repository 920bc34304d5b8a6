package io.triotp.application;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.Self;
import io.triotp.supervisor.AutoShutdown;
import io.triotp.supervisor.Backoff;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.Strategy;
import io.triotp.supervisor.SupervisionTree;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.supervisor.SupervisorView;
import org.jspecify.annotations.Nullable;

/**
 * One run of an application, from its start to its end. A process of ours holds the root
 * and restarts it by the rule of the application.
 */
final class RunningApplication {

	private static final @Nullable Backoff NO_BACKOFF = null;

	private final ApplicationSpec spec;

	private final long sequence;

	private final Instant startedAt = Instant.now();

	private final AtomicReference<ApplicationState> state = new AtomicReference<>(ApplicationState.STARTING);

	/** Completed when the start has succeeded or failed. */
	private final CompletableFuture<Void> started = new CompletableFuture<>();

	/** Completed when the run is over. */
	private final CompletableFuture<ApplicationState> ended = new CompletableFuture<>();

	/** The process that holds the root, from the first moment of its start. */
	private volatile @Nullable Pid holder;

	/** The run before this one, until this one is up. */
	private volatile @Nullable RunningApplication before;

	private volatile @Nullable SupervisionTree tree;

	private volatile @Nullable ExitReason endReason;

	RunningApplication(ApplicationSpec spec, long sequence) {
		this.spec = spec;
		this.sequence = sequence;
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

	/**
	 * {@return the supervisor that holds the root}
	 */
	SupervisorSpec holderSpec() {
		AutoShutdown end = (this.spec.restart() == Restart.PERMANENT) ? AutoShutdown.NEVER
				: AutoShutdown.ANY_SIGNIFICANT;
		return new SupervisorSpec(Strategy.ONE_FOR_ONE, this.spec.limits(), end, NO_BACKOFF, List.of(rootOfHolder()));
	}

	private ChildSpec rootOfHolder() {
		ChildSpec root = this.spec.root();
		return new ChildSpec(root.id(), (context) -> {
			this.holder = Self.current().pid();
			return root.start().start(context);
		}, root.type(), root.restart(), root.shutdown(), root.significant(), root.backoff(), root.name(),
				root.startTimeout(), root.mailbox());
	}

	/**
	 * {@return the process that holds the root, once it has begun to start it}
	 */
	@Nullable Pid holder() {
		return this.holder;
	}

	ApplicationState state() {
		return this.state.get();
	}

	boolean changes(ApplicationState from, ApplicationState to) {
		return this.state.compareAndSet(from, to);
	}

	RunningApplication after(RunningApplication ended) {
		this.before = ended;
		return this;
	}

	@Nullable RunningApplication before() {
		return this.before;
	}

	void up(SupervisionTree running) {
		this.before = null;
		this.tree = running;
		this.state.compareAndSet(ApplicationState.STARTING, ApplicationState.RUNNING);
	}

	@Nullable SupervisionTree tree() {
		return this.tree;
	}

	CompletableFuture<Void> started() {
		return this.started;
	}

	CompletableFuture<ApplicationState> ended() {
		return this.ended;
	}

	/**
	 * Called once, when the holder has ended.
	 * @return the state it is to end in
	 */
	ApplicationState ending(ExitReason holder) {
		SupervisionTree running = this.tree;
		ExitReason root = Optional.ofNullable(running)
			.flatMap((each) -> each.root().children().findFirst())
			.flatMap((child) -> child.lastExit())
			.orElse(holder);
		ApplicationState last = ApplicationEnding.of(this.state.get() == ApplicationState.STOPPING, holder, root);
		this.endReason = holder.isClean() && !isGaveUp(holder) ? root : holder;
		return last;
	}

	/** The run is over; who waits for it goes on after {@link #ended} is completed. */
	void over(ApplicationState last) {
		this.state.set(last);
	}

	private static boolean isGaveUp(ExitReason reason) {
		return reason instanceof ExitReason.Shutdown(Object detail) && detail != null;
	}

	ExitReason endReason() {
		ExitReason reason = this.endReason;
		return (reason != null) ? reason : ExitReason.normal();
	}

	ApplicationInfo info() {
		Optional<SupervisionTree> running = Optional.ofNullable(this.tree);
		return new ApplicationInfo(name(), state(), this.startedAt, this.spec,
				running.map(SupervisionTree::root).flatMap((SupervisorView view) -> view.children().findFirst()),
				running.map(SupervisionTree::totals), Optional.ofNullable(this.endReason));
	}

}
