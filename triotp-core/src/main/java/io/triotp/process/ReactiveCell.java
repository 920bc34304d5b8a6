package io.triotp.process;

import java.util.List;

import io.triotp.time.Arrivals;
import io.triotp.time.Turn;
import io.triotp.time.Deadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A message-driven process. Owns no thread: a sender that finds it idle starts a virtual
 * thread, which works through the mailbox and ends when nothing is left.
 */
class ReactiveCell extends SelfCell implements Runnable {

	/**
	 * How many messages are handled before other processes get their turn on this
	 * carrier; fewer if they take long ({@link Turn}).
	 */
	private static final int BATCH = 256;

	/**
	 * So many messages are handled before the clock is looked at, unless the process is
	 * known to be slow: a thread that ends earlier needs no {@link Turn}.
	 */
	private static final int UNTIMED = 16;

	private static final Logger logger = LoggerFactory.getLogger(ReactiveCell.class);

	/**
	 * Replaced when the process has ended and its code has returned: a pid that is kept
	 * must not retain the user's server. Written by whoever notices both.
	 */
	private Behaviour behaviour;

	/** A {@link Pace}. Written by the process; others may read a stale value. */
	private byte pace = Pace.STARTING;

	/** What is known of {@link Lingering}. */
	private byte lingering;

	/** See {@link Progress}. Written by the process; others may read a stale value. */
	private long progress;

	ReactiveCell(LocalNode node, long id, SpawnOptions options, @Nullable ProcessCell parent, Behaviour behaviour) {
		super(node, id, options, parent);
		this.behaviour = behaviour;
	}

	@Override
	void wake() {
		if (Thread.currentThread().isVirtual()) {
			newThread(this).start();
		}
		else {
			// Without this process as handler it can tell that it comes from outside.
			Arrivals.start(this.node.processThread(this, threadName()));
		}
	}

	boolean isSlow() {
		return this.pace == Pace.SLOW;
	}

	/** Called by the process. */
	void slow(boolean slow) {
		if (slow != isSlow()) {
			this.pace = slow ? Pace.SLOW : Pace.PROMPT;
		}
	}

	@Override
	void noticeExitRequest() {
		this.behaviour.exitRequested();
	}

	@Override
	boolean offerSystem(Envelope message) {
		return this.behaviour.offerSystem(message);
	}

	/** A mailbox that was changed is looked at by the rescue. */
	@Override
	void requireRoomToWake() {
	}

	@Override
	public void run() {
		if (isFromInside() && this.node.takesTurns) {
			Turn.begin();
		}
		if (!enter()) {
			return;
		}
		// Not a method of its own: a frame more is a bigger stack to keep for who yields.
		try {
			if (this.pace == Pace.STRUCK) {
				CrashReport.log(this, ExitReasons.OUT_OF_MEMORY, null);
				finish(ExitReasons.OUT_OF_MEMORY);
			}
			else if (this.pace != Pace.STARTING || begin()) {
				ExitReason reason = work();
				if (reason != null) {
					end(reason);
				}
			}
		}
		catch (Throwable ex) {
			// Our own code was struck by an Error. Another thread ends the process.
			this.pace = Pace.STRUCK;
			this.runner = null;
			this.node.rescue.needed = true;
			this.node.rescue.struck(this);
		}
	}

	/** Whether a virtual thread has woken it. */
	private boolean isFromInside() {
		if (Thread.currentThread().getUncaughtExceptionHandler() == this) {
			return true;
		}
		Arrivals.begun();
		beCurrent();
		return false;
	}

	@Override
	boolean lacksThread() {
		return this.runner == null && isAlive() && (this.pace == Pace.STRUCK || !isAsleep());
	}

	@Override
	void goOn() {
		wake();
	}

	/**
	 * {@return whether the process is up}
	 */
	private boolean begin() {
		if (exitReason() != null) {
			abandon();
			return false;
		}
		beginOther();
		ExitReason reason;
		try {
			reason = this.behaviour.start(this);
		}
		catch (Throwable ex) {
			reason = ExitReasons.of(ex);
		}
		if (reason != null) {
			finish(reason);
			return false;
		}
		if (exitReason() != null) {
			// Killed meanwhile: a waiting starter must not be told of success.
			abandon();
			return false;
		}
		this.pace = Pace.PROMPT;
		tidyThread();
		beCurrent();
		try {
			reason = this.behaviour.started();
		}
		catch (Throwable ex) {
			reason = ExitReasons.of(ex);
		}
		if (reason != null) {
			CrashReport.log(this, reason, null);
			end(reason);
			return false;
		}
		tidyThread();
		beCurrent();
		return true;
	}

	/**
	 * {@return why the process must end now, or {@code null} if it sleeps or was killed}
	 */
	private @Nullable ExitReason work() {
		int budget = BATCH;
		int lingered = 0;
		Turn turn = null;
		while (true) {
			ExitReason killed = exitReason();
			if (killed != null) {
				abandon();
				return null;
			}
			ExitReason requested = requestedExit();
			if (requested != null) {
				return requested;
			}
			Envelope envelope = poll();
			if (envelope == null) {
				if (!isSlow()) {
					if (Lingering.yields(this.lingering, lingered)) {
						lingered++;
						Thread.yield();
						continue;
					}
					this.lingering = Lingering.inVain(this.lingering);
				}
				ExitReason leaving = rest();
				if (leaving != null) {
					return leaving;
				}
				this.runner = null;
				if (fallAsleep()) {
					return null;
				}
				if (!enter()) {
					return null;
				}
				continue;
			}
			if (lingered > 0) {
				lingered = 0;
				this.lingering = Lingering.UNTRIED;
			}
			if (budget-- == 0) {
				budget = BATCH;
				Thread.yield();
			}
			if (!mayBegin(envelope)) {
				abandon();
				return null;
			}
			this.progress = Progress.next(this.progress, this.node.pulse.present());
			try {
				ExitReason reason = this.behaviour.handle(this, envelope);
				if (reason != null) {
					CrashReport.log(this, reason, envelope);
					return reason;
				}
			}
			catch (Throwable ex) {
				ExitReason reason = ExitReasons.of(ex);
				CrashReport.log(this, reason, envelope);
				return reason;
			}
			tidyThread();
			beCurrent();
			if (turn != null) {
				turn.goOn();
			}
			else if ((budget < BATCH - UNTIMED || isSlow()) && this.node.takesTurns) {
				turn = new Turn();
			}
		}
	}

	/**
	 * {@return why the process must end, or {@code null} if it may sleep}
	 */
	private @Nullable ExitReason rest() {
		try {
			ExitReason leaving = this.behaviour.rest(this);
			return (leaving != null && closeIfEmpty()) ? firstRequest(leaving) : null;
		}
		catch (Throwable ex) {
			ExitReason reason = ExitReasons.of(ex);
			CrashReport.log(this, reason, null);
			return reason;
		}
	}

	/** Whoever has asked it to end meanwhile gets the reason that was given. */
	private ExitReason firstRequest(ExitReason own) {
		claimRequest(own);
		ExitReason first = requestedExit();
		return (first != null) ? first : own;
	}

	/**
	 * Whether to begin with a message that was just taken from the mailbox. To take it
	 * announces the beginning, and this look comes after: so a killer either finds it
	 * begun or keeps it from beginning (the announcement, a compare-and-set, costs no
	 * more than it did).
	 */
	private boolean mayBegin(Envelope envelope) {
		ExitReason killed = exitReason();
		if (killed == null) {
			return true;
		}
		try {
			undelivered(envelope, DeadLetterReason.PROCESS_EXITED, killed);
		}
		catch (Throwable ex) {
			putBack(envelope);
			throw ex;
		}
		return false;
	}

	/**
	 * Code of a user may have set a handler of its own: what comes next needs its
	 * process.
	 */
	private void beCurrent() {
		if (Thread.currentThread().getUncaughtExceptionHandler() != this) {
			Thread.currentThread().setUncaughtExceptionHandler(this);
		}
	}

	/**
	 * Leaves nothing of the last callback to the next: a stale interrupt would turn its
	 * next park into a spin.
	 */
	private static void tidyThread() {
		Thread.interrupted();
		LeftInContext.clear();
	}

	/** What begins now is the first or the last callback. */
	private void beginOther() {
		this.progress = Progress.other(this.progress, this.node.pulse.present());
	}

	/** The orderly end: the code may clean up, then the exit sequence runs. */
	private void end(ExitReason reason) {
		if (exitReason() != null) {
			abandon();
			return;
		}
		// Also if nobody asked: whoever looks must see that it is on its way out.
		claimRequest(reason);
		ExitReason last = reason;
		tidyThread();
		beCurrent();
		this.pace = Pace.ENDING;
		beginOther();
		try {
			this.behaviour.terminate(reason);
		}
		catch (Throwable ex) {
			last = ExitReasons.of(ex);
			CrashReport.log(this, last, null);
			Throwable first = reason.exception();
			if (first != null && first != ex) {
				ex.addSuppressed(first);
			}
		}
		finish(last);
	}

	private void finish(ExitReason reason) {
		if (claimExit(reason)) {
			runExitSequence(reason);
			returned();
		}
		else {
			abandon();
		}
	}

	/** It is no longer a zombie. */
	@Override
	void abandon() {
		discardOutbox(ExitReason.killed());
		returned();
	}

	/**
	 * Its code has returned. What has not been told of the end yet is still needed for
	 * that; then whoever tells it finds that nothing runs any more, and forgets it.
	 */
	private void returned() {
		this.runner = null;
		if (isSevered()) {
			forget();
		}
	}

	@Override
	void forget() {
		Nobody gone = new Nobody(type());
		try {
			this.behaviour.forget();
		}
		catch (Throwable ex) {
			logger.error("The forget callback of {} failed", this, ex);
		}
		this.behaviour = gone;
		Ancestry.forget(this);
	}

	@Override
	void exited(ExitReason reason) {
		this.behaviour.exited(this, reason);
	}

	@Override
	int skipped() {
		return 0;
	}

	@Override
	boolean endsWithParent() {
		return this.behaviour.endsWithParent();
	}

	@Override
	ProcessInfo.State state() {
		if (this.pace == Pace.STARTING) {
			return ProcessInfo.State.STARTING;
		}
		if (this.behaviour.isSuspended()) {
			return ProcessInfo.State.SUSPENDED;
		}
		if (isAsleep()) {
			return ProcessInfo.State.WAITING;
		}
		return (this.runner != null) ? ProcessInfo.State.RUNNING : ProcessInfo.State.RUNNABLE;
	}

	@Override
	Class<?> type() {
		return this.behaviour.type();
	}

	@Override
	public Deadline deadline() {
		return this.behaviour.deadline();
	}

	@Override
	@Nullable Object currentMessage() {
		return this.behaviour.currentMessage();
	}

	@Override
	public List<Pid> callers() {
		return List.of();
	}

	@Override
	@Nullable String occupation() {
		if (this.runner == null || isAsleep() || this.behaviour.isSuspended()) {
			return null;
		}
		if (this.pace == Pace.ENDING) {
			return "terminate";
		}
		Object message = currentMessage();
		return (message != null) ? ReportName.of(message) : (handled() == 0) ? "init" : null;
	}

	@Override
	long progress() {
		return this.progress;
	}

	@Override
	long handled() {
		return Progress.messages(this.progress);
	}

}
