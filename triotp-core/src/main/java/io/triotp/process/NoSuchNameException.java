package io.triotp.process;

import java.util.Optional;

/**
 * Thrown when no live process is registered under a name (OTP P2).
 */
public final class NoSuchNameException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final String name;

	NoSuchNameException(String name, Optional<String> why) {
		super("No process is registered as '" + name + "'" + why.map((text) -> ": " + text).orElse(""));
		this.name = name;
	}

	/**
	 * {@return the name}
	 */
	public String name() {
		return this.name;
	}

}
