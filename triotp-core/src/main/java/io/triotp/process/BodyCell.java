package io.triotp.process;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

import io.triotp.time.Arrivals;
import io.triotp.time.Deadline;
import io.triotp.time.Turn;
import org.jspecify.annotations.Nullable;

/**
 * A plain process: one virtual thread from beginning to end.
 */
final class BodyCell extends SelfCell implements PlainProcess, Runnable {

	private static final Predicate<Object> ANY = (message) -> true;

	/**
	 * Replaced by its own thread at the end: a pid that is kept must not retain what the
	 * code held.
	 */
	private ProcessBody body;

	private final Thread thread;

	/**
	 * Messages skipped by a selective receive, oldest first; own thread, and the rescue
	 * if an Error has struck that.
	 */
	private final ArrayDeque<Envelope> skipped = new ArrayDeque<>(0);

	/** Written by its own thread; others may read a stale value. */
	private int skippedCount;

	/** Written by its own thread; others may read a stale value. */
	private long handled;

	/** Written by its own thread. */
	private volatile boolean receiving;

	/** Written by its own thread, when an Error keeps it from ending the process. */
	private volatile boolean struck;

	/** Own thread only; begun with the second message. */
	private @Nullable Turn turn;

	BodyCell(LocalNode node, long id, SpawnOptions options, @Nullable ProcessCell parent, ProcessBody body) {
		super(node, id, options, parent);
		this.body = body;
		this.thread = newThread(this);
	}

	void start() {
		Arrivals.start(this.thread);
	}

	@Override
	void wake() {
		LockSupport.unpark(this.thread);
	}

	@Override
	void noticeExitRequest() {
		this.thread.interrupt();
	}

	/** The thread clears the code itself when it ends. */
	@Override
	void forget() {
	}

	@Override
	boolean offerSystem(Envelope message) {
		throw new IllegalArgumentException(this + " is a plain process (" + type().getName()
				+ "): it has no behaviour that knows system messages");
	}

	@Override
	void requireRoomToWake() {
		StackRoom.require();
	}

	@Override
	public void run() {
		Arrivals.begun();
		if (!enter()) {
			return;
		}
		try {
			live();
		}
		catch (Throwable ex) {
			// Our own code was struck by an Error. The rescue ends the process.
			this.struck = true;
			this.runner = null;
			this.node.rescue.needed = true;
			this.node.rescue.struck(this);
		}
	}

	@Override
	boolean lacksThread() {
		return this.struck && isAlive();
	}

	@Override
	void goOn() {
		CrashReport.log(this, ExitReasons.OUT_OF_MEMORY, null);
		if (claimExit(ExitReasons.OUT_OF_MEMORY)) {
			runExitSequence(ExitReasons.OUT_OF_MEMORY);
		}
		release(ExitReasons.OUT_OF_MEMORY);
	}

	@Override
	void abandon() {
		discardOutbox(ExitReason.killed());
		release(ExitReason.killed());
	}

	/** May be called again if it is broken off. */
	private void release(ExitReason reason) {
		for (Envelope each = this.skipped.peekFirst(); each != null; each = this.skipped.peekFirst()) {
			processes().deadLetter(this, each, DeadLetterReason.PROCESS_EXITED, reason);
			this.skipped.removeFirst();
		}
		this.body = new Ended(type());
		Ancestry.forget(this);
	}

	private void live() {
		ExitReason reason;
		try {
			checkExit();
			this.body.run(this);
			reason = ExitReason.normal();
		}
		catch (Throwable ex) {
			reason = ExitReasons.of(ex);
		}
		ExitReason requested = requestedExit();
		if (requested != null) {
			reason = requested;
		}
		else {
			CrashReport.log(this, reason, null);
		}
		Thread.interrupted();
		if (claimExit(reason)) {
			runExitSequence(reason);
		}
		else {
			discardOutbox(ExitReason.killed());
		}
		release(reason);
		this.runner = null;
	}

	@Override
	public Object receive() throws InterruptedException {
		return receiveMatching(ANY);
	}

	@Override
	public Optional<Object> receive(Duration timeout) throws InterruptedException {
		return receiveMatching(ANY, timeout);
	}

	@Override
	public Object receiveMatching(Predicate<Object> wanted) throws InterruptedException {
		Objects.requireNonNull(wanted, "wanted");
		return Objects.requireNonNull(take(wanted, this.node.never));
	}

	@Override
	public Optional<Object> receiveMatching(Predicate<Object> wanted, Duration timeout) throws InterruptedException {
		Objects.requireNonNull(wanted, "wanted");
		return Optional.ofNullable(take(wanted, Deadline.after(timeout, processes().time())));
	}

	private @Nullable Object take(Predicate<Object> wanted, Deadline deadline) throws InterruptedException {
		if (Thread.currentThread() != this.thread) {
			throw new IllegalStateException("Only " + this + " itself may receive its messages");
		}
		letOthersRun();
		checkExit();
		Envelope known = takeSkipped(wanted);
		if (known != null) {
			return taken(known);
		}
		while (true) {
			checkExit();
			Envelope envelope = poll();
			if (envelope != null && envelope.isForBehaviours()) {
				processes().deadLetter(this, envelope, DeadLetterReason.NOT_UNDERSTOOD, ExitReason.noProcess());
			}
			else if (envelope != null) {
				if (isFlushed(envelope)) {
					continue;
				}
				if (isWanted(envelope, wanted)) {
					return taken(envelope);
				}
			}
			else if (deadline.isOver()) {
				return null;
			}
			else if (fallAsleep()) {
				sleep(deadline);
			}
		}
	}

	/** An unwanted message is put aside, even if the predicate throws on it. */
	private boolean isWanted(Envelope envelope, Predicate<Object> wanted) {
		boolean taken = false;
		try {
			taken = wanted.test(envelope.content());
			return taken;
		}
		finally {
			if (!taken) {
				skip(envelope);
			}
		}
	}

	private void skip(Envelope envelope) {
		this.skipped.addLast(envelope);
		if (WaterLevel.isWorthALook(++this.skippedCount, highWaterMark())) {
			lookAtLength();
		}
	}

	private void sleep(Deadline deadline) throws InterruptedException {
		this.receiving = true;
		try {
			while (isAsleep()) {
				deadline.park(this);
				if (Thread.interrupted()) {
					wakeUp();
					checkExit();
					throw new InterruptedException();
				}
				if (deadline.isOver()) {
					wakeUp();
				}
			}
		}
		finally {
			this.receiving = false;
		}
	}

	private @Nullable Envelope takeSkipped(Predicate<Object> wanted) {
		Iterator<Envelope> all = this.skipped.iterator();
		while (all.hasNext()) {
			Envelope each = all.next();
			if (isFlushed(each)) {
				all.remove();
				this.skippedCount--;
			}
			else if (wanted.test(each.content())) {
				all.remove();
				this.skippedCount--;
				return each;
			}
		}
		return null;
	}

	private static boolean isFlushed(Envelope envelope) {
		return envelope.content() instanceof SystemMessage.Down down && down.ref().isFlushed();
	}

	/** One that always has a next message gives its carrier up now and then. */
	private void letOthersRun() {
		Turn present = this.turn;
		if (present != null) {
			present.goOn();
		}
		else if (this.handled > 0 && this.node.takesTurns) {
			this.turn = new Turn();
		}
	}

	/**
	 * Looks again: from a kill on it receives nothing, also what it had taken by then.
	 */
	private Object taken(Envelope envelope) {
		if (!isAlive()) {
			skip(envelope);
			checkExit();
		}
		this.handled++;
		return envelope.content();
	}

	private void checkExit() {
		ExitReason exit = exitReason();
		if (exit != null) {
			throw new ExitException(exit);
		}
		ExitReason requested = requestedExit();
		if (requested != null) {
			throw new ExitException(requested);
		}
	}

	@Override
	void exited(ExitReason reason) {
	}

	@Override
	int skipped() {
		return this.skippedCount;
	}

	@Override
	boolean endsWithParent() {
		return false;
	}

	@Override
	ProcessInfo.State state() {
		if (this.receiving) {
			return ProcessInfo.State.WAITING;
		}
		return (this.runner != null) ? ProcessInfo.State.RUNNING : ProcessInfo.State.RUNNABLE;
	}

	@Override
	Class<?> type() {
		return this.body.type();
	}

	@Override
	public List<Pid> callers() {
		return this.body.callers();
	}

	@Override
	@Nullable Traces traces() {
		return this.body.traces();
	}

	@Override
	@Nullable Object currentMessage() {
		return null;
	}

	/** Nobody knows whether it still works on the last message it received. */
	@Override
	@Nullable String occupation() {
		return null;
	}

	@Override
	long progress() {
		return 0;
	}

	@Override
	long handled() {
		return this.handled;
	}

	/** What is left of the code of a process that has ended: what it is called. */
	private record Ended(Class<?> type) implements ProcessBody {

		@Override
		public void run(PlainProcess self) {
			throw new IllegalStateException(self + " has ended");
		}

	}

}
