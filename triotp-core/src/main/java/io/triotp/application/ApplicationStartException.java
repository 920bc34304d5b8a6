package io.triotp.application;

/**
 * An application did not start. What had been started for it has been stopped again.
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

	/**
	 * {@return its name}
	 */
	public String application() {
		return this.application;
	}

}
