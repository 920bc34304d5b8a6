package io.triotp.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;

import io.triotp.time.TimeText;
import org.jspecify.annotations.Nullable;

/**
 * When a scheduled child runs.
 */
public sealed interface Schedule {

	/**
	 * Again and again after the same time, counted from the beginning of one run to the
	 * beginning of the next. The first run comes one period after the start of the child.
	 * A run that is still going on when the next is due takes its place.
	 *
	 * @param period the time, more than 0
	 */
	record Every(Duration period) implements Schedule {

		/**
		 * Creates a schedule.
		 * @throws IllegalArgumentException if the period is not more than 0
		 */
		public Every {
			Objects.requireNonNull(period, "period");
			if (period.isNegative() || period.isZero()) {
				throw new IllegalArgumentException(
						"The period of a schedule must be more than 0, but is " + TimeText.of(period));
			}
		}

		@Override
		public String toString() {
			return "every " + TimeText.of(this.period);
		}

	}

	/**
	 * At moments of the wall clock.
	 *
	 * @param text the rule, for people
	 * @param next finds the first moment after one, {@code null} if there is none; called
	 * by the process of the child
	 */
	record Calendar(String text, Function<Instant, @Nullable Instant> next) implements Schedule {

		public Calendar {
			Objects.requireNonNull(text, "text");
			Objects.requireNonNull(next, "next");
		}

		@Override
		public String toString() {
			return this.text;
		}

	}

	/**
	 * {@return a schedule that runs again and again after the same time}
	 * @param period the time from one run to the next, more than 0
	 */
	static Schedule every(Duration period) {
		return new Every(period);
	}

	/**
	 * {@return a schedule that runs at moments of the wall clock, such as those of a cron
	 * expression}
	 * @param text the rule, for people
	 * @param next finds the first moment after one, {@code null} if there is none
	 */
	static Schedule calendar(String text, Function<Instant, @Nullable Instant> next) {
		return new Calendar(text, next);
	}

}
