package io.triotp.process;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.triotp.time.TimeSource;
import io.triotp.time.TimeText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tracks the mailboxes above the high-water mark and reports them.
 *
 * <p>
 * Maintainer's note. A process has no field for this. A sender compares one number, and
 * one in {@value WaterLevel#STEP} looks further. A mailbox that has passed the mark is in
 * a table here and checked every second until it has fallen. The sender only makes the
 * entry: it may hold a lock ({@link Bonds} sends under one), so the thread of the clock
 * logs and calls the listeners.
 */
final class HighWater {

	private static final Logger logger = LoggerFactory.getLogger(HighWater.class);

	private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

	private final NodeEvents events;

	private final TimeSource time;

	private final int mark;

	private final Map<ProcessCell, Long> high = new ConcurrentHashMap<>();

	private final LongAdder passed = new LongAdder();

	HighWater(NodeEvents events, TimeSource time, int mark) {
		this.events = events;
		this.time = time;
		this.mark = mark;
	}

	/**
	 * Records that a mailbox has passed the mark, if it has. Called by whoever added a
	 * message to it. A process that is on its way out will handle none of them, however
	 * fast it is.
	 */
	void look(ProcessCell cell) {
		if (cell.wantsToEnd() || WaterLevel.NORMAL.next(cell.length(), this.mark) == WaterLevel.NORMAL
				|| this.high.putIfAbsent(cell, this.time.nanoTime()) != null) {
			return;
		}
		this.passed.increment();
		ProcessCell sender = ProcessCell.currentOrNull();
		follow(cell, () -> this.time.report(() -> rise(cell, (sender != cell) ? sender : null)));
	}

	/** What nobody will look at again must not stay in the table: it is told of once. */
	private void follow(ProcessCell cell, Runnable before) {
		boolean followed = false;
		try {
			before.run();
			this.time.schedule(LOOK_EVERY.toNanos(), () -> lookAgain(cell));
			followed = true;
		}
		finally {
			if (!followed) {
				this.high.remove(cell);
			}
		}
	}

	private void lookAgain(ProcessCell cell) {
		int length = cell.length();
		if (cell.isAlive() && WaterLevel.HIGH.next(length, this.mark) == WaterLevel.HIGH) {
			follow(cell, () -> {
			});
			return;
		}
		Long since = this.high.remove(cell);
		if (since != null && cell.isAlive()) {
			Duration after = Duration.ofNanos(this.time.nanoTime() - since);
			this.time.report(() -> fall(cell, length, after));
		}
	}

	private void rise(ProcessCell cell, @Nullable ProcessCell sender) {
		int length = cell.length();
		try {
			logger.warn(
					"Messages come to {} faster than it handles them: {} wait, the high-water mark is {}. It has handled "
							+ "{}, and {}{}{}. Find out what it waits for, spread its work over more processes, or bound "
							+ "its mailbox. This is logged again only after it has fallen below half of the mark",
					name(cell), length, this.mark, cell.handled(), doing(cell), next(cell),
					(sender != null) ? "; the message that passed the mark came from " + name(sender) : "");
		}
		catch (Throwable ex) {
			// A broken appender must not keep the listeners from hearing of it.
		}
		this.events.publish(cell.path(), (stamp) -> new ProcessEvent.MailboxHigh(stamp, cell, cell.type(), length,
				this.mark, Optional.ofNullable(sender)));
	}

	private void fall(ProcessCell cell, int length, Duration after) {
		try {
			logger.info("The mailbox of {} is no longer high: {} wait, {} after it passed the mark", name(cell), length,
					TimeText.of(after));
		}
		catch (Throwable ex) {
			// A broken appender must not keep the listeners from hearing of it.
		}
		this.events.publish(cell.path(),
				(stamp) -> new ProcessEvent.MailboxNormal(stamp, cell, cell.type(), length, after));
	}

	private static String name(ProcessCell cell) {
		return cell.path() + " (" + cell + ", " + cell.type().getName() + ")";
	}

	private static String doing(ProcessCell cell) {
		Object message = cell.currentMessage();
		return (message != null) ? "works on a " + ReportName.of(message) : "is " + cell.state();
	}

	private static String next(ProcessCell cell) {
		Envelope oldest = cell.oldestFetched();
		return (oldest != null) ? ", then on a " + ReportName.of(oldest.content()) : "";
	}

	/**
	 * {@return the high mailboxes of live processes, fullest first}
	 */
	List<HighMailbox> list() {
		return this.high.keySet()
			.stream()
			.filter(this::isHigh)
			.map((cell) -> new HighMailbox(cell, cell.path(), cell.type(), cell.length()))
			.sorted(Comparator.comparingInt(HighMailbox::size).reversed())
			.toList();
	}

	int count() {
		return (int) this.high.keySet().stream().filter(this::isHigh).count();
	}

	/** A mailbox that has fallen stays in the table for up to a second. */
	private boolean isHigh(ProcessCell cell) {
		return cell.isAlive() && WaterLevel.HIGH.next(cell.length(), this.mark) == WaterLevel.HIGH;
	}

	/**
	 * {@return how many times a mailbox has passed the mark}
	 */
	long passed() {
		return this.passed.sum();
	}

}
