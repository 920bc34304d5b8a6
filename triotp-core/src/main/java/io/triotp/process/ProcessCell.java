package io.triotp.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * One process: its mailbox, its bonds, and the one sequence in which it ends.
 *
 * <p>
 * Maintainer's note. The mailbox is two fields. {@code inbox} is a Treiber stack that any
 * thread pushes to; the process takes it whole, turns it round and works through it as
 * {@code outbox}. The inbox also tells whether the process is awake: {@link #IDLE} means
 * nobody works on it and whoever replaces it must {@link #wake()} the process; {@code
 * null} means awake with nothing new; {@link #CLOSED} means it has ended. So sending
 * costs one compare-and-set, an idle process holds no queue at all, and a lost wake-up
 * would need a lost compare-and-set. Rejected: a queue with a stub node and a separate
 * state word (40 bytes more a process, two atomic operations a message).
 *
 * <p>
 * Two words end a process. {@code requested} is an orderly wish: the process itself sees
 * it before its next message. {@code exit} is the fact: whoever sets it runs
 * {@link #leave} (the process itself or its killer, never both).
 */
abstract sealed class ProcessCell extends Pid implements Self permits ReactiveCell, BodyCell {

	static final Envelope IDLE = new Sentinel();

	static final Envelope CLOSED = new Sentinel();

	private static final ThreadLocal<ProcessCell> CURRENT = new ThreadLocal<>();

	private static final VarHandle INBOX;

	private static final VarHandle OUTBOX;

	private static final VarHandle REQUESTED;

	private static final VarHandle EXIT;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			INBOX = lookup.findVarHandle(ProcessCell.class, "inbox", Envelope.class);
			OUTBOX = lookup.findVarHandle(ProcessCell.class, "outbox", Envelope.class);
			REQUESTED = lookup.findVarHandle(ProcessCell.class, "requested", ExitReason.class);
			EXIT = lookup.findVarHandle(ProcessCell.class, "exit", ExitReason.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final ProcessRuntime runtime;

	private final @Nullable ProcessCell parent;

	private final @Nullable String label;

	private final @Nullable BoundedQueue bounded;

	private final long startedAt;

	/** Pushed to by any thread; taken whole by the process. */
	private volatile @Nullable Envelope inbox;

	/** Taken from by the process, and by its killer: hence compare-and-set. */
	private volatile @Nullable Envelope outbox;

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

	/** The next five are guarded by the lock of this process in {@link Bonds}. */
	@Nullable Object links;

	@Nullable MonitorRef monitors;

	@Nullable MonitorRef ownMonitors;

	@Nullable TimerRef timers;

	boolean severed;

	/** The next two are guarded by the lock of this process in {@link ProcessTable}. */
	@Nullable ProcessCell previousInTable;

	@Nullable ProcessCell nextInTable;

	/** A name, or a list of names; written under the lock of the name table. */
	volatile @Nullable Object names;

	ProcessCell(ProcessRuntime runtime, long id, SpawnOptions options, @Nullable ProcessCell parent) {
		super(id);
		this.runtime = runtime;
		this.parent = parent;
		this.label = options.label();
		this.bounded = (options.mailbox() != null) ? new BoundedQueue(options.mailbox()) : null;
		this.startedAt = System.currentTimeMillis();
	}

	static @Nullable ProcessCell currentOrNull() {
		return CURRENT.get();
	}

	/** Called by the thread that runs this process, before any code of it. */
	final void enter() {
		CURRENT.set(this);
		this.runner = Thread.currentThread();
	}

	/** Make the process look at its mailbox. */
	abstract void wake();

	/** Make a process that has a wish to end notice it. */
	abstract void nudge();

	/** The code of the process lets go of what it holds. */
	abstract void released(ExitReason reason);

	/** How many messages it has taken from the mailbox and put aside. */
	abstract int passedOver();

	abstract boolean endsWithParent();

	abstract ProcessInfo.State state();

	abstract Class<?> type();

	abstract @Nullable Object doing();

	abstract long handled();

	// mailbox

	/**
	 * Put a message of a user into the mailbox, as its limit allows.
	 * @return false if the process has ended
	 * @throws MailboxFullException if there is no room and the policy is to say so
	 */
	final boolean enqueue(Envelope envelope) {
		return (this.bounded != null) ? offer(this.bounded, envelope) : push(envelope);
	}

	/**
	 * Put a message into the mailbox that no limit may keep out.
	 * @return false if the process has ended
	 */
	final boolean enqueueSignal(Envelope envelope) {
		if (this.bounded == null) {
			return push(envelope);
		}
		if (!this.bounded.force(envelope)) {
			return false;
		}
		rouse();
		return true;
	}

	final void signal(SystemMessage message) {
		enqueueSignal(new PlainEnvelope(message));
	}

	private boolean push(Envelope envelope) {
		while (true) {
			Envelope head = this.inbox;
			if (head == CLOSED) {
				return false;
			}
			if (head == IDLE) {
				envelope.next = null;
				envelope.depth = 1;
				if (INBOX.compareAndSet(this, IDLE, envelope)) {
					wake();
					return true;
				}
			}
			else {
				envelope.next = head;
				envelope.depth = (head != null) ? head.depth + 1 : 1;
				if (INBOX.compareAndSet(this, head, envelope)) {
					return true;
				}
			}
			Thread.onSpinWait();
		}
	}

	private boolean offer(BoundedQueue queue, Envelope envelope) {
		BoundedQueue.Offer offer;
		try {
			offer = queue.offer(envelope, currentOrNull() != this);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new MailboxFullException(this, queue.limit(), true);
		}
		switch (offer.outcome()) {
			case CLOSED -> {
				return false;
			}
			case REFUSED -> throw new MailboxFullException(this, queue.limit(), false);
			case ACCEPTED, DROPPED -> {
				Envelope dropped = offer.dropped();
				if (dropped != null) {
					this.runtime.deadLetter(this, dropped, DeadLetterReason.MAILBOX_FULL, ExitReason.normal());
				}
				if (dropped != envelope) {
					rouse();
				}
			}
		}
		return true;
	}

	/** Wake the process without giving it a message. */
	private void rouse() {
		if (this.inbox == IDLE && INBOX.compareAndSet(this, IDLE, null)) {
			wake();
		}
	}

	/**
	 * {@return the next message, or {@code null}; called by the process only}
	 */
	final @Nullable Envelope poll() {
		if (this.bounded != null) {
			return this.bounded.poll();
		}
		while (true) {
			Envelope first = this.outbox;
			if (first != null) {
				if (OUTBOX.compareAndSet(this, first, first.next)) {
					return first;
				}
			}
			else if (!fetch()) {
				return null;
			}
		}
	}

	/** Turn the inbox round into the outbox; false if there is nothing. */
	private boolean fetch() {
		Envelope newest;
		do {
			newest = this.inbox;
			if (newest == null || newest == CLOSED || newest == IDLE) {
				return false;
			}
		}
		while (!INBOX.compareAndSet(this, newest, null));
		Envelope oldest = null;
		int left = 0;
		for (Envelope each = newest; each != null;) {
			Envelope older = each.next;
			each.next = oldest;
			each.depth = ++left;
			oldest = each;
			each = older;
		}
		this.outbox = oldest;
		return true;
	}

	/**
	 * Fall asleep; called by the process when {@link #poll} gave nothing.
	 * @return whether it did: from now on, {@link #wake} may be called. False if there is
	 * something to do
	 */
	final boolean fallAsleep() {
		if (!INBOX.compareAndSet(this, null, IDLE)) {
			return false;
		}
		boolean quiet = this.requested == null && this.exit == null && (this.bounded == null || this.bounded.isEmpty());
		return quiet || !wakeUp();
	}

	/**
	 * Take back the right to work; called by the process that fell asleep.
	 * @return whether it got it; if not, somebody else has called or calls {@link #wake}
	 */
	final boolean wakeUp() {
		return INBOX.compareAndSet(this, IDLE, null);
	}

	final boolean isAsleep() {
		return this.inbox == IDLE;
	}

	final int mailboxSize() {
		if (this.bounded != null) {
			return this.bounded.size() + passedOver();
		}
		Envelope waiting = this.outbox;
		Envelope fresh = this.inbox;
		return ((waiting != null) ? waiting.depth : 0) + ((fresh != null) ? fresh.depth : 0) + passedOver();
	}

	// exit

	final @Nullable ExitReason exitReason() {
		return this.exit;
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
		rouse();
		nudge();
		return true;
	}

	/** End the process here and now, whatever its code is doing. */
	final boolean kill() {
		if (!claimExit(ExitReason.killed())) {
			return false;
		}
		Thread busy = this.runner;
		leave(ExitReason.killed());
		if (busy != null) {
			this.runtime.interruptUntilGone(this, busy);
		}
		return true;
	}

	/**
	 * {@return whether the caller is the one to run {@link #leave}}
	 */
	final boolean claimExit(ExitReason reason) {
		return EXIT.compareAndSet(this, null, reason);
	}

	/**
	 * The exit sequence. Whoever hears of the end finds the mailbox shut, the name free
	 * and the process gone from every list (OTP P6).
	 */
	final void leave(ExitReason reason) {
		Envelope rest = (Envelope) INBOX.getAndSet(this, CLOSED);
		discardOutbox(reason);
		discard(reverse(rest), reason);
		if (this.bounded != null) {
			this.bounded.close()
				.forEach(
						(envelope) -> this.runtime.deadLetter(this, envelope, DeadLetterReason.PROCESS_EXITED, reason));
		}
		this.runtime.forget(this, reason);
		this.runtime.release(this, reason);
		this.runtime.bonds().sever(this, reason);
		this.runtime.exited(this, reason);
	}

	/** Called by the process when it finds that it has been killed, and by its killer. */
	final void discardOutbox(ExitReason reason) {
		discard((Envelope) OUTBOX.getAndSet(this, null), reason);
	}

	private void discard(@Nullable Envelope first, ExitReason reason) {
		for (Envelope each = first; each != null;) {
			Envelope following = each.next;
			each.next = null;
			this.runtime.deadLetter(this, each, DeadLetterReason.PROCESS_EXITED, reason);
			each = following;
		}
	}

	private static @Nullable Envelope reverse(@Nullable Envelope newest) {
		Envelope oldest = null;
		for (Envelope each = newest; each != null && each != IDLE && each != CLOSED;) {
			Envelope older = each.next;
			each.next = oldest;
			oldest = each;
			each = older;
		}
		return oldest;
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
	 * already; its class if it has no label}
	 */
	final String path() {
		String path = this.label;
		if (path == null) {
			return type().getName();
		}
		ProcessCell top = this;
		ProcessCell above = this.parent;
		while (!isPath(top.label) && above != null && above.parent != null && above.label != null) {
			path = above.label + "/" + path;
			top = above;
			above = above.parent;
		}
		return path;
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
				type(), (this.exit != null) ? ProcessInfo.State.EXITING : state(), mailboxSize(), handled(),
				this.startedAt, Optional.ofNullable(doing()));
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
	public final ProcessRuntime runtime() {
		return this.runtime;
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
		ProcessCell other = this.runtime.own(pid);
		if (this.runtime.bonds().link(this, other)) {
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
		this.runtime.bonds().unlink(this, this.runtime.own(pid));
	}

	@Override
	public final MonitorRef monitor(Pid pid) {
		requireAlive();
		return this.runtime.bonds().monitor(this, this.runtime.own(pid));
	}

	@Override
	public final void demonitor(MonitorRef ref) {
		if (ref.owner != this) {
			throw new IllegalArgumentException(ref + " is not a monitor of " + this);
		}
		this.runtime.bonds().demonitor(ref);
	}

	@Override
	public final Pid spawnLink(ProcessBody body) {
		requireAlive();
		return this.runtime.spawn(SpawnOptions.defaults().linked(true), body);
	}

	@Override
	public final TimerRef sendAfter(Duration delay, Pid to, Object message) {
		requireAlive();
		Objects.requireNonNull(message, "message");
		ProcessCell receiver = this.runtime.own(to);
		return this.runtime.timers().after(this, delay, () -> this.runtime.deliverTimer(receiver, message));
	}

	@Override
	public final TimerRef sendEvery(Duration period, Object message) {
		requireAlive();
		Objects.requireNonNull(message, "message");
		return this.runtime.timers().every(this, period, () -> this.runtime.deliverTimer(this, message));
	}

	@Override
	public final void register(String name) {
		requireAlive();
		this.runtime.register(name, this);
	}

	@Override
	public final ExitException exit(ExitReason reason) {
		throw new ExitException(reason);
	}

	private static final class Sentinel extends Envelope {

		@Override
		public Object content() {
			return this;
		}

	}

}
