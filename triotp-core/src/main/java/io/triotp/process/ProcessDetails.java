package io.triotp.process;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What can be seen of a process besides {@link ProcessInfo}, taken without sending it a
 * message. The process goes on meanwhile, so the parts need not belong to one moment.
 *
 * @param info what is seen of any process
 * @param links the processes it is linked to
 * @param monitors the processes it monitors
 * @param monitoredBy the processes that monitor it
 * @param timers how many timers it has set that have not fired, at most 10,000
 * @param limit the limit of its mailbox, if it has one
 * @param waitsFor the process it waits for, if it waits for one: for the reply to a call,
 * the start or the end of a child
 * @param fetched whether some of its messages have waited for longer than it has been
 * working on the present one; not known of a bounded mailbox, so false
 * @param waiting what waits in its mailbox, by the class of the messages, most first; at
 * most 50 classes of the 10,000 messages that were looked at
 */
public record ProcessDetails(ProcessInfo info, Peers links, Peers monitors, Peers monitoredBy, int timers,
		Optional<MailboxLimit> limit, Optional<Pid> waitsFor, boolean fetched, List<WaitingMessages> waiting) {

	public ProcessDetails {
		Objects.requireNonNull(info, "info");
		Objects.requireNonNull(links, "links");
		Objects.requireNonNull(monitors, "monitors");
		Objects.requireNonNull(monitoredBy, "monitoredBy");
		Objects.requireNonNull(limit, "limit");
		Objects.requireNonNull(waitsFor, "waitsFor");
		waiting = List.copyOf(waiting);
	}

	/**
	 * Other processes that a process has to do with.
	 *
	 * @param total how many there are; those it monitors and those that monitor it are
	 * counted up to 10,000
	 * @param some at most 50 of them
	 */
	public record Peers(int total, List<Pid> some) {

		public Peers {
			some = List.copyOf(some);
		}

	}

	/**
	 * Messages of one class that wait.
	 *
	 * @param type their class
	 * @param count how many wait
	 */
	public record WaitingMessages(Class<?> type, int count) {

		public WaitingMessages {
			Objects.requireNonNull(type, "type");
		}

	}

}
