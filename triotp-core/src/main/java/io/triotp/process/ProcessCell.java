package io.triotp.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
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
 */
abstract class ProcessCell extends MailboxCell implements CurrentProcess {

	private static final Logger logger = LoggerFactory.getLogger(ProcessCell.class);

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

	final LocalNode node;

	final @Nullable ProcessCell parent;

	private final @Nullable String label;

	private final long startedAt;

	/** Written once, by whoever asks first. */
	private volatile @Nullable ExitReason requested;

	/** Written once, by whoever ends the process. */
	private volatile @Nullable ExitReason exit;

	/** Written by the process, read by its killer. */
	volatile @Nullable Thread runner;

	/** Written by the process, read by senders of exit signals. */
	volatile boolean trapping;

	/** Written by the process while it waits for a reply, read by any caller. */
	private volatile @Nullable Waiting waitingFor;

	/** The next three are guarded by the lock of this process in {@link Bonds}. */
	@Nullable Object links;

	@Nullable BondLists bondLists;

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
		this.startedAt = node.time().millis();
	}

	static @Nullable ProcessCell currentOrNull() {
		return (ProcessCell) CurrentProcess.orNull();
	}

	/** Only under the lock of this process in {@link Bonds}. */
	final BondLists bondLists() {
		BondLists lists = this.bondLists;
		if (lists == null) {
			lists = new BondLists();
			this.bondLists = lists;
		}
		return lists;
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

	final void runExitSequence(ExitReason reason) {
		this.node.exitSequence().run(this, reason);
	}

	// waiting for replies

	/**
	 * Note that this process waits, unless that closes a circle.
	 * @return the circle, beginning and ending with this process, or nothing
	 */
	final List<Pid> startWaiting(Waiting waiting) {
		this.waitingFor = waiting;
		List<Pid> circle = WaitGraph.circle(this, ProcessCell::waitsFor);
		if (!circle.isEmpty()) {
			this.waitingFor = null;
		}
		return circle;
	}

	final void stopWaiting() {
		this.waitingFor = null;
	}

	private static @Nullable Pid waitsFor(@Nullable Pid pid) {
		Waiting waiting = (pid instanceof ProcessCell cell) ? cell.waitingFor : null;
		return (waiting != null && !waiting.isOver()) ? waiting.target() : null;
	}

	@Override
	public final String node() {
		return this.node.name();
	}

	@Override
	public final boolean isAlive() {
		return this.exit == null;
	}

	final void requireAlive() {
		ExitReason reason = this.exit;
		if (reason != null) {
			throw new ProcessExitedException(this, reason);
		}
	}

	// names

	final @Nullable String label() {
		return this.label;
	}

	/**
	 * {@return its label with those of its living parents in front; its class if it has
	 * no label}. Is fit for a log line, whatever the labels are.
	 */
	@Override
	public final String path() {
		if (this.label == null) {
			return type().getName();
		}
		ProcessPath path = new ProcessPath(this.label);
		for (ProcessCell above = this.parent; above != null && above.isInPaths()
				&& path.goesOn(); above = above.parent) {
			path.below(above.label);
		}
		return path.toString();
	}

	/** Whether it is named above others, who may be the last of a long chain. */
	private boolean isInPaths() {
		return isAlive() && this.parent != null && this.label != null;
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

}
