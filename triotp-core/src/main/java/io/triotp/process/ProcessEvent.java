package io.triotp.process;

import java.time.Duration;
import java.util.List;
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
	 * @param lived the time since it was started, by the wall clock, to the millisecond;
	 * zero if that was turned back
	 */
	record Exited(Stamp stamp, Pid pid, Class<?> behaviour, ExitReason reason, Duration lived) implements ProcessEvent {
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

	/**
	 * A process has been working on one message for longer than
	 * {@linkplain NodeOptions#wedgedAfter() is usual}. Reported once, on the thread of
	 * the clock, until it has begun with something else.
	 *
	 * @param stamp when and where it happened
	 * @param pid the process
	 * @param behaviour the class of its code
	 * @param message what reports call the message: mostly the name of its class;
	 * {@code init} or {@code terminate} while it is in one of these
	 * @param working how long it has been working on it
	 * @param waitsFor the process it waits for, if any, followed by whom that waits for,
	 * and so on
	 * @param frames where its code is, innermost first, at most 12 frames
	 */
	record HandlerWedged(Stamp stamp, Pid pid, Class<?> behaviour, String message, Duration working, List<Pid> waitsFor,
			List<String> frames) implements ProcessEvent {

		public HandlerWedged {
			waitsFor = List.copyOf(waitsFor);
			frames = List.copyOf(frames);
		}

	}

	/**
	 * A process that had been working on one message for too long is done with it.
	 * Reported on the thread of the clock, within a second.
	 *
	 * @param stamp when and where it happened
	 * @param pid the process
	 * @param behaviour the class of its code
	 * @param message what reports call the message
	 * @param after how long it had been working on it
	 * @param ended whether the process has ended; if it was killed, its code may still
	 * run
	 */
	record HandlerFreed(Stamp stamp, Pid pid, Class<?> behaviour, String message, Duration after,
			boolean ended) implements ProcessEvent {
	}

	/**
	 * A process was killed 6.1 seconds ago, and its code runs on: it ignores interrupts.
	 * Reported once, on the thread of the clock.
	 *
	 * @param stamp when and where it happened
	 * @param pid the process
	 * @param behaviour the class of its code
	 * @param message the class of the message it works on, if known
	 * @param age how long ago it was killed
	 */
	record ZombieFound(Stamp stamp, Pid pid, Class<?> behaviour, Optional<Class<?>> message,
			Duration age) implements ProcessEvent {
	}

}
