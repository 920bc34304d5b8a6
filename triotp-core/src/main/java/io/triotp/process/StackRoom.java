package io.triotp.process;

/**
 * Makes sure that a step which must not be broken off has stack left. For authors of
 * behaviours.
 *
 * <p>
 * Maintainer's note. A {@link StackOverflowError} strikes at whichever call comes next,
 * also in the middle of ours: after a lock was taken, or after the JDK has noted that a
 * thread is unparked and before that thread is made to run. Such a step asks for room
 * first, and the error then comes before anything has changed. The JVM has no cheap way
 * to ask, so this goes down and comes back. That is too much for a message to a server,
 * whose mailbox can be repaired afterwards ({@link Rescue}). A processor foresees only
 * for the last sixteen calls or so where they return to, so few levels with large frames
 * take less time than many small ones.
 */
public final class StackRoom {

	/** Four kilobytes if this is compiled, nine if it is not. */
	private static final int LEVELS = 32;

	private StackRoom() {
	}

	/**
	 * Returns if there is room.
	 * @throws StackOverflowError if there is none
	 */
	public static void require() {
		if (descend(LEVELS, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12) == 0) {
			throw new IllegalStateException("The sum of positive numbers is positive");
		}
	}

	/** The arguments are used after the call, so each level keeps them on the stack. */
	private static long descend(int levels, long a, long b, long c, long d, long e, long f, long g, long h, long i,
			long j, long k, long l) {
		if (levels == 0) {
			return a;
		}
		long below = descend(levels - 1, b + levels, c, d, e, f, g, h, i, j, k, l, a);
		return (below | a | b | c | d | e | f | g | h | i | j | k | l) & Long.MAX_VALUE;
	}

}
