package io.triotp.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process: its identity, its bonds, and the one sequence in which it ends.
 *
 * <p>
 * Maintainer's note. Two words end a process. {@code requested} is an orderly wish: the
 * process itself sees it before its next message. {@code exit} is the fact: whoever sets
 * it runs {@link #runExitSequence} (the process itself or its killer, never both).
 *
 * <p>
 * A thread knows the process it runs because the process is its handler of uncaught
 * exceptions, which also is true: what our own code throws is reported here. Rejected: a
 * {@code ThreadLocal}, whose table costs every activation 137 bytes, a third of a call.
 */
abstract sealed class ProcessCell extends MailboxCell implements Self, Thread.UncaughtExceptionHandler
		permits ReactiveCell, BodyCell {

	private static final Logger logger = LoggerFactory.getLogger(ProcessCell.class);

	/** A path names no more parents than that. */
	private static final int MAX_ANCESTORS = 20;

	private static final VarHandle REQUESTED;

	private static final VarHandle EXIT;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			REQUESTED = lookup.findVarHandle(ProcessCell.class, "requested", ExitReason.class);
			EXIT = lookup.findVarHandle(ProcessCell.class, "exit", ExitReason.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final LocalNode node;

	private final @Nullable ProcessCell parent;

	private final @Nullable String label;

	private final long startedAt;

	/** Written once, by whoever asks first. */
	private volatile @Nullable ExitReason requested;

	/** Written once, by whoever ends the process. */
	private volatile @Nullable ExitReason exit;

	/** Written by the process, read by its killer. */
	volatile @Nullable Thread runner;

	/** Written by the process, read by senders of exit signals. */
	private volatile boolean trapping;

	/** Written by the process while it waits for a reply, read by any caller. */
	private volatile @Nullable Waiting waitingFor;

	/** The next three are guarded by the lock of this process in {@link Bonds}. */
	@Nullable Object links;

	@Nullable BondLists ties;

	/** Also read without the lock: if true, {@link #exited} has been called. */
	volatile boolean bondsUndone;

	/** The next two are guarded by the lock of this process in {@link ProcessTable}. */
	@Nullable ProcessCell previousInTable;

	@Nullable ProcessCell nextInTable;

	/** A name, or a list of names; written under the lock of the name table. */
	volatile @Nullable Object names;

	ProcessCell(LocalNode node, long id, SpawnOptions options, @Nullable ProcessCell parent) {
		super(id, options.mailbox(), node.time());
		this.node = node;
		this.parent = parent;
		this.label = options.label();
		this.startedAt = System.currentTimeMillis();
	}

	static @Nullable ProcessCell currentOrNull() {
		Thread thread = Thread.currentThread();
		// A thread that was given the handler of another does not run its process.
		return (thread.getUncaughtExceptionHandler() instanceof ProcessCell cell && cell.runner == thread) ? cell
				: null;
	}

	/**
	 * {@return a thread, not started, that runs as this process}
	 * @param code what it runs
	 */
	final Thread newThread(Runnable code) {
		Thread thread = this.node.newThread(code, this.label);
		thread.setUncaughtExceptionHandler(this);
		return thread;
	}

	/** Called by the thread that runs this process, before any code of it. */
	final void enter() {
		this.runner = Thread.currentThread();
	}

	/** Only an error of this library gets here. */
	@Override
	public final void uncaughtException(Thread thread, Throwable ex) {
		logger.error("The thread of {} broke, this is a bug", this, ex);
	}

	/** Make a process that has a wish to end notice it. */
	abstract void noticeExitRequest();

	/** Whether its code sees to a system message without the mailbox. */
	abstract boolean offerSystem(Envelope message);

	/** The code of the process lets go of what it holds. */
	abstract void exited(ExitReason reason);

	/**
	 * Called when no code of the process runs any more and {@link #exited} has been
	 * called, by whoever finds both: let go of what is left.
	 */
	abstract void forget();

	/** How many messages it has taken from the mailbox and put aside. */
	abstract int skipped();

	abstract boolean endsWithParent();

	abstract ProcessInfo.State state();

	abstract Class<?> type();

	abstract @Nullable Object currentMessage();

	abstract long handled();

	// exit

	final void signal(SystemMessage message) {
		enqueueSignal(new PlainEnvelope(message));
	}

	@Override
	final boolean isCurrent() {
		return currentOrNull() == this;
	}

	@Override
	final boolean wantsToEnd() {
		return this.requested != null || this.exit != null;
	}

	@Override
	final void undelivered(Envelope envelope, DeadLetterReason why, ExitReason reason) {
		this.node.deadLetter(this, envelope, why, reason);
	}

	@Override
	final int highWaterMark() {
		return this.node.highWaterMark();
	}

	@Override
	final void lookAtLength() {
		this.node.highWater().look(this);
	}

	/**
	 * {@return how many messages wait, those put aside among them}
	 */
	final int length() {
		return waitingMessages() + skipped();
	}

	final @Nullable ExitReason exitReason() {
		return this.exit;
	}

	final boolean isChildOf(ProcessCell other) {
		return this.parent == other;
	}

	/** Whether it was started, linked, by another or by one that was. */
	final boolean descendsFrom(ProcessCell ancestor) {
		ProcessCell above = this.parent;
		while (above != null && above != ancestor) {
			above = above.parent;
		}
		return above != null;
	}

	/** Whether it lives though who started it does not. */
	final boolean isOrphan() {
		return isAlive() && this.parent != null && !this.parent.isAlive();
	}

	final @Nullable ExitReason requestedExit() {
		return this.requested;
	}

	final ExitPropagation.Effect effectOf(@Nullable ProcessCell from, ExitReason reason) {
		return ExitPropagation.decide(reason, this.trapping, from != null && from == this.parent && endsWithParent(),
				from == this);
	}

	final void exitSignal(@Nullable ProcessCell from, ExitReason reason) {
		switch (effectOf(from, reason)) {
			case IGNORE -> {
			}
			case DELIVER -> signal(new SystemMessage.Exit((from != null) ? from : this, reason));
			case DIE -> requestExit(reason);
		}
	}

	/** Ask the process to end before its next message; the first reason counts. */
	final boolean requestExit(ExitReason reason) {
		if (this.exit != null || !REQUESTED.compareAndSet(this, null, reason)) {
			return false;
		}
		wakeIfAsleep();
		noticeExitRequest();
		return true;
	}

	/** End the process here and now, whatever its code is doing. */
	final boolean kill() {
		if (!claimExit(ExitReason.killed())) {
			return false;
		}
		Thread busy = this.runner;
		runExitSequence(ExitReason.killed());
		if (busy != null) {
			this.node.interruptUntilGone(this, busy);
		}
		if (this.runner == null) {
			forget();
		}
		return true;
	}

	/**
	 * {@return whether the caller is the one to run {@link #runExitSequence}}
	 */
	final boolean claimExit(ExitReason reason) {
		return EXIT.compareAndSet(this, null, reason);
	}

	/**
	 * The exit sequence. Whoever hears of the end finds the mailbox shut, the name free
	 * and the process gone from every list (OTP P6).
	 */
	final void runExitSequence(ExitReason reason) {
		closeMailbox(reason);
		this.node.forget(this, reason);
		this.node.release(this, reason);
		this.node.bonds().sever(this, reason);
		this.node.exited(this, reason);
	}

	// waiting for replies

	/**
	 * Note that this process waits.
	 * @return {@code null}, or the processes that wait for each other in a circle,
	 * beginning and ending with this one
	 */
	final @Nullable List<Pid> startWaiting(Waiting waiting) {
		this.waitingFor = waiting;
		ProcessCell next = waitsFor();
		for (int steps = 0; next != null && steps < 10_000; steps++) {
			if (next == this) {
				List<Pid> circle = circle();
				this.waitingFor = null;
				return circle;
			}
			next = next.waitsFor();
		}
		return null;
	}

	private List<Pid> circle() {
		List<Pid> circle = new ArrayList<>();
		circle.add(this);
		for (ProcessCell next = waitsFor(); next != null && next != this; next = next.waitsFor()) {
			circle.add(next);
		}
		circle.add(this);
		return circle;
	}

	final void stopWaiting() {
		this.waitingFor = null;
	}

	private @Nullable ProcessCell waitsFor() {
		Waiting waiting = this.waitingFor;
		return (waiting != null && !waiting.isOver()) ? (ProcessCell) waiting.target() : null;
	}

	// names

	final @Nullable String label() {
		return this.label;
	}

	/**
	 * {@return its label with those of its parents in front, up to one that is a path
	 * already, has ended, or is more than {@value #MAX_ANCESTORS} above; its class if it
	 * has no label}. Is fit for a log line, whatever the labels are.
	 */
	final String path() {
		String path = this.label;
		if (path == null) {
			return type().getName();
		}
		ProcessCell top = this;
		ProcessCell above = this.parent;
		for (int steps = 0; steps < MAX_ANCESTORS && !isPath(top.label) && above != null
				&& above.isInPaths(); steps++) {
			path = above.label + "/" + path;
			top = above;
			above = above.parent;
		}
		return SafeText.of(path);
	}

	/** Whether it is named above others, who may be the last of a long chain. */
	private boolean isInPaths() {
		return isAlive() && this.parent != null && this.label != null;
	}

	private static boolean isPath(@Nullable String label) {
		return label != null && label.indexOf('/') >= 0;
	}

	final List<String> nameList() {
		Object held = this.names;
		if (held == null) {
			return List.of();
		}
		return (held instanceof String name) ? List.of(name) : List.copyOf(castNames(held));
	}

	@SuppressWarnings("unchecked")
	private static List<String> castNames(Object held) {
		return (List<String>) held;
	}

	final ProcessInfo info() {
		return new ProcessInfo(this, nameList(), Optional.ofNullable(this.label), Optional.ofNullable(this.parent),
				type(), (this.exit != null) ? ProcessInfo.State.EXITING : state(), length(), handled(), this.startedAt,
				Optional.ofNullable(currentMessage()));
	}

	// Self

	@Override
	public final Pid pid() {
		return this;
	}

	@Override
	public final boolean isAlive() {
		return this.exit == null;
	}

	@Override
	public final boolean alive() {
		return this.exit == null;
	}

	@Override
	public final LocalNode node() {
		return this.node;
	}

	@Override
	public final Optional<Pid> parent() {
		return Optional.ofNullable(this.parent);
	}

	final void requireAlive() {
		ExitReason reason = this.exit;
		if (reason != null) {
			throw new ProcessExitedException(this, reason);
		}
	}

	@Override
	public final void trapExits(boolean trap) {
		requireAlive();
		this.trapping = trap;
	}

	@Override
	public final void link(Pid pid) {
		requireAlive();
		ProcessCell other = this.node.cellOf(pid);
		if (this.node.bonds().link(this, other)) {
			return;
		}
		if (!this.trapping) {
			throw new IllegalStateException("Cannot link " + this + " with " + pid + ": noproc, it has ended");
		}
		signal(new SystemMessage.Exit(pid, ExitReason.noProcess()));
	}

	@Override
	public final void unlink(Pid pid) {
		requireAlive();
		this.node.bonds().unlink(this, this.node.cellOf(pid));
	}

	@Override
	public final MonitorRef monitor(Pid pid) {
		requireAlive();
		return this.node.bonds().monitor(this, this.node.cellOf(pid), null);
	}

	@Override
	public final MonitorRef monitor(String name) {
		requireAlive();
		return this.node.bonds().monitor(this, this.node.holderOf(name), name);
	}

	@Override
	public final void demonitor(MonitorRef ref) {
		stop(ref);
	}

	@Override
	public final void demonitorAndFlush(MonitorRef ref) {
		if (!stop(ref)) {
			ref.flush();
		}
	}

	private boolean stop(MonitorRef ref) {
		if (ref.owner != this) {
			throw new IllegalArgumentException(ref + " is not a monitor of " + this);
		}
		return this.node.bonds().demonitor(ref);
	}

	@Override
	public final Pid spawnLink(ProcessBody body) {
		requireAlive();
		return this.node.spawn(SpawnOptions.defaults().linked(true), body);
	}

	@Override
	public final MonitorRef spawnMonitor(ProcessBody body) {
		requireAlive();
		return this.node.spawnMonitor(SpawnOptions.defaults(), body);
	}

	@Override
	public final TimerRef startTimer(Duration delay, Object message) {
		requireAlive();
		Objects.requireNonNull(message, "message");
		return this.node.timers()
			.after(this, delay, (timer) -> this.node.deliverTimer(this, new SystemMessage.Timeout(timer, message)));
	}

	@Override
	public final TimerRef sendAfter(Duration delay, Pid to, Object message) {
		requireAlive();
		Objects.requireNonNull(message, "message");
		ProcessCell receiver = this.node.cellOf(to);
		return this.node.timers().after(this, delay, (timer) -> this.node.deliverTimer(receiver, message));
	}

	@Override
	public final TimerRef sendAfter(Duration delay, String to, Object message) {
		requireAlive();
		Objects.requireNonNull(to, "to");
		Objects.requireNonNull(message, "message");
		return this.node.timers().after(this, delay, (timer) -> this.node.deliverTimer(to, message));
	}

	@Override
	public final TimerRef sendEvery(Duration period, Object message) {
		requireAlive();
		Objects.requireNonNull(message, "message");
		return this.node.timers().every(this, period, () -> this.node.deliverTimer(this, message));
	}

	@Override
	public final void register(String name) {
		requireAlive();
		this.node.register(name, this);
	}

	@Override
	public final ExitException exit(ExitReason reason) {
		throw new ExitException(reason);
	}

}
