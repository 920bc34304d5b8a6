package io.triotp.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The mailbox of a process, which also tells whether the process is awake.
 *
 * <p>
 * Maintainer's note. The mailbox is two fields. {@code inbox} is a Treiber stack that any
 * thread pushes to; the process takes it whole, reverses it and works through it as
 * {@code outbox}. The inbox also tells whether the process is awake: {@link #IDLE} means
 * that no thread works on it and whoever replaces it must {@link #wake()} the process;
 * {@code null} means awake with nothing new; {@link #CLOSED} means that it has ended. So
 * sending costs one compare-and-set, an idle process holds no queue at all, and a lost
 * wake-up would need a lost compare-and-set. Rejected: a queue with a stub node and a
 * separate state word (40 more bytes per process, two atomic operations per message).
 */
abstract class MailboxCell extends Pid {

	private static final Envelope IDLE = new Sentinel();

	private static final Envelope CLOSED = new Sentinel();

	/**
	 * How many spins a sender backs off after a collision with another. The sender whose
	 * core holds the cache line then gets several messages in, which halves the time of a
	 * cast from four senders.
	 */
	private static final int BACK_OFF = 8;

	private static final VarHandle INBOX;

	private static final VarHandle OUTBOX;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			INBOX = lookup.findVarHandle(MailboxCell.class, "inbox", Envelope.class);
			OUTBOX = lookup.findVarHandle(MailboxCell.class, "outbox", Envelope.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	final LocalNode node;

	private final @Nullable BoundedQueue bounded;

	/** Any thread pushes to it; the process takes it whole. */
	private volatile @Nullable Envelope inbox;

	/** The process takes from it, and so does its killer: hence compare-and-set. */
	private volatile @Nullable Envelope outbox;

	MailboxCell(LocalNode node, long id, @Nullable MailboxLimit limit) {
		super(id);
		this.node = node;
		this.bounded = (limit != null) ? new BoundedQueue(limit, node.time()) : null;
	}

	/** Makes the process look at its mailbox. */
	abstract void wake();

	/** Called before a change that {@link #wake} must follow ({@link StackRoom}). */
	abstract void requireRoomToWake();

	/**
	 * {@return whether the calling thread runs this process}
	 */
	abstract boolean isCurrent();

	/**
	 * {@return whether the process has a reason to stay awake other than messages}
	 */
	abstract boolean wantsToEnd();

	/**
	 * {@return the length from which the mailbox counts as high}
	 */
	abstract int highWaterMark();

	/**
	 * Called when the mailbox may have passed the mark, possibly while any lock is held.
	 */
	abstract void lookAtLength();

	/** Reports that a message will never be handled. */
	abstract void undelivered(Envelope envelope, DeadLetterReason why, ExitReason exit);

	/**
	 * Adds a user's message to the mailbox, as its limit allows.
	 * @return false if the process has ended
	 * @throws MailboxFullException if there is no room and the overflow policy refuses
	 * the message
	 */
	final boolean enqueue(Envelope envelope) {
		Objects.requireNonNull(envelope, "envelope");
		return (this.bounded != null) ? offer(this.bounded, envelope) : push(envelope);
	}

	/**
	 * Adds a message to the mailbox, whatever its limit.
	 * @return false if the process has ended
	 */
	final boolean enqueueSignal(Envelope envelope) {
		Objects.requireNonNull(envelope, "envelope");
		if (this.bounded == null) {
			return push(envelope);
		}
		StackRoom.require();
		return putIn(this.bounded.force(envelope));
	}

	/**
	 * Adds a message that was accepted before there was this mailbox, or was held back
	 * meanwhile, whatever its limit; where the oldest gives way, it does so.
	 * @return false if the process has ended
	 */
	final boolean enqueueKept(Envelope envelope) {
		if (this.bounded == null) {
			return push(envelope);
		}
		StackRoom.require();
		BoundedQueue.Offer offer = this.bounded.forceMessage(envelope);
		boolean in = putIn(offer.size());
		Envelope dropped = offer.dropped();
		if (dropped != null) {
			this.node.time().report(() -> undelivered(dropped, DeadLetterReason.MAILBOX_FULL, ExitReason.normal()));
		}
		return in;
	}

	private boolean push(Envelope envelope) {
		while (true) {
			Envelope head = this.inbox;
			if (head == CLOSED) {
				envelope.next = null;
				return false;
			}
			if (head == IDLE) {
				envelope.next = null;
				envelope.depth = 1;
				requireRoomToWake();
				if (INBOX.compareAndSet(this, IDLE, envelope)) {
					boolean woken = false;
					try {
						wake();
						woken = true;
					}
					catch (OutOfMemoryError ex) {
						// The message is in, and the rescue gives the process a thread.
					}
					finally {
						if (!woken) {
							this.node.rescue.needed = true;
						}
					}
					return true;
				}
			}
			else {
				int depth = (head != null) ? head.depth + 1 : 1;
				envelope.next = head;
				envelope.depth = depth;
				if (INBOX.compareAndSet(this, head, envelope)) {
					if (WaterLevel.isWorthALook(depth, highWaterMark())) {
						lookAtLength();
					}
					return true;
				}
			}
			backOff();
		}
	}

	private static void backOff() {
		for (int i = 0; i < BACK_OFF; i++) {
			Thread.onSpinWait();
		}
	}

	/**
	 * Whether a message may be {@linkplain #enqueueKept added} later, as the limit allows
	 * now. One that may not has been dropped.
	 * @throws MailboxFullException if there is no room and the overflow policy refuses
	 * the message
	 */
	final boolean admits(Envelope envelope) {
		BoundedQueue queue = this.bounded;
		if (queue == null) {
			return true;
		}
		StackRoom.require();
		Envelope dropped = judged(queue, envelope, queue::admit).dropped();
		return dropped == null;
	}

	private boolean offer(BoundedQueue queue, Envelope envelope) {
		StackRoom.require();
		BoundedQueue.Offer offer = judged(queue, envelope, queue::offer);
		if (offer.outcome() == BoundedQueue.Outcome.CLOSED) {
			return false;
		}
		if (offer.dropped() != envelope) {
			putIn(offer.size());
		}
		return true;
	}

	/** What is refused is thrown, and what is dropped is counted. */
	private BoundedQueue.Offer judged(BoundedQueue queue, Envelope envelope, Judge judge) {
		BoundedQueue.Offer offer;
		ProcessCell sender = ProcessCell.currentOrNull();
		try {
			offer = judge.judge(envelope, !isCurrent(), sender);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new MailboxFullException(this, queue.limit(), true);
		}
		switch (offer.outcome()) {
			case CLOSED -> {
			}
			case SENDER_EXITED -> {
				undelivered(envelope, DeadLetterReason.SENDER_EXITED, ExitReason.killed());
				Objects.requireNonNull(sender).requireAlive();
			}
			case REFUSED -> throw new MailboxFullException(this, queue.limit(), false);
			case LATE -> throw new MailboxFullException(this, queue.limit(), offer.oldest());
			case ACCEPTED, DROPPED -> {
				Envelope dropped = offer.dropped();
				if (dropped != null) {
					undelivered(dropped, DeadLetterReason.MAILBOX_FULL, ExitReason.normal());
				}
			}
		}
		return offer;
	}

	/** What the limit says to a message. */
	@FunctionalInterface
	private interface Judge {

		BoundedQueue.Offer judge(Envelope message, boolean mayBlock, @Nullable Pid sender) throws InterruptedException;

	}

	/**
	 * Called after something was added to the bounded queue, which now has this size.
	 * @return false if nothing was, because the queue is closed
	 */
	private boolean putIn(int size) {
		if (size == 0) {
			return false;
		}
		wakeIfAsleep();
		if (WaterLevel.isWorthALook(size, highWaterMark())) {
			lookAtLength();
		}
		return true;
	}

	/** Wakes the process without giving it a message. */
	final void wakeIfAsleep() {
		if (this.inbox == IDLE) {
			requireRoomToWake();
			if (INBOX.compareAndSet(this, IDLE, null)) {
				boolean woken = false;
				try {
					wake();
					woken = true;
				}
				catch (OutOfMemoryError ex) {
					// As above.
				}
				finally {
					if (!woken) {
						this.node.rescue.needed = true;
					}
				}
			}
		}
	}

	/**
	 * {@return the next message, or {@code null} if there is none; called only by the
	 * process}
	 */
	@Nullable Envelope poll() {
		if (this.bounded != null) {
			return this.bounded.poll();
		}
		while (true) {
			Envelope first = this.outbox;
			if (first != null) {
				if (OUTBOX.compareAndSet(this, first, first.next)) {
					// A message that is kept, as a deferred call is, must not keep
					// others.
					first.next = null;
					return first;
				}
			}
			else if (!fetch()) {
				return null;
			}
		}
	}

	/** Moves the inbox, reversed, to the outbox; false if there is nothing. */
	private boolean fetch() {
		Envelope newest;
		do {
			newest = this.inbox;
			if (newest == null || newest == CLOSED || newest == IDLE) {
				return false;
			}
		}
		while (!INBOX.compareAndSet(this, newest, null));
		this.outbox = turnedRound(newest);
		return true;
	}

	/**
	 * Falls asleep; called by the process when {@link #poll} returned nothing.
	 * @return true if it fell asleep or is asleep, from when on {@link #wake} may be
	 * called; false if there is work
	 */
	final boolean fallAsleep() {
		if (!INBOX.compareAndSet(this, null, IDLE)) {
			return this.inbox == IDLE;
		}
		boolean quiet = !wantsToEnd() && (this.bounded == null || this.bounded.isEmpty());
		return quiet || !wakeUp();
	}

	/**
	 * Refuses all further messages, unless one has come; called by the process when
	 * {@link #poll} returned nothing.
	 * @return whether it is closed: then nothing is in it
	 */
	final boolean closeIfEmpty() {
		// Another thread may have been given to it by mistake, and it may be asleep.
		return this.inbox == null && (this.bounded == null || this.bounded.closeIfEmpty())
				&& INBOX.compareAndSet(this, null, CLOSED);
	}

	/**
	 * Takes back the right to work; called by the process that fell asleep.
	 * @return whether it got it; if not, another thread has called or will call
	 * {@link #wake}
	 */
	final boolean wakeUp() {
		return INBOX.compareAndSet(this, IDLE, null);
	}

	final boolean isAsleep() {
		return this.inbox == IDLE;
	}

	final int waitingMessages() {
		if (this.bounded != null) {
			return this.bounded.size();
		}
		Envelope waiting = this.outbox;
		Envelope fresh = this.inbox;
		return ((waiting != null) ? waiting.depth : 0) + ((fresh != null) ? fresh.depth : 0);
	}

	/**
	 * Shows what waits. The process goes on meanwhile: one message may be seen twice and
	 * another not at all.
	 * @param most how many to show
	 * @param looker sees the messages
	 */
	final void lookInto(int most, Consumer<Envelope> looker) {
		if (this.bounded != null) {
			this.bounded.oldest(most).forEach(looker);
			return;
		}
		int left = Math.min(most, waitingMessages());
		for (Envelope start : new Envelope[] { this.outbox, this.inbox }) {
			for (Envelope each = start; each != null && !(each instanceof Sentinel) && left > 0; each = after(each)) {
				looker.accept(each);
				left--;
			}
		}
	}

	/** One that has been taken meanwhile no longer knows those behind it. */
	private @Nullable Envelope after(Envelope seen) {
		Envelope next = seen.next;
		return (next == null && seen.depth > 1) ? this.outbox : next;
	}

	final Optional<MailboxLimit> limit() {
		return Optional.ofNullable(this.bounded).map(BoundedQueue::limit);
	}

	/**
	 * {@return the oldest message that the process has fetched but not started, or
	 * {@code null}; may be out of date}
	 */
	final @Nullable Envelope oldestFetched() {
		return this.outbox;
	}

	/**
	 * Refuses all further messages and returns the waiting ones as undelivered. Part of
	 * the exit sequence.
	 */
	final void closeMailbox(ExitReason reason) {
		Envelope rest = (Envelope) INBOX.getAndSet(this, CLOSED);
		Envelope fresh = (rest != IDLE && rest != CLOSED) ? turnedRound(rest) : null;
		try {
			discardOutbox(reason);
		}
		catch (Throwable ex) {
			keep(fresh);
			throw ex;
		}
		discard(fresh, reason);
		if (this.bounded != null) {
			this.bounded.close();
			for (Envelope each = this.bounded.poll(); each != null; each = this.bounded.poll()) {
				each.next = null;
				discard(each, reason);
			}
		}
	}

	/** Puts messages behind those that are fetched and not yet returned. */
	private void keep(@Nullable Envelope fresh) {
		Envelope last = this.outbox;
		while (last != null && last.next != null) {
			last = last.next;
		}
		if (last != null) {
			last.next = fresh;
		}
		else {
			this.outbox = fresh;
		}
	}

	/** Puts a message back that the process has just taken. */
	final void putBack(Envelope taken) {
		Envelope first;
		do {
			first = this.outbox;
			taken.next = first;
		}
		while (!OUTBOX.compareAndSet(this, first, taken));
	}

	/** Called by the process when it notices that it was killed, and by its killer. */
	final void discardOutbox(ExitReason reason) {
		discard((Envelope) OUTBOX.getAndSet(this, null), reason);
	}

	private void discard(@Nullable Envelope first, ExitReason reason) {
		for (Envelope each = first; each != null;) {
			try {
				undelivered(each, DeadLetterReason.PROCESS_EXITED, reason);
			}
			catch (Throwable ex) {
				// There is an attempt to come.
				this.outbox = each;
				throw ex;
			}
			// Not before: the process may be about to take what is put back.
			Envelope following = each.next;
			each.next = null;
			each = following;
		}
	}

	/** Reverses the list to oldest first and sets each depth to how many are left. */
	private static @Nullable Envelope turnedRound(@Nullable Envelope newest) {
		Envelope oldest = null;
		int left = 0;
		for (Envelope each = newest; each != null;) {
			Envelope older = each.next;
			each.next = oldest;
			each.depth = ++left;
			oldest = each;
			each = older;
		}
		return oldest;
	}

	private static final class Sentinel extends Envelope {

		@Override
		public Object content() {
			return this;
		}

	}

}
