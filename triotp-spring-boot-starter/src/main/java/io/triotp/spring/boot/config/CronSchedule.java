package io.triotp.spring.boot.config;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

import io.triotp.supervisor.Schedule;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.support.CronExpression;

/**
 * A cron expression as Spring reads it, in the time zone of the JVM.
 */
final class CronSchedule {

	private CronSchedule() {
	}

	/**
	 * {@return the schedule}
	 * @throws IllegalArgumentException if it is no cron expression
	 */
	static Schedule of(String cron) {
		CronExpression expression = CronExpression.parse(cron);
		return Schedule.calendar("cron " + cron, (after) -> next(expression, after));
	}

	private static @Nullable Instant next(CronExpression expression, Instant after) {
		ZonedDateTime next = expression.next(after.atZone(ZoneId.systemDefault()));
		return (next != null) ? next.toInstant() : null;
	}

}
