package io.triotp.process;

import io.triotp.time.TimeText;

/**
 * Thrown to the sender when the bounded mailbox of the receiver is full; the message was
 * not sent.
 */
public final class MailboxFullException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	MailboxFullException(Pid pid, MailboxLimit limit, boolean interrupted) {
		super("Mailbox of " + pid + " is full: " + limit.capacity() + " messages wait, overflow policy is "
				+ limit.overflow() + outcome(limit, interrupted));
	}

	private static String outcome(MailboxLimit limit, boolean interrupted) {
		if (interrupted) {
			return " and the sender was interrupted while it waited for room";
		}
		return (limit.overflow() == MailboxLimit.Overflow.BLOCK)
				? " and no room became free within " + TimeText.of(limit.timeout()) : "";
	}

}
