package io.triotp.process;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Counts messages that are never handled and reports them to the log and to every
 * listener. The log shows the type, never the content, and at most one line per reason
 * every ten seconds. A message dropped by a full mailbox was lost under load, and one
 * that its receiver does not know is a mistake of somebody: they are warnings. The other
 * reasons are normal when processes end and are logged at debug level.
 */
final class DeadLetters {

	private static final Logger logger = LoggerFactory.getLogger("io.triotp.deadletter");

	private static final Duration LOG_EVERY = Duration.ofSeconds(10);

	private static final int REASONS = DeadLetterReason.values().length;

	private final NodeEvents events;

	private final TimeSource time;

	private final LongAdder[] counts = new LongAdder[REASONS];

	/** When the last line for a reason was logged; initially long enough ago. */
	private final AtomicLongArray loggedAt = new AtomicLongArray(REASONS);

	/** The count of each reason in its last line. */
	private final AtomicLongArray logged = new AtomicLongArray(REASONS);

	DeadLetters(NodeEvents events, TimeSource time) {
		this.events = events;
		this.time = time;
		Arrays.setAll(this.counts, (i) -> new LongAdder());
		long longAgo = time.nanoTime() - LOG_EVERY.toNanos();
		for (int i = 0; i < REASONS; i++) {
			this.loggedAt.set(i, longAgo);
		}
	}

	long count(DeadLetterReason why) {
		return this.counts[why.ordinal()].sum();
	}

	/**
	 * Lets a message account for not being handled, and counts it.
	 * @param to its receiver, or an object whose text names it
	 * @param envelope the message
	 * @param why the reason
	 * @param exit the exit reason of the receiver, if its end is the cause
	 */
	void add(Object to, Envelope envelope, DeadLetterReason why, ExitReason exit) {
		try {
			envelope.undelivered(why, exit);
			if (envelope.countsAsDeadLetter()) {
				add(to, envelope.content(), why);
			}
		}
		catch (OutOfMemoryError ex) {
			throw ex;
		}
		catch (Throwable ex) {
			logger.warn("Could not account for a message of type {} to {}", envelope.getClass().getName(), to, ex);
		}
	}

	/**
	 * Counts a message. Must not be called while a lock is held.
	 * @param to a process, or an object whose text names the intended receiver
	 */
	void add(Object to, Object message, DeadLetterReason why) {
		Objects.requireNonNull(to, "to");
		Objects.requireNonNull(message, "message");
		Objects.requireNonNull(why, "why");
		this.counts[why.ordinal()].increment();
		Level level = isWarning(why) ? Level.WARN : Level.DEBUG;
		if (logger.isEnabledForLevel(level) && mayLog(why.ordinal())) {
			log(level, to, message, why, sender());
		}
		if (to instanceof Pid receiver && this.events.hasListeners()) {
			this.events.publish(receiver.path(), (stamp) -> new ProcessEvent.DeadLetter(stamp, receiver,
					message.getClass(), why, Optional.ofNullable(sender())));
		}
	}

	private static boolean isWarning(DeadLetterReason why) {
		return why == DeadLetterReason.MAILBOX_FULL || why == DeadLetterReason.NOT_UNDERSTOOD
				|| why == DeadLetterReason.ABANDONED || why == DeadLetterReason.NOT_COMMITTED;
	}

	/** Lets only one of several concurrent callers through. */
	private boolean mayLog(int reason) {
		long last = this.loggedAt.get(reason);
		long now = this.time.nanoTime();
		return now - last >= LOG_EVERY.toNanos() && this.loggedAt.compareAndSet(reason, last, now);
	}

	private void log(Level level, Object to, Object message, DeadLetterReason why, @Nullable Pid sender) {
		long count = count(why);
		long before = this.logged.getAndSet(why.ordinal(), count);
		try {
			logger.atLevel(level)
				.log("A {}{} to {} is not handled: {} ({}; {} since this was last logged, {} in all)",
						ReportName.of(message), from(sender, to), name(to), words(why), why, count - before, count);
		}
		catch (Throwable ex) {
			// A broken appender must not affect the sender.
		}
	}

	private static @Nullable Pid sender() {
		Self self = CurrentProcess.orNull();
		return (self != null) ? self.pid() : null;
	}

	/** Of what the receiver itself finds in its mailbox nobody knows the sender. */
	private static String from(@Nullable Pid sender, Object to) {
		if (sender == null) {
			return " from thread '" + SafeText.of(Thread.currentThread().getName()) + "'";
		}
		return (sender == to) ? "" : " from " + name(sender);
	}

	private static String name(Object to) {
		return (to instanceof Pid pid) ? pid.path() + " (" + pid + ")" : SafeText.of(to);
	}

	private static String words(DeadLetterReason why) {
		return switch (why) {
			case NO_PROCESS -> "there is no such process";
			case PROCESS_EXITED -> "the process ended before handling it";
			case MAILBOX_FULL -> "the mailbox is full and its overflow policy drops messages";
			case ABANDONED -> "its caller had given up before the server came to it, so it is skipped: the server gets "
					+ "more than it can do";
			case LATE_REPLY -> "the caller no longer waits for the reply";
			case SENDER_EXITED -> "the sender has been killed";
			case NOT_COMMITTED -> "the change it was sent with could not be stored, or its handler failed";
			case NOT_UNDERSTOOD ->
				"the receiver does not know what to do with it; a server would handle it in handleInfo";
		};
	}

}
