package io.triotp.time;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The turn of a virtual thread that works through messages, at whose end it lets others
 * have its carrier (ADR 11). Used by that thread only. Reads the clock of the machine,
 * whatever clock the node has: the carriers are those of the machine.
 *
 * <p>
 * Maintainer's note. {@code Thread.yield} is not enough. The thread that yields goes to
 * the end of the own queue of its carrier, or to the end of the queue from which the
 * carrier goes on taking, while what platform threads start or unpark waits in other
 * queues: the carrier looks there only when it finds the present queue empty. A thread
 * that starts another and ends does not leave it empty either. One that parks does: it
 * comes back through a timer. That takes some 50 microseconds, during which an otherwise
 * idle machine does nothing; so threads park at the end of a turn only while somebody
 * from outside is known to wait ({@link Arrivals}), and otherwise
 * {@linkplain #RARELY_NANOS rarely}, for those of whom nobody knows. All that look
 * meanwhile stay away until the waiting one has begun, because the queue is empty only
 * when all are gone. Reading the clock costs half as much as a short message, hence one
 * look in {@value #RAREST}.
 */
public final class Turn {

	/** How long a turn is. */
	static final long NANOS = 250_000;

	/** After so many messages the clock is looked at in any case. */
	static final int RAREST = 16;

	/**
	 * How long the JVM goes on without any thread giving its carrier up although nobody
	 * is known to wait: a platform thread may have unparked a thread, or started one that
	 * is not ours.
	 */
	static final long RARELY_NANOS = 5_000_000;

	/**
	 * How long it goes on if somebody is known to wait and all messages come alone, each
	 * with a thread of its own whose turn never ends.
	 */
	private static final long SOON_NANOS = 100_000;

	/** How long a thread waits at most for others to go first. */
	private static final long LONGEST_NANOS = 10_000_000;

	/** Coming back to look is work too, so after the first look it is soon enough. */
	private static final long PAUSE_NANOS = 2_000_000;

	/** When a thread last gave its carrier up. */
	private static final AtomicLong lastGivenUp = new AtomicLong(SystemTimeSource.nanosOfMachine());

	private long began = SystemTimeSource.nanosOfMachine();

	/** Messages since then; a byte more in this object is a byte more in many calls. */
	private char messages;

	/** Messages until the next look at the clock. */
	private byte left = 1;

	/** Messages between the last two looks. */
	private byte every = 1;

	/**
	 * Creates a turn that begins now.
	 */
	public Turn() {
	}

	/**
	 * Called before the first message by a thread that another virtual thread has
	 * started. Two that go on starting each other, one for each message, would keep their
	 * carrier for ever although no turn ever ends.
	 */
	public static void begin() {
		long now = SystemTimeSource.nanosOfMachine();
		long last = lastGivenUp.get();
		if (now - last > (Arrivals.anyWaits() ? SOON_NANOS : RARELY_NANOS) && lastGivenUp.compareAndSet(last, now)) {
			letOthersGoFirst(now);
		}
	}

	/**
	 * Called between two messages. If the turn is over, lets others have the carrier and
	 * begins the next turn. May use up a permit to park.
	 */
	public void goOn() {
		if (--this.left == 0) {
			look(SystemTimeSource.nanosOfMachine());
		}
	}

	private void look(long now) {
		this.messages += (char) this.every;
		this.every = every(this.messages, now - this.began);
		this.left = this.every;
		if (now - this.began >= NANOS) {
			end(now);
			this.began = SystemTimeSource.nanosOfMachine();
			this.messages = 0;
		}
	}

	/**
	 * {@return after how many messages to look at the clock again: after many if they are
	 * short, after each if one may take long}
	 * @param messages how many there were in this turn, at least 1
	 * @param took how long these have taken, in nanoseconds
	 */
	static byte every(int messages, long took) {
		long inQuarterOfTurn = NANOS / 4 * messages / Math.max(1, took);
		return (byte) Math.max(1, Math.min(inQuarterOfTurn, Math.min(2 * messages, RAREST)));
	}

	private static void end(long now) {
		long last = lastGivenUp.get();
		if (Arrivals.anyWaits()) {
			lastGivenUp.set(now);
			letOthersGoFirst(now);
		}
		else if (now - last > RARELY_NANOS && lastGivenUp.compareAndSet(last, now)) {
			letOthersGoFirst(now);
		}
		else {
			Thread.yield();
		}
	}

	/** Gives the carrier up until those who wait now have begun, but not for long. */
	private static void letOthersGoFirst(long now) {
		long waiting = Arrivals.last();
		long pause = 1;
		do {
			LockSupport.parkNanos(Turn.class, pause);
			pause = PAUSE_NANOS;
		}
		while (!Arrivals.haveBegun(waiting) && SystemTimeSource.nanosOfMachine() - now < LONGEST_NANOS
				&& !Thread.currentThread().isInterrupted());
	}

}
