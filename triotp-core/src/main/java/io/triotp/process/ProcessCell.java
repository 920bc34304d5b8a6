package io.triotp.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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
 * Maintainer's note. Two fields end a process. {@code requested} asks for an orderly end:
 * the process itself sees it before its next message. {@code exit} is the fact: whoever
 * sets it runs {@link #runExitSequence} (the process itself or its killer, never both).
 */
abstract class ProcessCell extends MailboxCell implements CurrentProcess {

	private static final Logger logger = LoggerFactory.getLogger(ProcessCell.class);

	private static final VarHandle REQUESTED;

	private static final VarHandle EXIT;

	private static final VarHandle RUNNER;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			REQUESTED = lookup.findVarHandle(ProcessCell.class, "requested", ExitReason.class);
			EXIT = lookup.findVarHandle(ProcessCell.class, "exit", ExitReason.class);
			RUNNER = lookup.findVarHandle(ProcessCell.class, "runner", Thread.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/**
	 * The process that started it with a link. Written once more, by
	 * {@link Ancestry#forget}.
	 */
	volatile @Nullable ProcessCell parent;

	final @Nullable String label;

	final long startedAt;

	/** Written once, by the first request. */
	private volatile @Nullable ExitReason requested;

	/** Written once, by whoever ends the process. */
	private volatile @Nullable ExitReason exit;

	/** Written by the process, read by its killer. */
	volatile @Nullable Thread runner;

	/**
	 * Written under the lock of this process in {@link Bonds}, under which the senders of
	 * exit signals read it.
	 */
	volatile boolean trapping;

	/** Written by the process while it waits for a reply, read by any caller. */
	private volatile @Nullable Waiting waitingFor;

	/**
	 * This and the next two fields are guarded by the lock of this process in
	 * {@link Bonds}.
	 */
	@Nullable Object links;

	@Nullable BondLists bondLists;

	/** An {@link ExitStage}. Written by whoever runs the sequence; read by any thread. */
	private volatile byte exitStage;

	/**
	 * This and the next field are guarded by the lock of this process in
	 * {@link ProcessTable}.
	 */
	@Nullable ProcessCell previousInTable;

	@Nullable ProcessCell nextInTable;

	/** Kept by {@link NameTable}. */
	volatile @Nullable Object names;

	ProcessCell(LocalNode node, long id, SpawnOptions options, @Nullable ProcessCell parent) {
		super(node, id, options.mailbox());
		this.parent = parent;
		this.label = options.label();
		this.startedAt = node.time().millis();
	}

	static @Nullable ProcessCell currentOrNull() {
		return (ProcessCell) CurrentProcess.orNull();
	}

	/** Called only under the lock of this process in {@link Bonds}. */
	final BondLists bondLists() {
		BondLists lists = this.bondLists;
		if (lists == null) {
			lists = new BondLists();
			this.bondLists = lists;
		}
		return lists;
	}

	/**
	 * {@return a new, unstarted thread that runs as this process}
	 * @param code the code to run
	 */
	final Thread newThread(Runnable code) {
		Thread thread = this.node.processThread(code, threadName());
		thread.setUncaughtExceptionHandler(this);
		return thread;
	}

	/**
	 * {@return its path, or {@code null} if it has no label} Made for each thread and not
	 * kept: below a dynamic supervisor a million processes would have one.
	 */
	final @Nullable String threadName() {
		return (this.label != null && this.parent != null && this.label.indexOf('/') < 0) ? path() : this.label;
	}

	/**
	 * Called by a thread that is to run this process, before any of its code.
	 * @return false if another thread does so
	 */
	final boolean enter() {
		return RUNNER.compareAndSet(this, null, Thread.currentThread());
	}

	/** Reached only by a bug in this library. */
	@Override
	public final void uncaughtException(Thread thread, Throwable ex) {
		logger.error("The thread of {} failed; this is a bug in the library, please report it", this, ex);
	}

	/** Makes a process notice a request to end. */
	abstract void noticeExitRequest();

	/** Whether its code takes a system message before it enters the mailbox. */
	abstract boolean offerSystem(Envelope message);

	/** Tells the code of the process that the process has ended. */
	abstract void exited(ExitReason reason);

	/**
	 * Releases what is left. Called when no code of the process is running and
	 * {@link #exited} has been called, by whoever notices both.
	 */
	abstract void forget();

	/**
	 * Lets go of what the code of a process that has ended had taken. Called when that
	 * has returned, by its thread; again by the rescue if an Error has broken it off.
	 */
	abstract void abandon();

	/** The number of messages it has taken from the mailbox and put aside. */
	abstract int skipped();

	abstract boolean endsWithParent();

	abstract ProcessInfo.State state();

	abstract @Nullable Object currentMessage();

	/**
	 * {@return what it works on and since when, in a number; changes when it begins with
	 * something else} See {@link Progress}.
	 */
	abstract long progress();

	/**
	 * {@return what it works on, as reports call it; {@code null} if it is idle,
	 * suspended or does not tell}
	 */
	abstract @Nullable String occupation();

	abstract long handled();

	// sending

	/**
	 * {@return whether what it sends is sent: it is alive and has no outlet}
	 */
	boolean sendsFreely() {
		return this.exit == null;
	}

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
		return this.node.highWaterMark;
	}

	@Override
	final void lookAtLength() {
		this.node.highWater.look(this);
	}

	/**
	 * {@return how many messages wait, including those put aside}
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

	final @Nullable ExitReason requestedExit() {
		return this.requested;
	}

	final ExitPropagation.Effect effectOf(@Nullable ProcessCell from, ExitReason reason) {
		return ExitPropagation.decide(reason, this.trapping, from != null && from == this.parent && endsWithParent(),
				from == this);
	}

	/** Asks the process to end before its next message; the first reason counts. */
	final boolean requestExit(ExitReason reason) {
		StackRoom.require();
		if (!claimRequest(reason)) {
			return false;
		}
		exitRequested();
		return true;
	}

	/**
	 * {@return whether the caller must call {@link #exitRequested}}
	 */
	final boolean claimRequest(ExitReason reason) {
		return this.exit == null && REQUESTED.compareAndSet(this, null, reason);
	}

	/** Makes the process see the request, whatever it is doing. */
	final void exitRequested() {
		wakeIfAsleep();
		noticeExitRequest();
	}

	/** Ends the process immediately, whatever its code is doing. */
	final boolean kill() {
		StackRoom.require();
		if (!claimExit(ExitReason.killed())) {
			return false;
		}
		Thread busy = this.runner;
		runExitSequence(ExitReason.killed());
		letGo(busy);
		return true;
	}

	/**
	 * {@return whether the caller must run {@link #runExitSequence}}
	 */
	final boolean claimExit(ExitReason reason) {
		return EXIT.compareAndSet(this, null, reason);
	}

	/**
	 * Ends what belongs to the process. Returns also when an Error strikes: the rescue
	 * then completes it.
	 */
	final void runExitSequence(ExitReason reason) {
		try {
			this.node.exitSequence.run(this, reason);
		}
		catch (Throwable ex) {
			this.exitStage |= ExitStage.BROKEN_OFF;
			this.node.rescue.needed = true;
		}
	}

	/** Interrupts what still runs of a process that has ended, or forgets its code. */
	private void letGo(@Nullable Thread busy) {
		try {
			if (busy != null) {
				this.node.interruptUntilGone(this, busy);
			}
			// Not before the code has been told, if an Error has broken the sequence off.
			if (this.runner == null && isSevered()) {
				forget();
			}
		}
		catch (Throwable ex) {
			if (busy != null) {
				busy.interrupt();
			}
		}
	}

	/** Called by the rescue if the sequence was broken off. */
	final void completeExit() {
		this.exitStage &= ~ExitStage.BROKEN_OFF;
		runExitSequence(Objects.requireNonNull(this.exit, "exit"));
		letGo(this.runner);
	}

	final boolean isBrokenOff() {
		return ExitStage.isBrokenOff(this.exitStage);
	}

	/** Called under its lock in {@link ProcessTable}. */
	final void left() {
		this.exitStage |= ExitStage.LEFT;
	}

	final boolean hasLeft() {
		return ExitStage.hasLeft(this.exitStage);
	}

	/** Called under its lock in {@link Bonds}. */
	final void severed() {
		this.exitStage |= ExitStage.SEVERED;
	}

	/**
	 * {@return whether its bonds are being undone} If so, {@link #exited} has been
	 * called.
	 */
	final boolean isSevered() {
		return ExitStage.isSevered(this.exitStage);
	}

	/**
	 * {@return whether it has no thread although it has something to do} So it is also
	 * from its being woken until its thread gets a carrier.
	 */
	abstract boolean lacksThread();

	/** Called by the rescue if it lacks a thread. */
	abstract void goOn();

	// waiting for replies

	/**
	 * Records that this process waits, unless that would close a circle.
	 * @return the circle, beginning and ending with this process; empty if there is none
	 */
	final List<Pid> startWaiting(Waiting waiting) {
		this.waitingFor = waiting;
		List<Pid> circle = WaitGraph.circle(this, ProcessCell::waitsFor);
		if (!circle.isEmpty()) {
			this.waitingFor = null;
		}
		return circle;
	}

	/** Code that was given up may call this late; what waits now is somebody else. */
	final void stopWaiting() {
		if (this.runner == Thread.currentThread()) {
			this.waitingFor = null;
		}
	}

	final @Nullable Waiting waiting() {
		return this.waitingFor;
	}

	/**
	 * {@return the process it waits for, the one that waits for, and so on; empty if it
	 * waits for none, or for all its children}
	 */
	final List<Pid> waitsForOneAfterAnother() {
		return WaitGraph.chain(this, ProcessCell::waitsFor);
	}

	private static @Nullable Pid waitsFor(@Nullable Pid pid) {
		Waiting waiting = (pid instanceof ProcessCell cell) ? cell.waitingFor : null;
		return (waiting != null && !waiting.isOver()) ? waiting.target() : null;
	}

	@Override
	public final String node() {
		return this.node.name();
	}

	final IllegalArgumentException foreignTo(String here) {
		String home = node().equals(here)
				? "another node that is also named '" + here
						+ "'; give each node of a JVM a name of its own (NodeOptions.name)"
				: "node '" + node() + "', not in '" + here + "'";
		return new IllegalArgumentException(this + " lives in " + home);
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

	/**
	 * {@return its label preceded by those of its live parents; its class if it has no
	 * label} Safe for a log line, whatever the labels are.
	 */
	@Override
	public final String path() {
		return (this.label != null) ? Ancestry.path(this, this.label) : type().getName();
	}

	final List<String> nameList() {
		return (this.names != null) ? this.node.namesOf(this) : List.of();
	}

	/**
	 * {@return what it is doing}
	 */
	final ProcessInfo.State present() {
		return (this.exit != null) ? ProcessInfo.State.EXITING : state();
	}

	final ProcessInfo info() {
		return new ProcessInfo(this, nameList(), Optional.ofNullable(this.label), Optional.ofNullable(this.parent),
				type(), present(), length(), handled(), this.startedAt, Optional.ofNullable(currentMessage()),
				this.node.handlers.working(this));
	}

}
