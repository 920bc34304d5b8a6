package io.triotp.process;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjIntConsumer;

import io.triotp.time.TimeSource;

/**
 * Lets only so many log lines of a kind through in a while, and tells how many there were
 * more when it is over. A fault that strikes ten thousand processes at once is one fault,
 * and the first lines of it are not to be washed away by the others (OTP's log handlers
 * have a burst limit for the same reason).
 *
 * @param <K> what makes a kind
 */
final class LogLimit<K> {

	/** How many of a kind there may be in a while. */
	static final int LINES = 100;

	static final Duration WHILE = Duration.ofSeconds(10);

	/** From so many kinds on, those whose while is over are forgotten. */
	private static final int MANY = 1_000;

	private final ConcurrentHashMap<K, Burst> bursts = new ConcurrentHashMap<>();

	private final TimeSource time;

	private final ObjIntConsumer<K> more;

	/**
	 * Makes a limit.
	 * @param time the time of the node
	 * @param more told of a kind and how many lines were not let through, as a report of
	 * the time source
	 */
	LogLimit(TimeSource time, ObjIntConsumer<K> more) {
		this.time = time;
		this.more = more;
	}

	/**
	 * {@return whether a line may be written} Whoever asks writes it then. Any thread may
	 * ask.
	 * @param kind its kind
	 */
	boolean permits(K kind) {
		long now = this.time.nanoTime();
		Burst burst = this.bursts.get(kind);
		if (burst == null || burst.isOver(now)) {
			burst = begun(kind, now);
		}
		int lines = burst.lines.incrementAndGet();
		if (lines == LINES + 1) {
			Burst full = burst;
			this.time.schedule(burst.begin + WHILE.toNanos() - now, () -> tell(kind, full));
		}
		return lines <= LINES;
	}

	private Burst begun(K kind, long now) {
		if (this.bursts.size() >= MANY) {
			this.bursts.values().removeIf((each) -> each.isOver(now));
		}
		Burst begun = new Burst(now);
		Burst kept = this.bursts.merge(kind, begun, (present, fresh) -> present.isOver(now) ? fresh : present);
		return (kept != null) ? kept : begun;
	}

	/** Whoever still counts in the burst that is over begins anew. */
	private void tell(K kind, Burst full) {
		this.bursts.remove(kind, full);
		int count = full.lines.getAndSet(0) - LINES;
		if (count > 0) {
			this.time.report(() -> this.more.accept(kind, count));
		}
	}

	private static final class Burst {

		private final AtomicInteger lines = new AtomicInteger();

		private final long begin;

		Burst(long begin) {
			this.begin = begin;
		}

		boolean isOver(long now) {
			return now - this.begin >= WHILE.toNanos();
		}

	}

}
