package io.triotp.mailbox;

/**
 * Thrown when no mailbox has this id or name.
 */
public final class MailboxDoesNotExistException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	MailboxDoesNotExistException(String id) {
		super("Mailbox '" + id + "' does not exist");
	}

}
