package io.triotp.spring.boot.view;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.triotp.process.DeadLetterReason;
import io.triotp.process.ProcessInfo;
import org.jspecify.annotations.Nullable;

/**
 * A node at a glance. What has no value is left out.
 *
 * @param generatedAt when it was looked at
 * @param node the node
 * @param access what those who look may do
 * @param processes its live processes
 * @param mailboxes what waits in their mailboxes
 * @param restarts the restarts its supervisors have granted
 * @param deadLetters the messages that were never handled
 * @param zombies the killed processes whose code runs on
 * @param events how much of what has happened is remembered
 * @param problems what deserves attention now
 * @param applications its applications in start order, those not started yet last
 */
public record SummaryDescriptor(Instant generatedAt, NodeDescriptor node, AccessDescriptor access,
		ProcessesDescriptor processes, MailboxesDescriptor mailboxes, RestartsDescriptor restarts,
		DeadLettersDescriptor deadLetters, ZombiesDescriptor zombies, RememberedDescriptor events,
		List<ProblemDescriptor> problems, List<ApplicationDescriptor> applications) implements View {

	@Override
	public String toText() {
		return new SummaryText(this).toString();
	}

	/**
	 * A node.
	 *
	 * @param name its name
	 * @param version the version of TriOTP
	 * @param startedAt when it was started
	 */
	public record NodeDescriptor(String name, @Nullable String version, Instant startedAt) {
	}

	/**
	 * What those who look may do.
	 *
	 * @param actions whether something can be changed
	 * @param values when values of users are shown
	 * @param stream whether it can be subscribed to
	 */
	public record AccessDescriptor(boolean actions, String values, boolean stream) {
	}

	/**
	 * The live processes of a node, whoever started them.
	 *
	 * @param total how many there are
	 * @param supervisors how many of them are supervisors
	 * @param byState how many are in each state
	 */
	public record ProcessesDescriptor(long total, long supervisors, Map<ProcessInfo.State, Long> byState) {
	}

	/**
	 * What waits in the mailboxes of processes.
	 *
	 * @param messages how many messages in all
	 * @param largest the largest mailbox, if anything waits
	 * @param high how many mailboxes are above the high-water mark
	 */
	public record MailboxesDescriptor(long messages, @Nullable MailboxDescriptor largest, long high) {
	}

	/**
	 * A mailbox.
	 *
	 * @param id its process
	 * @param path the place in the tree of its process, if it has one
	 * @param label what people call its process
	 * @param size how many messages wait
	 */
	public record MailboxDescriptor(String id, @Nullable String path, @Nullable String label, long size) {
	}

	/**
	 * How much of what has happened is remembered.
	 *
	 * @param oldestSeq the number of the oldest event that is known, 0 if none is
	 * @param newestSeq the number of the newest event, 0 if there is none
	 * @param capacity how many events are remembered
	 * @param dropped how many have been forgotten
	 */
	public record RememberedDescriptor(long oldestSeq, long newestSeq, int capacity, long dropped) {
	}

	/**
	 * The restarts of all present runs of applications.
	 *
	 * @param total how many there were
	 * @param lastMinute how many there were in the last 60 seconds
	 * @param lastHour how many there were in the last 60 minutes
	 * @param lastAt when the last one was
	 */
	public record RestartsDescriptor(long total, long lastMinute, long lastHour, @Nullable Instant lastAt) {
	}

	/**
	 * Messages that were never handled.
	 *
	 * @param total how many there were
	 * @param lastMinute how many there were in the last 60 seconds, not counting those to
	 * threads and to names that no process had
	 * @param byReason how many there were for each reason
	 */
	public record DeadLettersDescriptor(long total, long lastMinute, Map<DeadLetterReason, Long> byReason) {
	}

	/**
	 * Killed processes whose code runs on.
	 *
	 * @param running how many there are
	 * @param reported how many there were in all that ignored interrupts for seconds
	 * @param oldest some of those there are, the oldest first
	 */
	public record ZombiesDescriptor(long running, long reported, List<ZombieDescriptor> oldest) {
	}

	/**
	 * A killed process whose code runs on.
	 *
	 * @param id the process
	 * @param path the place it had in its tree, or its class
	 * @param behavior the class of its code
	 * @param message the class of the message it works on
	 * @param ageSeconds how long ago it was killed
	 */
	public record ZombieDescriptor(String id, String path, String behavior, @Nullable String message,
			double ageSeconds) {
	}

	/**
	 * Something that deserves attention.
	 *
	 * @param code which rule has found it
	 * @param severity how bad it is
	 * @param path where
	 * @param detail what
	 */
	public record ProblemDescriptor(Code code, Severity severity, String path, String detail) {

		/**
		 * The rules.
		 */
		public enum Code {

			/** An application has failed. */
			APPLICATION_FAILED,

			/**
			 * A supervisor gave up and is not restarted: nothing below it runs any more.
			 * An error where the application declares it, a warning below a dynamic
			 * supervisor.
			 */
			SUPERVISOR_GAVE_UP,

			/**
			 * A child is not restarted before another process ends, which has its name.
			 */
			NAME_TAKEN,

			/** A supervisor gives up if there are many more restarts. */
			RESTART_INTENSITY_NEAR_LIMIT,

			/** More messages wait at a process than the high-water mark. */
			MAILBOX_HIGH,

			/** A mailbox with a limit is full. */
			MAILBOX_FULL,

			/** A process has been working on one message for very long. */
			HANDLER_WEDGED,

			/**
			 * A child is restarted again and again, slowly enough for its supervisor to
			 * allow it.
			 */
			RESTARTED_AGAIN_AND_AGAIN,

			/** The code of a killed process runs on. */
			ZOMBIE,

			/** A store of durable servers has not served for too long. */
			STORE_DOWN

		}

		/**
		 * How bad something is.
		 */
		public enum Severity {

			/** Something will break if this goes on. */
			WARNING,

			/** Something is broken. */
			ERROR

		}

	}

	/**
	 * An application.
	 *
	 * @param name its name
	 * @param rootId the id of its root in the tree
	 * @param state what it is doing
	 * @param processes how many processes its tree has
	 * @param restarts how many restarts its supervisors have granted in this run
	 * @param lastExit the last abnormal end anywhere in its tree
	 * @param endReason why it has ended
	 */
	public record ApplicationDescriptor(String name, String rootId, PlaceState state, long processes, long restarts,
			@Nullable ExitDescriptor lastExit, @Nullable ExitDescriptor endReason) {
	}

}
