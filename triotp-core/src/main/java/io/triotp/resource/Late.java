package io.triotp.resource;

import io.triotp.server.WhereItWas;

/**
 * Code of a user did not return in time.
 */
final class Late extends Exception {

	private static final long serialVersionUID = 1L;

	private final transient StackTraceElement[] place;

	Late(StackTraceElement[] place) {
		super(null, null, false, false);
		this.place = place;
	}

	/**
	 * {@return where it was when the time was over, for people}
	 */
	String where() {
		return WhereItWas.frame(this.place).map((frame) -> "it was at " + frame).orElse("it was about to return");
	}

}
