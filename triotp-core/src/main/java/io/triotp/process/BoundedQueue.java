package io.triotp.process;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import io.triotp.time.Deadline;
import io.triotp.time.TimeSource;
import io.triotp.time.TimedCondition;
import org.jspecify.annotations.Nullable;

/**
 * The mailbox of a process with a {@link MailboxLimit}. Messages and signals share one
 * queue, which keeps those of one sender in order; signals do not count towards the
 * limit. Exact rather than fast: the unbounded mailbox is the fast one.
 */
final class BoundedQueue {

	private final MailboxLimit limit;

	private final ReentrantLock lock = new ReentrantLock();

	private final TimeSource time;

	private final TimedCondition room = new TimedCondition(this.lock);

	/** Guarded by lock. */
	private final ArrayDeque<Entry> entries = new ArrayDeque<>();

	/** Guarded by lock: the number of messages in {@link #entries}, without signals. */
	private int messages;

	/** Guarded by lock. */
	private boolean closed;

	BoundedQueue(MailboxLimit limit, TimeSource time) {
		this.limit = limit;
		this.time = time;
	}

	MailboxLimit limit() {
		return this.limit;
	}

	/**
	 * An interrupt is noticed only while waiting for room. A sender that ends meanwhile
	 * is noticed under the lock, so that nothing of it comes after its {@code Down}.
	 */
	Offer offer(Envelope message, boolean mayBlock, @Nullable Pid sender) throws InterruptedException {
		this.lock.lock();
		try {
			if (isFull() && this.limit.overflow() == MailboxLimit.Overflow.DROP_OLDEST) {
				Envelope oldest = removeOldestMessage();
				this.entries.addLast(message(message));
				this.messages++;
				return new Offer(Outcome.DROPPED, oldest, this.entries.size());
			}
			Offer refusal = refusal(message, mayBlock, sender);
			if (refusal != null) {
				return refusal;
			}
			this.entries.addLast(message(message));
			this.messages++;
			return new Offer(Outcome.ACCEPTED, null, this.entries.size());
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Like an offer of a message that will be {@linkplain #forceMessage added} later.
	 */
	Offer admit(Envelope message, boolean mayBlock, @Nullable Pid sender) throws InterruptedException {
		this.lock.lock();
		try {
			Offer refusal = refusal(message, mayBlock, sender);
			return (refusal != null) ? refusal : new Offer(Outcome.ACCEPTED, null, this.entries.size());
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean isFull() {
		return this.messages >= this.limit.capacity() && !this.closed;
	}

	/** Called under the lock; {@code null} if there is nothing against the message. */
	private @Nullable Offer refusal(Envelope message, boolean mayBlock, @Nullable Pid sender)
			throws InterruptedException {
		Duration late = this.closed ? Duration.ZERO : late();
		if (late.isPositive()) {
			return Offer.late(late);
		}
		if (isFull()) {
			switch (this.limit.overflow()) {
				case REJECT, REJECT_LATE -> {
					return Offer.REFUSED;
				}
				case DROP_NEWEST -> {
					return new Offer(Outcome.DROPPED, message, this.entries.size());
				}
				case DROP_OLDEST -> {
				}
				case BLOCK -> {
					if (!mayBlock || !awaitRoom()) {
						return Offer.REFUSED;
					}
					if (sender != null && !sender.isAlive()) {
						// Whoever else waits may have the room.
						this.room.signal();
						return Offer.SENDER_EXITED;
					}
				}
			}
		}
		return this.closed ? Offer.CLOSED : null;
	}

	/**
	 * {@return how long the oldest message has waited if that is too long, else 0}
	 */
	private Duration late() {
		if (this.limit.overflow() != MailboxLimit.Overflow.REJECT_LATE || this.messages == 0) {
			return Duration.ZERO;
		}
		long since = this.entries.stream().filter(Entry::counted).findFirst().map(Entry::since).orElseThrow();
		Duration waited = Duration.ofNanos(this.time.nanoTime() - since);
		return (waited.compareTo(this.limit.timeout()) > 0) ? waited : Duration.ZERO;
	}

	private Entry message(Envelope envelope) {
		boolean timed = this.limit.overflow() == MailboxLimit.Overflow.REJECT_LATE;
		return new Entry(envelope, true, timed ? this.time.nanoTime() : 0);
	}

	private boolean awaitRoom() throws InterruptedException {
		Deadline deadline = Deadline.after(this.limit.timeout(), this.time);
		while (this.messages >= this.limit.capacity() && !this.closed) {
			if (deadline.isOver()) {
				return false;
			}
			this.room.await(deadline);
		}
		return true;
	}

	private Envelope removeOldestMessage() {
		Iterator<Entry> all = this.entries.iterator();
		while (all.hasNext()) {
			Entry entry = all.next();
			if (entry.counted()) {
				all.remove();
				this.messages--;
				return entry.envelope();
			}
		}
		throw new IllegalStateException("A full mailbox holds no message");
	}

	/**
	 * Adds a signal regardless of the limit.
	 * @return how many messages and signals now wait; 0 if the queue is closed
	 */
	int force(Envelope signal) {
		return force(new Entry(signal, false, 0));
	}

	/**
	 * Adds a message that was accepted elsewhere, regardless of the limit; it counts for
	 * those that come after it. Where the oldest gives way, it does so here too.
	 */
	Offer forceMessage(Envelope message) {
		this.lock.lock();
		try {
			Envelope oldest = (isFull() && this.limit.overflow() == MailboxLimit.Overflow.DROP_OLDEST)
					? removeOldestMessage() : null;
			int size = force(message(message));
			return new Offer((oldest != null) ? Outcome.DROPPED : Outcome.ACCEPTED, oldest, size);
		}
		finally {
			this.lock.unlock();
		}
	}

	private int force(Entry entry) {
		this.lock.lock();
		try {
			if (this.closed) {
				return 0;
			}
			this.entries.addLast(entry);
			if (entry.counted()) {
				this.messages++;
			}
			return this.entries.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Nullable Envelope poll() {
		this.lock.lock();
		try {
			Entry entry = this.entries.pollFirst();
			if (entry == null) {
				return null;
			}
			if (entry.counted()) {
				this.messages--;
				this.room.signal();
			}
			return entry.envelope();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * {@return those that have waited longest, which stay}
	 */
	List<Envelope> oldest(int most) {
		this.lock.lock();
		try {
			return this.entries.stream().limit(most).map(Entry::envelope).toList();
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isEmpty() {
		return size() == 0;
	}

	int size() {
		this.lock.lock();
		try {
			return this.entries.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Refuses all further messages, unless one waits.
	 * @return whether it is closed
	 */
	boolean closeIfEmpty() {
		this.lock.lock();
		try {
			if (!this.entries.isEmpty()) {
				return false;
			}
			this.closed = true;
			this.room.signalAll();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Refuses all further messages; what waits can still be polled. */
	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.room.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** When a message came is noted only if that matters. */
	private record Entry(Envelope envelope, boolean counted, long since) {
	}

	enum Outcome {

		ACCEPTED, REFUSED, LATE, DROPPED, CLOSED, SENDER_EXITED

	}

	/**
	 * What became of an offered message, which message was dropped, if any, and how many
	 * messages and signals now wait, or how long the oldest has, if that matters.
	 */
	record Offer(Outcome outcome, @Nullable Envelope dropped, int size, Duration oldest) {

		static final Offer REFUSED = new Offer(Outcome.REFUSED, null, 0);

		static final Offer CLOSED = new Offer(Outcome.CLOSED, null, 0);

		static final Offer SENDER_EXITED = new Offer(Outcome.SENDER_EXITED, null, 0);

		Offer(Outcome outcome, @Nullable Envelope dropped, int size) {
			this(outcome, dropped, size, Duration.ZERO);
		}

		static Offer late(Duration oldest) {
			return new Offer(Outcome.LATE, null, 0, oldest);
		}

	}

}
