package io.triotp.process;

import io.triotp.time.TimeSource;

/**
 * Decides when a thread is given up (ADR 7): how long a thread that waits for a process
 * stays awake before it parks, and which processes are too slow for that to pay off. For
 * authors of behaviours.
 *
 * <p>
 * Maintainer's note. Before giving up its thread, each side gives the other a chance, but
 * only as long as that pays off. This class is the waiting side: a virtual thread yields,
 * a platform thread looks ({@link Looking}) or gives way, and neither does for a slow
 * process or one with a long queue. The side of the process, which lingers when it has
 * nothing left unless it is slow, is {@link Lingering}. A thread that parks after all
 * does so with a {@link io.triotp.time.Deadline}, which creates no timer for a long wait
 * but sets an alarm on the coarse wheel ({@code io.triotp.time.AlarmWheel}).
 *
 * <p>
 * The numbers were measured on two cores. More yields are no faster, and every message
 * that comes alone pays for them. Rejected: deciding by time, because reading the clock
 * costs as much as a yield, hence counts and samples; letting the waiting threads find
 * out that a process is slow, because where a thousand threads wait for their turn a
 * yield alone takes a millisecond, and every answer looks prompt.
 */
public final class Patience {

	/** How often a waiting virtual thread yields before it parks. */
	private static final int YIELDS = 8;

	/**
	 * How often a platform thread lets others have its processor before it parks. While
	 * many threads call, the carriers get it and answer all of them in one go; nobody is
	 * put to sleep and woken.
	 */
	private static final int GIVES_WAY = 8;

	/**
	 * If more messages wait for a process, the answer is too far away to stay awake for.
	 */
	private static final int LONG_QUEUE = 128;

	/** Of the whole JVM, whose processors all nodes share. */
	private static final Looking looking = new Looking();

	/**
	 * A process that takes longer for a message is slow: a thread could have parked twice
	 * in that time.
	 */
	private static final long SLOW_NANOS = 20_000;

	/** Selects one message in 16 to measure, because reading the clock is not free. */
	private static final long SAMPLE = 0xF00;

	private Patience() {
	}

	/**
	 * Stays awake for a moment while a process answers, unless the process is slow. The
	 * answer usually comes while the process has this carrier, and a thread that does not
	 * park needs no timer.
	 * @param awaited what the calling thread waits for
	 * @param process the process that must answer
	 * @return whether it is settled
	 */
	public static boolean isSettledSoon(Awaited awaited, Pid process) {
		if (!isSlow(process) && !isFarBack(awaited)) {
			if (Thread.currentThread().isVirtual()) {
				yieldTo(awaited);
			}
			else {
				looking.at(awaited);
				giveWay(awaited);
			}
		}
		return awaited.isSettled();
	}

	/** Looks at the message itself: its sender has it at hand, the mailbox it has not. */
	private static boolean isFarBack(Awaited awaited) {
		return awaited instanceof Envelope message && message.depth > LONG_QUEUE;
	}

	/**
	 * Stays awake for a moment while a process starts. Most have started by then, which
	 * saves a sixth of a spawn. A platform thread parks at once.
	 * @param awaited what the calling thread waits for
	 * @return whether it is settled
	 */
	public static boolean isStartedSoon(Awaited awaited) {
		if (Thread.currentThread().isVirtual()) {
			yieldTo(awaited);
		}
		return awaited.isSettled();
	}

	private static void yieldTo(Awaited awaited) {
		for (int i = 0; i < YIELDS && !awaited.isSettled(); i++) {
			Thread.yield();
		}
	}

	private static void giveWay(Awaited awaited) {
		for (int i = 0; i < GIVES_WAY && !awaited.isSettled(); i++) {
			Thread.yield();
		}
	}

	/**
	 * {@return whether a process takes long for its messages, as far as is known} If so,
	 * staying awake while waiting for it does not pay off.
	 * @param process the process
	 */
	public static boolean isSlow(Pid process) {
		return process instanceof ReactiveCell cell && cell.isSlow();
	}

	/**
	 * Measures how long a message took and records whether the process is slow. Reads the
	 * clock after every message while it is slow, and otherwise after one in 16. Called
	 * by the process at the end of a message.
	 * @param process the process
	 * @param began when it started on the message, in nanoseconds of its clock
	 * @param time its clock
	 */
	public static void noteHowLong(Pid process, long began, TimeSource time) {
		if (process instanceof ReactiveCell cell && (cell.isSlow() || (began & SAMPLE) == 0)) {
			cell.slow(time.nanoTime() - began > SLOW_NANOS);
		}
	}

	/**
	 * What a thread waits for.
	 */
	public interface Awaited {

		/**
		 * {@return whether the wait is over; read by any thread}
		 */
		boolean isSettled();

	}

}
