package io.triotp.durable;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Servers that were given a reminder and have not stored what they made of it: when they
 * may be given it again. Otherwise one that they fail with would be the end of each of
 * their processes, and in the end of their supervisor.
 */
final class GivenReminders {

	private static final Duration LONGEST = Duration.ofHours(1);

	private static final int LONGEST_AFTER = 12;

	private final Map<StateId, Given> given = new ConcurrentHashMap<>();

	/** A handler begins. */
	void begins(StateId id, Instant now) {
		this.given.compute(id, (key, before) -> Given.after(before, now));
	}

	/** The handler has returned. */
	void done(StateId id) {
		this.given.remove(id);
	}

	/**
	 * {@return when it may be reminded again, {@code null} if it may be now}
	 * @param id whose reminders
	 * @param now the time on the wall
	 */
	@Nullable Instant notBefore(StateId id, Instant now) {
		Given last = this.given.get(id);
		return (last != null && last.notBefore().isAfter(now)) ? last.notBefore() : null;
	}

	/** Nobody has been given anything for so long that it counts. */
	void forgetOld(Instant now) {
		this.given.values().removeIf((each) -> each.notBefore().plus(LONGEST).isBefore(now));
	}

	/**
	 * Given to somebody who has not stored anything since.
	 *
	 * @param times how often
	 * @param notBefore when it may be given again
	 */
	private record Given(int times, Instant notBefore) {

		static Given after(@Nullable Given before, Instant now) {
			int times = (before != null) ? before.times + 1 : 1;
			Duration pause = Duration.ofSeconds(1L << Math.min(times - 1, LONGEST_AFTER));
			return new Given(times, now.plus((pause.compareTo(LONGEST) < 0) ? pause : LONGEST));
		}

	}

}
