package io.triotp.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

import io.triotp.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Replies that are awaited together and returned in the order in which they arrive, each
 * with the label it was added with (OTP G9). The end of a server counts as a reply whose
 * {@link PendingReply#await()} throws. Not thread-safe.
 *
 * @param <L> the labels
 * @param <R> the type of the replies
 */
public final class PendingReplies<L, R extends @Nullable Object> {

	/** Own thread only. */
	private final Map<PendingCall, Settled<L, R>> open = new HashMap<>();

	/** In order of arrival; a call may be in it twice. */
	private final Queue<PendingCall> arrived;

	/** Whether there was no memory to note an arrival. */
	private volatile boolean unnoted;

	private volatile @Nullable Thread waiter;

	private final ReplyCollector collector = this::settled;

	/**
	 * Creates an empty collection.
	 */
	public PendingReplies() {
		this(new ConcurrentLinkedQueue<>());
	}

	/**
	 * Creates an empty collection.
	 * @param arrived notes what arrives; tests let that fail
	 */
	PendingReplies(Queue<PendingCall> arrived) {
		this.arrived = arrived;
	}

	/**
	 * Adds a reply to wait for.
	 * @param label what to call it; need not be unique
	 * @param reply the reply, which may have arrived already
	 * @throws IllegalArgumentException if it is in a collection already
	 */
	public void add(L label, PendingReply<R> reply) {
		Objects.requireNonNull(reply, "reply");
		PendingCall call = reply.call();
		if (this.open.containsKey(call) || call.isCollected()) {
			throw new IllegalArgumentException("The " + reply + " is in a collection already");
		}
		this.open.put(call, new Settled<>(label, reply));
		call.tell(this.collector);
	}

	/**
	 * {@return how many replies have not been returned yet}
	 */
	public int size() {
		return this.open.size();
	}

	/**
	 * Waits for the next reply and removes it from this collection. After a timeout all
	 * requests are abandoned and the collection is empty.
	 * @param timeout how long to wait from now, 0 or more
	 * @return the next reply; its {@link PendingReply#await()} returns or throws at once
	 * @throws NoSuchElementException if there is nothing to wait for
	 * @throws CallException.TimedOut if none came in time
	 * @throws CallException.Interrupted if the thread was interrupted; the requests
	 * remain pending
	 * @throws IllegalArgumentException if the timeout is negative
	 */
	public Settled<L, R> awaitNext(Duration timeout) {
		Objects.requireNonNull(timeout, "timeout");
		return pollNext(timeout).orElseThrow(() -> {
			List<PendingCall> given = List.copyOf(this.open.keySet());
			this.open.clear();
			given.forEach((call) -> call.expire(timeout));
			this.arrived.clear();
			return CallFailures.noneAnswered(given.size(), timeout);
		});
	}

	/**
	 * Waits for the next reply and removes it from this collection. After a timeout the
	 * requests remain pending.
	 * @param timeout how long to wait from now, 0 or more
	 * @return the next reply, whose {@link PendingReply#await()} returns or throws at
	 * once; empty if none came in time
	 * @throws NoSuchElementException if there is nothing to wait for
	 * @throws CallException.Interrupted if the thread was interrupted; the requests
	 * remain pending
	 * @throws IllegalArgumentException if the timeout is negative
	 */
	public Optional<Settled<L, R>> pollNext(Duration timeout) {
		Objects.requireNonNull(timeout, "timeout");
		if (this.open.isEmpty()) {
			throw new NoSuchElementException("There is no request to wait for");
		}
		Deadline deadline = Deadline.after(timeout, this.open.values().iterator().next().reply().node().time());
		this.waiter = Thread.currentThread();
		try {
			Settled<L, R> next = takeArrived();
			while (next == null && !deadline.isOver()) {
				deadline.park(this);
				next = takeArrived();
				if (next == null && Thread.interrupted()) {
					throw CallFailures.waitingInterrupted(size());
				}
			}
			return Optional.ofNullable(next);
		}
		finally {
			this.waiter = null;
		}
	}

	private @Nullable Settled<L, R> takeArrived() {
		for (PendingCall call = this.arrived.poll(); call != null; call = this.arrived.poll()) {
			Settled<L, R> settled = this.open.remove(call);
			if (settled != null) {
				return settled;
			}
		}
		return this.unnoted ? takeUnnoted() : null;
	}

	private @Nullable Settled<L, R> takeUnnoted() {
		this.unnoted = false;
		boolean seenAll = false;
		try {
			for (Map.Entry<PendingCall, Settled<L, R>> each : this.open.entrySet()) {
				if (each.getKey().isSettled()) {
					this.open.remove(each.getKey());
					return each.getValue();
				}
			}
			seenAll = true;
			return null;
		}
		finally {
			if (!seenAll) {
				this.unnoted = true;
			}
		}
	}

	/** Called by the thread that settles a call. */
	private void settled(PendingCall call) {
		try {
			this.arrived.add(call);
		}
		catch (OutOfMemoryError ex) {
			this.unnoted = true;
		}
		Thread thread = this.waiter;
		if (thread != null) {
			LockSupport.unpark(thread);
		}
	}

	/**
	 * A reply that has arrived.
	 *
	 * @param <L> the labels
	 * @param <R> the type of the replies
	 * @param label what it was added with
	 * @param reply the reply; {@link PendingReply#await()} returns or throws at once
	 */
	public record Settled<L, R extends @Nullable Object>(L label, PendingReply<R> reply) {

		public Settled {
			Objects.requireNonNull(reply, "reply");
		}

	}

}
