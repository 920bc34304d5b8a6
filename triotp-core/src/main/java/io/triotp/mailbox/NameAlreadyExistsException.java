package io.triotp.mailbox;

/**
 * A mailbox has this name already.
 */
public final class NameAlreadyExistsException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	NameAlreadyExistsException(String name) {
		super("Mailbox name '" + name + "' is already registered");
	}

}
