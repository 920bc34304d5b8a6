package io.triotp.process;

import io.triotp.Pure;

/**
 * Decides how often a process that has nothing left yields before it gives up its thread
 * (ADR 7). The caller that got its reply usually calls again at once, and a thread that
 * is still there costs a call a third of the time and of the bytes of a new one. But a
 * yield while nobody else wants the carrier wakes another carrier in vain: a process
 * whose messages come alone would do so after each. So the more often it has lingered in
 * vain, the more rarely it tries.
 *
 * <p>
 * What a process remembers is one byte, because a million processes do so: in the lowest
 * three bits, how many times in a row it has lingered in vain; above them, how many times
 * it still goes to sleep without lingering.
 */
@Pure
final class Lingering {

	/** Nothing is known. */
	static final byte UNTRIED = 0;

	private static final int YIELDS = 4;

	/** From then on one time in 32: more does not fit into a byte. */
	private static final int MOST_IN_VAIN = 5;

	private static final int BITS = 3;

	private static final int MASK = (1 << BITS) - 1;

	private Lingering() {
	}

	/**
	 * {@return whether to yield once more}
	 * @param known what is known
	 * @param yielded how often it has since the last message
	 */
	static boolean yields(byte known, int yielded) {
		return yielded < ((known == UNTRIED) ? YIELDS : (asleep(known) == 0) ? 1 : 0);
	}

	private static int asleep(byte known) {
		return (known & 0xFF) >>> BITS;
	}

	/**
	 * {@return what is known when no message has come}
	 * @param known what was known before
	 */
	static byte inVain(byte known) {
		if (asleep(known) > 0) {
			return (byte) (known - (1 << BITS));
		}
		int times = Math.min((known & MASK) + 1, MOST_IN_VAIN);
		return (byte) ((((1 << times) - 1) << BITS) | times);
	}

}
