package io.triotp.supervisor;

import io.triotp.process.ExitReason;
import io.triotp.time.TimeText;

/**
 * The detail of the {@code shutdown} reason of a supervisor that had to restart too often
 * (OTP V20).
 *
 * @param place the place of the supervisor in the tree
 * @param child the id of the child that was due for another restart
 * @param reason why that child ended
 * @param intensity how many restarts were allowed
 */
public record GaveUp(Place place, String child, ExitReason reason, RestartIntensity intensity) {

	/**
	 * {@return the path of the supervisor}
	 */
	public String supervisor() {
		return this.place.path();
	}

	@Override
	public String toString() {
		return who() + " gave up: more than " + this.intensity.maxRestarts() + " restarts within "
				+ TimeText.of(this.intensity.period()) + ", last '" + this.child + "' because of: " + this.reason;
	}

	private String who() {
		return this.place.isApplicationMaster() ? "application" : "supervisor '" + this.place + "'";
	}

}
