package io.triotp.application;

/**
 * Thrown when an application did not start. Whatever had been started for it has been
 * stopped again.
 */
public final class ApplicationStartException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String application;

	ApplicationStartException(String application, String message) {
		super("Application '" + application + "' did not start: " + message);
		this.application = application;
	}

	ApplicationStartException(String application, Throwable cause) {
		super("Application '" + application + "' did not start: " + cause.getMessage(), cause);
		this.application = application;
	}

	ApplicationStartException(String application, String why, Throwable cause) {
		super("Application '" + application + "' did not start: " + why + " (" + cause.getMessage() + ")", cause);
		this.application = application;
	}

	/**
	 * {@return the name of the application}
	 */
	public String application() {
		return this.application;
	}

}
