package io.triotp.process;

import java.util.Optional;

/**
 * What happens to every process.
 */
public sealed interface ProcessEvent extends Event {

	/**
	 * A process was started; its {@code init} may not have run yet.
	 *
	 * @param pid the process
	 * @param type the class of its code
	 */
	record Started(Pid pid, Class<?> type) implements ProcessEvent {
	}

	/**
	 * A process ended; everybody who watches it has been told.
	 *
	 * @param pid the process
	 * @param type the class of its code
	 * @param reason why
	 */
	record Exited(Pid pid, Class<?> type, ExitReason reason) implements ProcessEvent {
	}

	/**
	 * A message was never handled.
	 *
	 * @param pid the receiver
	 * @param message the class of the message
	 * @param reason why
	 * @param sender the process that sent it, if that is known
	 */
	record DeadLetter(Pid pid, Class<?> message, DeadLetterReason reason,
			Optional<Pid> sender) implements ProcessEvent {
	}

}
