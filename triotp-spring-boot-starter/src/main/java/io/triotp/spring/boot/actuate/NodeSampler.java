package io.triotp.spring.boot.actuate;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import io.triotp.process.NodeView;
import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Looks at all processes of a node when a gauge is read, at most once in a second for all
 * gauges together.
 */
final class NodeSampler {

	private static final long FRESH = Duration.ofSeconds(1).toNanos();

	private static final Duration NEVER = Duration.ofNanos(Long.MAX_VALUE);

	private final NodeView view;

	private final TimeSource time;

	private final Predicate<String> isApplication;

	private final BiConsumer<String, Class<?>> seen;

	private final long stalledAfter;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile @Nullable Taken last;

	/**
	 * Creates a sampler that has not looked yet.
	 * @param seen told the behaviours of each application that were seen in a look;
	 * called by a thread that reads a gauge
	 */
	NodeSampler(NodeView view, TimeSource time, Predicate<String> isApplication, BiConsumer<String, Class<?>> seen,
			Duration stalledAfter) {
		this.view = view;
		this.time = time;
		this.isApplication = isApplication;
		this.seen = seen;
		if (stalledAfter.isNegative()) {
			throw new IllegalArgumentException("A process cannot stall after less than no time: " + stalledAfter);
		}
		this.stalledAfter = (stalledAfter.compareTo(NEVER) < 0) ? stalledAfter.toNanos() : Long.MAX_VALUE;
	}

	/**
	 * Looks once and forgets what it counts: only the behaviours are told.
	 */
	void look() {
		take(null).sample().behaviors(this.seen);
	}

	/**
	 * {@return the present sample} Only who finds none at all waits for another who takes
	 * one.
	 */
	NodeSample sample() {
		return taken().sample();
	}

	/**
	 * {@return how long the last look took, in nanoseconds}
	 */
	long duration() {
		return taken().duration();
	}

	private Taken taken() {
		Taken known = this.last;
		if (known != null && isFresh(known)) {
			return known;
		}
		Taken taken = takenAnew(known);
		if (taken != known) {
			// With no lock held: this makes meters, and a registry calls others.
			taken.sample().behaviors(this.seen);
		}
		return taken;
	}

	private Taken takenAnew(@Nullable Taken known) {
		if (known == null) {
			this.lock.lock();
		}
		else if (!this.lock.tryLock()) {
			return known;
		}
		try {
			Taken meanwhile = this.last;
			if (meanwhile != null && isFresh(meanwhile)) {
				return meanwhile;
			}
			Taken taken = take(meanwhile);
			this.last = taken;
			return taken;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean isFresh(Taken taken) {
		return this.time.nanoTime() - taken.at() < FRESH;
	}

	private Taken take(@Nullable Taken before) {
		long begun = this.time.nanoTime();
		Stalls stalls = (before != null) ? before.stalls().next(begun) : Stalls.first(this.stalledAfter, begun);
		NodeSample sample = new NodeSample(this.isApplication, this.view::glance, stalls);
		this.view.glance(sample::count);
		// The end counts: one that takes long must not be taken again at once.
		long end = this.time.nanoTime();
		return new Taken(sample, stalls, end, end - begun);
	}

	private record Taken(NodeSample sample, Stalls stalls, long at, long duration) {
	}

}
