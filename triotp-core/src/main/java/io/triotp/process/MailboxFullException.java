package io.triotp.process;

/**
 * The mailbox of the receiver is full; the message was not sent.
 */
public final class MailboxFullException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	MailboxFullException(Pid pid, MailboxLimit limit) {
		super("Mailbox of " + pid + " is full: " + limit.capacity() + " messages wait, overflow policy is "
				+ limit.overflow() + ((limit.overflow() == MailboxLimit.Overflow.BLOCK)
						? " and no room came within " + limit.timeout() : ""));
	}

}
