package io.triotp.supervisor;

/**
 * Thrown when a supervisor has no such child (OTP {@code not_found}).
 */
public final class NoSuchChildException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	NoSuchChildException(String supervisor, Object child) {
		super("Supervisor '" + supervisor + "' has no child " + child);
	}

}
