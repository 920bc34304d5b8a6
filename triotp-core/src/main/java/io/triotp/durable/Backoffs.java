package io.triotp.durable;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * What was tried and has not succeeded since: when it may be tried again, after a second,
 * then two, four, an hour at most.
 *
 * @param <K> what it is
 */
final class Backoffs<K> {

	private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);

	private static final int LONGEST_AFTER = 12;

	private final Map<K, Tried> tried = new ConcurrentHashMap<>();

	/**
	 * It is tried.
	 * @param now the time of the clock, in nanoseconds
	 */
	void begins(K what, long now) {
		this.tried.compute(what, (key, before) -> Tried.after(before, now));
	}

	/** It has succeeded. */
	void done(K what) {
		if (!this.tried.isEmpty()) {
			this.tried.remove(what);
		}
	}

	/**
	 * {@return for how long it must not be tried, in nanoseconds; 0 if it may be now}
	 * @param now the time of the clock, in nanoseconds
	 */
	long wait(K what, long now) {
		Tried last = this.tried.isEmpty() ? null : this.tried.get(what);
		return (last != null) ? Math.max(0, last.notBefore() - now) : 0;
	}

	/** What has not been tried for so long counts no more. */
	void forgetOld(long now) {
		this.tried.values().removeIf((each) -> now - each.notBefore() > LONGEST_NANOS);
	}

	/**
	 * How often, and when it may be tried again, in nanoseconds of the clock.
	 */
	private record Tried(int times, long notBefore) {

		static Tried after(@Nullable Tried before, long now) {
			int times = (before != null) ? before.times + 1 : 1;
			long pause = TimeUnit.SECONDS.toNanos(1L << Math.min(times - 1, LONGEST_AFTER));
			return new Tried(times, now + Math.min(pause, LONGEST_NANOS));
		}

	}

}
