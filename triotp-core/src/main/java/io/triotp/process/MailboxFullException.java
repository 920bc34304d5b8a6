package io.triotp.process;

import java.time.Duration;

import io.triotp.time.TimeText;

/**
 * Thrown to the sender when the bounded mailbox of the receiver is full, or what is in it
 * waits too long; the message was not sent.
 */
public final class MailboxFullException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	MailboxFullException(Pid pid, MailboxLimit limit, boolean interrupted) {
		super("Mailbox of " + pid + " is full: " + limit.capacity() + " messages wait, overflow policy is "
				+ limit.overflow() + outcome(limit, interrupted));
	}

	MailboxFullException(Pid pid, MailboxLimit limit, Duration oldest) {
		super("Mailbox of " + pid + " takes nothing more for now: its oldest message has waited " + TimeText.of(oldest)
				+ ", more than the " + TimeText.of(limit.timeout()) + " of overflow policy " + limit.overflow());
	}

	private static String outcome(MailboxLimit limit, boolean interrupted) {
		if (interrupted) {
			return " and the sender was interrupted while it waited for room";
		}
		return (limit.overflow() == MailboxLimit.Overflow.BLOCK)
				? " and no room became free within " + TimeText.of(limit.timeout()) : "";
	}

}
