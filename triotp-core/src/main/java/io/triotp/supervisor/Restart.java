package io.triotp.supervisor;

import io.triotp.Pure;
import io.triotp.process.ExitReason;

/**
 * Whether a child that has ended is started again (OTP V16).
 */
@Pure
public enum Restart {

	/** Always. */
	PERMANENT,

	/** Only after an abnormal exit. */
	TRANSIENT,

	/** Never; its specification is removed together with it. */
	TEMPORARY;

	/**
	 * {@return whether a child is started again after this exit}
	 * @param reason why it ended
	 */
	public boolean after(ExitReason reason) {
		return switch (this) {
			case PERMANENT -> true;
			case TRANSIENT -> reason.isAbnormal();
			case TEMPORARY -> false;
		};
	}

}
