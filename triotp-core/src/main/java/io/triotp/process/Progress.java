package io.triotp.process;

import io.triotp.Pure;
import io.triotp.time.Pulse;

/**
 * How many messages a process has handled and when it began with the last, in one number:
 * so each process knows both for the eight bytes of one, and who looks sees two that
 * belong together. The upper 48 bits count, enough for a year of ten million messages a
 * second; the lower ones are a reading of the {@link Pulse}.
 */
@Pure
final class Progress {

	private static final long READING = (1L << Pulse.BITS) - 1;

	private Progress() {
	}

	/**
	 * {@return the progress of a process that begins with its next message}
	 * @param progress its progress so far
	 * @param pulse the present reading
	 */
	static long next(long progress, int pulse) {
		return ((progress | READING) + 1) | pulse;
	}

	/**
	 * {@return the progress of a process that begins with something other than a message}
	 * @param progress its progress so far
	 * @param pulse the present reading
	 */
	static long other(long progress, int pulse) {
		return (progress & ~READING) | pulse;
	}

	/**
	 * {@return how many messages the process has begun with}
	 * @param progress its progress so far
	 */
	static long messages(long progress) {
		return progress >>> Pulse.BITS;
	}

	/**
	 * {@return the reading when it began with the last}
	 * @param progress its progress so far
	 */
	static int since(long progress) {
		return (int) (progress & READING);
	}

}
