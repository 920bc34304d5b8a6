package io.triotp.test.simulation;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Time that stands still while anybody has something to do, and then goes on to the next
 * moment at which somebody has.
 */
final class SimulatedTime implements TimeSource {

	private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

	/** How far it goes with each wait once nobody conducts any more. */
	private static final long LEAP_NANOS = 100_000_000;

	private final Baton baton;

	private final Reports reports;

	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by lock. */
	private final PriorityQueue<Task> tasks = new PriorityQueue<>(
			Comparator.comparingLong(Task::at).thenComparingLong(Task::number));

	/** Guarded by lock. */
	private long lastNumber;

	/** Guarded by lock. */
	private boolean closed;

	private volatile long now;

	SimulatedTime(Baton baton) {
		this.baton = baton;
		this.reports = new Reports(baton);
	}

	@Override
	public long nanoTime() {
		return this.now;
	}

	@Override
	public Instant instant() {
		return EPOCH.plusNanos(this.now);
	}

	@Override
	public Scheduled schedule(long delayNanos, Runnable task) {
		Objects.requireNonNull(task, "task");
		this.lock.lock();
		try {
			Task made = new Task(this, later(delayNanos), ++this.lastNumber, task);
			if (!this.closed) {
				this.tasks.add(made);
			}
			return made;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void report(Runnable task) {
		this.reports.add(Objects.requireNonNull(task, "task"));
	}

	@Override
	public void park(Object blocker) {
		park(blocker, Long.MAX_VALUE, Long.MAX_VALUE);
	}

	@Override
	public void park(Object blocker, long nanos) {
		park(blocker, later(nanos), nanos);
	}

	private void park(Object blocker, long until, long nanos) {
		Participant participant = this.baton.current();
		if (this.baton.isFree()) {
			leap(nanos);
			LockSupport.parkNanos(blocker, 1_000);
		}
		else if (participant == null) {
			throw new IllegalStateException("Thread '" + Thread.currentThread().getName()
					+ "' is not part of the simulation and may not wait for it: let Simulation.inside do it");
		}
		else {
			participant.park(blocker, until);
		}
	}

	private void leap(long nanos) {
		this.lock.lock();
		try {
			this.now += Math.min(nanos, LEAP_NANOS);
		}
		finally {
			this.lock.unlock();
		}
	}

	private long later(long delay) {
		return this.now + Math.min(delay, Long.MAX_VALUE - this.now);
	}

	// the conductor

	/**
	 * {@return when the next task is due; {@link Long#MAX_VALUE} if there is none}
	 */
	long nextTask() {
		this.lock.lock();
		try {
			Task first = this.tasks.peek();
			return (first != null) ? first.at() : Long.MAX_VALUE;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Runs the task that is due next. */
	void runNextTask() {
		@Nullable Task first;
		this.lock.lock();
		try {
			first = this.tasks.poll();
		}
		finally {
			this.lock.unlock();
		}
		if (first != null) {
			first.action().run();
		}
	}

	/** Goes on to a moment. */
	void goOn(long to) {
		this.now = Math.max(this.now, to);
	}

	private boolean remove(Task task) {
		this.lock.lock();
		try {
			return this.tasks.remove(task);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.tasks.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	private record Task(SimulatedTime time, long at, long number, Runnable action) implements Scheduled {

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
