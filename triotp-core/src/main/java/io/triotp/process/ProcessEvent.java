package io.triotp.process;

import java.time.Duration;
import java.util.Optional;

/**
 * What happens to every process.
 */
public sealed interface ProcessEvent extends NodeEvent {

	/**
	 * A process was started; its {@code init} may not have run yet.
	 *
	 * @param stamp when and where
	 * @param pid the process
	 * @param behaviour the class of its code
	 */
	record Started(Stamp stamp, Pid pid, Class<?> behaviour) implements ProcessEvent {
	}

	/**
	 * A process ended; everybody who watches it has been told.
	 *
	 * @param stamp when and where
	 * @param pid the process
	 * @param behaviour the class of its code
	 * @param reason why
	 */
	record Exited(Stamp stamp, Pid pid, Class<?> behaviour, ExitReason reason) implements ProcessEvent {
	}

	/**
	 * A message was never handled. What was sent to a name that nobody has, and replies
	 * to threads that run no process, are counted and logged, but no event.
	 *
	 * @param stamp when and where
	 * @param pid the receiver
	 * @param message the class of the message; of a late reply, that of the request
	 * @param reason why
	 * @param sender the process that sent it, if that is known
	 */
	record DeadLetter(Stamp stamp, Pid pid, Class<?> message, DeadLetterReason reason,
			Optional<Pid> sender) implements ProcessEvent {
	}

	/**
	 * A mailbox has passed the high-water mark. Told once, on the thread of the clock,
	 * until it has fallen below half of the mark.
	 *
	 * @param stamp when and where
	 * @param pid its process
	 * @param behaviour the class of the code of the process
	 * @param size how many messages wait
	 * @param mark the high-water mark
	 * @param sender the process that sent the message that passed it, if that is known
	 */
	record MailboxHigh(Stamp stamp, Pid pid, Class<?> behaviour, int size, int mark,
			Optional<Pid> sender) implements ProcessEvent {
	}

	/**
	 * A mailbox that had passed the high-water mark has fallen below half of it. Told on
	 * the thread of the clock, which looks once a second.
	 *
	 * @param stamp when and where
	 * @param pid its process
	 * @param behaviour the class of the code of the process
	 * @param size how many messages wait
	 * @param after how long it was high
	 */
	record MailboxNormal(Stamp stamp, Pid pid, Class<?> behaviour, int size, Duration after) implements ProcessEvent {
	}

}
