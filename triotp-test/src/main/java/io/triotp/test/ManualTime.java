package io.triotp.test;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Time that stands still until a test moves it. Due tasks run in the order of their times
 * on the thread that calls {@link #advance}. A thread parks for so long after the time it
 * read last: one that computed its delay, and then lost the processor while a test moved
 * time, is not late. A thread that has not yet read the time when it is moved begins to
 * wait too late: {@link #awaitParked} tells that it waits.
 */
public final class ManualTime implements TimeSource {

	/** When its wall clock begins. */
	public static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	/** Guarded by lock. */
	private final PriorityQueue<Task> tasks = new PriorityQueue<>(
			Comparator.comparingLong(Task::at).thenComparingLong(Task::number));

	/** Guarded by lock. */
	private long lastNumber;

	/** The time a thread knows of; none if it has never asked. */
	private final ThreadLocal<Long> known = new ThreadLocal<>();

	/** Guarded by lock. */
	private int parked;

	/** Written with the lock held. */
	private volatile long now;

	/** Written with the lock held. */
	private volatile boolean closed;

	/**
	 * Creates a clock that stands at {@link #EPOCH}.
	 */
	public ManualTime() {
	}

	@Override
	public long nanoTime() {
		long read = this.now;
		this.known.set(read);
		return read;
	}

	@Override
	public Instant instant() {
		return EPOCH.plusNanos(this.now);
	}

	@Override
	public Scheduled schedule(long delayNanos, Runnable action) {
		Objects.requireNonNull(action, "action");
		return add(delayNanos, action, false);
	}

	@Override
	public void park(Object blocker, long nanos) {
		if (!this.lock.tryLock()) {
			// To wait for the lock would use up the unpark that the caller waits for.
			Thread.yield();
			return;
		}
		Task alarm;
		try {
			Long known = this.known.get();
			long passed = (known != null) ? this.now - known : 0;
			if (passed >= nanos) {
				return;
			}
			Thread thread = Thread.currentThread();
			alarm = add(nanos - passed, () -> LockSupport.unpark(thread), true);
		}
		finally {
			this.lock.unlock();
		}
		LockSupport.park(blocker);
		alarm.cancel();
	}

	private Task add(long delay, Runnable action, boolean parking) {
		this.lock.lock();
		try {
			long at = this.now + Math.min(delay, Long.MAX_VALUE - this.now);
			Task task = new Task(this, at, ++this.lastNumber, action, parking);
			if (!this.closed) {
				this.tasks.add(task);
				this.parked += parking ? 1 : 0;
				this.changed.signalAll();
			}
			return task;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean remove(Task task) {
		this.lock.lock();
		try {
			boolean waiting = this.tasks.remove(task);
			this.parked -= (waiting && task.parking()) ? 1 : 0;
			return waiting;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Move time, and do what is due on the way.
	 * @param by how far, 0 for what is due already
	 */
	public void advance(Duration by) {
		Objects.requireNonNull(by, "by");
		long target = this.now + by.toNanos();
		for (Task due = next(target); due != null; due = next(target)) {
			due.action().run();
		}
	}

	/**
	 * Move time in steps of a millisecond until a condition is true, as long as something
	 * is scheduled. Before each step whoever can run has a turn, so that a busy machine
	 * makes nobody late.
	 * @param over what must become true
	 */
	public void advanceUntil(BooleanSupplier over) {
		Objects.requireNonNull(over, "over");
		passUntil(over, () -> scheduled() > 0);
	}

	/**
	 * Move time in steps of a millisecond until a condition is true, also if nothing is
	 * scheduled: for what must take too long. Before each step whoever can run has a
	 * turn.
	 * @param over what must become true
	 */
	public void passUntil(BooleanSupplier over) {
		Objects.requireNonNull(over, "over");
		passUntil(over, () -> true);
	}

	private void passUntil(BooleanSupplier over, BooleanSupplier moves) {
		Await.until(() -> {
			if (!over.getAsBoolean() && moves.getAsBoolean()) {
				letOthersRun();
				advance(Duration.ofMillis(1));
			}
			return over.getAsBoolean();
		});
	}

	/**
	 * Virtual threads run in the order in which they have become able to: when the second
	 * of two runs that begin now, those before have run.
	 */
	private static void letOthersRun() {
		for (int i = 0; i < 2; i++) {
			CountDownLatch ran = new CountDownLatch(1);
			Thread.startVirtualThread(ran::countDown);
			try {
				ran.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
		}
	}

	private @Nullable Task next(long target) {
		this.lock.lock();
		try {
			Task first = this.tasks.peek();
			if (first == null || first.at() > target) {
				this.now = Math.max(this.now, target);
				return null;
			}
			this.tasks.remove();
			this.parked -= first.parking() ? 1 : 0;
			this.now = Math.max(this.now, first.at());
			return first;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait until so many threads wait with a deadline.
	 * @param threads how many
	 */
	public void awaitParked(int threads) {
		this.lock.lock();
		try {
			long nanos = Await.PATIENCE.toNanos();
			while (this.parked < threads) {
				if (nanos <= 0) {
					throw new AssertionError(this.parked + " threads are parked, not " + threads);
				}
				nanos = this.changed.awaitNanos(nanos);
			}
		}
		catch (InterruptedException ex) {
			throw new AssertionError("interrupted while waiting for parked threads", ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait until a thread waits with a deadline that is so far away.
	 * @param left how far
	 */
	public void awaitParked(Duration left) {
		Objects.requireNonNull(left, "left");
		this.lock.lock();
		try {
			long nanos = Await.PATIENCE.toNanos();
			while (this.tasks.stream().noneMatch((task) -> task.parking() && task.at() == this.now + left.toNanos())) {
				if (nanos <= 0) {
					throw new AssertionError("no thread is parked for " + left);
				}
				nanos = this.changed.awaitNanos(nanos);
			}
		}
		catch (InterruptedException ex) {
			throw new AssertionError("interrupted while waiting for a parked thread", ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * {@return how many threads wait with a deadline}
	 */
	public int parked() {
		this.lock.lock();
		try {
			return this.parked;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * {@return how many tasks wait for their time, without parked threads}
	 */
	public int scheduled() {
		this.lock.lock();
		try {
			return this.tasks.size() - this.parked;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * {@return whether somebody has closed this}
	 */
	public boolean isClosed() {
		return this.closed;
	}

	@Override
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.tasks.clear();
			this.parked = 0;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public String toString() {
		return "ManualTime[" + TimeUnit.NANOSECONDS.toMillis(this.now) + " ms]";
	}

	private record Task(ManualTime time, long at, long number, Runnable action, boolean parking) implements Scheduled {

		@Override
		public boolean cancel() {
			return this.time.remove(this);
		}

		@Override
		public boolean equals(Object other) {
			return this == other;
		}

		@Override
		public int hashCode() {
			return Long.hashCode(this.number);
		}

	}

}
