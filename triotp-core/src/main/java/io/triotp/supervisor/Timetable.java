package io.triotp.supervisor;

import java.time.Duration;
import java.time.Instant;

import io.triotp.Pure;
import io.triotp.process.Processes;
import org.jspecify.annotations.Nullable;

/**
 * When the next run of a schedule begins.
 *
 * @param planned when the last one was to begin by the wall clock, or the child began
 * @param delay how long from now until the next one
 */
@Pure
record Timetable(Instant planned, Duration delay) {

	/**
	 * {@return the first run of a child that starts now}
	 */
	static Timetable first(Schedule schedule, Instant now) {
		return next(schedule, now, Duration.ZERO, now);
	}

	/**
	 * {@return the run after this one}
	 * @param since how long ago this one began, by a clock that does not jump
	 * @param now the wall clock
	 */
	Timetable next(Schedule schedule, Duration since, Instant now) {
		return next(schedule, this.planned, since, now);
	}

	private static Timetable next(Schedule schedule, Instant last, Duration since, Instant now) {
		return switch (schedule) {
			case Schedule.Every(Duration period) -> {
				Duration into = since.minus(period.multipliedBy(since.dividedBy(period)));
				yield new Timetable(now, period.minus(into));
			}
			case Schedule.Calendar calendar -> {
				// A wait that ended early must not make the same run twice.
				Instant after = now.isAfter(last) ? now : last;
				@Nullable Instant next = calendar.next().apply(after);
				yield (next != null) ? new Timetable(next, Duration.between(now, next))
						: new Timetable(after, Processes.NO_LIMIT);
			}
		};
	}

}
