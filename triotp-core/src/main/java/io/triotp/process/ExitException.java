package io.triotp.process;

/**
 * Thrown by code of a process to end it with a chosen reason, and by the node to unwind a
 * process that has been told to end. Carries no stack trace of its own: the reason is the
 * message.
 */
public final class ExitException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	@SuppressWarnings("serial")
	private final transient ExitReason reason;

	/**
	 * Create an exception that ends the process that throws it.
	 * @param reason the exit reason
	 */
	public ExitException(ExitReason reason) {
		super("exit: " + reason, reason.exception(), false, false);
		this.reason = reason;
	}

	/**
	 * {@return the reason the process ends with}
	 */
	public ExitReason reason() {
		return this.reason;
	}

}
