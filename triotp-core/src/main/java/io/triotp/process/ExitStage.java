package io.triotp.process;

import io.triotp.Pure;

/**
 * How far the exit sequence of a process has come, and whether an Error has broken it
 * off, in one byte: a million processes have it.
 */
@Pure
final class ExitStage {

	/** It is in the list of processes no more. */
	static final byte LEFT = 1;

	/** Its bonds are being undone; its code has been told. */
	static final byte SEVERED = 2;

	/** An Error has broken the sequence off. */
	static final byte BROKEN_OFF = 4;

	private ExitStage() {
	}

	/**
	 * {@return whether the process has left the list of processes}
	 * @param stage its stage
	 */
	static boolean hasLeft(byte stage) {
		return (stage & (LEFT | SEVERED)) != 0;
	}

	/**
	 * {@return whether its bonds are being undone}
	 * @param stage its stage
	 */
	static boolean isSevered(byte stage) {
		return (stage & SEVERED) != 0;
	}

	/**
	 * {@return whether the sequence was broken off}
	 * @param stage its stage
	 */
	static boolean isBrokenOff(byte stage) {
		return (stage & BROKEN_OFF) != 0;
	}

}
