package io.triotp.process;

import java.time.Duration;
import java.util.Optional;

/**
 * Something that happened to a process of any kind.
 */
public sealed interface ProcessEvent extends NodeEvent {

	/**
	 * A process was started; its {@code init} may not have run yet.
	 *
	 * @param stamp when and where it happened
	 * @param pid the process
	 * @param behaviour the class of its code
	 */
	record Started(Stamp stamp, Pid pid, Class<?> behaviour) implements ProcessEvent {
	}

	/**
	 * A process ended; its links and monitors have already been notified.
	 *
	 * @param stamp when and where it happened
	 * @param pid the process
	 * @param behaviour the class of its code
	 * @param reason why it ended
	 */
	record Exited(Stamp stamp, Pid pid, Class<?> behaviour, ExitReason reason) implements ProcessEvent {
	}

	/**
	 * A message was never handled. Messages to a name that is not registered and replies
	 * to threads that run no process are counted and logged, but cause no event.
	 *
	 * @param stamp when and where it happened
	 * @param pid the receiver
	 * @param message the class of the message; for a late reply, that of the request
	 * @param reason why it was not handled
	 * @param sender the process that sent it, if known
	 */
	record DeadLetter(Stamp stamp, Pid pid, Class<?> message, DeadLetterReason reason,
			Optional<Pid> sender) implements ProcessEvent {
	}

	/**
	 * A mailbox has passed the high-water mark. Reported once, on the thread of the
	 * clock, until it has fallen below half of the mark.
	 *
	 * @param stamp when and where it happened
	 * @param pid the process that owns the mailbox
	 * @param behaviour the class of the code of the process
	 * @param size how many messages wait
	 * @param mark the high-water mark
	 * @param sender the process that sent the message that passed it, if known
	 */
	record MailboxHigh(Stamp stamp, Pid pid, Class<?> behaviour, int size, int mark,
			Optional<Pid> sender) implements ProcessEvent {
	}

	/**
	 * A mailbox that had passed the high-water mark has fallen below half of it. Reported
	 * on the thread of the clock, which checks once a second.
	 *
	 * @param stamp when and where it happened
	 * @param pid the process that owns the mailbox
	 * @param behaviour the class of the code of the process
	 * @param size how many messages wait
	 * @param after how long it was high
	 */
	record MailboxNormal(Stamp stamp, Pid pid, Class<?> behaviour, int size, Duration after) implements ProcessEvent {
	}

}
