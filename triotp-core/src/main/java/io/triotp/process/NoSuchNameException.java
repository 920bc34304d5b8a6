package io.triotp.process;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when no live process is registered under a name (OTP P2).
 */
public final class NoSuchNameException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final String name;

	private final transient @Nullable Explanation why;

	NoSuchNameException(String name, NodeView node) {
		super("No process is registered as '" + name + "'");
		this.name = name;
		this.why = new Explanation(() -> node.whyUnregistered(name));
	}

	@Override
	public String getMessage() {
		return super.getMessage() + ((this.why != null) ? this.why.text() : "");
	}

	/**
	 * {@return the name}
	 */
	public String name() {
		return this.name;
	}

}
