package io.triotp.supervisor;

import io.triotp.process.ExitReason;
import io.triotp.time.TimeText;

/**
 * The detail of the {@code shutdown} with which a supervisor ends that had to restart too
 * often (OTP V20).
 *
 * @param supervisor its place in the tree
 * @param child the child that was to be restarted once more
 * @param reason why that child ended
 * @param intensity what was allowed
 */
public record GaveUp(String supervisor, String child, ExitReason reason, RestartIntensity intensity) {

	@Override
	public String toString() {
		return who() + " gave up: more than " + this.intensity.maxRestarts() + " restarts within "
				+ TimeText.of(this.intensity.period()) + ", last '" + this.child + "' because of: " + this.reason;
	}

	/** What holds the root of an application has no place of its own. */
	private String who() {
		return this.supervisor.isEmpty() ? "application" : "supervisor '" + this.supervisor + "'";
	}

}
