package io.triotp.virtual;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import io.triotp.process.Envelope;
import io.triotp.process.Pid;
import org.jspecify.annotations.Nullable;

/**
 * The server of one key, for those who send to it: which process it has, and what waits
 * until it has one. Known as long as there is either.
 *
 * <p>
 * Maintainer's note. {@code open} is the way past the lock, and is set only when nothing
 * waits: so whoever goes that way is behind what it sent before. A process that is let go
 * refuses what comes, and who is refused closes the way first; its message then waits for
 * the next process. So a message is in a mailbox or waits here, at any time. Rejected: to
 * send again what a process that is let go still had in its mailbox. It has nothing: its
 * mailbox closes only while it is empty.
 */
final class Resident {

	/** So many messages wait for one server at most. */
	static final int MOST_WAITING = 10_000;

	private final ReentrantLock lock = new ReentrantLock();

	private final String key;

	/** The process if it takes messages and none waits. Written under the lock. */
	private volatile @Nullable Pid open;

	/** The process, which may be on its way out. Written under the lock. */
	private volatile @Nullable Pid process;

	/** Guarded by the lock. */
	private @Nullable Deque<Envelope> waiting;

	/** Whether it is no longer in the table; guarded by the lock. */
	private boolean gone;

	/** Whether its process has been asked to leave. */
	private volatile boolean letGo;

	/**
	 * How many messages its process had begun with when it was last looked at. This and
	 * the next field are used by the keeper only.
	 */
	private long handled = -1;

	/** Since when it has not begun with another, in nanoseconds. */
	private long idleSince;

	Resident(String key) {
		this.key = key;
	}

	String key() {
		return this.key;
	}

	/**
	 * {@return its process if it takes messages now} While a process is given what waits
	 * for it, this takes its time.
	 */
	@Nullable Pid open() {
		Pid way = this.open;
		if (way != null || this.process == null) {
			return way;
		}
		this.lock.lock();
		try {
			return this.open;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * {@return whether it has a process that has not been asked to leave}
	 */
	boolean isActive() {
		return this.process != null && !this.letGo;
	}

	/**
	 * Keeps a message until there is a process.
	 * @param refusedBy the process that takes no more messages, if it was asked
	 */
	Kept keep(Envelope envelope, @Nullable Pid refusedBy) {
		this.lock.lock();
		try {
			if (this.gone) {
				return Kept.GONE;
			}
			if (this.open != null && this.open != refusedBy) {
				return Kept.OPEN;
			}
			this.open = null;
			Deque<Envelope> queue = queue();
			if (queue.size() >= MOST_WAITING) {
				return Kept.FULL;
			}
			queue.addLast(envelope);
			return (this.process == null && queue.size() == 1) ? Kept.FIRST : Kept.BEHIND;
		}
		finally {
			this.lock.unlock();
		}
	}

	private Deque<Envelope> queue() {
		Deque<Envelope> queue = this.waiting;
		if (queue == null) {
			queue = new ArrayDeque<>(2);
			this.waiting = queue;
		}
		return queue;
	}

	/**
	 * {@return whether messages wait and there is no process they could go to}
	 */
	boolean isWanted() {
		this.lock.lock();
		try {
			return this.process == null && hasWaiting();
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean hasWaiting() {
		return this.waiting != null && !this.waiting.isEmpty();
	}

	/**
	 * It has a process now, which gets what waits; then others go to it themselves.
	 * @param taker gives it a message, without a lock of its own
	 * @return false if this is no longer in the table
	 */
	boolean runs(Pid pid, Predicate<Envelope> taker) {
		this.lock.lock();
		try {
			if (this.gone) {
				return false;
			}
			this.process = pid;
			this.letGo = false;
			this.handled = -1;
			for (Envelope first = first(); first != null; first = first()) {
				if (!taker.test(first)) {
					// It has ended, and whoever hears of that sees to the rest.
					return true;
				}
				queue().removeFirst();
			}
			this.waiting = null;
			this.open = pid;
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable Envelope first() {
		return (this.waiting != null) ? this.waiting.peekFirst() : null;
	}

	/** Its process has ended. */
	Left ended(Pid pid) {
		this.lock.lock();
		try {
			if (this.process != pid) {
				return (this.process == null && hasWaiting()) ? Left.WANTED : Left.NOTHING;
			}
			this.process = null;
			this.open = null;
			if (hasWaiting()) {
				return Left.WANTED;
			}
			this.gone = true;
			return Left.GONE;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * {@return the first message that waits, which waits no longer; {@code null} if none
	 * does, and if there is no process either, this is gone}
	 */
	@Nullable Envelope takeFirst() {
		this.lock.lock();
		try {
			Envelope first = (this.waiting != null) ? this.waiting.pollFirst() : null;
			if (first == null && this.process == null) {
				this.gone = true;
			}
			return first;
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isGone() {
		this.lock.lock();
		try {
			return this.gone;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** What was to be done with it could not be done. */
	void putBack(Envelope first) {
		this.lock.lock();
		try {
			queue().addFirst(first);
		}
		finally {
			this.lock.unlock();
		}
	}

	// being idle

	void letGo() {
		this.letGo = true;
	}

	boolean isLetGo() {
		return this.letGo;
	}

	/**
	 * Looks at the process. One that sleeps and has begun with a message since it was
	 * asked to leave has stayed.
	 * @param begun how many messages it has begun with
	 * @param asleep whether it sleeps
	 * @param now the time
	 * @return since when it has begun with no other, as far as is known
	 */
	long seen(long begun, boolean asleep, long now) {
		if (begun != this.handled) {
			if (this.letGo && !asleep) {
				return now;
			}
			this.handled = begun;
			this.idleSince = now;
			this.letGo = false;
		}
		return this.idleSince;
	}

	/** What became of a message that was to be kept. */
	enum Kept {

		/** It waits, and nobody has been told yet. */
		FIRST,

		/** It waits behind others, or for the end of a process. */
		BEHIND,

		/** There are too many. */
		FULL,

		/** It is not kept: there is a process that takes messages. */
		OPEN,

		/** It is not kept: another has taken the place of this. */
		GONE

	}

	/** What is to be done after the end of a process. */
	enum Left {

		NOTHING, WANTED, GONE

	}

}
