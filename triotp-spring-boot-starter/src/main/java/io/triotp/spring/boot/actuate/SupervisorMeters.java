package io.triotp.spring.boot.actuate;

import io.micrometer.core.instrument.Counter;
import io.triotp.process.ExitReason;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.time.TimeSource;

/**
 * The meters of one supervisor, or of a dynamic one and all below it.
 */
final class SupervisorMeters {

	private final MeterSet meters;

	private final String supervisor;

	private final TimeSource time;

	private final RestartPeak peak = new RestartPeak();

	private final Counter restarts;

	private final Counter gaveUp;

	SupervisorMeters(MeterSet meters, String supervisor, TimeSource time) {
		this.meters = meters;
		this.supervisor = supervisor;
		this.time = time;
		this.restarts = meters.counter("triotp.supervisor.restarts", "Restarts that were granted", "supervisor",
				supervisor);
		this.gaveUp = meters.counter("triotp.supervisor.gave.up",
				"Supervisors that ended because they had to restart too often", "supervisor", supervisor);
	}

	/** Not in the constructor: of two that are made at once only one is kept. */
	void bind() {
		this.meters.ratio("triotp.supervisor.intensity",
				"Restarts that count divided by those that are allowed, the largest of the last minute",
				() -> this.peak.at(this.time.nanoTime()), "supervisor", this.supervisor);
	}

	void restarted(ExitReason reason, int counted, RestartIntensity allowed) {
		this.restarts.increment();
		this.meters
			.counter("triotp.supervisor.restart.causes",
					"Restarts by what was thrown; an exception is first seen when it has happened", "supervisor",
					this.supervisor, "exception", ExitTag.exceptionOf(reason))
			.increment();
		this.peak.note((double) counted / Math.max(1, allowed.maxRestarts()), allowed.period(), this.time.nanoTime());
	}

	void gaveUp(RestartIntensity allowed) {
		this.gaveUp.increment();
		this.peak.note(1, allowed.period(), this.time.nanoTime());
	}

}
