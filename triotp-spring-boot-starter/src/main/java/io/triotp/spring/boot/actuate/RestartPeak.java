package io.triotp.spring.boot.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The largest share of its allowed restarts that a supervisor has used within the last
 * minute, or within its period if that is longer. A share that is gone after five seconds
 * would be seen by none who looks every fifteen.
 */
final class RestartPeak {

	private static final Duration LATELY = Duration.ofMinutes(1);

	/** More steps on the way down would tell nothing new. */
	private static final int MAX_MARKS = 16;

	/** Largest first, and so the first to be over. */
	private final AtomicReference<List<Mark>> marks = new AtomicReference<>(List.of());

	/**
	 * Notes what was used.
	 * @param share used restarts divided by allowed ones
	 * @param period the period of the supervisor
	 * @param now monotonic time
	 */
	void note(double share, Duration period, long now) {
		Duration kept = (period.compareTo(LATELY) > 0) ? period : LATELY;
		long nanos = (kept.toDays() > 1_000) ? Duration.ofDays(1_000).toNanos() : kept.toNanos();
		this.marks.updateAndGet((before) -> with(before, new Mark(share, now + nanos), now));
	}

	private static List<Mark> with(List<Mark> before, Mark fresh, long now) {
		List<Mark> marks = new ArrayList<>(before);
		marks.removeIf((each) -> each.isOver(now) || (each.share() <= fresh.share() && each.until() <= fresh.until()));
		if (marks.size() == MAX_MARKS) {
			marks.remove(1);
		}
		marks.add(fresh);
		return List.copyOf(marks);
	}

	/**
	 * {@return the largest share, 0 if there was none lately}
	 * @param now monotonic time
	 */
	double at(long now) {
		return this.marks.get().stream().filter((each) -> !each.isOver(now)).mapToDouble(Mark::share).max().orElse(0);
	}

	private record Mark(double share, long until) {

		boolean isOver(long now) {
			return now - this.until > 0;
		}

	}

}
