package io.triotp.mailbox;

/**
 * Thrown when a mailbox already has this name.
 */
public final class NameAlreadyExistsException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	NameAlreadyExistsException(String name) {
		super("Mailbox name '" + name + "' is already registered");
	}

}
