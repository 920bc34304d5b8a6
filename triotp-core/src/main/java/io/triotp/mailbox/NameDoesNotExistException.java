package io.triotp.mailbox;

/**
 * Thrown when no mailbox has this name.
 */
public final class NameDoesNotExistException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	NameDoesNotExistException(String name) {
		super("Mailbox name '" + name + "' is not registered");
	}

}
