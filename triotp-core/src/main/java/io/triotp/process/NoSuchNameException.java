package io.triotp.process;

/**
 * Thrown when no live process is registered under a name (OTP P2).
 */
public final class NoSuchNameException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final String name;

	NoSuchNameException(String name) {
		super("No process is registered as '" + name + "'");
		this.name = name;
	}

	/**
	 * {@return the name}
	 */
	public String name() {
		return this.name;
	}

}
