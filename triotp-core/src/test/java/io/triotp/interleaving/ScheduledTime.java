package io.triotp.interleaving;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The clock of a schedule. Tasks and reports run on two threads that take turns with the
 * others. Needs no lock: a thread gives way only where something is shared, which nothing
 * here is.
 */
final class ScheduledTime implements TimeSource {

	private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

	private final Schedule schedule;

	private final PriorityQueue<Task> tasks = new PriorityQueue<>(
			Comparator.comparingLong(Task::at).thenComparingLong(Task::number));

	private final Deque<Runnable> reports = new ArrayDeque<>();

	private final List<Sleeper> sleepers = new ArrayList<>();

	private @Nullable Thread clock;

	private @Nullable Thread reporter;

	private long now;

	private long last;

	private boolean closed;

	ScheduledTime(Schedule schedule) {
		this.schedule = schedule;
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
		Task made = new Task(this, later(delayNanos), ++this.last, task);
		if (!this.closed) {
			this.tasks.add(made);
			if (this.clock == null) {
				this.clock = worker("clock", this::due);
				this.clock.start();
			}
			else if (made.at() <= this.now) {
				LockSupport.unpark(this.clock);
			}
		}
		return made;
	}

	@Override
	public void report(Runnable task) {
		if (!this.closed) {
			this.reports.add(task);
			if (this.reporter == null) {
				this.reporter = worker("reports", this.reports::poll);
				this.reporter.start();
			}
			else {
				LockSupport.unpark(this.reporter);
			}
		}
	}

	private Thread worker(String name, Supplier<@Nullable Runnable> source) {
		return this.schedule.apart(name, () -> {
			while (!this.closed) {
				Runnable task = source.get();
				if (task != null) {
					task.run();
				}
				else {
					LockSupport.park(this);
				}
			}
		});
	}

	private @Nullable Runnable due() {
		Task first = this.tasks.peek();
		if (first == null || first.at() > this.now) {
			return null;
		}
		this.tasks.remove();
		return first.action();
	}

	@Override
	public void park(Object blocker, long nanos) {
		if (nanos <= 0) {
			return;
		}
		Sleeper sleeper = new Sleeper(Thread.currentThread(), later(nanos));
		this.sleepers.add(sleeper);
		try {
			LockSupport.park(blocker);
		}
		finally {
			this.sleepers.remove(sleeper);
		}
	}

	private long later(long delay) {
		return this.now + Math.min(Math.max(delay, 0), Long.MAX_VALUE - this.now);
	}

	/** Goes on by so much, and wakes whoever has waited for that. */
	void goOn(long nanos) {
		this.now += nanos;
		for (Sleeper each : List.copyOf(this.sleepers)) {
			if (each.until() <= this.now) {
				LockSupport.unpark(each.thread());
			}
		}
		Task first = this.tasks.peek();
		if (first != null && first.at() <= this.now && this.clock != null) {
			LockSupport.unpark(this.clock);
		}
	}

	/**
	 * Goes on to the next moment at which anybody wakes: returns whether there is one.
	 */
	boolean goOnToTheNext() {
		Task first = this.tasks.peek();
		long next = (first != null) ? first.at() : Long.MAX_VALUE;
		for (Sleeper each : this.sleepers) {
			next = Math.min(next, each.until());
		}
		if (next == Long.MAX_VALUE) {
			return false;
		}
		goOn(Math.max(next - this.now, 0));
		return true;
	}

	@Override
	public void close() {
		this.closed = true;
		this.tasks.clear();
		if (this.clock != null) {
			LockSupport.unpark(this.clock);
		}
		if (this.reporter != null) {
			LockSupport.unpark(this.reporter);
		}
	}

	private record Sleeper(Thread thread, long until) {
		@Override
		public boolean equals(Object other) {
			return this == other;
		}

		@Override
		public int hashCode() {
			return Long.hashCode(this.until);
		}
	}

	private record Task(ScheduledTime time, long at, long number, Runnable action) implements Scheduled {

		@Override
		public boolean cancel() {
			return this.time.tasks.remove(this);
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
