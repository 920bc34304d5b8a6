package io.triotp.process;

import io.triotp.time.TimeSource;

/**
 * When a thread is given up (ADR 7): how long one that waits for a process stays awake
 * before it parks, and which processes are too slow for that to pay. For authors of
 * behaviours.
 *
 * <p>
 * Maintainer's note. Whoever would give up its thread first gives the other side a
 * chance, and only as long as that pays. This class has the side of who waits: a virtual
 * thread yields, a platform thread looks, nobody does either for a slow process. The side
 * of the process, which lingers when it has nothing left, is {@code LINGER} in
 * {@code ReactiveCell}: a process that is slow does not linger, and how much it lingers
 * is where it is noted that it is slow. Who parks after all does so with a
 * {@link io.triotp.time.Deadline}, which makes no timer for a long wait but sets an alarm
 * on the coarse wheel ({@code io.triotp.time.AlarmWheel}).
 *
 * <p>
 * The numbers were measured on two cores. More yields are no faster, and each message
 * that comes alone pays for them. Rejected: deciding by time, because reading the clock
 * costs as much as a yield, hence counts and samples; letting those who wait find out
 * that a process is slow, because where a thousand threads wait for their turn a yield
 * alone takes a millisecond, and every answer looks prompt.
 */
public final class Patience {

	/** How often a virtual thread that waits gives others their turn before it parks. */
	private static final int YIELDS = 8;

	/**
	 * How often a platform thread looks before it parks: for about as long as it takes to
	 * park it and wake it up. Never if that would keep the only processor from the
	 * process.
	 */
	private static final int LOOKS = (Runtime.getRuntime().availableProcessors() > 1) ? 400 : 0;

	/**
	 * A process that takes longer is slow: a thread could have parked twice meanwhile.
	 */
	private static final long SLOW_NANOS = 20_000;

	/** Which moments to look at: one in 16, because a look at the clock has its price. */
	private static final long SAMPLE = 0xF00;

	private Patience() {
	}

	/**
	 * Stay awake for a moment while a process answers, unless it is slow: the answer
	 * usually comes while it has this carrier, and a thread that does not park needs no
	 * timer.
	 * @param awaited what the calling thread waits for
	 * @param process who has to answer
	 * @return whether it is settled
	 */
	public static boolean isSettledSoon(Awaited awaited, Pid process) {
		if (!isSlow(process)) {
			if (Thread.currentThread().isVirtual()) {
				yieldTo(awaited);
			}
			else {
				lookAt(awaited);
			}
		}
		return awaited.isSettled();
	}

	/**
	 * Stay awake for a moment while a process starts. Most have started by then, which
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

	private static void lookAt(Awaited awaited) {
		for (int i = 0; i < LOOKS && !awaited.isSettled(); i++) {
			Thread.onSpinWait();
		}
	}

	/**
	 * {@return whether a process takes long for its messages, as far as is known} If so,
	 * it does not pay to stay awake while waiting for it.
	 * @param process the process
	 */
	public static boolean isSlow(Pid process) {
		return process instanceof ReactiveCell cell && cell.isSlow();
	}

	/**
	 * Note how long a message took, at its end: whether the process is slow. Looks at the
	 * clock after every message while it is, and otherwise after one in 16. Called by the
	 * process.
	 * @param process the process
	 * @param began when it began with the message, in nanoseconds of its clock
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
		 * {@return whether there is nothing to wait for any more; read by any thread}
		 */
		boolean isSettled();

	}

}
