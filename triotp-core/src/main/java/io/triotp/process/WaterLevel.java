package io.triotp.process;

import io.triotp.Pure;

/**
 * Decides when a mailbox counts as high: from its mark on, until it has fallen below half
 * of it. A length that fluctuates around the mark is reported once.
 */
@Pure
enum WaterLevel {

	/** There is nothing to report. */
	NORMAL,

	/** It has passed its mark and has not fallen below half of it since. */
	HIGH;

	/** A mark that no mailbox passes. */
	static final int NEVER = Integer.MAX_VALUE;

	/**
	 * One message in this many is a reason to check the length of the whole mailbox.
	 */
	static final int STEP = 256;

	/**
	 * {@return whether the sender of a message should check the whole length: at the mark
	 * itself, and every whole number of steps away from it}
	 * @param depth how many messages have come since the process last fetched some, or
	 * how many wait if it fetches one at a time
	 * @param mark the mark
	 */
	static boolean isWorthALook(int depth, int mark) {
		return ((depth - mark) & (STEP - 1)) == 0;
	}

	/**
	 * {@return the next level}
	 * @param length how many messages wait
	 * @param mark the mark, at least 1
	 */
	WaterLevel next(int length, int mark) {
		if (mark == NEVER) {
			return NORMAL;
		}
		boolean high = length >= mark || (this == HIGH && 2L * length >= mark);
		return high ? HIGH : NORMAL;
	}

}
