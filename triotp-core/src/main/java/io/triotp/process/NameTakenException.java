package io.triotp.process;

/**
 * Thrown when a name is held by another live process (OTP P5).
 */
public final class NameTakenException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final String name;

	private final transient Pid holder;

	NameTakenException(String name, Pid holder) {
		super("Name '" + name + "' is already registered by " + holder);
		this.name = name;
		this.holder = holder;
	}

	/**
	 * {@return the name}
	 */
	public String name() {
		return this.name;
	}

	/**
	 * {@return the process that holds the name}
	 */
	public Pid holder() {
		return this.holder;
	}

}
