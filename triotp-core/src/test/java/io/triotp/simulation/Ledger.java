package io.triotp.simulation;

import java.util.HashMap;
import java.util.Map;

/**
 * Accounts for each message that a client sent and a server accepted. Used while one
 * thread runs at a time.
 */
final class Ledger {

	private final Map<Long, String> handled = new HashMap<>();

	private long last;

	private long answered;

	private long failed;

	private long twice;

	private long wrong;

	private boolean trouble;

	/** From now on servers may fail by themselves, or not any more. */
	void trouble(boolean begins) {
		this.trouble = begins;
	}

	boolean isTrouble() {
		return this.trouble;
	}

	long next() {
		return ++this.last;
	}

	/** A server handles it; nobody may do so twice. */
	void handles(long number, String server) {
		if (this.handled.put(number, server) != null) {
			this.twice++;
		}
	}

	/** Its caller has an answer. */
	void answered(long number, long answer) {
		this.answered++;
		if (answer != number || !this.handled.containsKey(number)) {
			this.wrong++;
		}
	}

	/** Its caller was told that there is none. */
	void failed() {
		this.failed++;
	}

	/**
	 * {@return what does not add up, empty if all does}
	 */
	String faults() {
		long open = this.last - this.answered - this.failed;
		return ((this.twice > 0) ? this.twice + " handled twice; " : "")
				+ ((this.wrong > 0) ? this.wrong + " answered wrongly; " : "")
				+ ((open != 0) ? open + " neither answered nor failed; " : "");
	}

	/**
	 * {@return whether nothing was handled twice or answered wrongly so far}
	 */
	boolean isSound() {
		return this.twice == 0 && this.wrong == 0;
	}

	long answered() {
		return this.answered;
	}

}
