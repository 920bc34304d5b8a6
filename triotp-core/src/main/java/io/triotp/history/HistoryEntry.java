package io.triotp.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that has happened, as it is remembered: texts and numbers only, so that an
 * entry that is kept keeps nothing else.
 *
 * @param sequence its number in its node; of two entries, the later one has the higher
 * number
 * @param at when, on the wall clock of the node
 * @param type what happened
 * @param path the place it happened to; if that is in no tree, a label or the name of a
 * class
 * @param process the number of the process it happened to ({@code Pid.id()}), 0 if there
 * was none
 * @param incarnation how often the child in this place has been started by then; 0 if
 * that is not known or means nothing
 * @param cause why
 * @param delay how long somebody waits before the next attempt
 * @param detail what else is known, for people; empty if nothing
 */
public record HistoryEntry(long sequence, Instant at, Type type, String path, long process, int incarnation,
		Optional<Cause> cause, Optional<Duration> delay, String detail) {

	public HistoryEntry {
		Objects.requireNonNull(at, "at");
		Objects.requireNonNull(type, "type");
		Objects.requireNonNull(path, "path");
		Objects.requireNonNull(cause, "cause");
		Objects.requireNonNull(delay, "delay");
		Objects.requireNonNull(detail, "detail");
	}

	/**
	 * {@return whether it happened in a place or below it}
	 * @param place the path of the place
	 */
	public boolean isAtOrBelow(String place) {
		return this.path.startsWith(place)
				&& (this.path.length() == place.length() || this.path.charAt(place.length()) == '/');
	}

	HistoryEntry because(Cause why) {
		return new HistoryEntry(this.sequence, this.at, this.type, this.path, this.process, this.incarnation,
				Optional.of(why), this.delay, this.detail);
	}

	HistoryEntry as(int number) {
		return new HistoryEntry(this.sequence, this.at, this.type, this.path, this.process, number, this.cause,
				this.delay, this.detail);
	}

	HistoryEntry waiting(Duration pause) {
		return new HistoryEntry(this.sequence, this.at, this.type, this.path, this.process, this.incarnation,
				this.cause, Optional.of(pause), this.detail);
	}

	HistoryEntry saying(String what) {
		return new HistoryEntry(this.sequence, this.at, this.type, this.path, this.process, this.incarnation,
				this.cause, this.delay, what);
	}

	/** About how many characters it holds; what it shares with others does not count. */
	int size() {
		return this.path.length() + this.detail.length();
	}

	/**
	 * What can happen.
	 */
	public enum Type {

		/** A child has ended abnormally, without being asked to. */
		PROCESS_CRASHED(Severity.WARNING),

		/** A child has ended in an orderly way that calls for a restart. */
		PROCESS_EXITED(Severity.INFO),

		/** A child was started again: {@code process} is the new one. */
		PROCESS_RESTARTED(Severity.INFO),

		/** A supervisor has granted a restart, which counts. */
		RESTART_GRANTED(Severity.WARNING),

		/** The next start waits, by {@code delay}. */
		START_DELAYED(Severity.INFO),

		/** A child could not be started again. */
		START_FAILED(Severity.WARNING),

		/** A supervisor has ended because it had to restart too often. */
		SUPERVISOR_GAVE_UP(Severity.ERROR),

		/** A probe has found a child stopped or unhealthy. */
		PROBE_FAILED(Severity.WARNING),

		/** A mailbox has passed the high-water mark. */
		MAILBOX_HIGH(Severity.WARNING),

		/** It has fallen below half of it. */
		MAILBOX_OK(Severity.INFO),

		/** A process has been working on one message for too long. */
		WEDGED(Severity.WARNING),

		/** It is done with it, or has ended. */
		FREED(Severity.INFO),

		/** Messages were never handled; one entry for many of a kind. */
		DEAD_LETTERS(Severity.WARNING),

		/** Calls were not answered in time; one entry for many of a kind. */
		CALL_TIMEOUT(Severity.WARNING),

		/** A store of durable servers has not served for too long. */
		STORE_DOWN(Severity.ERROR),

		/** It serves again. */
		STORE_UP(Severity.INFO),

		/** An operator has asked for something. */
		ADMIN_ACTION(Severity.INFO),

		/** What an operator asked for was not done. */
		ADMIN_ACTION_FAILED(Severity.WARNING),

		/** An application is up. */
		APPLICATION_STARTED(Severity.INFO),

		/** An application was stopped. */
		APPLICATION_STOPPED(Severity.INFO),

		/** An application has ended on its own. */
		APPLICATION_ENDED(Severity.INFO),

		/** An application has failed. */
		APPLICATION_FAILED(Severity.ERROR);

		private final Severity severity;

		Type(Severity severity) {
			this.severity = severity;
		}

		/**
		 * {@return how bad it is}
		 */
		public Severity severity() {
			return this.severity;
		}

	}

	/**
	 * How bad it is.
	 */
	public enum Severity {

		/** As it should be. */
		INFO,

		/** The tree copes with it. */
		WARNING,

		/** Something does not run any more. */
		ERROR

	}

}
