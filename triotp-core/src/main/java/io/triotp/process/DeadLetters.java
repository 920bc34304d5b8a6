package io.triotp.process;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Counts the messages that are never handled, and says so: in the log at most once in a
 * while for each reason, by type and never by content, and to every listener. What a full
 * mailbox dropped is lost under load and a warning; the rest happens in the best of trees
 * when processes end, and is for who looks for it.
 */
final class DeadLetters {

	private static final Logger logger = LoggerFactory.getLogger("io.triotp.deadletter");

	private static final Duration LOG_EVERY = Duration.ofSeconds(10);

	private static final int REASONS = DeadLetterReason.values().length;

	private final NodeEvents events;

	private final TimeSource time;

	private final LongAdder[] counts = new LongAdder[REASONS];

	/** When the last line for a reason was logged; counts when nothing was yet. */
	private final AtomicLongArray loggedAt = new AtomicLongArray(REASONS);

	/** The count of a reason in its last line. */
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
	 * Count a message; must not be called while anything is locked.
	 * @param to a process, or something that names who should have got it
	 */
	void add(Object to, Object message, DeadLetterReason why) {
		this.counts[why.ordinal()].increment();
		Level level = (why == DeadLetterReason.MAILBOX_FULL) ? Level.WARN : Level.DEBUG;
		if (logger.isEnabledForLevel(level) && mayLog(why.ordinal())) {
			log(level, to, message, why, sender());
		}
		if (to instanceof Pid receiver && this.events.hasListeners()) {
			this.events.publish(receiver.path(), (stamp) -> new ProcessEvent.DeadLetter(stamp, receiver,
					message.getClass(), why, Optional.ofNullable(sender())));
		}
	}

	/** Of all who come at the same time, one gets through. */
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
				.log("A {} from {} to {} is not handled: {} ({}; {} since this was last said, {} in all)",
						message.getClass().getName(), from(sender), name(to), words(why), why, count - before, count);
		}
		catch (Throwable ex) {
			// A broken appender must not hurt who sends.
		}
	}

	private static @Nullable Pid sender() {
		Self self = CurrentProcess.orNull();
		return (self != null) ? self.pid() : null;
	}

	private static String from(@Nullable Pid sender) {
		return (sender != null) ? name(sender) : "thread '" + SafeText.of(Thread.currentThread().getName()) + "'";
	}

	private static String name(Object to) {
		return (to instanceof Pid pid) ? pid.path() + " (" + pid + ")" : SafeText.of(to);
	}

	private static String words(DeadLetterReason why) {
		return switch (why) {
			case NO_PROCESS -> "there is no such process any more";
			case PROCESS_EXITED -> "the process ended before it came to it";
			case MAILBOX_FULL -> "the mailbox is full and drops what does not fit";
			case LATE_REPLY -> "its caller no longer waits for the reply";
			case SENDER_EXITED -> "the sender has been killed and speaks for nobody";
			case NOT_UNDERSTOOD -> "the receiver does not know what to do with it";
		};
	}

}
