package io.triotp.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import io.triotp.Pure;
import org.jspecify.annotations.Nullable;

/**
 * The restarts of a supervisor that still count: the ordinary ones in a ring that holds
 * at most the allowed number, and those of supervisors below that gave up, which count
 * until their successors have proved calm. Knows no clock. Written by one supervisor;
 * other threads may read slightly stale values.
 */
@Pure
final class RestartWindow {

	private final int maxRestarts;

	private final long periodNanos;

	private long[] times;

	private int first;

	private int count;

	/** Time in which no child ran that could have proved anything. */
	private long leftOut;

	/** Replaced as a whole. */
	private volatile List<Relapse> relapses = List.of();

	RestartWindow(RestartIntensity intensity) {
		this.maxRestarts = intensity.maxRestarts();
		this.periodNanos = saturatedNanos(intensity.period());
		this.times = new long[Math.min(this.maxRestarts, 4)];
	}

	private static long saturatedNanos(Duration period) {
		return (period.getSeconds() > Long.MAX_VALUE / 4_000_000_000L) ? Long.MAX_VALUE / 4 : period.toNanos();
	}

	/**
	 * Counts a restart.
	 * @param now monotonic time in nanoseconds
	 * @return whether it is allowed: no more than the maximum within the period,
	 * including its edge (OTP V19)
	 */
	boolean admit(long now) {
		forget(now);
		if (isFull()) {
			return false;
		}
		if (this.count == this.times.length) {
			grow();
		}
		this.times[(this.first + this.count) % this.times.length] = now - this.leftOut;
		this.count++;
		return true;
	}

	/**
	 * Counts the restart of a supervisor that gave up. It counts with those before it
	 * unless the trouble began after a long calm.
	 * @param who the supervisor
	 * @param collapse how it gave up
	 * @param now monotonic time in nanoseconds
	 * @return whether it is allowed
	 */
	boolean admit(Relapsing who, Collapse collapse, long now) {
		forget(now);
		Relapse before = relapseOf(who);
		if (before != null && before.isOver(collapse.since())) {
			forget(who);
			before = null;
		}
		if (isFull()) {
			return false;
		}
		long rest = Math.max(this.periodNanos, collapse.rest());
		this.relapses = with(before, (before != null) ? before.again(rest)
				: new Relapse(who, 1, collapse.since(), rest, OptionalLong.empty()));
		return true;
	}

	/**
	 * Notes that a child has been started: if it gave up before, its calm may begin.
	 * @param child the child
	 * @param now monotonic time in nanoseconds
	 */
	void started(Relapsing child, long now) {
		Relapse relapse = this.relapses.isEmpty() ? null : relapseOf(child);
		if (relapse != null && relapse.calmFrom().isEmpty()) {
			this.relapses = with(relapse, relapse.calmFrom(now));
		}
	}

	/**
	 * Forgets that a child gave up: it is not restarted any more.
	 * @param child the child
	 */
	void forget(Relapsing child) {
		Relapse relapse = this.relapses.isEmpty() ? null : relapseOf(child);
		if (relapse != null) {
			this.relapses = with(relapse, null);
		}
	}

	/**
	 * Leaves out a time, as if it had not passed: neither stopping siblings for a long
	 * time nor a start that hangs makes the restarts before it fewer.
	 * @param nanos how long it was
	 */
	void leaveOut(long nanos) {
		this.leftOut += nanos;
	}

	/**
	 * {@return how its supervisor gives up}
	 * @param last the collapse of the child that was due for another restart, or
	 * {@code null} if it ended in another way
	 * @param now monotonic time in nanoseconds
	 */
	Collapse collapse(@Nullable Collapse last, long now) {
		long since = sinceAt(now).orElse(now);
		long rest = saturated(this.periodNanos);
		for (Relapse each : this.relapses) {
			rest = Math.max(rest, each.rest());
		}
		return (last == null) ? new Collapse(since, rest)
				: new Collapse(earlier(since, last.since()), Math.max(rest, last.rest()));
	}

	private static long saturated(long period) {
		return (period > Long.MAX_VALUE / 4 / Collapse.CALM_PERIODS) ? Long.MAX_VALUE / 4
				: period * Collapse.CALM_PERIODS;
	}

	/**
	 * {@return when the first of the restarts that count at a given time became
	 * necessary; for a supervisor that gave up, when its own trouble began}
	 * @param now monotonic time in nanoseconds
	 */
	OptionalLong sinceAt(long now) {
		long[] ring = this.times;
		int size = sizeOfRing(now);
		boolean known = size > 0;
		long since = known ? ring[(this.first + this.count - size) % ring.length] : now;
		for (Relapse each : this.relapses) {
			since = known ? earlier(since, each.since()) : each.since();
			known = true;
		}
		return known ? OptionalLong.of(since) : OptionalLong.empty();
	}

	private static long earlier(long one, long other) {
		return (one - other < 0) ? one : other;
	}

	/**
	 * {@return how many restarts count at a given time}
	 * @param now monotonic time in nanoseconds
	 */
	int sizeAt(long now) {
		int size = sizeOfRing(now);
		for (Relapse each : this.relapses) {
			size += isPast(each, now) ? 0 : each.times();
		}
		return size;
	}

	private int sizeOfRing(long now) {
		long[] ring = this.times;
		int begin = this.first;
		int size = this.count;
		int over = 0;
		while (over < size && now - this.leftOut - ring[(begin + over) % ring.length] > this.periodNanos) {
			over++;
		}
		return size - over;
	}

	/**
	 * {@return how many restarts counted when one was last requested}
	 */
	int size() {
		int size = this.count;
		for (Relapse each : this.relapses) {
			size += each.times();
		}
		return size;
	}

	private boolean isFull() {
		return size() >= this.maxRestarts;
	}

	private void forget(long now) {
		while (this.count > 0 && now - this.leftOut - this.times[this.first] > this.periodNanos) {
			this.first = (this.first + 1) % this.times.length;
			this.count--;
		}
		for (Relapse each : this.relapses) {
			if (isPast(each, now)) {
				this.relapses = with(each, null);
			}
		}
	}

	private static boolean isPast(Relapse relapse, long now) {
		return relapse.who().isRunning() && relapse.isOver(relapse.who().troubleSince(now).orElse(now));
	}

	private void grow() {
		long[] larger = new long[(int) Math.min(this.maxRestarts, this.times.length * 2L)];
		for (int i = 0; i < this.count; i++) {
			larger[i] = this.times[(this.first + i) % this.times.length];
		}
		this.times = larger;
		this.first = 0;
	}

	private @Nullable Relapse relapseOf(Relapsing who) {
		for (Relapse each : this.relapses) {
			if (each.who() == who) {
				return each;
			}
		}
		return null;
	}

	private List<Relapse> with(@Nullable Relapse old, @Nullable Relapse fresh) {
		List<Relapse> all = new ArrayList<>(this.relapses);
		if (old != null) {
			all.remove(old);
		}
		if (fresh != null) {
			all.add(fresh);
		}
		return List.copyOf(all);
	}

	/** A child that may give up again and again. */
	interface Relapsing {

		boolean isRunning();

		/**
		 * {@return when the first restart became necessary of those that count at a given
		 * time; empty if it has none, or supervises nothing}
		 * @param now monotonic time in nanoseconds
		 */
		OptionalLong troubleSince(long now);

	}

	/**
	 * The restarts of one supervisor that gave up.
	 *
	 * @param who the supervisor
	 * @param times how many restarts
	 * @param since when the trouble began that led to the first of them
	 * @param rest how long the calm must be after which they no longer count
	 * @param calmFrom when it was up again, empty if it is not yet
	 */
	private record Relapse(Relapsing who, int times, long since, long rest, OptionalLong calmFrom) {

		Relapse again(long newRest) {
			return new Relapse(this.who, this.times + 1, this.since, Math.max(this.rest, newRest),
					OptionalLong.empty());
		}

		Relapse calmFrom(long now) {
			return new Relapse(this.who, this.times, this.since, this.rest, OptionalLong.of(now));
		}

		/**
		 * Whether the calm was long enough.
		 * @param end when new trouble began, or now
		 */
		boolean isOver(long end) {
			return this.calmFrom.isPresent() && end - this.calmFrom.getAsLong() > this.rest;
		}

	}

}
