package io.triotp.process;

/**
 * Ends a process with a chosen reason. Thrown by code of the process, and by the node to
 * unwind a process that has been asked to end. Has no stack trace of its own; its message
 * names the reason.
 */
public final class ExitException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	@SuppressWarnings("serial")
	private final transient ExitReason reason;

	/**
	 * Creates an exception that ends the process that throws it.
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
